"""What a ticket needs bought: lines typed in one row, and for the buyer the order to a supplier."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning
from desktop.views.line_prices import LinePrices
from desktop.views.line_table import BUYS, Lines, LineTable, read_lines
from desktop.views.line_variants import LineVariants
from domain.procurement.actions import Need, add_purchase_lines, cancel_purchase_line, choose_variant
from domain.procurement.ordering import order_wanted_lines
from domain.procurement.queries import SupplierRow, TicketLine, suppliers
from resources.sentences import sentence

_WANTS = frozenset({"dispatcher", "lead", "engineer", "procurement", "admin"})
T = TypeVar("T")
Action = Callable[[int], Callable[[Session], T]]  # of a ticket


class PurchaseLines(QWidget):
    """Lines of the ticket's purchase with how far each has come."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("purchase_lines")
        self._context = context
        self._ticket: int | None = None
        self._closed = False
        self._under_way: set[str] = set()
        self._waiting: Lines | None = None
        self._table = LineTable(context)
        self._prices = LinePrices(context, self)
        self._variants = LineVariants()
        self._what = QLineEdit(
            objectName="line_what", placeholderText=self.tr("What is needed – Enter goes to the quantity")
        )
        self._quantity = QLineEdit("1", objectName="line_quantity", alignment=Qt.AlignmentFlag.AlignRight)
        self._quantity.setFixedWidth(64)
        self._what.setAccessibleName(self.tr("What is needed"))
        self._quantity.setAccessibleName(self.tr("Quantity"))
        self._add = QPushButton(self.tr("Add line"), objectName="line_add")
        self._cancel = QPushButton(self.tr("Not needed"), objectName="line_cancel")
        self._cancel.setProperty("kind", "quiet")
        self._fault = QLabel(objectName="line_fault")
        self._fault.setProperty("kind", "error")
        self._fault.setWordWrap(True)
        self._typing = QWidget()
        self._order = _OrderPanel(context)
        self._lay_out()
        self._what.returnPressed.connect(self._quantity.setFocus)
        self._quantity.returnPressed.connect(self._add_line)
        self._add.clicked.connect(self._add_line)
        self._cancel.clicked.connect(self._cancel_line)
        self._order.wanted.connect(self._place_order)
        self._variants.opened.connect(self._what.setFocus)
        self._variants.chosen.connect(self._choose_variant)
        self._table.priced.connect(self._set_price)
        self._table.misread.connect(self._misread)
        self._table.closed.connect(self._show_waiting)
        self._prices.stored.connect(self._price_stored)
        self._prices.refused.connect(self._price_refused)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._typing)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self._what, 1), (self._quantity, 0), (self._add, 0), (self._cancel, 0)):
            row.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._table, 1)
        for part in (self._typing, self._variants, self._order):
            column.addWidget(part)
        column.addWidget(self._fault)

    def show_ticket(self, ticket_id: int, *, closed: bool) -> None:
        """Read and show the lines of a ticket; a closed one is only read."""
        if ticket_id != self._ticket:
            self._fault.clear()
            self._what.clear()
            self._variants.begin()
        self._ticket, self._closed, self._waiting = ticket_id, closed, None
        for part in (self._typing, self._variants):
            part.setVisible(not closed and self._context.person.has_any(_WANTS))
        work = partial(self._context.database.ask, read_lines, ticket_id, self._table.sees_prices)
        self._context.background.run(self, work, self._fill, key="lines")

    def _fill(self, lines: Lines) -> None:
        if lines.ticket != self._table.ticket:
            self._table.begin()
        elif self._table.edited:
            self._waiting = lines
            return
        self._variants.show_standing(lines.variants)
        self._table.show_lines(lines, variants=self._variants.several)
        wanted = any(line.state == "wanted" for line in lines.lines)
        self._order.setVisible(wanted and self._context.person.has_any(BUYS))
        if self._order.isVisibleTo(self):
            self._order.read_suppliers()

    @Slot()
    def _show_waiting(self) -> None:
        lines, self._waiting = self._waiting, None
        if lines is not None:
            self._fill(lines)

    # Acting -------------------------------------------------------------------------------------------------------

    def _act(self, name: str, action: Action[T], done: Callable[[int, T], None]) -> None:
        """Do something for the shown ticket, not twice at a time; `done` hears of which ticket it was."""
        if self._ticket is None or name in self._under_way:
            return
        self._under_way.add(name)
        ticket = self._ticket

        def answered(result: T) -> None:
            self._under_way.discard(name)
            done(ticket, result)

        def refused(error: Exception) -> None:
            self._under_way.discard(name)
            self._explain(ticket, error)

        self._context.background.run(self, partial(self._context.database.act, action(ticket)), answered, refused)

    @Slot()
    def _add_line(self) -> None:
        typed = self._what.text()
        need = Need(self._quantity.text() or "1", description=typed, variant=self._variants.variant)
        self._act(
            "add",
            lambda ticket: partial(add_purchase_lines, ticket_id=ticket, needs=[need]),
            partial(self._added, typed),
        )

    def _added(self, typed: str, ticket: int, _ids: list[int]) -> None:
        if ticket == self._ticket and self._what.text() == typed:
            self._what.clear()
            self._quantity.setText("1")
            self._what.setFocus()
        self._reread(ticket)

    @Slot()
    def _cancel_line(self) -> None:
        line = self._table.line()
        if line is None:
            self._fault.setText(self.tr("Choose the line that is not needed."))
            return
        action = partial(cancel_purchase_line, line_id=line.id, expected_version=line.version)
        self._act("cancel", lambda _: action, lambda ticket, _: self._reread(ticket))

    @Slot(int)
    def _choose_variant(self, variant: int) -> None:
        self._act(
            "choose",
            lambda ticket: partial(choose_variant, ticket_id=ticket, variant=variant),
            partial(self._chosen, variant),
        )

    def _chosen(self, variant: int, ticket: int, _cancelled: int) -> None:
        self._context.notices.say(
            self.tr("Variant %1 is chosen, the others are not needed").replace("%1", str(variant))
        )
        if ticket == self._ticket:
            self._variants.begin()
        self._reread(ticket)

    @Slot(int, object)
    def _place_order(self, supplier_id: int, expected_on: date) -> None:
        self._act(
            "order",
            lambda ticket: partial(
                order_wanted_lines, ticket_id=ticket, supplier_id=supplier_id, expected_on=expected_on
            ),
            self._ordered,
        )

    def _ordered(self, ticket: int, number: int) -> None:
        self._context.notices.say(self.tr("Order № %1 is placed").replace("%1", str(number)))
        self._reread(ticket)
        self.changed.emit()

    # Cost and price -----------------------------------------------------------------------------------------------

    @Slot(object, object, object)
    def _set_price(self, line: TicketLine, cost: Decimal, price: Decimal) -> None:
        if (ticket := self._table.ticket) is not None:
            known = self._table.cost_of(line)
            self._prices.store(ticket, line.id, (cost, price), known.version if known else None)

    @Slot(int, int, object, object, int)
    def _price_stored(self, ticket: int, line_id: int, cost: Decimal, price: Decimal, version: int) -> None:
        self._table.stored(line_id, cost, price, version)
        self._reread(ticket, heal=not self._table.unstored)

    @Slot(int, object)
    def _price_refused(self, ticket: int, error: Exception) -> None:
        self._reread(ticket)  # the version that holds now, beside what was typed
        self._explain(ticket, error)

    @Slot(str)
    def _misread(self, typed: str) -> None:
        if self._table.ticket == self._ticket:
            self._fault.setText(sentence("money-out-of-range", self._context.language, amount=typed))

    # Answers ------------------------------------------------------------------------------------------------------

    def _reread(self, ticket: int, *, heal: bool = True) -> None:
        """Read the lines again if this ticket is still shown; `heal`: the last refusal is over."""
        if ticket != self._ticket:
            return
        if heal:
            self._fault.clear()
        self.show_ticket(ticket, closed=self._closed)

    def _explain(self, ticket: int, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        words = sentence(error.code, self._context.language, **error.details)
        if ticket == self._ticket:
            self._fault.setText(words)
        else:
            self._context.notices.say(words, meaning=Meaning.LATE)


class _OrderPanel(QFrame):
    """Supplier, expected day, one button: everything still wanted is ordered."""

    wanted = Signal(int, object)

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="order_panel")
        self._context = context
        self._supplier = QComboBox(objectName="order_supplier")
        self._supplier.setAccessibleName(self.tr("Supplier"))
        self._expected = QDateEdit(objectName="order_expected", calendarPopup=True, displayFormat="dd.MM.yyyy")
        self._expected.setAccessibleName(self.tr("Expected on"))
        self._expected.setDate(QDate.currentDate().addDays(3))
        self._place = QPushButton(self.tr("Order from supplier"), objectName="order_place", enabled=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._supplier, 1)
        row.addWidget(self._expected)
        row.addWidget(self._place)
        self._place.clicked.connect(self._tell)

    def read_suppliers(self) -> None:
        """Fill the list of suppliers."""
        self._context.background.run(self, partial(self._context.database.ask, suppliers), self._fill, key="suppliers")

    def _fill(self, found: list[SupplierRow]) -> None:
        chosen = self._supplier.currentData()
        self._supplier.clear()
        for one in found:
            self._supplier.addItem(one.name, one.id)
        place = self._supplier.findData(chosen)
        self._supplier.setCurrentIndex(max(place, 0))
        self._place.setEnabled(bool(found))

    @Slot()
    def _tell(self) -> None:
        picked = self._expected.date()
        day = date(picked.year(), picked.month(), picked.day())
        self.wanted.emit(self._supplier.currentData(), max(day, date.today() - timedelta(days=1)))
