"""Scans are read from key places: the layout that is on does not matter."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desktop.shell.scan_keys import BY_CODE, BY_MAC_KEY, Kind, decode, stroke_of
from tests.desktop.shell.streams import CODE, MAC_KEYS, SHIFTED, TYPED, WINDOWS_CODES, Key, scan

ALT, CONTROL, KEYPAD, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def read(keys, platform="xcb"):
    return decode([stroke_of(key.event(), platform) for key in keys])


@pytest.mark.parametrize("layout", TYPED)
def test_by_native_code_on_linux(layout):
    assert read(scan(layout, suffix=None)) == CODE


@pytest.mark.parametrize("layout", TYPED)
def test_by_native_code_on_windows(layout):
    assert read(scan(layout, suffix=None, codes=WINDOWS_CODES), "windows") == CODE


@pytest.mark.parametrize("layout", TYPED)
def test_by_virtual_key_on_macos(layout):
    shifts = [SHIFT if place in SHIFTED else Qt.KeyboardModifier.NoModifier for place in range(len(CODE))]
    keys = [Key(place, letter, 0, shifts[place], virtual=MAC_KEYS[place]) for place, letter in enumerate(TYPED[layout])]
    assert read(keys, "cocoa") == CODE


@pytest.mark.parametrize("layout", TYPED)
def test_by_text_where_no_code_is_known(layout):
    assert read(scan(layout, suffix=None, codes=None)) == CODE


def test_digits_alone_are_read_under_the_kazakh_layout_too():
    keys = [Key(place, letter) for place, letter in enumerate('"әіңғ,.үұқ')]
    assert read(keys) == "1234567890"


def test_a_russian_full_stop_is_a_slash():
    keys = [Key(place, letter) for place, letter in enumerate("а.7")]
    assert read(keys) == "f/7"


def test_signs_of_a_link_are_read_under_the_russian_layout():
    link = [("р", 0), ("Ж", SHIFT), (".", 0), (".", 0), ("м", 0), ("7", 0)]  # h:// v7
    keys = [Key(place, letter, 0, Qt.KeyboardModifier(shift)) for place, (letter, shift) in enumerate(link)]
    assert read(keys) == "h://v7"


def test_keypad_digits_are_digits():
    codes = {79 + 8: "1", 80 + 8: "2", 82 + 8: "0"}
    keys = [Key(place, text, code, KEYPAD) for place, (code, text) in enumerate(codes.items())]
    assert read(keys) == "120"


def test_alt_keypad_mode_is_taken_as_typed():
    digit = Key(0, "", 79 + 8, ALT | KEYPAD, key=Qt.Key.Key_1)
    assert stroke_of(digit.event(), "xcb").kind is Kind.CARRIER
    assert read([Key(place, letter) for place, letter in enumerate(CODE)]) == CODE


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Key(0, "", 50, SHIFT, key=Qt.Key.Key_Shift), Kind.CARRIER),
        (Key(0, "\r", 36, key=Qt.Key.Key_Return), Kind.SUFFIX),
        (Key(0, "\r", 104, KEYPAD, key=Qt.Key.Key_Enter), Kind.SUFFIX),
        (Key(0, "\t", 23, key=Qt.Key.Key_Tab), Kind.SUFFIX),
        (Key(0, "", 113, key=Qt.Key.Key_Left), Kind.OTHER),
        (Key(0, "\b", 22, key=Qt.Key.Key_Backspace), Kind.OTHER),
        (Key(0, "\x0b", 45, CONTROL, key=Qt.Key.Key_K), Kind.OTHER),
        (Key(0, " ", 65, key=Qt.Key.Key_Space), Kind.CHARACTER),
    ],
)
def test_what_a_key_is(key, kind):
    assert stroke_of(key.event(), "xcb").kind is kind


def test_a_programmed_prefix_is_known():
    prefix = Key(0, "\x01", 38, CONTROL, key=Qt.Key.Key_A)
    assert stroke_of(prefix.event(), "xcb", QKeySequence("Ctrl+A")).kind is Kind.PREFIX
    assert stroke_of(prefix.event(), "xcb", QKeySequence("F9")).kind is Kind.OTHER


def test_mac_and_other_tables_agree():
    assert set(BY_MAC_KEY.values()) == set(BY_CODE.values()) - {("*", "*"), ("+", "+"), ("-", "-"), (".", ".")}


def test_layouts_are_those_of_the_system():
    """Compare the Kazakh row with the system's own description of the layout, where there is one."""
    symbols = Path("/usr/share/X11/xkb/symbols/kz")
    if not symbols.exists():
        pytest.skip("no xkb description of the Kazakh layout on this machine")
    text = symbols.read_text(encoding="utf-8")
    for place, name in (("AE02", "schwa"), ("AE06", "comma"), ("AE07", "period"), ("AB10", "numerosign")):
        row = next(line for line in text.splitlines() if place in line)
        assert name in row.lower(), row
