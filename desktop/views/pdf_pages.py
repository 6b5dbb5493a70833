"""Pages of a PDF as pictures, whole or in bands. PDFium serves one thread at a time: all goes through one lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2 as pdfium
from pypdfium2 import raw
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImage

from database.errors import KnownError

POINTS_PER_INCH = 72
_ONE_AT_A_TIME = Lock()
_WHITE = (255, 255, 255, 255)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            raise KnownError("paper-unreadable", message=str(error)) from error
        try:
            yield document
        finally:
            document.close()


def page_sizes(pdf: bytes) -> list[QSizeF]:
    """Return the size of every page in points. Raises KnownError `paper-unreadable`."""
    with _opened(pdf) as document:
        return [QSizeF(*document.get_page_size(number)) for number in range(len(document))]


def page_picture(pdf: bytes, number: int, size: QSize) -> QImage:
    """Return a page, counted from 0, drawn to `size` pixels; may be called in a worker thread."""
    return page_band(pdf, number, size, 0, size.height())


def page_band(pdf: bytes, number: int, size: QSize, top: int, height: int, *, for_print: bool = False) -> QImage:
    """Return the rows from `top` on of a page that would be `size` pixels large: it need never be whole in memory.

    for_print: leave out the smoothing that only a screen needs. Raises KnownError `paper-unreadable`.
    """
    with _opened(pdf) as document:
        page = document[number]
        bitmap = pdfium.PdfBitmap.new_native(size.width(), height, raw.FPDFBitmap_BGRx)
        bitmap.fill_rect(_WHITE, 0, 0, size.width(), height)
        flags = raw.FPDF_ANNOT | (raw.FPDF_PRINTING if for_print else 0)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, -top, size.width(), size.height(), 0, flags)
        pixels = memoryview(bitmap.buffer).cast("B")
        drawn = QImage(pixels, size.width(), height, bitmap.stride, QImage.Format.Format_RGB32).copy()
        del pixels
        bitmap.close()
        page.close()
        return drawn


def in_pixels(size: QSizeF, dpi: float) -> QSize:
    """Return the pixels of a page of `size` points at a resolution."""
    return QSize(round(size.width() * dpi / POINTS_PER_INCH), round(size.height() * dpi / POINTS_PER_INCH))
