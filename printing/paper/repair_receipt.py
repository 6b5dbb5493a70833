"""The receipt for equipment taken in for repair: two identical halves of one sheet, one for each party.

What does not fit a half at the smallest readable size is cut with an ellipsis there and stands in full on a sheet that
continues the receipt, again one for each party.
"""

from dataclasses import replace

from PIL import Image

from domain.equipment.repair_receipts import RepairReceipt
from printing.paper import MM
from printing.paper.blocks import Field, FieldLook, Signature, field_row, heading, signature, title
from printing.paper.document import Document, Sheet
from printing.paper.faces import CAPTION, SMALL, TEXT
from printing.paper.pen import Pen
from printing.paper.repair_half import NAME, Half, Looks, half
from printing.paper.strips import Strip, gap, paragraph, stacked, text, together

COPIES = ("экземпляр исполнителя", "экземпляр клиента")
_SCALES = (1.0, 0.95, 0.9, 0.86)
_CUT = 5 * MM
_SHEET = Sheet(margins=(10, 5, 10, 6))
_HALF = (_SHEET.height - _CUT) / 2


def repair_receipt(receipt: RepairReceipt, logo: Image.Image | None = None) -> Document:
    """Return the receipt, ready to be drawn."""
    width = _SHEET.width
    made = _fitting(receipt, width, logo)
    strips = [
        _copy(made, COPIES[0], _HALF, width),
        _cut_line(width),
        _copy(made, COPIES[1], _HALF, width),
    ]
    if made.cut or made.rest:
        for copy in COPIES:
            strips += _continued(receipt, made, copy)
    return Document(f"{NAME} № {receipt.number}", strips, _SHEET)


def _fitting(receipt: RepairReceipt, width: float, logo: Image.Image | None) -> Half:
    """Return the half at the largest size at which all of it fits, or the smallest one with values cut."""
    for scale in _SCALES:
        made = half(receipt, width, _HALF, Looks(scale), logo)
        if not made.rest and made.height <= _HALF:
            return made
    return half(receipt, width, _HALF, Looks(_SCALES[-1], cut=True), logo)


def _copy(made: Half, copy: str, height: float, width: float) -> Strip:
    name = text(copy, width, CAPTION, align="right")
    return stacked([*name, *made.strips], least=height)


def _cut_line(width: float) -> Strip:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.line(x, y + _CUT / 2, x + width, y + _CUT / 2, dashed=True)
        words = "линия отреза"
        wide = CAPTION.width(words)
        pen.box(x + width / 2 - wide / 2 - 4, y, wide + 8, _CUT, grey=1.0)
        pen.words(x + width / 2 - wide / 2, y + _CUT / 2 + 2, words, CAPTION)

    return Strip(_CUT, draw)


def _continued(receipt: RepairReceipt, made: Half, copy: str) -> list[Strip]:
    """Return what continues a half, beginning on a new page."""
    width = _SHEET.width
    strips: list[Strip] = [
        *text(copy, width, CAPTION, align="right"),
        *title(f"Продолжение расписки № {receipt.number}", width),
        gap(2 * MM),
    ]
    for field in made.cut:
        strips += [*heading(field.caption, width), *paragraph(field.value, width)]
    if made.rest:
        strips += heading("Условия", width)
        for place, term in made.rest:
            strips += paragraph(f"{place}. {term}", width, TEXT)
    people = [
        signature(Signature("Оборудование в ремонт сдал", receipt.handed_by.post, receipt.handed_by.name), width),
        signature(Signature("Оборудование в ремонт принял", "", receipt.taken_by), width),
    ]
    number = field_row([Field("С условиями ознакомлен, к расписке №", receipt.number)], width, FieldLook(SMALL))
    return [replace(gap(0.0), begins_page=True), *strips, *together([gap(3 * MM), number, *people], with_previous=True)]
