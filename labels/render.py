"""Draw a label: values on a template, in the dots of the head that will burn it.

The same picture is the preview on the screen and the data for the printer. Nothing is ever scaled afterwards.
"""

from collections import OrderedDict
from dataclasses import dataclass

from PIL import Image

from labels.dots import DotBox, to_dots
from labels.fonts import Fonts
from labels.ink import LabelWarning, Piece, TextBox, code_piece, frame_piece, line_piece, picture_piece
from labels.template import (
    Box,
    Element,
    FrameElement,
    PictureElement,
    QrElement,
    Template,
    TextElement,
    Values,
)

__all__ = ["Drawn", "LabelWarning", "Renderer"]

_KEPT_PIECES = 512


@dataclass(frozen=True, slots=True)
class Drawn:
    """A label in dots: mode "1", 0 = black. `codes` are the code boxes with quiet zone, for the preview."""

    picture: Image.Image
    warnings: tuple[LabelWarning, ...]
    codes: tuple[DotBox, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A label while it is drawn."""

    picture: Image.Image
    warnings: list[LabelWarning]
    codes: list[DotBox]

    def copy(self) -> "_Sheet":
        return _Sheet(self.picture.copy(), self.warnings.copy(), self.codes.copy())


class Renderer:
    """Draws labels of one template at one resolution; keeps what does not change from label to label.

    Not for two threads at once: give each its own.
    """

    def __init__(self, template: Template, dpi: int, fonts: Fonts) -> None:
        """Raises TemplateError where a text box is too small for its smallest letters at this resolution."""
        self.template = template
        self.dpi = dpi
        self.width = to_dots(template.width, dpi)
        self.height = to_dots(template.height, dpi)
        self._boxes = [self._dots(element.box) for element in template.elements]
        self._text_boxes = {
            index: TextBox(index, element, self._boxes[index], dpi, fonts)
            for index, element in enumerate(template.elements)
            if isinstance(element, TextElement)
        }
        self._pieces: OrderedDict[tuple[int, str], Piece] = OrderedDict()
        self._still = self._draw_still()

    def draw(self, values: Values) -> Drawn:
        """Return the label with these values; fields that are missing print as nothing.

        Raises LabelError where a code cannot be made large enough to be read.
        """
        sheet = self._still.copy()
        for index, element in enumerate(self.template.elements):
            if not _is_still(element) and element.rule.allows(values):
                self._add(sheet, index, element, values)
        return Drawn(sheet.picture, tuple(sheet.warnings), tuple(sheet.codes))

    def _draw_still(self) -> "_Sheet":
        sheet = _Sheet(Image.new("1", (self.width, self.height), 255), [], [])
        for index, element in enumerate(self.template.elements):
            if _is_still(element):
                self._add(sheet, index, element, {})
        return sheet

    def _add(self, sheet: "_Sheet", index: int, element: Element, values: Values) -> None:
        text = ""
        if isinstance(element, (QrElement, TextElement)):
            text = _filled(element.text, values)
            if not text:
                return
        piece = self._piece(index, element, text)
        piece.burn(sheet.picture)
        sheet.warnings.extend(piece.warnings)
        if isinstance(element, QrElement):
            sheet.codes.append(self._boxes[index])

    def _piece(self, index: int, element: Element, text: str) -> Piece:
        kept = self._pieces.get((index, text))
        if kept is None:
            kept = self._pieces[index, text] = self._draw(index, element, text)
            if len(self._pieces) > _KEPT_PIECES:
                self._pieces.popitem(last=False)
        return kept

    def _draw(self, index: int, element: Element, text: str) -> Piece:
        box = self._boxes[index]
        if isinstance(element, QrElement):
            return code_piece(index, element, box, text)
        if isinstance(element, TextElement):
            return self._text_boxes[index].piece(text)
        if isinstance(element, FrameElement):
            return frame_piece(element, box, self.dpi)
        if isinstance(element, PictureElement):
            return picture_piece(element, box)
        return line_piece(box)

    def _dots(self, box: Box) -> DotBox:
        """Round the edges, not the sizes, so that boxes that touch in millimetres touch in dots."""
        left, top = to_dots(box.x, self.dpi), to_dots(box.y, self.dpi)
        right, bottom = to_dots(box.right, self.dpi), to_dots(box.bottom, self.dpi)
        return DotBox(left, top, max(right, left + 1), max(bottom, top + 1))


def _is_still(element: Element) -> bool:
    """Whether an element is the same on every label."""
    if isinstance(element, (QrElement, TextElement)) and "{" in element.text.replace("{{", ""):
        return False
    return not element.rule


def _filled(text: str, values: Values) -> str:
    """Put values into the blanks; lines left without any text vanish."""
    lines = text.format_map(_Blanks(values)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


class _Blanks(dict[str, str]):
    """Values for the blanks: one line each, whatever was pasted into them, and nothing for what is not given."""

    def __init__(self, values: Values) -> None:
        super().__init__({name: _one_line(text) for name, text in values.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _one_line(text: str) -> str:
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(text.split())
