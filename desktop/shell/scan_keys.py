"""From a key event to the character a hand scanner meant.

A scanner presses keys of a US keyboard. What those become depends on the layout that is on: letters turn Cyrillic under
the Russian one, and under the Kazakh one even the digits of the top row do. So the key's place is read from its native
code; where there is none (remote desktop, Alt-keypad mode), the typed characters are put back to their places.
Sources: kernel `input-event-codes.h` (codes 1–88 are those of scan code set 1), Carbon `HIToolbox/Events.h`, xkb
symbols `ru(winkeys)` and `kz`.
"""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
)
_LAST_ROW = (43, "\\zxcvbnm,./", "|ZXCVBNM<>?")
_KEYPAD = dict(zip((55, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83), "*789-456+1230.", strict=True))
BY_CODE: dict[int, tuple[str, str]] = {
    first + place: pair
    for first, plain, shifted in (*_ROWS, _LAST_ROW)
    for place, pair in enumerate(zip(plain, shifted, strict=True))
} | {code: (sign, sign) for code, sign in _KEYPAD.items()}
BY_CODE[57] = (" ", " ")
"""Scan code of set 1 → the characters of a US keyboard, without and with Shift."""

_MAC_ORDER = (
    "18 1,19 2,20 3,21 4,23 5,22 6,26 7,28 8,25 9,29 0,27 -,24 =,12 q,13 w,14 e,15 r,17 t,16 y,32 u,34 i,31 o,35 p,"
    "33 [,30 ],0 a,1 s,2 d,3 f,5 g,4 h,38 j,40 k,37 l,41 ;,39 ',50 `,42 \\,6 z,7 x,8 c,9 v,11 b,45 n,46 m,47 .,44 /,"
    "49  ,82 0,83 1,84 2,85 3,86 4,87 5,88 6,89 7,91 8,92 9"
)
_SHIFT_OF = {plain: shifted for plain, shifted in BY_CODE.values() if plain != shifted}
_MAC_KEYPAD = 65  # from this key on Shift changes nothing


def _mac_key(entry: str) -> tuple[int, tuple[str, str]]:
    number, sign = entry.split(" ", 1)
    return int(number), (sign, sign if int(number) >= _MAC_KEYPAD else _SHIFT_OF.get(sign, sign))


BY_MAC_KEY: dict[int, tuple[str, str]] = dict(map(_mac_key, _MAC_ORDER.split(","))) | {43: (",", "<")}
"""macOS virtual key (a place, whatever the layout) → the same."""

US_PLACES = "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./"
_US_SHIFTED = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?'
RUSSIAN_PLACES = "ё1234567890-=йцукенгшщзхъфывапролджэ\\ячсмитьбю."
_RUSSIAN_SHIFTED = 'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/ЯЧСМИТЬБЮ,'
_KAZAKH = '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэ\\ячсмитьбю№'
_KAZAKH_SHIFTED = ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/ЯЧСМИТЬБЮ?"
_KAZAKH_LETTERS = set("әіңғүұқөһӘІҢҒҮҰҚӨҺ")
_KAZAKH_SIGNS = set('",№')
"""Signs that only the Kazakh layout types without Shift."""


class Kind(Enum):
    """What a key press may be in the stream of a scanner."""

    CHARACTER = auto()
    SUFFIX = auto()
    PREFIX = auto()
    CARRIER = auto()
    """A modifier by itself, or a digit of the Alt-keypad mode: belongs to the character that follows."""
    OTHER = auto()


@dataclass(frozen=True)
class Stroke:
    """One key press: when (ms), its place's character if the native code tells it, and what the layout made of it."""

    at: int
    kind: Kind
    placed: str = ""
    text: str = ""
    shift: bool = False


def stroke_of(event: QKeyEvent, platform: str, prefix: QKeySequence | None = None) -> Stroke:
    """Describe a key press; platform: `QGuiApplication.platformName()`."""
    modifiers = event.modifiers()
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    at, text = event.timestamp(), event.text()
    key = event.key()
    if prefix and QKeySequence(QKeyCombination(modifiers & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(key))) == prefix:
        return Stroke(at, Kind.PREFIX)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
        return Stroke(at, Kind.SUFFIX, text="\t" if key == Qt.Key.Key_Tab else "\n")
    if key in _MODIFIERS or _is_alt_digit(event):
        return Stroke(at, Kind.CARRIER)
    held = modifiers & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    )
    placed = "" if held else _placed(event, platform)[shift]
    if held or not (placed or (text and text.isprintable())):
        return Stroke(at, Kind.OTHER)
    return Stroke(at, Kind.CHARACTER, placed, text, shift)


_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}


def _is_alt_digit(event: QKeyEvent) -> bool:
    alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return bool(alt and event.modifiers() & Qt.KeyboardModifier.KeypadModifier)


def _placed(event: QKeyEvent, platform: str) -> tuple[str, str]:
    nothing = ("", "")
    if platform == "cocoa":
        return BY_MAC_KEY.get(event.nativeVirtualKey(), nothing)
    code = event.nativeScanCode()
    if platform != "windows":
        code -= 8  # X11 and Wayland count from the kernel's code plus eight
    return BY_CODE.get(code, nothing)


def decode(strokes: list[Stroke]) -> str:
    """Return what the scanner meant: by native codes where known, else by the layout that the characters betray."""
    if all(stroke.placed for stroke in strokes):
        return "".join(stroke.placed for stroke in strokes)
    places = _layout(strokes)
    return "".join(stroke.placed or _put_back(stroke, places) for stroke in strokes)


def _layout(strokes: list[Stroke]) -> dict[str, str]:
    """Return the map from typed characters to US ones; empty under a Latin layout.

    A full stop is `/` in Russian and 7 in Kazakh: it is read as Kazakh where no digit was typed at all, because the
    Kazakh top row has none.
    """
    typed = [stroke.text for stroke in strokes]
    plain = {stroke.text for stroke in strokes if not stroke.shift}
    cyrillic = any("Ѐ" <= letter <= "ӿ" for letter in typed)
    digits = any(letter.isdigit() for letter in typed)
    signs = bool(plain & _KAZAKH_SIGNS) or ("." in plain and not digits)
    if _KAZAKH_LETTERS & set(typed) or (cyrillic and signs):
        return _map(_KAZAKH, _KAZAKH_SHIFTED)
    return _map(RUSSIAN_PLACES, _RUSSIAN_SHIFTED) if cyrillic else {}


def _map(plain: str, shifted: str) -> dict[str, str]:
    return dict(zip(shifted, _US_SHIFTED, strict=True)) | dict(zip(plain, US_PLACES, strict=True))


def _put_back(stroke: Stroke, places: dict[str, str]) -> str:
    """Put one character back to its place; Caps Lock turns the case of letters round, so Shift decides it."""
    if not places:
        return stroke.text.upper() if stroke.shift else stroke.text
    found = places.get(stroke.text.lower(), places.get(stroke.text, stroke.text))
    return _SHIFT_OF.get(found, found) if stroke.shift else found
