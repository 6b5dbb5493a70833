"""Signing in: by keyboard, without freezing, with the reason beside the field."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolButton

from database.errors import DatabaseUnreachableError, DomainError, SchemaVersionError
from desktop.shell.servers import EMBEDDED
from desktop.shell.settings import Settings
from desktop.shell.sign_in import SignInWindow

OFFICE = "postgresql://office.example/vetka"


class Server:
    """Stands at the outer edge, where the database would answer: takes one password, may wait."""

    def __init__(self):
        self.asked = []
        self.answer = threading.Event()
        self.answer.set()
        self.error = None

    def __call__(self, address, login, password):
        self.asked.append((address, login, password, threading.get_ident()))
        self.answer.wait(5)
        if self.error:
            raise self.error
        if password != "right":
            raise DomainError("wrong-password")
        return f"{login} at {address or 'this computer'}"


class KeyRing:
    """A key ring in memory."""

    def __init__(self):
        self.kept = {}

    def get(self, server, login):
        return self.kept.get((server, login))

    def keep(self, server, login, password):
        self.kept[server, login] = password

    def forget(self, server, login):
        self.kept.pop((server, login), None)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def key_ring():
    return KeyRing()


@pytest.fixture
def open_sign_in(qtbot, desk, server, key_ring):
    def make(**named):
        window = SignInWindow(desk.background, desk.settings, desk.languages, server, passwords=key_ring, **named)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return make


def type_in(qtbot, window, login="a.smagulova", password="right"):
    qtbot.keyClicks(window.form.login, login)
    qtbot.keyClick(window.form.login, Qt.Key.Key_Tab)
    qtbot.keyClicks(window.form.password, password)


def test_by_keyboard_alone(qtbot, open_sign_in, server):
    window = open_sign_in()
    assert window.form.login.hasFocus()
    type_in(qtbot, window)
    with qtbot.waitSignal(window.signed_in) as signed_in:
        qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    assert signed_in.args == ["a.smagulova at this computer"]
    assert server.asked[0][3] != threading.get_ident()  # not in the GUI thread


def test_a_wrong_password_is_told_beside_the_field(qtbot, open_sign_in):
    window = open_sign_in()
    type_in(qtbot, window, password="wrong")
    qtbot.mouseClick(window.form.submit, Qt.MouseButton.LeftButton)
    row = window.form.rows["password"]
    qtbot.waitUntil(lambda: bool(row.error))
    assert "password" in row.error
    assert window.form.password.selectedText() != ""
    assert window.form.password.accessibleDescription() == row.error
    qtbot.keyClicks(window.form.password, "right")
    assert row.error == ""


@pytest.mark.parametrize(
    ("login", "password", "field"), [("", "x", "login"), ("a.smagulova", "", "password"), ("", "", "login")]
)
def test_what_is_missing_is_told_without_asking_the_server(qtbot, open_sign_in, server, login, password, field):
    window = open_sign_in()
    window.form.login.setText(login)
    window.form.password.setText(password)
    qtbot.mouseClick(window.form.submit, Qt.MouseButton.LeftButton)
    assert window.form.rows[field].error
    assert server.asked == []


def test_a_server_that_is_silent_is_told_at_the_server(qtbot, open_sign_in, server):
    server.error = DatabaseUnreachableError()
    window = open_sign_in()
    type_in(qtbot, window)
    qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.form.rows["server"].error))
    assert window.form.submit.isEnabled()


def test_what_belongs_to_no_field_stands_over_the_form(qtbot, open_sign_in, server):
    server.error = SchemaVersionError("schema-newer", revision="0009", expected="0004")
    window = open_sign_in()
    type_in(qtbot, window)
    qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(window._problem.isVisible)
    assert window._problem.text


def test_the_window_lives_while_the_server_thinks_and_escape_stops(qtbot, open_sign_in, server, desk):
    server.answer.clear()
    window = open_sign_in()
    type_in(qtbot, window)
    qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(server.asked))
    assert not window.form.submit.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Return)  # a second time asks nothing
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.form.submit.isEnabled()
    welcomed = []
    window.signed_in.connect(welcomed.append)
    server.answer.set()
    qtbot.waitUntil(lambda: desk.background.busy() == 0)
    assert welcomed == []
    assert len(server.asked) == 1


def test_server_and_login_are_remembered(qtbot, open_sign_in, server, desk):
    window = open_sign_in()
    window.form.server.setCurrentIndex(window.form.server.count() - 1)
    address = window.findChild(QLineEdit, "serverAddress")
    assert address.isVisible()
    qtbot.keyClicks(address, OFFICE)
    type_in(qtbot, window)
    with qtbot.waitSignal(window.signed_in):
        qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    assert server.asked[0][:2] == (OFFICE, "a.smagulova")
    desk.settings.save()
    assert OFFICE in Path(Settings(desk._folder / "desktop.ini")._store.fileName()).read_text()
    again = open_sign_in()
    assert again.form.address == OFFICE
    assert again.form.login.text() == "a.smagulova"
    assert again.form.password.hasFocus()
    qtbot.mouseClick(again.findChild(QToolButton, "forgetServer"), Qt.MouseButton.LeftButton)
    assert again.form.address == EMBEDDED


def test_an_address_is_wanted_for_another_server(qtbot, open_sign_in, server):
    window = open_sign_in()
    window.form.server.setCurrentIndex(window.form.server.count() - 1)
    type_in(qtbot, window)
    qtbot.mouseClick(window.form.submit, Qt.MouseButton.LeftButton)
    assert window.form.rows["server"].error
    assert server.asked == []


def test_the_note_about_rights_stands_at_this_computer_only(open_sign_in):
    window = open_sign_in()
    note = window.findChild(QLabel, "embeddedNote")
    assert note.isVisible()
    assert "TLS" in note.text()
    window.form.server.setCurrentIndex(window.form.server.count() - 1)
    assert not note.isVisible()


def test_a_password_is_kept_only_when_wished(qtbot, open_sign_in, key_ring, desk):
    window = open_sign_in()
    type_in(qtbot, window)
    with qtbot.waitSignal(window.signed_in):
        qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.background.busy() == 0)
    assert key_ring.kept == {}
    window = open_sign_in()
    qtbot.keyClicks(window.form.password, "right")
    window.form.remember.setChecked(True)
    with qtbot.waitSignal(window.signed_in):
        qtbot.keyClick(window.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: key_ring.kept == {(EMBEDDED, "a.smagulova"): "right"})
    again = open_sign_in()
    qtbot.waitUntil(lambda: again.form.password.text() == "right")
    assert again.form.remember.isChecked()


def test_the_password_can_be_looked_at(qtbot, open_sign_in):
    window = open_sign_in()
    assert window.form.password.echoMode() is QLineEdit.EchoMode.Password
    qtbot.mouseClick(window.findChild(QToolButton, "showPassword"), Qt.MouseButton.LeftButton)
    assert window.form.password.echoMode() is QLineEdit.EchoMode.Normal


def test_cyrillic_letters_in_a_password_are_noticed(open_sign_in):
    window = open_sign_in()
    hint = window.findChild(QLabel, "layoutHint")
    assert not hint.isVisible()
    window.form.password.setText("кшпре")
    assert hint.isVisible()


def test_the_language_changes_at_once_and_keeps_what_was_typed(open_sign_in):
    window = open_sign_in(hint="demo")
    window.form.login.setText("a.smagulova")
    choice = window.findChild(QComboBox, "signInLanguage")
    place = choice.findData("ru")
    choice.setCurrentIndex(place)
    choice.activated.emit(place)
    assert window.form.submit.text() == "Войти"
    assert window.form.login.text() == "a.smagulova"


def test_the_hint_of_a_demo_database_is_shown(open_sign_in):
    window = open_sign_in(hint="dispatcher / vetka-demo")
    assert window.findChild(QLabel, "signInHint").text() == "dispatcher / vetka-demo"


def test_the_server_of_the_command_line_is_chosen(open_sign_in):
    assert open_sign_in(given=OFFICE).form.address == OFFICE
