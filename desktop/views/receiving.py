"""Receiving by scanner: what is still to come and for whom, the scan that says it aloud, and one key to post."""

from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from database.errors import KnownError
from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import action_button, label
from desktop.shell.widgets.empty_state import EmptyState
from desktop.shell.widgets.search_field import SearchField
from domain.procurement.orders import OrderLine, open_order_lines
from domain.stock.actions import Posted, discard_receipt, post_receipt
from domain.stock.quantities import shown
from domain.stock.queries import Place, places
from domain.stock.receipts import Receipt, ReceiptRow, drafts, receipt
from domain.stock.scanning import ScanAnswer, count_by_hand, take_scan
from printing.paper.scans import is_paper_code
from resources.sentences import sentence

WAREHOUSE = frozenset({"warehouse", "admin"})


def _draft_or_none(session: Session, key: UUID) -> Receipt | None:
    try:
        return receipt(session, key)
    except KnownError:
        return None


class ScanField(SearchField):
    """Filters as one types; Enter means that the code was typed to its end."""

    entered = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the end of a code, all else as the search field does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.entered.emit(self.text().strip())
            return
        super().keyPressEvent(event)


class ReceivingPage(Page):
    """Open order lines on the left, the delivery being counted on the right; a scan anywhere on the page counts."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receiving_page")
        self._context = context
        self._key: UUID = uuid4()
        self._version: int | None = None
        self._serial_for: int | None = None
        self._lines: list[OrderLine] = []
        self._place = QComboBox(objectName="receiving_place")
        self._place.setAccessibleName(self.tr("Warehouse"))
        self._place.setMinimumWidth(220)
        self._search = ScanField(self.tr("Scan, product, order, supplier, ticket"), "receiving_search")
        self._open = self._table(
            "receiving_open",
            [self.tr("Product"), self.tr("To come"), self.tr("For whom"), self.tr("Waits"), self.tr("Supplier")],
        )
        self._counted = self._table("receiving_counted", [self.tr("Product"), self.tr("Counted"), self.tr("Order"), ""])
        self._spoken = label(self.tr("Scan the first piece"), "heading", wrap=True, name="receiving_spoken")
        self._for_whom = label("", "muted", wrap=True, name="receiving_for_whom")
        self._fault = label("", "error", wrap=True, name="receiving_fault")
        self._empty = EmptyState(
            "package-check",
            self.tr("Nothing is on its way"),
            self.tr("Lines appear here when procurement orders from a supplier."),
        )
        actions = context.actions
        self._post = actions.add(
            self, "receiving.post", self.tr("Post receipt"), self._post_now, shortcut="F9", icon="package-check"
        )
        self._put_aside = actions.add(self, "receiving.discard", self.tr("Discard"), self._discard_now, icon="trash-2")
        self._by_hand = actions.add(
            self, "receiving.by_hand", self.tr("Count one by hand"), self._count_one, shortcut="Ctrl+Plus", icon="plus"
        )
        self._post.setEnabled(False)
        self._put_aside.setEnabled(False)
        self._lay_out()
        self._wire()
        self._begin()

    def _table(self, name: str, titles: list[str]) -> QTableWidget:
        made: QTableWidget = QTableWidget(0, len(titles), objectName=name)
        made.setHorizontalHeaderLabels(titles)
        made.verticalHeader().hide()
        made.setWordWrap(False)
        made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        made.setShowGrid(False)
        made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        made.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)
        head.addWidget(label(self.tr("Receive"), "title"))
        head.addStretch()
        head.addWidget(self._place)
        left = QVBoxLayout()
        left.addWidget(self._search)
        left.addWidget(self._open, 1)
        left.addWidget(self._empty, 1)
        left_side = QWidget()
        left_side.setLayout(left)
        left.setContentsMargins(0, 0, 8, 0)
        told = QFrame(objectName="receiving_told")
        told.setProperty("kind", "card")
        words = QVBoxLayout(told)
        words.addWidget(self._spoken)
        words.addWidget(self._for_whom)
        buttons = QHBoxLayout()
        buttons.addWidget(action_button(self._put_aside, kind="quiet"))
        buttons.addWidget(action_button(self._by_hand))
        buttons.addStretch()
        buttons.addWidget(action_button(self._post, kind="primary", icon_name="package-check"))
        right = QVBoxLayout()
        right.setContentsMargins(8, 0, 16, 12)
        right.addWidget(told)
        right.addWidget(self._counted, 1)
        right.addWidget(self._fault)
        right.addLayout(buttons)
        right_side = QWidget()
        right_side.setLayout(right)
        split = QSplitter(Qt.Orientation.Horizontal, objectName="split")
        split.addWidget(left_side)
        split.addWidget(right_side)
        split.setSizes([680, 520])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        column.addLayout(head)
        column.addWidget(split, 1)
        self._empty.hide()

    def _wire(self) -> None:
        self._search.wanted.connect(self._read_open)
        self._search.entered.connect(self._take_scan)
        self._open.doubleClicked.connect(self._count_one)
        self._context.scanner.listen(self, self._take_scan)
        self._context.feed.changed.connect(self._hear)
        self._context.feed.reconnected.connect(self.refresh)

    def _begin(self) -> None:
        ask, run = self._context.database.ask, self._context.background.run
        run(self, partial(ask, places, kinds=("warehouse",)), self._fill_places, key="places")
        run(self, partial(ask, drafts), self._take_over, key="drafts")
        self._read_open("")

    def _fill_places(self, found: list[Place]) -> None:
        for one in found:
            self._place.addItem(one.name, one.id)

    def _take_over(self, found: list[ReceiptRow]) -> None:
        """Go on with one's own draft of before, after a crash say; a colleague's is named, not taken unasked."""
        mine = [one for one in found if one.created_by in (self._context.person.login, self._context.person.name)]
        if mine and self._version is None:
            self._key = mine[0].key
            self._read_draft()

    def refresh(self) -> None:
        """Read the open lines and the draft again."""
        self._read_open(self._search.text())
        self._read_draft()

    def focus_filter(self) -> None:
        """Put the cursor where one types or scans."""
        self._search.setFocus()

    def shown(self) -> None:
        """Be ready for the scanner, with what changed while another page was in front."""
        self._search.setFocus()
        self.refresh()

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        if table in ("purchase_order_line", "stock_document", "product") and self.isVisible():
            self.refresh()

    # Open lines ---------------------------------------------------------------------------------------------------

    @Slot(str)
    def _read_open(self, search: str) -> None:
        work = partial(self._context.database.ask, open_order_lines, search=search)
        self._context.background.run(self, work, self._fill_open, key="open")

    def _fill_open(self, lines: list[OrderLine]) -> None:
        chosen = self._open.currentRow()
        self._lines = lines
        self._open.setRowCount(len(lines))
        for row, line in enumerate(lines):
            texts = (
                line.product,
                f"{shown(line.rest)} {line.unit}",
                self._who(line),
                self.tr("%n d", "", line.days),
                line.supplier,
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column in (1, 3):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._open.setItem(row, column, item)
        for column, width in ((1, 72), (2, 200), (3, 56), (4, 96)):
            self._open.setColumnWidth(column, width)
        if 0 <= chosen < len(lines):
            self._open.selectRow(chosen)
        nothing = not lines and not self._search.text()
        self._open.setVisible(not nothing)
        self._empty.setVisible(nothing)

    def _who(self, line: OrderLine) -> str:
        if line.ticket_number is None:
            return self.tr("to stock")
        return " · ".join(filter(None, (f"№ {line.ticket_number}", line.client, line.engineer)))

    # Counting -----------------------------------------------------------------------------------------------------

    def _take_scan(self, scanned: str) -> bool:
        if is_paper_code(scanned):
            return False
        self._fault.clear()
        action = partial(
            take_scan,
            key=self._key,
            scanned=scanned,
            to_place_id=self._place.currentData(),
            serial_for=self._serial_for,
        )
        work = partial(self._context.database.act, action)
        self._context.background.run(self, work, self._say, self._refuse)
        return True

    @Slot()
    def _count_one(self) -> None:
        row = self._open.currentRow()
        if not 0 <= row < len(self._lines):
            self._fault.setText(self.tr("Choose a line on the left."))
            return
        line = self._lines[row]
        if line.serial_tracked:
            self._say(ScanAnswer("serial_wanted", line.product, line))
            return
        work = partial(
            self._context.database.act,
            partial(count_by_hand, key=self._key, line=line, to_place_id=self._place.currentData()),
        )
        self._context.background.run(self, work, self._say, self._refuse)

    def _say(self, answer: ScanAnswer) -> None:
        scanner = self._context.scanner
        line = answer.line
        if line is None or line.id != self._serial_for:
            self._serial_for = None  # an unknown code after another product is no serial number of the first
        if answer.meaning == "counted" and line is not None:
            amount = self.tr("%1 of %2").replace("%1", shown(answer.counted)).replace("%2", shown(line.rest))
            self._spoken.setText(f"{line.product} – {amount}")
            self._for_whom.setText(self._tell_whom(line))
            scanner.accept()
        elif answer.meaning == "serial_wanted" and line is not None:
            self._serial_for = line.id
            self._spoken.setText(self.tr("%1: now scan its serial number").replace("%1", line.product))
            self._for_whom.setText(self._tell_whom(line))
            scanner.attend(self._spoken.text())
        else:
            words = {
                "all_counted": self.tr("%1: everything ordered is counted already"),
                "not_ordered": self.tr("%1 is not ordered from anybody"),
                "unknown": self.tr("Unknown code %1"),
            }
            self._spoken.setText(words[answer.meaning].replace("%1", answer.scanned))
            self._for_whom.setText(self.tr("Put the piece aside and ask procurement."))
            scanner.refuse(self._spoken.text())
        self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(False)
        self._read_draft()

    def _tell_whom(self, line: OrderLine) -> str:
        if line.ticket_number is None:
            return self.tr("To stock: nobody waits for it.")
        since = self._context.formats.date_time(line.waiting_since)
        whom = self.tr("For ticket %1, waiting since %2").replace("%1", self._who(line)).replace("%2", since)
        return f"{whom}\n{line.ticket_title or ''}"

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        words = sentence(error.code, self._context.language, **error.details)
        self._fault.setText(words)
        self._context.scanner.refuse(words)
        self._read_draft()

    def _read_draft(self) -> None:
        work = partial(self._context.database.ask, _draft_or_none, self._key)
        self._context.background.run(self, work, self._fill_draft, key="draft")

    def _fill_draft(self, found: Receipt | None) -> None:
        draft = found if found is not None and found.head.state == "draft" else None
        self._version = draft.version if draft else None
        lines = draft.lines if draft else ()
        self._counted.setRowCount(len(lines))
        for row, line in enumerate(lines):
            wanted = max(line.ordered - line.received, line.quantity)
            problem = sentence(line.problem, self._context.language, **line.details) if line.problem else ""
            amount = f"{shown(line.quantity)} / {shown(wanted)} {line.unit}"
            for column, text in enumerate((line.product, amount, f"№ {line.order_number}", problem)):
                item = QTableWidgetItem(text)
                item.setToolTip(problem or ", ".join(line.serials) or text)
                self._counted.setItem(row, column, item)
        self._post.setEnabled(bool(lines))
        self._put_aside.setEnabled(draft is not None)

    # Posting ------------------------------------------------------------------------------------------------------

    @Slot()
    def _post_now(self) -> None:
        if self._version is None:
            return
        self._post.setEnabled(False)
        work = partial(self._context.database.act, post_receipt, self._key, self._version)
        self._context.background.run(self, work, self._posted, self._not_posted)

    def _posted(self, posted: Posted) -> None:
        back = [f"№ {one.number} → {one.engineer or self.tr('dispatcher')}" for one in posted.tickets if one.moved]
        self._spoken.setText(self.tr("Receipt № %1 is posted").replace("%1", str(posted.number)))
        self._for_whom.setText("\n".join(back) or self.tr("No ticket moved: other lines are still to come."))
        self._context.notices.say(self._spoken.text())
        self._context.scanner.accept()
        self._new_draft()

    def _not_posted(self, error: Exception) -> None:
        self._post.setEnabled(True)
        self._refuse(error)

    @Slot()
    def _discard_now(self) -> None:
        if self._version is None:
            return
        work = partial(self._context.database.act, discard_receipt, self._key, self._version)
        self._context.background.run(self, work, lambda _: self._new_draft(), self._refuse)

    def _new_draft(self) -> None:
        self._key, self._version, self._serial_for = uuid4(), None, None
        self._fault.clear()
        self.refresh()


RECEIVING = PageEntry(
    "receiving", str(QT_TRANSLATE_NOOP("Pages", "Warehouse")), "warehouse", ReceivingPage, roles=WAREHOUSE
)  # fmt: skip
