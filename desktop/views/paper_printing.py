"""Papers on the office printers that this computer knows."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from database.errors import KnownError
from desktop.shell.background import Progress, WorkCancelled
from desktop.views.pdf_pages import in_pixels, page_band, page_sizes

_MOST_DPI = 600
"""More is not seen on paper and takes four times the memory and the wire."""
_BAND = 1024


class OfficePrinters:
    """The printers of the system. To be asked in the GUI thread."""

    def names(self) -> list[str]:
        """Return the queues there are now."""
        return QPrinterInfo.availablePrinterNames()

    def default(self) -> str:
        """Return the queue that the system prefers, or an empty text."""
        return QPrinterInfo.defaultPrinterName()

    def printer(self, name: str) -> QPrinter:
        """Return a queue, set to A4. Raises KnownError `office-printer-gone`.

        A QPrinter made for a name that is gone would quietly write a file instead, so the queue is looked for first.
        """
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise KnownError("office-printer-gone", printer=name)
        return set_up(QPrinter(info, QPrinter.PrinterMode.HighResolution))


def set_up(printer: QPrinter) -> QPrinter:
    """Set a printer to whole sheets of A4 at its own resolution, at most 600 dots an inch; returns it."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    if printer.resolution() > _MOST_DPI:
        printer.setResolution(_MOST_DPI)
    return printer


def chosen_pages(typed: str, count: int) -> list[int]:
    """Return the pages, counted from 0, that a text such as ``2-4, 7`` means; all of them for an empty one.

    Raises KnownError `pages-wrong`.

    >>> chosen_pages("2-3, 1", 5), chosen_pages("", 2)
    ([1, 2, 0], [0, 1])
    """
    if not typed.strip():
        return list(range(count))
    chosen: list[int] = []
    for part in typed.replace("–", "-").split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        if not (first.isdecimal() and (last.isdecimal() or not dash)):
            raise KnownError("pages-wrong", typed=typed, count=count)
        begin, end = int(first), int(last or first)
        if not 1 <= begin <= end <= count:
            raise KnownError("pages-wrong", typed=typed, count=count)
        chosen += range(begin - 1, end)
    return chosen


def print_pages(printer: QPrinter, pdf: bytes, pages: Sequence[int], copies: int, progress: Progress) -> int:
    """Print pages, counted from 0, and return how many sheets' worth was handed over.

    Runs in a worker thread: Qt allows painting on a QPrinter outside the GUI thread, nobody else touches this one
    meanwhile, and a queue on the network may keep `begin` and `end` waiting for long. Each page is drawn in bands at
    the printer's own resolution. After Cancel the job is taken back and WorkCancelled raised.
    Raises KnownError `office-printer-refused`, `paper-unreadable`.
    """
    name = printer.printerName() or printer.outputFileName()
    sizes = page_sizes(pdf)
    rounds = 1
    if printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
    else:
        rounds = copies
    wanted = [page for _ in range(rounds) for page in pages]
    _turn(printer, sizes[wanted[0]])
    painter = QPainter()
    if not printer.isValid() or not painter.begin(printer):
        raise KnownError("office-printer-refused", printer=name)
    try:
        _paint(printer, painter, pdf, [(page, sizes[page]) for page in wanted], progress)
    except WorkCancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise KnownError("office-printer-refused", printer=name)
    return len(wanted)


def _paint(
    printer: QPrinter, painter: QPainter, pdf: bytes, wanted: list[tuple[int, QSizeF]], progress: Progress
) -> None:
    for place, (number, size) in enumerate(wanted):
        if place:
            _turn(printer, size)
            if not printer.newPage():
                raise KnownError("office-printer-refused", printer=printer.printerName() or printer.outputFileName())
        pixels = in_pixels(size, printer.resolution())
        for top in range(0, pixels.height(), _BAND):
            progress.step(place, len(wanted))
            painter.drawImage(0, top, page_band(pdf, number, pixels, top, _height(pixels, top), for_print=True))
    progress.step(len(wanted), len(wanted))


def _height(pixels: QSize, top: int) -> int:
    return min(_BAND, pixels.height() - top)


def _turn(printer: QPrinter, size: QSizeF) -> None:
    lying = size.width() > size.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
