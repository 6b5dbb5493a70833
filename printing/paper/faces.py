"""The type faces of paper: Noto Sans, embedded, measured, and honest about letters it does not have."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

FaceName = Literal["regular", "bold", "condensed"]
_FILES: dict[FaceName, str] = {
    "regular": "NotoSans-Regular.ttf",
    "bold": "NotoSans-Bold.ttf",
    "condensed": "NotoSans-Condensed.ttf",
}
_INSTEAD = "\ufffd"


class Face:
    """One face; widths of letters are kept."""

    def __init__(self, name: FaceName) -> None:
        self.code = f"Vetka-{name}"
        """The name under which the PDF knows it."""
        font = TTFont(self.code, str(resources.path("fonts", _FILES[name])))
        pdfmetrics.registerFont(font)
        self._known: dict[int, float] = font.face.charWidths
        self._other: float = font.face.defaultWidth
        self._good: set[str] = set()
        self._words = lru_cache(maxsize=16384)(self._measure)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is, in points."""
        return self._words(text) * size / 1000

    def _measure(self, text: str) -> float:
        return sum(self._known.get(ord(character), self._other) for character in text)

    def printable(self, text: str) -> str:
        """Return `text` without what cannot be drawn: no control characters, a question mark in a box for the rest."""
        if self._good.issuperset(text):
            return text
        kept = text.replace("\t", " ")
        clean = "".join(one if one == "\n" or ord(one) in self._known else _INSTEAD for one in kept if _shows(one))
        self._good.update(clean)
        return clean


def _shows(character: str) -> bool:
    return character == "\n" or not unicodedata.category(character).startswith("C")


@lru_cache(maxsize=len(_FILES))
def face(name: FaceName) -> Face:
    """Return a face, loaded once in a program."""
    return Face(name)


@dataclass(frozen=True, slots=True)
class Style:
    """How words look: face, size and distance of lines in points, darkness of the ink from 0 (black) to 1."""

    size: float
    face: FaceName = "regular"
    leading: float = 0.0
    grey: float = 0.0

    @property
    def pitch(self) -> float:
        """Points from one base line to the next; Ң below does not touch Й above."""
        return self.leading or self.size * 1.22

    def scaled(self, factor: float) -> "Style":
        """Return the same style, smaller."""
        return Style(self.size * factor, self.face, self.leading * factor, self.grey)

    def width(self, text: str) -> float:
        """Return how wide a text is, in points."""
        return face(self.face).width(text, self.size)


TEXT = Style(8.5)
BOLD = Style(8.5, "bold")
SMALL = Style(7)
SMALL_BOLD = Style(7, "bold")
CAPTION = Style(6.5, grey=0.35)
TITLE = Style(12.5, "bold")
HEADING = Style(9, "bold")
