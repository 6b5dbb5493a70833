"""The type faces of labels: loaded once, measured in dots, and honest about letters they do not have."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from labels.template import FontName

_FILES: dict[FontName, str] = {
    "regular": "NotoSans-Regular.ttf",
    "bold": "NotoSans-Bold.ttf",
    "condensed": "NotoSans-Condensed.ttf",
    "condensed-bold": "NotoSans-CondensedBold.ttf",
}
_NO_CHARACTER = "\uffff"
_HIGH_AND_LOW = "ЙЁҢЩ(gj"


@dataclass(frozen=True, slots=True)
class Ink:
    """What a line takes, seen from its start on the base line; up is negative."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Dots across."""
        return self.right - self.left


class Face:
    """One face in one size of whole dots, drawn without grey."""

    def __init__(self, file: Path, dots: int) -> None:
        self.dots = dots
        # The basic layout gives the same dots wherever the program runs; libraqm is not in every build of Pillow.
        self._font = ImageFont.truetype(str(file), dots, layout_engine=ImageFont.Layout.BASIC)
        self.cap_height = -self.ink("H").top
        self.pitch = round(dots * 1.2)
        """Dots from one base line to the next: low Ң above high Й keep apart."""
        reach = self.ink(_HIGH_AND_LOW)
        self.reach = reach.bottom - reach.top
        """Dots from the highest usual letter to the lowest."""

    def ink(self, text: str) -> Ink:
        """Measure the black dots of `text`, to the sides with the white that belongs to its letters; quick."""
        left, top, right, bottom = self._font.getbbox(text, mode="1", anchor="ls")
        return Ink(int(left), int(top), int(right), int(bottom))

    def edges(self, text: str) -> tuple[int, int]:
        """Return the first column of black dots and the first without any after them."""
        mask, (start, _) = self._font.getmask2(text, mode="1", anchor="ls")
        left, _, right, _ = mask.getbbox() or (0, 0, 0, 0)
        return start + left, start + right

    def draw(self, picture: Image.Image, x: int, baseline: int, text: str) -> None:
        """Set the dots of `text` on a picture of mode "1"."""
        ImageDraw.Draw(picture).text((x, baseline), text, font=self._font, fill=255, anchor="ls")

    def lacks(self, character: str) -> bool:
        """Whether the face has no letter for this character."""
        return self._shape(character) == self._shape(_NO_CHARACTER)

    def _shape(self, character: str) -> tuple[tuple[int, int], bytes]:
        mask = self._font.getmask(character, mode="1")
        return mask.size, bytes(mask)


class Fonts:
    """The four faces from one folder; sizes and letters already seen are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.face = lru_cache(maxsize=256)(self._face)
        self._lacks = lru_cache(maxsize=4096)(self._is_lacking)

    def missing(self, text: str, name: FontName) -> str:
        """Return the characters of `text` that the face cannot print, each once."""
        return "".join(dict.fromkeys(character for character in text if self._lacks(character, name)))

    def _face(self, name: FontName, dots: int) -> Face:
        return Face(self._folder / _FILES[name], dots)

    def _is_lacking(self, character: str, name: FontName) -> bool:
        return not character.isspace() and self._face(name, 16).lacks(character)
