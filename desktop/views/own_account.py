"""Settings → my account: who is signed in, and a new password for them."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from database.engine import Database
from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from domain.people.actions import change_password
from resources.sentences import sentence

_WIDTH = 320


def renew_password(database: Database, login: str, password: str) -> None:
    """Change the own password and let this window go on with the new one."""
    database.act(change_password, database.url, login, password)
    database.renew_password(password)


class OwnAccount(QWidget):
    """The present password, for who finds the window open is not yet its owner, and the new one twice."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="own_account")
        self._context = context
        hidden = QLineEdit.EchoMode.Password
        self._present = QLineEdit(objectName="password_present", echoMode=hidden)
        self._first = QLineEdit(objectName="password_first", echoMode=hidden)
        self._again = QLineEdit(objectName="password_again", echoMode=hidden)
        self._fault = label("", "error", wrap=True, name="password_fault")
        self._save = button(
            self.tr("Change my password"), "password_save", self._store, kind="primary", icon_name="key-round"
        )
        form = QFormLayout(self)
        form.setContentsMargins(0, 16, 0, 0)
        form.addRow(self.tr("Name"), label(context.person.name))
        form.addRow(self.tr("Login"), label(context.person.login))
        for caption, field in (
            (self.tr("&Present password"), self._present),
            (self.tr("&New password"), self._first),
            (self.tr("The same &again"), self._again),
        ):
            field.setMaximumWidth(_WIDTH)
            form.addRow(caption, field)
        form.addRow("", self._fault)
        form.addRow("", self._save)
        self._save.setMaximumWidth(_WIDTH)
        self._again.returnPressed.connect(self._store)

    @Slot()
    def _store(self) -> None:
        if not self._save.isEnabled() or not self._agree():
            return
        self._save.setEnabled(False)
        login = self._context.person.login
        work = partial(renew_password, self._context.database, login, self._first.text())
        self._context.background.run(self, work, self._stored, self._explain)

    def _agree(self) -> bool:
        faults = (
            (self._present, self._present.text() != self._context.database.url.password,
             self.tr("This is not your present password.")),
            (self._again, self._first.text() != self._again.text(), self.tr("The two are not the same.")),
        )  # fmt: skip
        for field, wrong, words in faults:
            if wrong:
                self._fault.setText(words)
                field.setFocus()
                field.selectAll()
                return False
        return True

    def _stored(self, _none: None) -> None:
        self._save.setEnabled(True)
        self._fault.clear()
        for field in (self._present, self._first, self._again):
            field.clear()
        self._context.notices.say(self.tr("Password changed; it holds from your next sign-in."))

    def _explain(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)
