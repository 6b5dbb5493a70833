"""Somebody calls whom nobody knows: client, person and phone, typed beside the ticket that is being written."""

from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from domain.clients.pages import ClientFilter, ClientRow, page
from domain.tickets.intake import Found, split_typed, take_on_caller
from resources.sentences import sentence

TAKES_ON = frozenset({"dispatcher", "lead", "admin"})
_TYPING_MS = 160
_OFFERED = 4


class NewCaller(QFrame):
    """Opens under *Who*; clients with such a name are offered, so that a new person does not make a second client."""

    taken_on = Signal(object)
    """The caller, a `Found`."""
    cancelled = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="new_caller")
        self.setProperty("kind", "card")
        self._context = context
        self._operation = uuid4()
        self._known: ClientRow | None = None
        self._client = QLineEdit(objectName="caller_client", placeholderText=self.tr("Company, or a private person"))
        self._alike = QListWidget(objectName="caller_alike")
        self._alike.setMaximumHeight(88)
        self._alike.setAccessibleName(self.tr("Clients with such a name"))
        self._person = QLineEdit(objectName="caller_person", placeholderText=self.tr("Name of who calls"))
        self._phone = QLineEdit(objectName="caller_phone")
        self._fault = label("", "error", wrap=True, name="caller_fault")
        self._save = button(self.tr("Take on"), "caller_save", self.store, kind="primary", icon_name="user-plus")
        self._asking = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._client.textEdited.connect(self._ask_later)
        self._asking.timeout.connect(self._ask)
        self._alike.itemClicked.connect(self._take_known)
        self._alike.itemActivated.connect(self._take_known)
        self.hide()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("C&lient"), self._client)
        form.addRow("", self._alike)
        form.addRow(self.tr("&Person"), self._person)
        form.addRow(self.tr("P&hone"), self._phone)
        buttons = QHBoxLayout()
        buttons.addWidget(self._fault, 1)
        buttons.addWidget(button(self.tr("Cancel"), "caller_cancel", self._leave, kind="quiet"))
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addLayout(form)
        column.addLayout(buttons)
        self._alike.hide()

    def begin(self, typed: str) -> None:
        """Open with what was typed into *Who*: digits are the phone, words the client."""
        words, phone = split_typed(typed)
        self._operation, self._known = uuid4(), None
        for field, text in ((self._client, words), (self._person, ""), (self._phone, phone)):
            field.setText(text)
        self._fault.clear()
        self._alike.hide()
        self._asking.start()
        self.show()
        (self._person if words else self._client).setFocus()

    # A client that is known after all -----------------------------------------------------------------------------

    @Slot()
    def _ask_later(self) -> None:
        self._known = None
        self._asking.start()

    @Slot()
    def _ask(self) -> None:
        if len(self._client.text().strip()) < 2:  # one letter is in every name
            self._alike.hide()
            return
        work = partial(self._context.database.ask, page, ClientFilter(self._client.text()), limit=_OFFERED)
        self._context.background.run(self, work, self._offer, key="alike")

    def _offer(self, rows: list[ClientRow]) -> None:
        self._alike.clear()
        for row in rows:
            item = QListWidgetItem(self.tr("Known: %1").replace("%1", f"{row.name} · {row.code}"))
            item.setData(Qt.ItemDataRole.UserRole, row)
            self._alike.addItem(item)
        self._alike.setVisible(bool(rows) and self._known is None)

    @Slot(QListWidgetItem)
    def _take_known(self, item: QListWidgetItem) -> None:
        row: ClientRow = item.data(Qt.ItemDataRole.UserRole)
        self._known = row
        self._client.setText(row.name)
        self._alike.hide()
        self._person.setFocus()

    # Saving -------------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Take on the caller; what is refused stays as it was typed."""
        if not self._save.isEnabled():
            return
        self._save.setEnabled(False)
        action = partial(
            take_on_caller, client=self._client.text(), person=self._person.text(), phone=self._phone.text(),
            client_id=self._known.id if self._known else None,
        )  # fmt: skip
        work = partial(self._context.database.act_once, self._operation, action)
        self._context.background.run(self, work, self._stored, self._refused)

    def _stored(self, made: dict[str, Any]) -> None:
        self._save.setEnabled(True)
        self.hide()
        self.taken_on.emit(Found(**made))

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        self._fault.setText(sentence(error.code, self._context.language, **error.details))

    def _leave(self) -> None:
        self.hide()
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Ctrl+Enter take on, Esc closes, arrow down goes into the known clients."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.store()
        elif key == Qt.Key.Key_Down and self._client.hasFocus() and self._alike.isVisible():
            self._alike.setFocus()
            self._alike.setCurrentRow(0)
        else:
            super().keyPressEvent(event)
