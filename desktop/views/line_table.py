"""The table of a ticket's purchase lines; who buys types cost and price into it."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from sqlalchemy.orm import Session

from desktop.shell.pages import PageContext
from domain.procurement.queries import LineCost, TicketLine, costs_of_ticket, lines_of_ticket
from domain.stock.quantities import shown

BUYS = frozenset({"procurement", "admin"})
_SEES_PRICES = frozenset({"procurement", "bookkeeper", "director", "admin"})
_WHAT, _QUANTITY, _VARIANT, _STATE, _EXPECTED, _COST, _PRICE = range(7)


_LEAST_HEIGHT = 120
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Lines:
    """What a ticket needs; `costs` by line, empty for those who may not see them."""

    lines: tuple[TicketLine, ...] = ()
    costs: dict[int, LineCost] | None = None
    ticket: int | None = None

    @property
    def variants(self) -> list[int]:
        """The variants of an offer that still stand."""
        return sorted({line.variant for line in self.lines if not line.cancelled})


def read_lines(session: Session, ticket_id: int, prices: bool) -> Lines:
    """Read the lines of a ticket, with costs where the person may see them."""
    costs = costs_of_ticket(session, ticket_id) if prices else None
    return Lines(tuple(lines_of_ticket(session, ticket_id)), costs, ticket_id)


class LineTable(QTableWidget):
    """A row a line. The column of variants is there where the offer has more than one.

    Cost and price that were typed stay in their cells until they are stored, whatever is read meanwhile.
    """

    priced = Signal(object, object, object)
    """The line, and cost and price of one unit as they are now meant to be (Decimal)."""
    misread = Signal(str)
    """What was typed for money and is none."""
    closed = Signal()
    """The editor of a cell was closed, and no other opened."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(0, 7)
        self.setObjectName("purchase_table")
        self._context = context
        self._shown = Lines()
        self._filling = False
        self._typed: dict[tuple[int, int], str] = {}
        self._heard = False
        self.setAccessibleName(self.tr("What the ticket needs"))
        self.sees_prices = context.person.has_any(_SEES_PRICES)
        self._sets_prices = context.person.has_any(BUYS)
        self.setHorizontalHeaderLabels(
            [self.tr("What"), self.tr("Quantity"), self.tr("Variant"), self.tr("State"), self.tr("Expected"),
             self.tr("Cost"), self.tr("Price")]
        )  # fmt: skip
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().hide()
        self.setWordWrap(False)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QTableWidget.EditTrigger.DoubleClicked
            | QTableWidget.EditTrigger.EditKeyPressed
            | QTableWidget.EditTrigger.AnyKeyPressed
        )
        for column in (_COST, _PRICE):
            self.setColumnHidden(column, not self.sees_prices)
            title = self.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(_RIGHT)
        self.itemChanged.connect(self._priced)

    def line(self) -> TicketLine | None:
        """Return the line that is chosen."""
        row = self.currentRow()
        return self._shown.lines[row] if 0 <= row < len(self._shown.lines) else None

    @property
    def ticket(self) -> int | None:
        """The ticket whose lines these are."""
        return self._shown.ticket

    @property
    def edited(self) -> bool:
        """Whether a cell is being typed into; lines shown now would take the editor away."""
        return self.state() is QAbstractItemView.State.EditingState

    @property
    def unstored(self) -> bool:
        """Whether a cost or price stands here that was typed and is not stored."""
        return bool(self._typed)

    def begin(self) -> None:
        """Another ticket: what is being typed is given to `priced`, what was refused is forgotten."""
        if self.edited:
            self.setCurrentItem(None)
        self._typed.clear()

    def stored(self, line_id: int, cost: Decimal, price: Decimal, version: int) -> None:
        """Hear that a line's cost and price are stored: the cells need no longer hold what was typed for them."""
        for column, amount in ((_COST, cost), (_PRICE, price)):
            typed = self._typed.get((line_id, column))
            if typed is not None and _amount(typed) == amount:
                del self._typed[line_id, column]
        if any(line.id == line_id for line in self._shown.lines):
            costs = dict(self._shown.costs or {})
            currency = costs[line_id].currency if line_id in costs else "KZT"
            costs[line_id] = LineCost(line_id, cost, price, currency, version)
            self._shown = replace(self._shown, costs=costs)

    def show_lines(self, lines: Lines, *, variants: bool) -> None:
        """Show the lines; `variants`: with the column of variants, whatever they are."""
        self._shown = lines
        self._filling = True
        self.setRowCount(len(lines.lines))
        for row, line in enumerate(lines.lines):
            self._fill_row(row, line)
        self.setColumnHidden(_VARIANT, not (variants or len(lines.variants) > 1))
        self.setColumnHidden(_EXPECTED, all(line.expected_on is None for line in lines.lines))
        for column in range(_QUANTITY, _PRICE + 1):
            self.resizeColumnToContents(column)
        self._filling = False

    def _fill_row(self, row: int, line: TicketLine) -> None:
        arrived = self.tr("%1 of %2").replace("%1", shown(line.received)).replace("%2", shown(line.quantity))
        expected = self._context.formats.date(line.expected_on) if line.expected_on else ""
        name = ", ".join(dict.fromkeys(filter(None, (line.product, line.description))))
        texts = {
            _WHAT: name, _QUANTITY: f"{arrived if line.received else shown(line.quantity)} {line.unit}",
            _VARIANT: str(line.variant), _STATE: self._state_word(line.state), _EXPECTED: expected,
        }  # fmt: skip
        for column, text in texts.items():
            item = QTableWidgetItem(text)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(text)
            self.setItem(row, column, item)
        cost = (self._shown.costs or {}).get(line.id)
        for column, amount in ((_COST, cost.cost if cost else None), (_PRICE, cost.price if cost else None)):
            stored = "" if amount is None else self._context.formats.number(amount, 2)
            self.setItem(row, column, self._money(line, self._typed.get((line.id, column), stored)))

    def _money(self, line: TicketLine, words: str) -> QTableWidgetItem:
        item = QTableWidgetItem(words)
        item.setTextAlignment(_RIGHT)
        if self._sets_prices and not line.cancelled:
            item.setToolTip(self.tr("F2 or a digit: type it; for one unit, in tenge"))
        else:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        return item

    def _state_word(self, state: str) -> str:
        return {
            "wanted": self.tr("wanted"), "ordered": self.tr("ordered"), "partly_received": self.tr("partly here"),
            "received": self.tr("in stock"), "cancelled": self.tr("not needed"),
        }[state]  # fmt: skip

    def commitData(self, editor: QWidget) -> None:
        """Take what was typed, also where it is the same again: a refused amount is tried once more by Enter."""
        self._heard = False
        super().commitData(editor)
        item = self.currentItem()
        line = self.line()
        if not self._heard and item is not None and line is not None and (line.id, item.column()) in self._typed:
            self._priced(item)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Say that the table may be filled again."""
        super().closeEditor(editor, hint)
        if not self.edited:
            self.closed.emit()

    @Slot(QTableWidgetItem)
    def _priced(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() not in (_COST, _PRICE):
            return
        self._heard = True
        line = self._shown.lines[item.row()]
        self._typed[line.id, item.column()] = item.text()
        known = self.cost_of(line)
        amounts = {_COST: known.cost if known else Decimal(0), _PRICE: known.price if known else Decimal(0)}
        for column in (_COST, _PRICE):
            if (typed := self._typed.get((line.id, column))) is None:
                continue
            if (amount := _amount(typed)) is None:
                self.misread.emit(typed)
                return
            amounts[column] = amount
        self.priced.emit(line, amounts[_COST], amounts[_PRICE])

    def cost_of(self, line: TicketLine) -> LineCost | None:
        """Return what is known of a line's cost."""
        return (self._shown.costs or {}).get(line.id)


def _amount(typed: str) -> Decimal | None:
    """The money that was typed, nothing being zero; None where it is no number."""
    try:
        return Decimal("".join(typed.split()).replace(",", ".") or 0)
    except InvalidOperation:
        return None
