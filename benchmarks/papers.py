"""How fast round sheets are made, against the bare drawing of the very same words by ReportLab."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from time import perf_counter

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

import resources
from benchmarks.figures import Figure
from domain.printouts.parties import Caller, ClientDetails, CompanyDetails, ContractMark, Place
from domain.rounds.round_sheet import RoundCount, RoundSheet, SheetDocument, SheetTicket
from labels.payload import payload
from printing.paper import MM
from printing.paper.document import Document, render
from printing.paper.faces import Style, face
from printing.paper.flow import Flow
from printing.paper.pen import Pen
from printing.paper.round_sheet import round_sheet

SHEETS, TICKETS = 100, 30
LIMIT = 4.0
"""Setting lines, breaking pages, tables, boxes and the code may take three times what their words alone take."""

Words = tuple[float, float, str, str, float]
"""x, base line, words, font, size."""


class _Listener(Pen):
    """Writes down what is set, and draws nothing."""

    def __init__(self) -> None:
        super().__init__(Canvas(BytesIO(), pagesize=A4), A4[1])
        self.heard: list[Words] = []

    def words(self, x: float, baseline: float, words: str, style: Style) -> None:
        if words:
            self.heard.append((x, A4[1] - baseline, words, face(style.face).code, style.size))


@dataclass(frozen=True, slots=True)
class Papers:
    """Seconds for one sheet: ours, and the bare drawing of its words."""

    ours: float
    bare: float
    pages: int


def sheets(count: int = SHEETS, tickets: int = TICKETS) -> list[RoundSheet]:
    """Return the data of different sheets, as a monthly batch of rounds has them."""
    return [_sheet(number, tickets) for number in range(1, count + 1)]


def measure(count: int = SHEETS, tickets: int = TICKETS) -> Papers:
    """Time a batch of sheets, each to the bytes of its own PDF, and their words alone."""
    data = sheets(count, tickets)
    said = [_words(round_sheet(one)) for one in data]  # also loads the faces for both
    start = perf_counter()
    for one in data:
        render([round_sheet(one)], title=one.number, author=one.company.name)
    ours = perf_counter() - start
    start = perf_counter()
    for pages in said:
        _bare(pages)
    return Papers(ours / count, (perf_counter() - start) / count, sum(map(len, said)))


def figures() -> list[Figure]:
    """Return the time of a sheet against that of its bare words."""
    found = measure()
    what = f"{SHEETS} round sheets of {TICKETS} tickets"
    return [Figure(what, "bare words", found.ours * 1e3, found.bare * 1e3, "ms/sheet", LIMIT)]


def _words(document: Document) -> list[list[Words]]:
    pages: list[list[Words]] = []
    for page in Flow(document.sheet.height).place(document.strips):
        listener = _Listener()
        for placed in page:
            placed.strip.draw(listener, document.sheet.margins[0] * MM, document.sheet.margins[1] * MM + placed.top)
        pages.append(listener.heard)
    return pages


def _bare(pages: Sequence[Sequence[Words]]) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True, pageCompression=1)
    for page in pages:
        for x, y, words, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _sheet(number: int, tickets: int) -> RoundSheet:
    texts = json.loads(resources.read_text("forms", "round-sheet.ru.json"))
    day = date(2026, 11, 1 + number % 28)
    return RoundSheet(
        str(number), number, payload(number, "7K3RX", "VP"), day, day,
        CompanyDetails("ТОО «Ветка Сервис»", "940440000405", phone="+7 727 355-12-34"),
        ClientDetails(f"ТОО «Жаңа Өріс {number}»", "170740032780"), Place("Офис", f"пр. Абая, {number}", "со двора"),
        RoundCount(day.replace(day=1), number % 4 + 1, 4), "Құсайынов Ерлан", Caller("Әбенова Дана", "", "+7 701 1"),
        tuple(texts["result_codes"]), texts["statement"], ContractMark(f"{number}/2026", day),
        tuple(_ticket(number * 100 + one, day) for one in range(tickets)),
        (SheetDocument("акт Р-1", number, "15", day, Decimal(90000)),), (), tuple(texts["checklist"]),
    )  # fmt: skip


def _ticket(number: int, day: date) -> SheetTicket:
    return SheetTicket(
        number, day, "открыта" if number % 3 else "отложена до 30.11.2026",
        f"Заменить картридж, проверить подачу бумаги и счётчик страниц, заявка {number}", f"VT {number:07}",
        "Принтер Kyocera ECOSYS M2040dn", f"{number:06}", f"каб. {number % 40}", f"Қасымова Әсел {number}",
        "+7 701 123-45-67",
    )  # fmt: skip
