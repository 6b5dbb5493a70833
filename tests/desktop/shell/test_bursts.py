"""A scanner is told from a person by the speed of its keys; recorded streams, no Qt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from desktop.shell.bursts import BurstReader
from desktop.shell.scan_keys import stroke_of
from tests.desktop.shell.streams import CODE, ENTER, SHIFT, TAB, TYPED, Key, after, scan, typing


def play(keys, reader=None):
    """Feed a stream; returns the codes read and the strokes that went on to the field, in order."""
    reader = reader or BurstReader()
    codes, passed, held = [], [], []

    def settle(verdict):
        nonlocal held
        if verdict.code is not None:
            codes.append(verdict.code)
            held = []
        elif verdict.release:
            passed.extend(held)
            held = []

    for key in keys:
        stroke = stroke_of(key.event(), "xcb")
        if reader.late(stroke):
            settle(reader.pause())
        verdict = reader.take(stroke)
        settle(verdict)
        if verdict.code is None:
            (held if verdict.hold else passed).append(key)
    settle(reader.pause())
    return codes, "".join(key.text for key in passed)


@pytest.mark.parametrize("layout", TYPED)
@pytest.mark.parametrize("suffix", [ENTER, TAB, None], ids=["enter", "tab", "none"])
def test_a_scan_is_read_and_kept_from_the_field(layout, suffix):
    assert play(scan(layout, suffix=suffix)) == ([CODE], "")


@pytest.mark.parametrize("every", [1, 15, 34])
def test_slow_and_fast_scanners(every):
    assert play(scan(every=every)) == ([CODE], "")


def test_modifier_keys_of_the_scanner_do_not_break_a_scan():
    keys = []
    for key in scan():
        if key.modifiers == SHIFT:
            keys.append(Key(key.at - 4, "", 50, SHIFT, key=0x01000020))
        keys.append(key)
    assert play(keys) == ([CODE], "")


def test_a_person_typing_gets_every_letter():
    assert play(typing("Не печатает МФУ")) == ([], "Не печатает МФУ")


def test_three_fast_letters_of_a_person_are_not_a_scan():
    keys = typing("при", every=20)
    keys += typing("вет", start=1400, every=120)
    assert play([*keys, after(keys[-1], ENTER, 150)]) == ([], "привет\r")


def test_a_fast_word_and_enter_after_a_moment_is_not_a_scan():
    keys = typing("abc", every=30)
    assert play([*keys, after(keys[-1], ENTER, 20)]) == ([], "abc\r")


def test_typing_right_before_a_scan_stays():
    keys = [*typing("до", start=100), *scan(start=1000)]
    assert play(keys) == ([CODE], "до")


def test_two_scans_one_after_the_other():
    assert play([*scan(start=1000), *scan(start=1300)]) == ([CODE, CODE], "")


def test_a_burst_cut_off_by_another_key_is_given_back():
    keys = scan(suffix=None)[:4]
    keys.append(Key(keys[-1].at + 5, "", 113, key=0x01000012))
    assert play(keys) == ([], "VT00")


def test_a_suffix_the_scanner_does_not_send_belongs_to_the_person():
    assert play(scan(suffix=ENTER), BurstReader(suffix="tab")) == ([], CODE + "\r")
    assert play(scan(suffix=TAB), BurstReader(suffix="tab")) == ([CODE], "")
    assert play(scan(suffix=None), BurstReader(suffix="enter")) == ([], CODE)
    assert play(scan(suffix=None), BurstReader(suffix="none")) == ([CODE], "")


def test_after_a_prefix_even_a_slow_scanner_is_read():
    reader = BurstReader()
    prefix = QKeySequence("F9")
    reader.take(stroke_of(Key(900, "", 75, key=0x01000038).event(), "xcb", prefix))
    for key in scan(every=200):
        stroke = stroke_of(key.event(), "xcb", prefix)
        assert not reader.late(stroke)
        verdict = reader.take(stroke)
    assert verdict.code == CODE


@given(st.lists(st.tuples(st.sampled_from("abcяжVT7 \r\t"), st.integers(1, 300)), max_size=40))
def test_no_key_is_ever_lost_or_doubled(steps):
    """Whatever the speed: a key either belongs to a scan or reaches the field, in order."""
    at, keys = 0, []
    for letter, pause in steps:
        at += pause
        special = {"\r": ENTER, "\t": TAB}.get(letter)
        keys.append(Key(at, letter, 0, key=special.key if special else 0))
    codes, passed = play(keys)
    typed = "".join(key.text for key in keys)
    assert sum(map(len, codes)) + len(passed) <= len(typed)
    remaining = iter(typed)
    assert all(letter in remaining for letter in passed)
    if not codes:
        assert passed == typed
