"""Clients: the list, and beside it the card with details, sites and the people who call."""

from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.models.client_list import ClientList, columns
from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import action_button, label, on_keys
from desktop.shell.widgets.empty_state import EmptyState
from desktop.views.client_card import EDITS, ClientView
from desktop.views.list_pane import ListPane
from domain.clients.pages import ClientFilter, ClientRow


class ClientsPage(Page):
    """List and card side by side."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clients_page")
        self._context = context
        self._filter = ClientFilter()
        self._model = ClientList(context.background, context.database, columns(), self)
        empty = EmptyState("building-2", self.tr("No clients yet"), self.tr("Add the first one: its name is enough."))
        self._pane = ListPane(context, self._model, "clients", self.tr("Name, code, BIN, e-mail"), empty)
        self._pane.follow("client", "ticket", "device")
        self._left = QCheckBox(self.tr("Those who left too"), objectName="clients_inactive")
        self._card = ClientView(context)
        self._new = context.actions.add(
            self, "clients.new", self.tr("New client"), self._begin, shortcut="Ctrl+N", icon="plus"
        )
        self._new.setEnabled(context.person.has_any(EDITS))
        if self._new.isEnabled():
            empty.offer_action(self._new)
        self._lay_out()
        self._pane.searched.connect(self._search)
        self._pane.row_chosen.connect(self._show)
        self._pane.row_opened.connect(self._card.focus_details)
        on_keys(self._pane.table, self._card.focus_details, "F2", alone=True)
        self._left.toggled.connect(self._narrow)
        self._card.saved.connect(self._saved)
        self._model.filter(self._filter)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)
        head.addWidget(label(self.tr("Clients"), "title"))
        head.addStretch()
        head.addWidget(action_button(self._new, kind="primary", icon_name="plus"))
        self._pane.add_tool(self._left)
        split = QSplitter(Qt.Orientation.Horizontal, objectName="split")
        split.addWidget(self._pane)
        split.addWidget(self._card)
        split.setSizes([700, 500])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(split, 1)

    def arrive(self, argument: object) -> None:
        """Show a client by its id, or search for words."""
        if isinstance(argument, int):
            self._pane.choose(argument)
            self._card.show_client(argument)
        elif isinstance(argument, str):
            self._pane.search.setText(argument)
            self._search(argument)

    def refresh(self) -> None:
        """Read list and card again."""
        self._model.refresh()
        self._card.refresh()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._pane.search.setFocus()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._filter = replace(self._filter, text=text)
        self._model.filter(self._filter)

    @Slot(bool)
    def _narrow(self, inactive: bool) -> None:
        self._filter = replace(self._filter, inactive=inactive)
        self._model.filter(self._filter)

    @Slot(object)
    def _show(self, row: ClientRow | None) -> None:
        if row is None or (self._card.beginning and not self._pane.table.hasFocus()):
            return  # the list that moved under a new client's form is no wish to leave it
        self._card.show_client(row.id)

    def _begin(self) -> None:
        self._card.begin()

    @Slot(int)
    def _saved(self, client_id: int) -> None:
        self._pane.choose(client_id)
        self._model.refresh()


CLIENTS = PageEntry("clients", str(QT_TRANSLATE_NOOP("Pages", "Clients")), "building-2", ClientsPage)
