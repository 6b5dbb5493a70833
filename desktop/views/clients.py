"""Clients: the list, and beside it the card with details, sites and the people who call."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.models.client_list import ClientList, columns
from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import action_button, button, label
from desktop.shell.widgets.empty_state import EmptyState
from desktop.views.list_pane import ListPane
from domain.clients.actions import add_contact, add_site, edit_client, register_client
from domain.clients.pages import ClientFilter, ClientRow
from domain.clients.queries import ClientCard, client_card
from resources.sentences import sentence

EDITS = frozenset({"dispatcher", "lead", "admin"})


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
        self._pane.follow("client", "ticket")
        self._left = QCheckBox(self.tr("Those who left too"), objectName="clients_inactive")
        self._card = _Card(context)
        self._new = context.actions.add(
            self, "clients.new", self.tr("New client"), self._begin, shortcut="Ctrl+N", icon="plus"
        )
        self._new.setEnabled(context.person.has_any(EDITS))
        self._lay_out()
        self._pane.searched.connect(self._search)
        self._pane.row_chosen.connect(self._show)
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
        """Read the list again."""
        self._model.refresh()

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
        if row is not None:
            self._card.show_client(row.id)

    def _begin(self) -> None:
        self._card.begin()

    @Slot(int)
    def _saved(self, client_id: int) -> None:
        self._pane.choose(client_id)
        self._model.refresh()


class _Card(QWidget):
    """Details that are edited in place, sites and contacts with a row each to add one more."""

    saved = Signal(int)

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="client_card")
        self._context = context
        self._client: ClientCard | None = None
        self._title = label("", "heading", wrap=True)
        self._name = QLineEdit(objectName="client_name")
        self._code = QLineEdit(objectName="client_code")
        self._bin = QLineEdit(objectName="client_bin", maxLength=12)
        self._email = QLineEdit(objectName="client_email")
        self._note = QPlainTextEdit(objectName="client_note", tabChangesFocus=True)
        self._note.setFixedHeight(54)
        self._active = QCheckBox(self.tr("Served"), objectName="client_active", checked=True)
        self._fault = label("", "error", wrap=True, name="client_fault")
        self._sites = QListWidget(objectName="client_sites")
        self._site = QLineEdit(objectName="client_site", placeholderText=self.tr("New site: name, address – Enter"))
        self._people = QListWidget(objectName="client_people")
        self._person = QLineEdit(objectName="client_person", placeholderText=self.tr("New person: name, phone – Enter"))
        self._save = button(self.tr("Save"), "client_save", self._store, kind="primary", icon_name="save")
        may = context.person.has_any(EDITS)
        for widget in (self._save, self._site, self._person):
            widget.setEnabled(may)
        self._lay_out()
        self._site.returnPressed.connect(self._add_site)
        self._person.returnPressed.connect(self._add_person)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self._name)
        form.addRow(self.tr("&Code"), self._code)
        form.addRow(self.tr("&BIN"), self._bin)
        form.addRow(self.tr("&E-mail"), self._email)
        form.addRow(self.tr("N&ote"), self._note)
        form.addRow("", self._active)
        form.addRow("", self._fault)
        form.addRow("", self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.addWidget(self._title)
        column.addLayout(form)
        for heading, listed, added in (
            (self.tr("Sites"), self._sites, self._site),
            (self.tr("People"), self._people, self._person),
        ):
            column.addWidget(label(heading, "heading"))
            column.addWidget(listed, 1)
            column.addWidget(added)

    def show_client(self, client_id: int) -> None:
        """Read and show a client."""
        work = partial(self._context.database.ask, client_card, client_id)
        self._context.background.run(self, work, self._fill, key="card")

    def begin(self) -> None:
        """Empty the form for a new client."""
        self._client = None
        self._title.setText(self.tr("New client"))
        for field in (self._name, self._code, self._bin, self._email):
            field.clear()
        self._note.clear()
        self._active.setChecked(True)
        self._fault.clear()
        self._sites.clear()
        self._people.clear()
        self._code.setPlaceholderText(self.tr("made from the name"))
        self._name.setFocus()

    def _fill(self, card: ClientCard) -> None:
        self._client = card
        merged = f" → {card.merged_into[1]}" if card.merged_into else ""
        counts = self.tr("%n open ticket(s)", "", card.open_tickets), self.tr("%n device(s)", "", card.devices)
        self._title.setText(f"{card.name}{merged} · {' · '.join(counts)}")
        self._name.setText(card.name)
        self._code.setText(card.code)
        self._bin.setText(card.bin or "")
        self._email.setText(card.email or "")
        self._note.setPlainText(card.note)
        self._active.setChecked(card.active)
        self._fault.clear()
        self._sites.clear()
        for site in card.sites:
            self._sites.addItem(" · ".join(filter(None, (site.name, site.address))))
        self._people.clear()
        for one in card.contacts:
            self._people.addItem(" · ".join(filter(None, (one.name, one.post, *one.phones, one.email))))

    @Slot()
    def _store(self) -> None:
        fields: dict[str, Any] = {
            "name": self._name.text(),
            "bin": self._bin.text() or None,
            "email": self._email.text() or None,
            "note": self._note.toPlainText(),
        }
        act = self._context.database.act
        if self._client is None:
            work = partial(act, partial(register_client, code=self._code.text() or None, **fields))
            self._context.background.run(self, work, self._registered, self._explain)
            return
        client = self._client
        action = partial(
            edit_client, client_id=client.id, code=self._code.text(), active=self._active.isChecked(),
            expected_version=client.version, **fields,
        )  # fmt: skip
        self._context.background.run(self, partial(act, action), lambda _: self._registered(client.id), self._explain)

    def _registered(self, client_id: int) -> None:
        self._context.notices.say(self.tr("Client saved"))
        self.show_client(client_id)
        self.saved.emit(client_id)

    @Slot()
    def _add_site(self) -> None:
        name, _, address = self._site.text().partition(",")
        if self._client is None or not name.strip():
            return
        action = partial(add_site, client_id=self._client.id, name=name.strip(), address=address.strip())
        self._run_for(action, self._site)

    @Slot()
    def _add_person(self) -> None:
        name, _, phones = self._person.text().partition(",")
        if self._client is None or not name.strip():
            return
        numbers = [one.strip() for one in phones.split(",") if one.strip()]
        self._run_for(partial(add_contact, client_id=self._client.id, name=name.strip(), phones=numbers), self._person)

    def _run_for(self, action: Any, field: QLineEdit) -> None:
        def done(_made: int) -> None:
            field.clear()
            if self._client is not None:
                self.show_client(self._client.id)

        work = partial(self._context.database.act, action)
        self._context.background.run(self, work, done, self._explain)

    def _explain(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)


CLIENTS = PageEntry("clients", str(QT_TRANSLATE_NOOP("Pages", "Clients")), "building-2", ClientsPage)
