"""A whole PDF: pages with their heads, written so that the same data give the same bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import RLock

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from database.errors import KnownError
from printing.paper import MM
from printing.paper.faces import CAPTION
from printing.paper.flow import Flow
from printing.paper.pen import Pen
from printing.paper.strips import Strip
from printing.paper.wrapping import shortened, wrap

_HEAD = 5.5 * MM
ONE_AT_A_TIME = RLock()
"""ReportLab reads a face's file through one place that all drawings share, and papers are made in worker threads."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A4 with margins in millimetres: left, top, right, bottom."""

    landscape: bool = False
    margins: tuple[float, float, float, float] = (10, 8, 10, 10)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in points."""
        return (A4[1], A4[0]) if self.landscape else A4

    @property
    def width(self) -> float:
        """Points between the left and the right margin."""
        return self.size[0] - (self.margins[0] + self.margins[2]) * MM

    @property
    def height(self) -> float:
        """Points between the page head and the bottom margin."""
        return self.size[1] - (self.margins[1] + self.margins[3]) * MM - _HEAD


@dataclass(frozen=True, slots=True)
class Document:
    """One paper to be drawn: `name` and number stand on each page's head."""

    name: str
    strips: Sequence[Strip]
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a PDF, and what could not be drawn as wished."""

    pdf: bytes
    warnings: tuple[KnownError, ...] = ()


def render(documents: Iterable[Document], *, title: str, author: str, language: str = "ru") -> bytes:
    """Return one PDF of papers in this order, each with pages counted from one."""
    with ONE_AT_A_TIME:
        return _rendered(documents, title, author, language)


def _rendered(documents: Iterable[Document], title: str, author: str, language: str) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True, pageCompression=1, lang=language)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Vetka")
    for document in documents:
        _draw(canvas, document)
    canvas.save()
    return target.getvalue()


def _draw(canvas: Canvas, document: Document) -> None:
    sheet = document.sheet
    left, top = sheet.margins[0] * MM, sheet.margins[1] * MM
    pages = Flow(sheet.height).place(document.strips)
    for number, page in enumerate(pages, 1):
        canvas.setPageSize(sheet.size)
        pen = Pen(canvas, sheet.size[1])
        count = f"стр. {number} из {len(pages)}"
        base = top + CAPTION.size
        room = sheet.width - CAPTION.width(count) - 4 * MM
        name = shortened(wrap(document.name, CAPTION, room), 1, CAPTION, room)[0]
        pen.words(left, base, name, CAPTION)
        pen.words(left + sheet.width - CAPTION.width(count), base, count, CAPTION)
        pen.line(left, base + 2.2, left + sheet.width, base + 2.2, ink=0.3)
        for placed in page:
            placed.strip.draw(pen, left, top + _HEAD + placed.top)
        pen.new_page()
