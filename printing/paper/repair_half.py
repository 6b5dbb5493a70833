"""One half of a repair receipt, at a size given; what does not fit is handed back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from PIL import Image

from domain.equipment.repair_receipts import RepairReceipt
from domain.pricing.words import in_figures
from printing.paper import MM
from printing.paper.blocks import Field, FieldLook, Signature, Tick, cut_fields, field_row, signature, tick_row
from printing.paper.dates import in_table
from printing.paper.faces import CAPTION, Style
from printing.paper.head import coded_head
from printing.paper.strips import Strip, beside, gap, stacked, text
from printing.paper.wrapping import ELLIPSIS, shortened, wrap

NAME = "Расписка о приёмке в ремонт"
_PASSWORDS = {"not_given": "не передан", "sealed": "передан в запечатанном виде", "on_sticker": "код на наклейке"}
_DATA = {"keep": "нужны", "may_erase": "можно стереть"}
_PAYMENTS = {"warranty": "гарантийный", "contract": "по договору", "paid": "платный"}
_COPY = CAPTION.pitch


@dataclass(frozen=True, slots=True)
class Looks:
    """Sizes of a half. scale: of everything. cut: whether long values are cut to a few lines."""

    scale: float
    cut: bool = False

    @property
    def words(self) -> Style:
        """Captions, tick boxes, signatures."""
        return Style(6.8 * self.scale)

    @property
    def terms(self) -> Style:
        """The conditions."""
        return Style(6.2 * self.scale)

    @property
    def fields(self) -> FieldLook:
        """Captions with their values."""
        return FieldLook(self.words, Style(7.6 * self.scale))

    def most(self, lines: int) -> int:
        """Return how many lines a value may have."""
        return lines if self.cut else 0


@dataclass(frozen=True, slots=True)
class Half:
    """A half: its strips, their height, the fields that were cut, and the conditions left out, with their numbers."""

    strips: tuple[Strip, ...]
    height: float
    cut: tuple[Field, ...]
    rest: tuple[tuple[int, str], ...]


def half(receipt: RepairReceipt, width: float, height: float, looks: Looks, logo: Image.Image | None) -> Half:
    """Return a half of a height; its conditions get the room that the other blocks leave them."""
    rows = _rows(receipt, looks)
    upper = [_head(receipt, width, looks, logo)]
    for row in rows:
        upper += _row(row, width, looks)
    lower = _signed(receipt, width, looks)
    room = height - _COPY - sum(one.height for one in (*upper, *lower))
    terms, rest = _terms(receipt.terms, width, room, looks)
    strips = (*upper, *terms, *lower)
    cut = [field for row in rows if isinstance(row, list) for field in cut_fields(row, width, looks.fields)]
    return Half(strips, _COPY + sum(one.height for one in strips), tuple(cut), rest)


@dataclass(frozen=True, slots=True)
class _Ticks:
    """Boxes after a caption, in a share of the row."""

    caption: str
    ticks: tuple[Tick, ...]
    share: float = 1.0


_Part = Field | _Ticks
_Entry = list[Field] | tuple[_Part, ...]


def _rows(receipt: RepairReceipt, looks: Looks) -> list[_Entry]:
    client, by, device, most = receipt.client, receipt.handed_by, receipt.device, looks.most
    return [
        [Field("Заказчик", client.name, 3, most(2)), Field("БИН/ИИН", client.bin, 1, most(1))],
        [Field("Сдал: Ф.И.О.", by.name, 2, most(2)), Field("должность", by.post, 1.2, most(2)),
         Field("телефон", by.phone, 1.1, most(1))],
        [Field("Тип", device.type, 1.2, most(2)), Field("Марка, модель", device.model, 2, most(2)),
         Field("ID наклейки", device.number, 1.2, most(1)), Field("Кол-во", "1 шт", 0.6)],
        [Field("Серийный № / IMEI", device.serial, 1.6, most(2)), Field("Инв. №", device.inventory_number, 1, most(2))],
        [Field("Внешний вид (царапины, сколы, следы влаги)", receipt.condition.appearance, 1, most(2))],
        (_yes_no("Пломбы", receipt.condition.seals_whole, "целы", "нет"),
         _yes_no("Включается", receipt.condition.powers_on, "да", "нет")),
        *_kit(receipt, looks),
        [Field("Заявленная неисправность", receipt.declared_fault, 1, most(4))],
        (_Ticks("Пароль", _one_of(_PASSWORDS, receipt.access.password), 2.3),
         _Ticks("Данные", _one_of(_DATA, receipt.access.data), 1.2),
         _yes_no("Резервная копия", receipt.access.backup, "есть", "нет")),
        (_Ticks("Ремонт", _one_of(_PAYMENTS, receipt.money.payment), 1.5),
         Field("Согласовано без звонка до", _tenge(receipt.money.agreed_up_to), 1.4),
         Field("Диагностика", _tenge(receipt.money.diagnostics))),
        [Field("Ориентировочный срок", in_table(receipt.expected_on), 1.1),
         Field("Подменное оборудование: ID", receipt.replacement, 1.3, most(1)),
         Field("принято по акту", receipt.replacement_act, 1, most(1))],
    ]  # fmt: skip


def _kit(receipt: RepairReceipt, looks: Looks) -> list[_Entry]:
    """Return the boxes of what came along; what is known to be absent is written out as well."""
    names = [part.name for part in receipt.kit]
    if looks.cut and sum(map(len, names)) > 160:
        there = ", ".join(part.name for part in receipt.kit if part.there)
        boxes: _Entry = [Field("Комплектация", there, 1, 2)]
    else:
        boxes = (_Ticks("Комплектация", tuple(Tick(part.name, part.there is True) for part in receipt.kit)),)
    absent = ", ".join(part.name for part in receipt.kit if part.there is False)
    return [boxes, [Field("Отсутствует", absent, 1, looks.most(2))]]


def _yes_no(caption: str, value: bool | None, yes: str, no: str) -> _Ticks:
    return _Ticks(caption, (Tick(yes, value is True), Tick(no, value is False)))


def _one_of(names: dict[str, str], chosen: str) -> tuple[Tick, ...]:
    return tuple(Tick(words, code == chosen) for code, words in names.items())


def _tenge(amount: Decimal | None) -> str:
    return "" if amount is None else f"{in_figures(amount)} ₸"


def _row(row: _Entry, width: float, looks: Looks) -> list[Strip]:
    if isinstance(row, list):
        return [field_row(row, width, looks.fields)]
    whole, free = sum(part.share for part in row), width - 2 * MM * (len(row) - 1)
    parts: list[tuple[float, Sequence[Strip]]] = []
    at = 0.0
    for part in row:
        wide = free * part.share / whole
        if isinstance(part, Field):
            parts.append((at, [field_row([part], wide, looks.fields)]))
        else:
            parts.append((at, tick_row(part.caption, part.ticks, wide, looks.words)))
        at += wide + 2 * MM
    return [beside(*parts), gap(0.6 * MM * looks.scale)]


def _head(receipt: RepairReceipt, width: float, looks: Looks, logo: Image.Image | None) -> Strip:
    company = receipt.company
    words = f"РАСПИСКА (АКТ ПРИЁМА-ПЕРЕДАЧИ ОБОРУДОВАНИЯ В РЕМОНТ) № {receipt.number}"
    at = receipt.taken_at
    taken = f"Дата составления {at:%d.%m.%Y}, время приёма {at:%H:%M}, заявка № {receipt.ticket}"
    ours = [f"Исполнитель {company.name}", f"БИН {company.bin}" if company.bin else ""]
    reach = [company.address, f"тел. {company.phone}" if company.phone else "",
             f"часы работы {company.hours or '____________'}"]  # fmt: skip

    def middle(room: float) -> list[Strip]:
        lines = [", ".join(part for part in parts if part) for parts in (ours, reach)]
        said = [strip for line in lines for strip in _few(line, room, looks)]
        return [*text(words, room, Style(8.6 * looks.scale, "bold")), *text(taken, room, looks.fields.value), *said]

    return coded_head(width, middle, payload=receipt.payload, logo=logo, code_side=17 * MM, logo_box=(26 * MM, 13 * MM))


def _few(words: str, room: float, looks: Looks) -> list[Strip]:
    lines = wrap(words, looks.words, room)
    if looks.cut:
        lines = shortened(lines, 2, looks.words, room)
    return [strip for line in lines for strip in text(line, room, looks.words)]


def _terms(
    terms: Sequence[str], width: float, room: float, looks: Looks
) -> tuple[list[Strip], tuple[tuple[int, str], ...]]:
    """Return as many conditions as fit the room, and those that do not."""
    style = looks.terms
    head = [gap(0.6 * MM), *text("Условия", width, replace(looks.words, face="bold"))]
    more = text(f"Условия продолжаются на следующем листе {ELLIPSIS}", width, style)
    strips, used = [*head], sum(one.height for one in (*head, *more))
    for number, term in enumerate(terms, 1):
        lines = text(f"{number}. {term}", width, style)
        high = sum(line.height for line in lines)
        if used + high > room + (more[0].height if number == len(terms) else 0):
            return [*strips, *more], tuple(enumerate(terms, 1))[number - 1 :]
        strips += lines
        used += high
    return (strips if terms else []), ()


def _signed(receipt: RepairReceipt, width: float, looks: Looks) -> list[Strip]:
    words, by = looks.words, receipt.handed_by
    half_width = (width - 4 * MM) / 2
    who = 44 * MM * looks.scale
    given = signature(Signature("Оборудование в ремонт сдал", by.post, by.name), width, words, who_width=who)
    taken = signature(Signature("Оборудование в ремонт принял", "", receipt.taken_by), width, words, who_width=who)
    got = signature(Signature("Получил, претензий не имею", None), half_width, words, who_width=26 * MM)
    out = signature(Signature("Выдал", None), half_width, words, who_width=12 * MM)
    look = replace(looks.fields, least=looks.words.pitch + 2 * MM)
    return [
        given,
        taken,
        gap(1.2 * MM),
        field_row([Field("Выдано: дата, время"), Field("Выполнено", "", 2)], width, look),
        field_row(
            [Field("Заменено", "", 1.4), Field("Гарантия до"), Field("Документ, по которому выдано", "", 2.4)],
            width,
            look,
        ),
        beside((0.0, [stacked([got])]), (half_width + 4 * MM, [stacked([out])])),
    ]
