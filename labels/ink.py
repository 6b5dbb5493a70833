"""The ink of each kind of element, in dots."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from labels.code import QUIET_ZONE, SAFE_MODULE, module_size, modules
from labels.dots import DotBox, font_dots, to_dots
from labels.errors import TemplateError
from labels.fonts import Face, Fonts
from labels.template import Align, FrameElement, PictureElement, QrElement, TextElement, Vertical
from labels.typeset import Room, fit, positions

INK = 255
"""A pixel of ink; Pillow keeps mode "1" as bytes and inverts by subtracting, so that 1 would not do."""


@dataclass(frozen=True, slots=True)
class LabelWarning:
    """Something a person should see before printing; `code` names a sentence, `details` fill its blanks."""

    code: str
    element: int
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Ink of one element (a picture of mode "1", set = black) and where it goes."""

    ink: Image.Image
    left: int
    top: int
    warnings: tuple[LabelWarning, ...] = ()

    def burn(self, label: Image.Image) -> None:
        """Blacken the label (0 = black) where there is ink; what is black stays black, as under a thermal head."""
        label.paste(0, (self.left, self.top), self.ink)


def code_piece(index: int, element: QrElement, box: DotBox, text: str) -> Piece:
    """Draw a code as large as whole dots allow; raises LabelError where that is too small to be read."""
    code = modules(text, element.level)
    size = module_size(code.width, box.width, box.height)
    whole = (code.width + 2 * QUIET_ZONE) * size
    left, top = _placed(box, whole, whole, element.align, element.vertical)
    ink = code.resize((code.width * size, code.height * size), Image.Resampling.NEAREST)
    fine = LabelWarning("label-code-fine", index, {"dots": size, "safe": SAFE_MODULE})
    return Piece(
        ink, left + QUIET_ZONE * size, top + QUIET_ZONE * size, (fine,) if size < SAFE_MODULE else ()
    )  # fmt: skip


class TextBox:
    """A text element at one resolution: its faces, its room, and its text drawn without grey."""

    def __init__(self, index: int, element: TextElement, box: DotBox, dpi: int, fonts: Fonts) -> None:
        """Raises TemplateError where the box is too small for a single letter."""
        largest, smallest = font_dots(element.size_pt, dpi), font_dots(element.smallest_pt, dpi)
        self._index, self._element, self._box, self._fonts = index, element, box, fonts
        self._face_of = partial(fonts.face, element.font)
        self._sizes = range(largest, smallest - 1, -1)
        self._inset = smallest // 4 if element.inverted else 0
        self._room = Room(box.width - 2 * self._inset, box.height, element.lines)
        face = self._face_of(smallest)
        if face.reach > self._room.height or face.ink("W…").width > self._room.width:
            raise TemplateError("template-text-box-small", element=index, key="box_mm")

    def piece(self, text: str) -> Piece:
        """Draw the text: shrunk, wrapped, or shortened with a warning."""
        faces: list[Face] = [self._face_of(size) for size in self._sizes]
        typeset = fit(text, faces, self._room)
        ink = Image.new("1", (self._box.width, self._box.height))
        for line, x, baseline in positions(typeset, self._room, self._element.align, self._element.vertical):
            typeset.face.draw(ink, x + self._inset, baseline, line)
        if self._element.inverted:
            ink = ImageChops.invert(ink)
        return Piece(ink, self._box.left, self._box.top, tuple(self._warnings(text, typeset.shortened, typeset.lines)))

    def _warnings(self, text: str, shortened: bool, lines: tuple[str, ...]) -> Iterable[LabelWarning]:
        if shortened:
            yield LabelWarning("label-text-shortened", self._index, {"text": text, "shown": " ".join(lines)})
        if missing := self._fonts.missing(text, self._element.font):
            yield LabelWarning("label-letters-missing", self._index, {"text": text, "letters": missing})


def frame_piece(element: FrameElement, box: DotBox, dpi: int) -> Piece:
    """Draw a rectangle inside its box; the thinnest line is one dot."""
    ink = Image.new("1", (box.width, box.height), INK if element.filled else 0)
    thickness = max(1, to_dots(element.thickness, dpi))
    ImageDraw.Draw(ink).rectangle((0, 0, box.width - 1, box.height - 1), outline=INK, width=thickness)
    return Piece(ink, box.left, box.top)


def line_piece(box: DotBox) -> Piece:
    """Draw a line, which is a box full of ink."""
    return Piece(Image.new("1", (box.width, box.height), INK), box.left, box.top)


def picture_piece(element: PictureElement, box: DotBox) -> Piece:
    """Draw a picture as large as fits, black where it is darker than half; see-through counts as white."""
    with Image.open(io.BytesIO(element.png), formats=("PNG",)) as opened:
        coloured = opened.convert("RGBA")
    grey = Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured).convert("L")
    scale = min(box.width / grey.width, box.height / grey.height)
    size = max(1, int(grey.width * scale)), max(1, int(grey.height * scale))
    dots = grey.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.NEAREST)
    ink = dots.point(lambda brightness: INK if brightness < 128 else 0, mode="1")
    return Piece(ink, *_placed(box, *size, element.align, element.vertical))


def _placed(box: DotBox, width: int, height: int, align: Align, vertical: Vertical) -> tuple[int, int]:
    across, down = box.width - width, box.height - height
    left = {"left": 0, "center": across // 2, "right": across}[align]
    top = {"top": 0, "middle": down // 2, "bottom": down}[vertical]
    return box.left + left, box.top + top
