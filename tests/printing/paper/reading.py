"""Reads PDFs back with another library: their text, their pictures, their codes."""

import re
from dataclasses import dataclass
from io import BytesIO

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image


def pages(pdf: bytes) -> list[str]:
    """The text of each page, every run of blanks and line ends one blank."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [_text(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _text(page: pdfium.PdfPage) -> str:
    words = page.get_textpage().get_text_range()
    return re.sub(r"\s+", " ", words.replace("\ufffe", "").replace("\u00a0", " "))


def words(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def squeezed(text: str) -> str:
    """Without any blanks: a cell breaks words where it ends."""
    return re.sub(r"\s+", "", text)


def picture(pdf: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
    document = pdfium.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def codes(pdf: bytes, page: int = 0) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture(pdf, page, 200))]


def title(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    try:
        return document.get_metadata_dict()["Title"]
    finally:
        document.close()


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [document[number].get_size() for number in range(len(document))]
    finally:
        document.close()


def letters_outside(pdf: bytes, left_mm: float, right_mm: float) -> list[str]:
    """Letters that stand left or right of these millimetres of a page."""
    document = pdfium.PdfDocument(pdf)
    outside = []
    for number in range(len(document)):
        page = document[number].get_textpage()
        for index in range(page.count_chars()):
            letter = page.get_text_range(index, 1)
            if not letter.strip():
                continue
            box = page.get_charbox(index)
            if box[0] < left_mm * 72 / 25.4 - 0.6 or box[2] > right_mm * 72 / 25.4 + 0.6:
                outside.append(letter)
    document.close()
    return outside


@dataclass(frozen=True)
class Mark:
    """Something drawn on a page: its kind, its words where it has any, its place in points from the left bottom."""

    kind: int
    words: str
    left: float
    bottom: float
    right: float


def marks(pdf: bytes, page: int = 0) -> list[Mark]:
    """Everything on a page in the order in which it was drawn."""
    document = pdfium.PdfDocument(pdf)
    try:
        letters = document[page].get_textpage()
        return [_mark(one, letters) for one in document[page].get_objects()]
    finally:
        document.close()


def _mark(one: pdfium.PdfObject, letters: pdfium.PdfTextPage) -> Mark:
    left, bottom, right, top = one.get_bounds()
    words = letters.get_text_bounded(left, bottom, right, top) if one.type == pdfium.raw.FPDF_PAGEOBJ_TEXT else ""
    return Mark(one.type, words.strip(), left, bottom, right)


def png(colour: str = "navy", size: tuple[int, int] = (300, 120)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()
