"""Tables: columns in millimetres, heads that repeat, rows that are torn only where they are absurdly high, sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.pricing.words import in_figures
from printing.paper import MM
from printing.paper.faces import SMALL, SMALL_BOLD, Style
from printing.paper.pen import Pen
from printing.paper.strips import NOTHING, Band, Strip, beside, stacked, text
from printing.paper.wrapping import fitted

PAD_X = 1.0 * MM
PAD_Y = 0.6 * MM
_HEAD_GREY = 0.92
NO_TOTAL = "х"
"""Stands in the cell of a total that there is none of; a Cyrillic letter, as accountants write it."""
_TALLEST = 70 * MM
"""A row higher than this is torn between its lines, so that it fits any page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. width: in millimetres. align: left, right or centre. fit: figures that are not broken."""

    caption: str
    width: float
    align: str = "left"
    fit: bool = False

    @property
    def inside(self) -> float:
        """Points between the column's paddings."""
        return self.width * MM - 2 * PAD_X


Cell = str | Sequence[Strip]
"""What stands in a cell: words, or strips made for the column's `inside` width."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `amount` is what it adds to the sums that are carried over page breaks."""

    cells: tuple[Cell, ...]
    amount: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Total:
    """A line below the rows: a caption and figures under the column of sums."""

    caption: str
    figures: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Where money stands (index of its column), and what stands below the last row."""

    column: int
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table is set. least: height of a row in millimetres. numbered: a row 1…n below the head."""

    least: float = 0.0
    numbered: bool = False
    style: Style = SMALL
    head: Style = SMALL_BOLD


def table(
    columns: Sequence[Column], rows: Sequence[Row], look: TableLook | None = None, *, sums: Sums | None = None
) -> list[Strip]:
    """Return a table: its head stays with the first row, its totals with the last one.

    Where it has `sums` and does not fit one page, the sum of the page and what is carried stand at each break.
    """
    look = look or TableLook()
    head = _head(columns, look)
    band = Band(head) if sums is None else _money_band(columns, look, sums, head)
    strips = [replace(head, with_next=True, band=band)]
    for row in rows:
        strips += [replace(one, band=band) for one in _row(columns, row, look)]
    if sums is not None:
        lines = [_sum_line(columns, look, sums.column, one.caption, one.figures) for one in sums.totals]
        strips += [
            replace(line, with_previous=True, band=band, totals=number == 0) for number, line in enumerate(lines)
        ]
    return strips


def _head(columns: Sequence[Column], look: TableLook) -> Strip:
    cells = [text(column.caption, column.inside, _head_style(column, look.head), align="centre") for column in columns]
    head = _framed(columns, cells, 0.0, grey=_HEAD_GREY)
    if not look.numbered:
        return head
    numbers = [text(str(one), column.inside, look.head, align="centre") for one, column in enumerate(columns, 1)]
    return stacked([head, _framed(columns, numbers, 0.0)])


def _head_style(column: Column, style: Style) -> Style:
    """Return the style in which the caption's longest word is not broken."""
    longest = max(column.caption.split(), key=style.width, default="")
    return fitted(longest, style, column.inside)


def _row(columns: Sequence[Column], row: Row, look: TableLook) -> list[Strip]:
    cells = [
        text(cell, column.inside, look.style, align=column.align, fit=column.fit) if isinstance(cell, str) else cell
        for column, cell in zip(columns, row.cells, strict=True)
    ]
    if max(_height(cell) for cell in cells) <= _TALLEST:
        return [replace(_framed(columns, cells, look.least * MM), amount=row.amount)]
    slices = _torn(cells)
    framed = [_framed(columns, one, look.least * MM) for one in slices]
    return [*framed[:-1], replace(framed[-1], amount=row.amount)]


def _torn(cells: Sequence[Sequence[Strip]]) -> list[list[Sequence[Strip]]]:
    """Cut cells into slices of at most the tallest height, line by line."""
    rests = [list(cell) for cell in cells]
    slices: list[list[Sequence[Strip]]] = []
    while any(rests):
        taken: list[Sequence[Strip]] = []
        for rest in rests:
            count, used = 0, 0.0
            while count < len(rest) and (used + rest[count].height <= _TALLEST or count == 0):
                used += rest[count].height
                count += 1
            taken.append(rest[:count])
            del rest[:count]
        slices.append(taken)
    return slices


def _height(cell: Sequence[Strip]) -> float:
    return sum(strip.height for strip in cell)


def _framed(
    columns: Sequence[Column], cells: Sequence[Sequence[Strip]], least: float, *, grey: float | None = None
) -> Strip:
    lefts, at = [], 0.0
    for column in columns:
        lefts.append(at)
        at += column.width * MM
    width = at
    inside = beside(*((left + PAD_X, cell) for left, cell in zip(lefts, cells, strict=True)))
    height = max(least, inside.height + 2 * PAD_Y)

    def draw(pen: Pen, x: float, y: float) -> None:
        if grey is not None:
            pen.box(x, y, width, height, grey=grey)
        inside.draw(pen, x, y + PAD_Y)
        edges = [(x + left, y, x + left, y + height) for left in (*lefts, width)]
        pen.lines([(x, y, x + width, y), (x, y + height, x + width, y + height), *edges])

    return Strip(height, draw)


def _money_band(columns: Sequence[Column], look: TableLook, sums: Sums, head: Strip) -> Band:
    def line(caption: str, amount: Decimal) -> Strip:
        return _sum_line(columns, look, sums.column, caption, in_figures(amount))

    def closing(page: Decimal, so_far: Decimal) -> Strip:
        return stacked([line("Итого по странице", page), line("К переносу", so_far)])

    return Band(
        head,
        closing=closing,
        opening=lambda so_far: line("Перенесено", so_far),
        ending=lambda page: line("Итого по странице", page),
        closing_height=closing(NOTHING, NOTHING).height,
    )


def _sum_line(columns: Sequence[Column], look: TableLook, column: int, caption: str, figures: str) -> Strip:
    """Return a line whose caption reaches up to the column of sums; a cell behind it is crossed out."""
    before = Column("", sum(one.width for one in columns[:column]), "right")
    money = replace(columns[column], caption="", align="right", fit=True)
    cells = [
        text(caption, before.inside, look.head, align="right"),
        text(figures, money.inside, look.head, align="right", fit=True),
    ]
    behind = columns[column + 1 :]
    empty = [text(NO_TOTAL, one.inside, look.head, align="centre") for one in behind]
    return _framed([before, money, *behind], [*cells, *empty], 0.0)
