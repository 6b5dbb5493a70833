"""What a ticket needs bought: lines typed in one row, and for the buyer the order to a supplier."""

from datetime import date, timedelta
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
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.shell.pages import PageContext
from domain.procurement.actions import Need, add_purchase_lines, cancel_purchase_line
from domain.procurement.ordering import order_wanted_lines
from domain.procurement.queries import SupplierRow, TicketLine, lines_of_ticket, suppliers
from domain.stock.quantities import shown
from resources.sentences import sentence

_WANTS = frozenset({"dispatcher", "lead", "engineer", "procurement", "admin"})
_BUYS = frozenset({"procurement", "admin"})


class PurchaseLines(QWidget):
    """Lines of the ticket's purchase with how far each has come."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("purchase_lines")
        self._context = context
        self._ticket: int | None = None
        self._lines: list[TicketLine] = []
        self._table = QTableWidget(0, 4, objectName="purchase_table")
        self._table.setHorizontalHeaderLabels(
            [self.tr("What"), self.tr("Quantity"), self.tr("State"), self.tr("Expected")]
        )
        self._table.horizontalHeader().setStretchLastSection(False)
        self._table.horizontalHeader().setSectionResizeMode(0, self._table.horizontalHeader().ResizeMode.Stretch)
        self._table.verticalHeader().hide()
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
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

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._typing)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self._what, 1), (self._quantity, 0), (self._add, 0), (self._cancel, 0)):
            row.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._table, 1)
        column.addWidget(self._typing)
        column.addWidget(self._order)
        column.addWidget(self._fault)

    def show_ticket(self, ticket_id: int, *, closed: bool) -> None:
        """Read and show the lines of a ticket; a closed one is only read."""
        if ticket_id != self._ticket:
            self._fault.clear()
            self._what.clear()
        self._ticket = ticket_id
        self._typing.setVisible(not closed and self._context.person.has_any(_WANTS))
        work = partial(self._context.database.ask, lines_of_ticket, ticket_id)
        self._context.background.run(self, work, self._fill, key="lines")

    def _fill(self, lines: list[TicketLine]) -> None:
        self._lines = lines
        states = {
            "wanted": self.tr("wanted"),
            "ordered": self.tr("ordered"),
            "partly_received": self.tr("partly here"),
            "received": self.tr("in stock"),
            "cancelled": self.tr("not needed"),
        }
        self._table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            expected = self._context.formats.date(line.expected_on) if line.expected_on else ""
            arrived = self.tr("%1 of %2").replace("%1", shown(line.received)).replace("%2", shown(line.quantity))
            amount = f"{arrived if line.received else shown(line.quantity)} {line.unit}"
            for column, text in enumerate((line.product or line.description, amount, states[line.state], expected)):
                self._table.setItem(row, column, QTableWidgetItem(text))
        self._table.resizeColumnToContents(1)
        self._table.resizeColumnToContents(2)
        wanted = any(line.state == "wanted" for line in lines)
        self._order.setVisible(wanted and self._context.person.has_any(_BUYS))
        if self._order.isVisibleTo(self):
            self._order.read_suppliers()

    @Slot()
    def _add_line(self) -> None:
        if self._ticket is None:
            return
        need = Need(self._quantity.text() or "1", description=self._what.text())
        work = partial(self._context.database.act, add_purchase_lines, self._ticket, [need])
        self._context.background.run(self, work, self._added, self._explain)

    def _added(self, _ids: list[int]) -> None:
        self._what.clear()
        self._quantity.setText("1")
        self._what.setFocus()
        self._reread()

    @Slot()
    def _cancel_line(self) -> None:
        row = self._table.currentRow()
        if not 0 <= row < len(self._lines):
            self._fault.setText(self.tr("Choose the line that is not needed."))
            return
        line = self._lines[row]
        work = partial(self._context.database.act, cancel_purchase_line, line.id, expected_version=line.version)
        self._context.background.run(self, work, lambda _: self._reread(), self._explain)

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
