"""What a ticket needs bought: lines typed in one row, and for the buyer the order to a supplier."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

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

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.views.line_table import BUYS, Lines, LineTable, read_lines
from desktop.views.line_variants import LineVariants
from domain.procurement.actions import Need, add_purchase_lines, cancel_purchase_line, choose_variant, set_cost
from domain.procurement.ordering import order_wanted_lines
from domain.procurement.queries import SupplierRow, TicketLine, suppliers
from resources.sentences import sentence

_WANTS = frozenset({"dispatcher", "lead", "engineer", "procurement", "admin"})


class PurchaseLines(QWidget):
    """Lines of the ticket's purchase with how far each has come."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("purchase_lines")
        self._context = context
        self._ticket: int | None = None
        self._table = LineTable(context)
        self._variants = LineVariants()
        self._what = QLineEdit(
            objectName="line_what", placeholderText=self.tr("What is needed – Enter goes to the quantity")
        )
        self._quantity = QLineEdit("1", objectName="line_quantity", alignment=Qt.AlignmentFlag.AlignRight)
        self._quantity.setFixedWidth(64)
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
        self._ticket = ticket_id
        for part in (self._typing, self._variants):
            part.setVisible(not closed and self._context.person.has_any(_WANTS))
        work = partial(self._context.database.ask, read_lines, ticket_id, self._table.sees_prices)
        self._context.background.run(self, work, self._fill, key="lines")

    def _fill(self, lines: Lines) -> None:
        self._variants.show_standing(lines.variants)
        self._table.show_lines(lines, variants=self._variants.several)
        wanted = any(line.state == "wanted" for line in lines.lines)
        self._order.setVisible(wanted and self._context.person.has_any(BUYS))
        if self._order.isVisibleTo(self):
            self._order.read_suppliers()

    @Slot()
    def _add_line(self) -> None:
        if self._ticket is None:
            return
        need = Need(self._quantity.text() or "1", description=self._what.text(), variant=self._variants.variant)
        work = partial(self._context.database.act, add_purchase_lines, self._ticket, [need])
        self._context.background.run(self, work, self._added, self._explain)

    def _added(self, _ids: list[int]) -> None:
        self._what.clear()
        self._quantity.setText("1")
        self._what.setFocus()
        self._reread()

    @Slot()
    def _cancel_line(self) -> None:
        line = self._table.line()
        if line is None:
            self._fault.setText(self.tr("Choose the line that is not needed."))
            return
        work = partial(self._context.database.act, cancel_purchase_line, line.id, expected_version=line.version)
        self._context.background.run(self, work, lambda _: self._reread(), self._explain)

    @Slot(object, object, object)
    def _set_price(self, line: TicketLine, cost: Decimal, price: Decimal) -> None:
        known = self._table.cost_of(line)
        version = known.version if known else None
        action = partial(set_cost, line_id=line.id, cost=cost, price=price, expected_version=version)
        work = partial(self._context.database.act, action)
        self._context.background.run(self, work, lambda _: self._reread(), self._not_priced)

    @Slot(str)
    def _misread(self, typed: str) -> None:
        self._not_priced(KnownError("money-out-of-range", amount=typed))

    def _not_priced(self, error: Exception) -> None:
        self._reread()  # the cell shows again what holds
        self._explain(error)

    @Slot(int)
    def _choose_variant(self, variant: int) -> None:
        if self._ticket is None:
            return
        work = partial(self._context.database.act, choose_variant, self._ticket, variant)
        self._context.background.run(self, work, partial(self._chosen, variant), self._explain)

    def _chosen(self, variant: int, _cancelled: int) -> None:
        self._context.notices.say(
            self.tr("Variant %1 is chosen, the others are not needed").replace("%1", str(variant))
        )
        self._variants.begin()
        self._reread()

    @Slot(int, object)
    def _place_order(self, supplier_id: int, expected_on: date) -> None:
        if self._ticket is None:
            return
        work = partial(self._context.database.act, order_wanted_lines, self._ticket, supplier_id, expected_on)
        self._context.background.run(self, work, self._ordered, self._explain)

    def _ordered(self, number: int) -> None:
        self._context.notices.say(self.tr("Order № %1 is placed").replace("%1", str(number)))
        self._reread()
        self.changed.emit()

    def _reread(self) -> None:
        self._fault.clear()
        if self._ticket is not None:
            self.show_ticket(self._ticket, closed=False)

    def _explain(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)


class _OrderPanel(QFrame):
    """Supplier, expected day, one button: everything still wanted is ordered."""

    wanted = Signal(int, object)

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="order_panel")
        self._context = context
        self._supplier = QComboBox(objectName="order_supplier")
        self._supplier.setAccessibleName(self.tr("Supplier"))
        self._expected = QDateEdit(objectName="order_expected", calendarPopup=True, displayFormat="dd.MM.yyyy")
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
