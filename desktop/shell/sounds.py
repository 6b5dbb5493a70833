"""Three short sounds that answer a scan.

QtMultimedia is not part of PySide6-Essentials, and a whole media stack for three beeps would double the installer; the
tones are made here and handed to what each system has: winsound, afplay, or pw-play, paplay, aplay. Where there is
nothing, the system's beep sounds.
"""

import math
import shutil
import struct
import sys
import tempfile
import wave
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

RATE = 22_050
_FADE = 0.008  # seconds; without it a tone begins and ends with a click


class Sound(StrEnum):
    """What a sound says."""

    ACCEPTED = "accepted"
    ATTENTION = "attention"
    REFUSED = "refused"


TONES: dict[Sound, tuple[tuple[int, float], ...]] = {
    Sound.ACCEPTED: ((1568, 0.09),),
    Sound.ATTENTION: ((880, 0.09), (0, 0.05), (880, 0.09)),
    Sound.REFUSED: ((311, 0.16), (233, 0.28)),
}
"""Hertz (0: silence) and seconds."""


def samples(tones: tuple[tuple[int, float], ...]) -> bytes:
    """Return 16-bit mono samples of a row of tones, each faded in and out."""
    levels: list[int] = []
    for hertz, seconds in tones:
        count = int(RATE * seconds)
        for place in range(count):
            fade = min(1.0, place / (RATE * _FADE), (count - place) / (RATE * _FADE))
            levels.append(int(11_000 * fade * math.sin(2 * math.pi * hertz * place / RATE)))
    return struct.pack(f"<{len(levels)}h", *levels)


def write_wave(file: Path, sound: Sound) -> None:
    """Write the sound as a WAV file."""
    with wave.open(str(file), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(RATE)
        stream.writeframes(samples(TONES[sound]))


class Player:
    """Plays the sounds without waiting for them; its files live in a folder that goes away with it."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._command = _player_command()

    def play(self, sound: Sound) -> None:
        """Play now; never raises and never blocks."""
        try:
            self._play_file(self._file(sound))
        except (OSError, RuntimeError):
            QApplication.beep()

    def _play_file(self, file: Path) -> None:
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415 - exists on Windows only

            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif self._command:
            QProcess.startDetached(self._command[0], [*self._command[1:], str(file)])
        else:
            QApplication.beep()

    def _file(self, sound: Sound) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="vetka-sounds-", ignore_cleanup_errors=True)
        file = Path(self._folder.name) / f"{sound}.wav"
        if not file.exists():
            write_wave(file, sound)
        return file


def _player_command() -> list[str]:
    for command in (["afplay"], ["pw-play"], ["paplay"], ["aplay", "-q"]):
        found = shutil.which(command[0])
        if found:
            return [found, *command[1:]]
    return []
