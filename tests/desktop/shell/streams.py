"""Key streams as hand scanners and people make them: when (ms), which key, its native code, and what the layout typed.

The typed texts are written out, not computed, so that a wrong table in the program cannot agree with itself.
Codes are those of X11 (kernel code + 8); `VT0045127K` is the code on the sticker.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

CODE = "VT0045127K"
X11_CODES = (55, 28, 19, 19, 13, 14, 10, 11, 16, 45)
WINDOWS_CODES = (47, 20, 11, 11, 5, 6, 2, 3, 8, 37)
MAC_KEYS = (9, 17, 29, 29, 21, 23, 18, 19, 26, 40)
SHIFTED = (0, 1, 9)
TYPED = {
    "us": "VT0045127K",
    "us, Caps Lock": "vt0045127k",
    "ru": "МЕ0045127Л",
    "ru, Caps Lock": "ме0045127л",
    "kk": 'МЕққңғ"ә.Л',
    "kk, Caps Lock": 'меҚҚҢҒ"Ә.л',
}
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Key:
    """One key press of a stream."""

    at: int
    text: str
    code: int = 0
    modifiers: Qt.KeyboardModifier = NO_MODIFIER
    key: int = 0
    virtual: int = 0
    repeat: bool = False

    def event(self, kind: QEvent.Type = QEvent.Type.KeyPress) -> QKeyEvent:
        """Return the event that the window would get."""
        key = self.key or (ord(self.text.upper()) if self.text else 0)
        made = QKeyEvent(kind, key, self.modifiers, self.code, self.virtual, 0, self.text, self.repeat)
        made.setTimestamp(self.at)
        return made


ENTER = Key(0, "\r", 36, key=Qt.Key.Key_Return)
TAB = Key(0, "\t", 23, key=Qt.Key.Key_Tab)


def scan(
    layout: str = "us", *, start: int = 1000, every: int = 8, suffix: Key | None = ENTER, codes=X11_CODES
) -> list[Key]:
    """Return the stream of a scanner that sends `CODE` under this layout; without `codes` only the text is known."""
    keys = [
        Key(start + every * place, letter, codes[place] if codes else 0, SHIFT if place in SHIFTED else NO_MODIFIER)
        for place, letter in enumerate(TYPED[layout])
    ]
    return [*keys, after(keys[-1], suffix, every)] if suffix else keys


def after(last: Key, key: Key, pause: int) -> Key:
    """Return `key` pressed some time after `last`."""
    return Key(last.at + pause, key.text, key.code, key.modifiers, key.key)


def typing(text: str, *, start: int = 1000, every: int = 90) -> list[Key]:
    """Return a person typing."""
    return [Key(start + every * place, letter) for place, letter in enumerate(text)]
