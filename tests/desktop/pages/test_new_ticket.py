"""A call from a stranger: client, person and ticket, without leaving the form."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desktop.shell.window import MainWindow
from desktop.views.tickets import TICKETS
from domain.clients.actions import register_client
from domain.clients.contacts import callers
from domain.clients.pages import ClientFilter, count, page
from domain.tickets.pages import TicketFilter
from domain.tickets.pages import page as tickets_page
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_tickets import child, press

PHONE = "8 701 305 40 04"


def calling(qtbot: QtBot, open_window: Open, typed: str, login: str = "dispatcher") -> MainWindow:
    """Return the window of who takes the call, with this typed into *Who*."""
    window = open_window(login, TICKETS)
    window.show_page("tickets")
    press(qtbot, window, "tickets.new.button")
    qtbot.waitUntil(lambda: window.findChild(QLineEdit, "new_who") is not None)
    qtbot.keyClicks(child(window, QLineEdit, "new_who"), typed)
    return window


def test_a_stranger_is_taken_on_inside_the_call(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = calling(qtbot, open_window, PHONE)
    qtbot.waitUntil(child(window, QPushButton, "new_take_on").isVisible)
    qtbot.keyClick(child(window, QLineEdit, "new_who"), Qt.Key.Key_Return)
    assert child(window, QLineEdit, "caller_phone").text() == PHONE
    qtbot.keyClicks(child(window, QLineEdit, "caller_client"), "Rassvet")
    person = child(window, QLineEdit, "caller_person")
    qtbot.keyClicks(person, "Saule")
    qtbot.keyClick(person, Qt.Key.Key_Return)
    contact = child(window, QComboBox, "new_contact")
    qtbot.waitUntil(lambda: contact.currentText() == "Saule")
    title = child(window, QLineEdit, "new_title")
    qtbot.keyClicks(title, "No network")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    lead = company.database("lead")
    qtbot.waitUntil(lambda: len(lead.ask(tickets_page, TicketFilter(), language="en")) == 1)
    assert lead.ask(tickets_page, TicketFilter(), language="en")[0].client == "Rassvet"
    assert [(one.name, one.client, one.open_tickets) for one in lead.ask(callers, PHONE)] == [("Saule", "Rassvet", 1)]


def test_a_new_person_of_a_known_client_makes_no_second_client(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    company.database("dispatcher").act(partial(register_client, name="Rassvet"))
    window = calling(qtbot, open_window, PHONE)
    press(qtbot, window, "new_take_on")
    qtbot.keyClicks(child(window, QLineEdit, "caller_client"), "rass")
    alike = child(window, QListWidget, "caller_alike")
    qtbot.waitUntil(lambda: alike.count() == 1 and alike.isVisible())
    alike.itemClicked.emit(alike.item(0))
    qtbot.keyClicks(child(window, QLineEdit, "caller_person"), "Saule")
    press(qtbot, window, "caller_save")
    qtbot.waitUntil(lambda: child(window, QComboBox, "new_contact").currentText() == "Saule")
    assert company.database("lead").ask(count, ClientFilter()) == 1


def test_a_refused_phone_keeps_what_was_typed(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = calling(qtbot, open_window, "Rassvet")
    press(qtbot, window, "new_take_on")
    assert child(window, QLineEdit, "caller_client").text() == "Rassvet"
    qtbot.keyClicks(child(window, QLineEdit, "caller_phone"), "none")
    press(qtbot, window, "caller_save")
    qtbot.waitUntil(lambda: "none" in child(window, QLabel, "caller_fault").text())
    assert company.database("lead").ask(page, ClientFilter()) == []
    assert child(window, QLineEdit, "caller_client").text() == "Rassvet"


def test_who_may_not_add_clients_is_not_offered_it(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = calling(qtbot, open_window, PHONE, "engineer")
    unknown = child(window, QLabel, "new_unknown")
    qtbot.waitUntil(lambda: unknown.isVisible() and unknown.text() != "")
    assert not child(window, QPushButton, "new_take_on").isVisible()
