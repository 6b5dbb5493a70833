"""Draws on a page of a PDF, measured from its top left corner in points."""

from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from labels.code import QUIET_ZONE, modules
from printing.paper.faces import Style, face

INK = 0.45
"""Width of lines in points."""


class Pen:
    """A canvas whose y grows downwards; keeps what font and grey are set, so that a page stays small."""

    def __init__(self, canvas: Canvas, page_height: float) -> None:
        self._canvas = canvas
        self._height = page_height
        self._font: tuple[str, float] | None = None
        self._grey = 0.0

    def new_page(self) -> None:
        """Finish this page and begin the next."""
        self._canvas.showPage()
        self._font, self._grey = None, 0.0

    def words(self, x: float, baseline: float, words: str, style: Style) -> None:
        """Set one line of words from `x` to the right."""
        if not words:
            return
        font = face(style.face).code, style.size
        if font != self._font:
            self._canvas.setFont(*font)
            self._font = font
        if style.grey != self._grey:
            self._canvas.setFillGray(style.grey)
            self._grey = style.grey
        self._canvas.drawString(x, self._height - baseline, words)

    def line(self, x: float, y: float, to_x: float, to_y: float, *, ink: float = INK, dashed: bool = False) -> None:
        """Draw a straight line."""
        self._canvas.setLineWidth(ink)
        if dashed:
            self._canvas.setDash(4, 3)
        self._canvas.line(x, self._height - y, to_x, self._height - to_y)
        if dashed:
            self._canvas.setDash()

    def lines(self, lines: list[tuple[float, float, float, float]], *, ink: float = INK) -> None:
        """Draw several lines (x, y, to x, to y) at once."""
        height = self._height
        self._canvas.setLineWidth(ink)
        self._canvas.lines([(x, height - y, to_x, height - to_y) for x, y, to_x, to_y in lines])

    def box(self, x: float, y: float, width: float, height: float, *, grey: float | None = None) -> None:
        """Draw a rectangle, or fill it with a grey from 0 (black) to 1 (white)."""
        if grey is None:
            self._canvas.setLineWidth(INK)
            self._canvas.rect(x, self._height - y - height, width, height)
            return
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, self._height - y - height, width, height, stroke=0, fill=1)
        self._canvas.setFillGray(self._grey)

    def tick(self, x: float, y: float, size: float) -> None:
        """Draw a tick into a box of this size."""
        bottom = self._height - y - size
        path = self._canvas.beginPath()
        path.moveTo(x + size * 0.18, bottom + size * 0.52)
        path.lineTo(x + size * 0.42, bottom + size * 0.22)
        path.lineTo(x + size * 0.86, bottom + size * 0.84)
        self._canvas.setLineWidth(size * 0.14)
        self._canvas.drawPath(path)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code with its quiet zone into a square."""
        picture = modules(text, "Q")
        dot = side / (picture.width + 2 * QUIET_ZONE)
        path = self._canvas.beginPath()
        for row in range(picture.height):
            for start, length in _runs(picture, row):
                top = y + (row + QUIET_ZONE) * dot
                path.rect(x + (start + QUIET_ZONE) * dot, self._height - top - dot, length * dot, dot)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.setFillGray(self._grey)

    def picture(self, x: float, y: float, width: float, height: float, picture: Image.Image) -> None:
        """Draw a picture into a rectangle, stretched to it."""
        encoded = BytesIO()
        picture.save(encoded, "PNG")
        encoded.seek(0)
        self._canvas.drawImage(ImageReader(encoded), x, self._height - y - height, width, height)


def _runs(picture: Image.Image, row: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in range(picture.width):
        if not picture.getpixel((column, row)):
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((column, 1))
    return runs
