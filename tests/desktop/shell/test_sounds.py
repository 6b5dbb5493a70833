"""Three sounds, each a playable file, each different."""

import wave

from desktop.shell.sounds import RATE, TONES, Player, Sound, samples, write_wave


def test_each_sound_is_a_wave_file_of_its_length(tmp_path):
    for sound in Sound:
        file = tmp_path / f"{sound}.wav"
        write_wave(file, sound)
        with wave.open(str(file)) as stream:
            assert stream.getframerate() == RATE
            seconds = sum(length for _, length in TONES[sound])
            assert abs(stream.getnframes() / RATE - seconds) < 0.001


def test_sounds_differ_and_begin_and_end_in_silence():
    made = {sound: samples(TONES[sound]) for sound in Sound}
    assert len(set(made.values())) == 3
    for levels in made.values():
        assert levels[:2] == b"\0\0"
        assert abs(int.from_bytes(levels[-2:], "little", signed=True)) < 1500


def test_playing_never_raises(qapp, monkeypatch):
    player = Player()
    monkeypatch.setattr(player, "_command", ["/nonexistent/player"])
    for sound in Sound:
        player.play(sound)
