"""The round sheet: what waits at one client, to be worked through with a pen and signed at the place."""

from collections.abc import Sequence

from PIL import Image

from domain.pricing.words import in_figures
from domain.rounds.round_sheet import RoundCount, RoundSheet, SheetDocument, SheetTicket, walking_order
from printing.paper import MM
from printing.paper.blocks import (
    Field,
    FieldLook,
    Signature,
    Tick,
    field_row,
    heading,
    party,
    signature,
    tick_lines,
    title,
)
from printing.paper.dates import in_table, month_named
from printing.paper.document import Document, Sheet
from printing.paper.faces import SMALL, SMALL_BOLD, Style
from printing.paper.head import coded_head
from printing.paper.strips import Strip, beside, gap, paragraph, text, together
from printing.paper.table import Column, Row, TableLook, table

RESULT = Style(6.8, "condensed")
NAME = "Обходной лист"
_WRITABLE = 12.0
_TICKETS = (
    Column("№", 8, "centre"), Column("Заявка №, дата. Статус", 20),
    Column("Устройство (ID с наклейки, тип, инв. №)", 36), Column("Кабинет. Кто обратился, телефон", 32),
    Column("Что сделать", 52), Column("Результат", 28), Column("Время, мин", 14),
)  # fmt: skip
_DOCUMENTS = (
    Column("№", 8, "centre"), Column("Документ", 56), Column("№ и дата", 34), Column("Сумма", 24, "right", fit=True),
    Column("По заявке №", 18, "centre", fit=True), Column("У кого", 22),
    Column("Получено (да/нет), подпись выдавшего", 28),
)  # fmt: skip
_HAND_OVER = (Column("№", 8, "centre"), Column("Что", 92), Column("Кому", 45), Column("Получил, подпись", 45))
_CHECKLIST = (Column("Пункт", 92), Column("Да", 12), Column("Нет", 12), Column("Замечания", 74))
_NEW = (Column("Устройство", 52), Column("Кабинет", 24), Column("Что случилось", 74), Column("Кто", 40))


def round_sheet(sheet: RoundSheet, logo: Image.Image | None = None) -> Document:
    """Return the sheet, ready to be drawn."""
    paper = Sheet()
    width = paper.width
    strips = [
        *_head(sheet, width, logo),
        *heading("А. Заявки", width), *_tickets(sheet, width),
        *heading("Б. Забрать документы", width), *_documents(sheet.documents, width),
        *heading("В. Передать", width), *_hand_over(sheet, width),
        *heading("Г. Контрольный список обхода", width), *_checklist(sheet.checklist),
        *heading("Д. Новые обращения на месте", width), *_new_lines(sheet.empty_lines),
        *_end(sheet, width),
    ]  # fmt: skip
    return Document(f"{NAME} № {sheet.number}", strips, paper)


def _head(sheet: RoundSheet, width: float, logo: Image.Image | None) -> list[Strip]:
    half, look = width / 2 - 2 * MM, FieldLook(indent=19 * MM)
    phone = Field("Телефон диспетчерской", sheet.company.phone)
    ours = [Field("Исполнитель", sheet.company.name), Field("БИН/ИИН", sheet.company.bin), phone]
    theirs = [Field("Заказчик", sheet.client.name), Field("БИН/ИИН", sheet.client.bin)]
    contract = Field("Договор", sheet.contract.words if sheet.contract else "№ ____________ от ____________")
    place, contact = sheet.place, sheet.contact
    day = Field("Дата обхода", in_table(sheet.day) or "____.____.20___")

    def middle(room: float) -> list[Strip]:
        made = Field("Дата составления", in_table(sheet.made_on), 1.4)
        words = title(f"ОБХОДНОЙ ЛИСТ № {sheet.number}", room)
        return [
            *words,
            gap(1 * MM),
            field_row([day, made, Field("Заявка №", str(sheet.ticket))], room),
            field_row([contract, Field("", _count(sheet.count))], room),
            field_row([Field("Инженер", sheet.engineer)], room),
        ]

    return [
        coded_head(width, middle, payload=sheet.payload, logo=logo),
        beside((0, party(ours, half, look)), (half + 4 * MM, party(theirs, half, look))),
        field_row([Field("Объект, адрес", place.words)], width, look),
        field_row([Field("Как пройти / пропуск", place.directions)], width),
        field_row(
            [Field("Контактное лицо", contact.name, 2), Field("телефон", contact.phone), Field("часы", contact.hours)],
            width,
        ),
    ]


def _count(count: RoundCount) -> str:
    number = "____" if count.number is None else str(count.number)
    planned = "____" if count.planned is None else str(count.planned)
    return f"Обход {number} из {planned} за {month_named(count.month)}"


def _tickets(sheet: RoundSheet, width: float) -> list[Strip]:
    if not sheet.tickets:
        return paragraph("Открытых заявок нет", width)
    ordered = sorted(sheet.tickets, key=walking_order)
    results = tick_lines([Tick(code) for code in sheet.result_codes], _TICKETS[5].inside, RESULT)
    rows = [_ticket(number, one, results) for number, one in enumerate(ordered, 1)]
    return table(_TICKETS, rows, TableLook(least=_WRITABLE))


def _ticket(number: int, one: SheetTicket, results: Sequence[Strip]) -> Row:
    first = [
        *text(f"№ {one.number}", _TICKETS[1].inside, SMALL_BOLD, fit=True),
        *text(f"{in_table(one.registered_on)}\n{one.status}", _TICKETS[1].inside, SMALL),
    ]
    inventory = f"инв. № {one.inventory_number}" if one.inventory_number else ""
    device = "\n".join(part for part in (one.device, one.device_type, inventory) if part)
    where = "\n".join(part for part in (one.room, one.caller, one.phone) if part)
    return Row((str(number), first, device, where, one.task, results, ""))


def _documents(documents: Sequence[SheetDocument], width: float) -> list[Strip]:
    if not documents:
        return paragraph("Документов к получению нет", width)
    rows = [
        Row(
            (
                str(number), one.document,
                " от ".join(part for part in (one.number, in_table(one.dated)) if part),
                "" if one.amount is None else in_figures(one.amount), str(one.ticket), one.holder, "да / нет",
            )
        )
        for number, one in enumerate(documents, 1)
    ]  # fmt: skip
    return table(_DOCUMENTS, rows, TableLook(least=8))


def _hand_over(sheet: RoundSheet, width: float) -> list[Strip]:
    if not sheet.hand_over:
        return paragraph("Передавать нечего", width)
    rows = [Row((str(number), one.what, one.whom, "")) for number, one in enumerate(sheet.hand_over, 1)]
    return table(_HAND_OVER, rows, TableLook(least=8))


def _checklist(items: Sequence[str]) -> list[Strip]:
    box = [Tick("")]
    rows = [
        Row((one, tick_lines(box, _CHECKLIST[1].inside), tick_lines(box, _CHECKLIST[2].inside), "")) for one in items
    ]
    return table(_CHECKLIST, rows, TableLook(least=5))


def _new_lines(count: int) -> list[Strip]:
    return together(table(_NEW, [Row(("", "", "", ""))] * count, TableLook(least=8)))


def _end(sheet: RoundSheet, width: float) -> list[Strip]:
    times = field_row([Field("Прибытие (ЧЧ:ММ)"), Field("Убытие (ЧЧ:ММ)"), Field("Всего")], width)
    return together(
        [
            gap(2 * MM),
            times,
            gap(1.5 * MM),
            *paragraph(sheet.statement, width),
            signature(Signature("Инженер", None, sheet.engineer), width),
            signature(Signature("Представитель заказчика", "", stamp=True, dated=True), width),
        ],
        with_previous=True,
    )
