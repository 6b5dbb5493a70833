"""Tickets: the list over everything, with the preview of the chosen one; and *My work*, the same over what is mine."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from database.engine import Database
from desktop.models.ticket_list import TicketList, columns
from desktop.shell.pages import Counter, Page, PageContext, PageEntry
from desktop.shell.widgets.basics import action_button, label
from desktop.shell.widgets.empty_state import EmptyState
from desktop.views.list_pane import ListPane
from desktop.views.names import holder_name, priority_name
from desktop.views.new_ticket import NewTicketForm
from desktop.views.papers_action import list_papers
from desktop.views.ticket_view import TicketView, open_ticket
from domain.tickets.pages import TicketFilter, TicketRow, count
from domain.tickets.queries import my_work
from domain.workflow.tables import HOLDERS

REGISTERS = frozenset({"dispatcher", "lead", "engineer", "procurement", "admin"})


class TicketPage(Page):
    """List and preview side by side; `mine` makes it *My work*."""

    def __init__(self, context: PageContext, *, mine: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = "my_work" if mine else "tickets"
        self.setObjectName(f"{name}_page")
        self._context = context
        self._mine = mine
        self._filter = TicketFilter()
        listed = columns(context.formats, holder_name, priority_name)
        self._model = TicketList(context.background, context.database, listed, context.language, self)
        empty = EmptyState(
            "inbox", self.tr("Nothing waits for you"), self.tr("When it is your move, the ticket is here.")
        )
        self._pane = ListPane(context, self._model, name, self.tr("Number, client, words"), empty)
        self._pane.follow("ticket", "workflow")
        self._view = TicketView(context)
        list_papers(context, self._pane, self._pane.chosen_rows)
        self._counted = label("", "muted", name=f"{name}_count")
        self._holder = QComboBox(objectName=f"{name}_holder")
        self._closed = QCheckBox(self.tr("Closed too"), objectName=f"{name}_closed")
        self._new = None
        if context.person.has_any(REGISTERS):
            self._new = context.actions.add(
                self, "tickets.new", self.tr("New ticket"), self._begin_ticket, shortcut="Ctrl+N", icon="plus"
            )
            empty.offer_action(self._new)
        self._lay_out(self.tr("My work") if mine else self.tr("Tickets"))
        self._wire()
        self._read()

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)
        head.addWidget(label(title, "title"))
        head.addWidget(self._counted)
        head.addStretch()
        if self._new is not None:
            head.addWidget(action_button(self._new, kind="primary", icon_name="plus"))
        self._holder.addItem(self.tr("Whose move: all"), None)
        for code in HOLDERS:
            self._holder.addItem(holder_name(code), code)
        if self._mine:
            self._pane.search.hide()
        else:
            self._pane.add_tool(self._holder)
            self._pane.add_tool(self._closed)
        split = QSplitter(Qt.Orientation.Horizontal, objectName="split")
        split.addWidget(self._pane)
        split.addWidget(self._view)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([720, 520])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(split, 1)

    def _wire(self) -> None:
        self._pane.row_chosen.connect(self._show)
        self._pane.row_opened.connect(self._open)
        self._pane.searched.connect(self._search)
        self._pane.sorted.connect(self._sort)
        self._holder.currentIndexChanged.connect(self._filter_changed)
        self._closed.toggled.connect(self._filter_changed)
        self._model.loaded.connect(self._count)

    # What the window asks -----------------------------------------------------------------------------------------

    def arrive(self, argument: object) -> None:
        """Show a ticket by its id, or search for words."""
        if isinstance(argument, int):
            self._pane.choose(argument)
            self._view.show_ticket(argument)
        elif isinstance(argument, str):
            self._pane.search.setText(argument)
            self._search(argument)

    def shown(self) -> None:
        """Put the cursor into the list, so that the page's keys hold at once."""
        self._pane.table.setFocus()

    def refresh(self) -> None:
        """Read list and ticket again."""
        self._model.refresh()
        self._view.refresh()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._pane.search.setFocus()

    # Reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._pane.begin()
        if self._mine:
            self._model.show_my_work()
        else:
            self._model.filter(self._filter)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._filter = replace(self._filter, text=text)
        self._read()

    @Slot(str, bool)
    def _sort(self, name: str, descending: bool) -> None:
        self._filter = replace(self._filter, sort=name, descending=descending)
        self._read()

    @Slot()
    def _filter_changed(self) -> None:
        holder = self._holder.currentData()
        holders = frozenset({holder}) if holder else frozenset()
        self._filter = replace(self._filter, holders=holders, open_only=not self._closed.isChecked())
        self._read()

    @Slot()
    def _count(self) -> None:
        if self._mine:
            self._say_count(self._model.rowCount())
            return
        work = partial(self._context.database.ask, count, self._filter)
        self._context.background.run(self, work, self._say_count, key="count")

    def _say_count(self, number: int) -> None:
        self._counted.setText(self.tr("%n ticket(s)", "", number) if number < 10_000 else self.tr("10,000 and more"))

    # Acting -------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, row: TicketRow | None) -> None:
        if row is None:
            self._view.clear()
        else:
            self._view.show_ticket(row.id)

    @Slot(object)
    def _open(self, row: TicketRow) -> None:
        open_ticket(self._context, row.id, row.number)

    def _begin_ticket(self) -> None:
        context = self._context
        context.navigator.open("ticket:new", self.tr("New ticket"), lambda: NewTicketForm(context), icon="plus")


def _mine_waiting(database: Database) -> Counter:
    rows = database.ask(my_work)
    return Counter(len(rows), sum(row.late for row in rows))


def _open_tickets(database: Database) -> Counter:
    return Counter(database.ask(count, TicketFilter()))


MY_WORK = PageEntry(
    "my_work", str(QT_TRANSLATE_NOOP("Pages", "My work")), "inbox", lambda context: TicketPage(context, mine=True),
    counter=_mine_waiting, counter_tables=frozenset({"ticket"}),
)  # fmt: skip
TICKETS = PageEntry(
    "tickets", str(QT_TRANSLATE_NOOP("Pages", "Tickets")), "ticket", lambda context: TicketPage(context, mine=False),
    counter=_open_tickets, counter_tables=frozenset({"ticket"}),
)  # fmt: skip
