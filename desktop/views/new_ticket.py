"""A new ticket while the phone is at the ear: who calls, what it is about, to whom it goes."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.shell.pages import Page, PageContext
from desktop.shell.widgets.basics import button, label
from desktop.views.names import priority_name, type_codes, type_name
from desktop.views.new_caller import TAKES_ON, NewCaller
from desktop.views.ticket_view import open_ticket
from domain.clients.contacts import contacts
from domain.clients.queries import sites
from domain.people.queries import Engineer, engineers
from domain.tickets.actions import NewTicket
from domain.tickets.intake import Found, find_callers, register_and_assign, similar
from domain.tickets.pages import TicketRow
from resources.sentences import sentence

_TYPING_MS = 160


class NewTicketForm(Page):
    """Opens in a tab, keeps what is typed, and is saved with Ctrl+Enter."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_ticket")
        self._context = context
        self._operation: UUID = uuid4()
        self._caller: Found | None = None
        self._who = QLineEdit(objectName="new_who", placeholderText=self.tr("Phone, person or client"))
        self._found = QListWidget(objectName="new_found")
        self._found.setMaximumHeight(132)
        self._answered = ""
        self._unknown = label("", "muted", wrap=True, name="new_unknown")
        self._take_on = button(self.tr("New client"), "new_take_on", self._begin_caller, kind="link", icon_name="plus")
        self._stranger = NewCaller(context)
        self._site = QComboBox(objectName="new_site")
        self._contact = QComboBox(objectName="new_contact")
        self._title = QLineEdit(
            objectName="new_title", placeholderText=self.tr("What is wrong, in one line"), maxLength=500
        )
        self._description = QPlainTextEdit(objectName="new_description", tabChangesFocus=True)
        self._type = QComboBox(objectName="new_type")
        self._priority = QComboBox(objectName="new_priority")
        self._engineer = QComboBox(objectName="new_engineer")
        self._similar = QListWidget(objectName="new_similar")
        self._fault = QLabel(objectName="new_fault", wordWrap=True)
        self._fault.setProperty("kind", "error")
        self._save = QPushButton(self.tr("Register"), objectName="new_save")
        self._save.setProperty("kind", "primary")
        self._save.setToolTip("Ctrl+Enter")
        self._asking = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._fill_choices()
        self._lay_out()
        self._wire()

    def _fill_choices(self) -> None:
        for code in type_codes():
            self._type.addItem(type_name(code), code)
        for number in (1, 2, 3, 4):
            self._priority.addItem(priority_name(number), number)
        self._priority.setCurrentIndex(2)
        self._engineer.addItem(self.tr("Later: into the queue"), None)
        work = partial(self._context.database.ask, engineers)
        self._context.background.run(self, work, self._fill_engineers)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("New ticket"))
        title.setProperty("kind", "title")
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow(self.tr("&Who"), self._who)
        form.addRow("", self._found)
        offered = QHBoxLayout()
        offered.addWidget(self._unknown, 1)
        offered.addWidget(self._take_on)
        form.addRow("", offered)
        form.addRow("", self._stranger)
        form.addRow(self.tr("&Site"), self._site)
        form.addRow(self.tr("&Contact"), self._contact)
        form.addRow(self.tr("W&hat"), self._title)
        form.addRow(self.tr("&Details"), self._description)
        row = QHBoxLayout()
        row.addWidget(self._type, 2)
        row.addWidget(self._priority, 1)
        row.addWidget(self._engineer, 3)
        beside = QLabel(self.tr("&Type"))
        beside.setBuddy(self._type)
        form.addRow(beside, row)
        buttons = QHBoxLayout()
        buttons.addWidget(self._fault, 1)
        buttons.addWidget(self._save)
        left = QVBoxLayout()
        left.addWidget(title)
        left.addLayout(form, 1)
        left.addLayout(buttons)
        heading = QLabel(self.tr("Open tickets of this client"))
        heading.setProperty("kind", "heading")
        right = QVBoxLayout()
        right.addWidget(heading)
        right.addWidget(self._similar, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(24)
        whole.addLayout(left, 3)
        whole.addLayout(right, 2)
        for later in (self._found, self._unknown, self._take_on):
            later.hide()

    def _wire(self) -> None:
        self._who.textChanged.connect(self._ask_later)
        self._who.returnPressed.connect(self._take_first)
        self._asking.timeout.connect(self._ask_callers)
        self._found.itemActivated.connect(self._take)
        self._found.itemClicked.connect(self._take)
        self._stranger.taken_on.connect(self._choose)
        self._stranger.cancelled.connect(self._who.setFocus)
        self._title.textChanged.connect(self._ask_similar)
        self._title.returnPressed.connect(self._description.setFocus)
        self._similar.itemActivated.connect(self._open_similar)
        self._save.clicked.connect(self._register)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._register, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._context.drafts.bind(
            "ticket.new", {"title": self._title, "description": self._description, "who": self._who}
        )

    def shown(self) -> None:
        """Begin with who calls."""
        self._who.setFocus()

    def arrive(self, argument: object) -> None:
        """Take over a phone number or a client's name."""
        if isinstance(argument, str):
            self._who.setText(argument)

    # Who ----------------------------------------------------------------------------------------------------------

    @Slot()
    def _ask_later(self) -> None:
        self._caller = None
        self._asking.start()

    @Slot()
    def _ask_callers(self) -> None:
        typed = self._who.text()
        work = partial(self._context.database.ask, find_callers, typed)
        self._context.background.run(self, work, partial(self._offer, typed), key="callers")

    def _offer(self, typed: str, found: list[Found]) -> None:
        if self._caller is not None:
            return
        self._answered = typed
        self._found.clear()
        for one in found:
            item = QListWidgetItem(one.words)
            item.setData(Qt.ItemDataRole.UserRole, one)
            self._found.addItem(item)
        self._found.setVisible(bool(found))
        asked = len(typed.strip()) > 1
        self._unknown.setText("" if found else self.tr("Nobody is known by that."))
        self._unknown.setVisible(asked)
        self._take_on.setVisible(asked and self._context.person.has_any(TAKES_ON))
        if found:
            self._found.setCurrentRow(0)

    def _begin_caller(self) -> None:
        for over in (self._found, self._unknown, self._take_on):
            over.hide()
        self._stranger.begin(self._who.text())

    @Slot()
    def _take_first(self) -> None:
        item = self._found.currentItem()
        if item is not None:
            self._take(item)
        elif self._caller is not None:
            self._title.setFocus()
        elif self._take_on.isVisible() and self._answered == self._who.text():
            self._begin_caller()

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        self._choose(item.data(Qt.ItemDataRole.UserRole))

    @Slot(object)
    def _choose(self, caller: Found) -> None:
        self._who.blockSignals(True)
        self._who.setText(caller.words)
        self._who.blockSignals(False)
        self._caller = caller
        for over in (self._found, self._unknown, self._take_on, self._stranger):
            over.hide()
        database, background = self._context.database, self._context.background
        background.run(self, partial(database.ask, sites, caller.client_id), self._fill_sites, key="sites")
        background.run(self, partial(database.ask, contacts, caller.client_id), self._fill_contacts, key="contacts")
        self._ask_similar()
        self._title.setFocus()

    def _fill_sites(self, found: tuple[Any, ...]) -> None:
        self._site.clear()
        self._site.addItem("", None)
        for one in found:
            self._site.addItem(one.name, one.id)
        wanted = self._caller.site_id if self._caller else None
        only = found[0].id if len(found) == 1 else None
        self._site.setCurrentIndex(max(self._site.findData(wanted or only), 0))

    def _fill_contacts(self, found: tuple[Any, ...]) -> None:
        self._contact.clear()
        self._contact.addItem("", None)
        for one in found:
            self._contact.addItem(one.name, one.id)
        self._contact.setCurrentIndex(max(self._contact.findData(self._caller.contact_id if self._caller else None), 0))

    def _fill_engineers(self, found: list[Engineer]) -> None:
        for one in found:
            self._engineer.addItem(f"{one.name} · {one.open_tickets}", one.id)

    # What ---------------------------------------------------------------------------------------------------------

    @Slot()
    def _ask_similar(self) -> None:
        if self._caller is None:
            self._similar.clear()
            return
        work = partial(
            self._context.database.ask,
            similar,
            self._caller.client_id,
            self._title.text().strip(),
            self._context.language,
        )
        self._context.background.run(self, work, self._show_similar, key="similar")

    def _show_similar(self, rows: list[TicketRow]) -> None:
        self._similar.clear()
        for row in rows:
            item = QListWidgetItem(f"№ {row.number} · {row.status_name} · {row.title}")
            item.setData(Qt.ItemDataRole.UserRole, (row.id, row.number))
            item.setToolTip(row.title)
            self._similar.addItem(item)

    @Slot(QListWidgetItem)
    def _open_similar(self, item: QListWidgetItem) -> None:
        open_ticket(self._context, *item.data(Qt.ItemDataRole.UserRole))

    # Saving -------------------------------------------------------------------------------------------------------

    @Slot()
    def _register(self) -> None:
        if not self._save.isEnabled():
            return
        if self._caller is None and self._stranger.isVisible():
            self._stranger.store()
            return
        if self._caller is None:
            self._fault.setText(self.tr("Choose who calls: type a phone number or a name."))
            self._who.setFocus()
            return
        entry = NewTicket(
            title=self._title.text(),
            type=self._type.currentData(),
            description=self._description.toPlainText().strip(),
            client_id=self._caller.client_id,
            site_id=self._site.currentData(),
            contact_id=self._contact.currentData(),
            priority=self._priority.currentData(),
        )
        action = partial(register_and_assign, entry=entry, engineer_id=self._engineer.currentData())
        self._save.setEnabled(False)
        work = partial(self._context.database.act_once, self._operation, action)
        self._context.background.run(self, work, self._registered, self._refused)

    def _registered(self, made: dict[str, int]) -> None:
        self._context.drafts.drop("ticket.new")
        self._context.notices.say(self.tr("Ticket № %1 is registered").replace("%1", str(made["number"])))
        self._context.navigator.go("tickets", made["id"])
        self.close_wanted.emit()

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        self._fault.setText(sentence(error.code, self._context.language, **error.details))
        if error.code.startswith("title"):
            self._title.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow down goes from the search into what was found."""
        if event.key() == Qt.Key.Key_Down and self._who.hasFocus() and self._found.isVisible():
            self._found.setFocus()
            return
        super().keyPressEvent(event)
