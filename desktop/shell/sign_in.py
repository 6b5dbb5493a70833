"""Signing in: which server, who, with what password."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.shell.background import Background, Task
from desktop.shell.errors import sentence_for
from desktop.shell.icons import application_icon, icon
from desktop.shell.languages import NAMES, Languages
from desktop.shell.servers import EMBEDDED, Passwords, ServerList
from desktop.shell.settings import LANGUAGE, Settings
from desktop.shell.theme import Meaning
from desktop.shell.widgets import Banner, FormRow, button, label

log = logging.getLogger(__name__)
Connect = Callable[[str, str, str], Any]
"""(address, login, password) → whatever the start-up module needs; runs in a worker thread, raises KnownError."""
CARD_WIDTH = 420
_ANOTHER = "\0another"
_FIELD_OF = {
    "wrong-password": "password",
    "not-a-person": "login",
    "sign-in-refused": "login",
    "address-wrong": "server",
    "database-missing": "server",
    "database-unreachable": "server",
}


class SignInForm(QFrame):
    """The card with the fields; knows how to ask, not what happens then."""

    submitted = Signal()
    server_changed = Signal()

    def __init__(self, servers: ServerList, *, can_remember: bool) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._servers = servers
        self._make_server_fields()
        self._make_person_fields()
        self.remember = QCheckBox(self.tr("&Remember the password on this computer"), objectName="rememberPassword")
        self.submit = button(self.tr("Sign in"), "signIn", self.submitted.emit, kind="primary")
        self.submit.setDefault(True)
        self._lay_out(can_remember)
        self.fill_servers()

    @property
    def address(self) -> str:
        """The server chosen, or the address typed; `EMBEDDED` for this computer."""
        chosen = self.server.currentData()
        return self.another.text().strip() if chosen == _ANOTHER else str(chosen)

    @property
    def rows(self) -> dict[str, FormRow]:
        """The rows that can show an error, by the name of their matter."""
        typed = self.server.currentData() == _ANOTHER
        return {
            "server": self._another_row if typed else self._server_row,
            "login": self._login_row,
            "password": self._password_row,
        }

    def fill_servers(self) -> None:
        """Offer the servers known, the last used one chosen, and its last login filled in."""
        self.server.blockSignals(True)
        self.server.clear()
        for known in self._servers.all():
            text = known.address or self.tr("This computer")
            self.server.addItem(icon("server" if known.address else "laptop"), text, known.address)
        self.server.addItem(icon("plus"), self.tr("Another server…"), _ANOTHER)
        self.server.setCurrentIndex(max(0, self.server.findData(self._servers.last)))
        self.server.blockSignals(False)
        self._follow_server()

    def set_waiting(self, waiting: bool) -> None:
        """Close the fields while the server is asked."""
        for widget in (self.server, self.another, self.login, self.password, self.submit, self.remember):
            widget.setEnabled(not waiting)
        self.submit.setText(self.tr("Signing in… Esc stops") if waiting else self.tr("Sign in"))

    def first_empty(self) -> QWidget:
        """Return where the cursor belongs: the first field that is still empty."""
        if self.server.currentData() == _ANOTHER and not self.another.text():
            return self._another_row.field
        field: QWidget = self.password if self.login.text() else self.login
        return field

    def _make_server_fields(self) -> None:
        self.server = QComboBox(objectName="server")
        self._forget = self._tool("trash-2", self.tr("Forget this server"), "forgetServer")
        self._forget.clicked.connect(self._forget_server)
        self._server_row = FormRow(self.tr("&Server"), self.server, beside=self._forget)
        self.another = QLineEdit(objectName="serverAddress")
        self.another.setPlaceholderText("postgresql://vetka.office.kz/vetka")
        hint = self.tr("The administrator knows it. Connections across the network are encrypted and checked.")
        self._another_row = FormRow(self.tr("Server &address"), self.another, hint=hint)
        note = self.tr(
            "The server runs on this computer for one person. It has no TLS, and the rights of people "
            "are a fence only on a shared server: whoever owns this computer can read everything."
        )
        self._note = label(note, "small", wrap=True, name="embeddedNote")
        self.server.currentIndexChanged.connect(self._follow_server)

    def _make_person_fields(self) -> None:
        self.login = QLineEdit(objectName="login")
        self._login_row = FormRow(self.tr("&Login"), self.login)
        self.password = QLineEdit(objectName="password", echoMode=QLineEdit.EchoMode.Password)
        self._eye = self._tool("eye", self.tr("Show the password"), "showPassword")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_password)
        self._password_row = FormRow(self.tr("&Password"), self.password, beside=self._eye)
        self._layout_hint = label(self.tr("The keyboard writes Cyrillic letters."), "small", name="layoutHint")
        for field in (self.login, self.password):
            field.textChanged.connect(self._watch_layout)

    def _lay_out(self, can_remember: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(14)
        for part in (
            self._server_row, self._another_row, self._note, self._login_row, self._password_row, self._layout_hint,
            self.remember, self.submit,
        ):  # fmt: skip
            column.addWidget(part)
        self.remember.setVisible(can_remember)
        self._layout_hint.hide()

    def _tool(self, icon_name: str, tip: str, name: str) -> QToolButton:
        made = QToolButton(objectName=name, focusPolicy=Qt.FocusPolicy.TabFocus)
        made.setIcon(icon(icon_name))
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setFixedSize(30, 30)
        return made

    @Slot()
    def _follow_server(self) -> None:
        chosen = self.server.currentData()
        self._another_row.setVisible(chosen == _ANOTHER)
        self._note.setVisible(chosen == EMBEDDED)
        self._forget.setVisible(chosen not in (EMBEDDED, _ANOTHER))
        self._server_row.clear_error()
        known = {one.address: one.login for one in self._servers.all()}
        self.login.setText(known.get(str(chosen), ""))
        self.password.clear()
        self.server_changed.emit()

    @Slot()
    def _forget_server(self) -> None:
        self._servers.forget(self.address)
        self.fill_servers()
        self.server.setFocus()

    @Slot(bool)
    def _show_password(self, shown: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if shown else "eye"))

    @Slot()
    def _watch_layout(self) -> None:
        typed = self.login.text() + self.password.text()
        self._layout_hint.setVisible(any("Ѐ" <= letter <= "ӿ" for letter in typed))


class SignInWindow(QWidget):
    """Asks until `connect` succeeds; the window stays alive meanwhile and Esc stops the attempt."""

    signed_in = Signal(object)
    """What `connect` returned."""

    def __init__(
        self,
        background: Background,
        settings: Settings,
        languages: Languages,
        connect: Connect,
        *,
        hint: str = "",
        given: str = "",
        passwords: Passwords | None = None,
    ) -> None:
        """`hint`: a line under the card (demo logins); `given`: the server named on the command line, chosen first."""
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowIcon(application_icon())
        self.setMinimumSize(520, 640)
        self._background = background
        self._settings = settings
        self._languages = languages
        self._connect = connect
        self._hint = hint
        self._passwords = passwords
        self._servers = ServerList(settings, given)
        self._task: Task | None = None
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addStretch(1)
        self._build()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter signs in, Esc stops a running attempt."""
        if event.key() == Qt.Key.Key_Escape and self._task:
            self._stop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: Any) -> None:
        """Put the cursor where something is to be typed."""
        super().showEvent(event)
        self.form.first_empty().setFocus()

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Vetka – sign in"))
        self.form = SignInForm(self._servers, can_remember=self._passwords is not None)
        self.form.submitted.connect(self._submit)
        self.form.server_changed.connect(self._recall_password)
        self.form.login.editingFinished.connect(self._recall_password)
        self._problem = Banner("", Meaning.LATE, closable=False)
        self._problem.hide()
        self._inside = QWidget()
        self._inside.setFixedWidth(CARD_WIDTH)
        middle = QVBoxLayout(self._inside)
        middle.setContentsMargins(0, 24, 0, 24)
        middle.setSpacing(12)
        middle.addStretch(2)
        middle.addWidget(self._sign(), 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._problem, self.form, self._hint_label()):
            middle.addWidget(part)
        middle.addWidget(self._language_choice(), 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        self._row.insertWidget(1, self._inside)
        self._recall_password()

    def _sign(self) -> QWidget:
        sign = QWidget()
        row = QHBoxLayout(sign)
        row.setSpacing(12)
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(QSize(36, 36), self.devicePixelRatioF()))
        row.addWidget(picture)
        row.addWidget(label("Vetka", "title"))
        return sign

    def _hint_label(self) -> QWidget:
        shown = label(self._hint, "muted", wrap=True, name="signInHint")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if not self._hint:
            shown.hide()
        return shown

    def _language_choice(self) -> QComboBox:
        choice = QComboBox(objectName="signInLanguage")
        choice.setAccessibleName(self.tr("Language"))
        for code, name in NAMES.items():
            choice.addItem(icon("languages"), name, code)
        choice.setCurrentIndex(choice.findData(self._languages.language))
        choice.activated.connect(lambda place: self._speak(choice.itemData(place)))
        return choice

    def _speak(self, code: str) -> None:
        """Change the language at once; what was typed stays."""
        typed = self.form.login.text(), self.form.password.text()
        self._settings.set(LANGUAGE, code)
        self._languages.speak(code)
        self._row.removeWidget(self._inside)
        self._inside.deleteLater()
        self._build()
        self.form.login.setText(typed[0])
        self.form.password.setText(typed[1])

    @Slot()
    def _recall_password(self) -> None:
        """Ask the key ring in a worker thread: it may ask the person to unlock it first."""
        form = self.form
        login = form.login.text().strip()
        if self._passwords and login and not form.password.text():
            work = partial(self._passwords.get, form.address, login)
            self._background.run(self, work, partial(self._fill_password, login), _do_without, key="key-ring")

    def _fill_password(self, login: str, kept: str | None) -> None:
        form = self.form
        if kept and form.login.text().strip() == login and not form.password.text():
            form.password.setText(kept)
            form.remember.setChecked(True)

    def _keep_password(self, address: str, login: str, password: str) -> None:
        if self._passwords:
            keep = partial(self._passwords.keep, address, login, password)
            forget = partial(self._passwords.forget, address, login)
            work = keep if self.form.remember.isChecked() else forget
            self._background.run(self._background, work, lambda _nothing: None, _do_without)

    @Slot()
    def _submit(self) -> None:
        form = self.form
        login, password = form.login.text().strip(), form.password.text()
        self._problem.hide()
        if self._task or self._lacks(form, login, password):
            return
        form.set_waiting(True)
        work = partial(self._connect, form.address, login, password)
        done = partial(self._welcome, form.address, login, password)
        self._task = self._background.run(self, work, done, self._explain, key="sign-in")

    def _lacks(self, form: SignInForm, login: str, password: str) -> bool:
        rows = form.rows
        if not form.address and form.another.isVisible():
            rows["server"].show_error(self.tr("Type the address of the server."))
        elif not login:
            rows["login"].show_error(self.tr("Type your login."))
        elif not password:
            rows["password"].show_error(self.tr("Type your password."))
        else:
            return False
        return True

    def _welcome(self, address: str, login: str, password: str, connected: object) -> None:
        self._task = None
        self._servers.remember(address, login)
        self._settings.save()
        self._keep_password(address, login, password)
        self.form.set_waiting(False)
        self.signed_in.emit(connected)

    def refuse(self, error: KnownError) -> None:
        """Say why no window could be opened after all."""
        self._explain(error)

    def _explain(self, error: Exception) -> None:
        """Show the sentence beside the field it is about, else over the form; our own faults are reported, too."""
        self._task = None
        self.form.set_waiting(False)
        if not isinstance(error, KnownError):
            self._background.unheard.emit(error)
        sentence = sentence_for(error, self._languages.language)
        matter = _FIELD_OF.get(error.code) if isinstance(error, KnownError) else None
        if matter:
            self.form.rows[matter].show_error(sentence)
        else:
            self._problem.say(sentence, Meaning.LATE)
            self._problem.show()
        if matter == "password":
            self.form.password.selectAll()

    def _stop(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None
            self.form.set_waiting(False)
            self.form.submit.setFocus()


def _do_without(error: Exception) -> None:
    """A key ring that does not work only means that the password is typed."""
    log.warning("the key ring does not work: %r", error)
