"""Tickets through the real widgets: buttons, what another person does meanwhile, what is typed."""

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.window import MainWindow
from desktop.views.tickets import MY_WORK, TICKETS
from domain.clients.actions import add_contact, register_client
from domain.tickets.queries import card
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.domain.tickets.line import in_work, move, registered

W = TypeVar("W", bound=QWidget)


def child(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def rows(window: MainWindow, name: str = "tickets_list") -> int:
    table = window.findChild(QTableView, name)
    return 0 if table is None else table.model().rowCount()


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    qtbot.waitUntil(lambda: (found := window.findChild(QPushButton, name)) is not None and found.isVisible())
    qtbot.mouseClick(child(window, QPushButton, name), Qt.MouseButton.LeftButton)


def test_the_dispatcher_assigns_with_three_presses(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = registered(company)
    window = open_window("dispatcher", TICKETS)
    window.show_page("tickets")
    press(qtbot, window, "move_assign")
    people = child(window, QComboBox, "move_person")
    qtbot.waitUntil(lambda: people.count() == 2)
    people.setCurrentIndex(people.findText("Ерлан", Qt.MatchFlag.MatchStartsWith))
    press(qtbot, window, "move_confirm")
    qtbot.waitUntil(
        lambda: (found := company.database("lead").ask(card, ticket)) is not None and found.row.status == "in_work"
    )
    shown = company.database("lead").ask(card, ticket)
    assert shown is not None
    assert shown.row.engineer == "Ерлан Құсайынов"


def test_a_move_that_wants_a_word_asks_beside_the_ticket(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = in_work(company)
    window = open_window("engineer", MY_WORK)
    window.show_page("my_work")
    press(qtbot, window, "move_solve")
    press(qtbot, window, "move_confirm")
    assert child(window, QLabel, "move_missing").text() != ""
    qtbot.keyClicks(child(window, QPlainTextEdit, "move_comment"), "Replaced the cable")
    press(qtbot, window, "move_confirm")
    qtbot.waitUntil(lambda: rows(window, "my_work_list") == 0 or not _is_mine(company, ticket))
    shown = company.database("lead").ask(card, ticket)
    assert shown is not None
    assert shown.thread[-1].body == "Replaced the cable"


def _is_mine(company: Company, ticket: int) -> bool:
    shown = company.database("lead").ask(card, ticket)
    return shown is not None and shown.row.status == "in_work"


def test_a_colleague_s_ticket_appears_and_the_selection_stays(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    first = registered(company, "First")
    registered(company, "Second")
    window = open_window("dispatcher", TICKETS)
    window.show_page("tickets")
    qtbot.waitUntil(lambda: rows(window) == 2)
    table = child(window, QTableView, "tickets_list")
    table.selectRow(1)
    third = registered(company, "Third")
    window.context.feed.announce("ticket", [third])
    qtbot.waitUntil(lambda: rows(window) == 3)
    assert table.currentIndex().row() == 2
    assert window.context.background.wait()
    chosen = table.model().row(2)  # type: ignore[attr-defined]
    assert chosen.id == first


def test_a_second_mover_keeps_what_was_typed(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = in_work(company)
    window = open_window("engineer", MY_WORK)
    window.show_page("my_work")
    press(qtbot, window, "move_solve")
    qtbot.keyClicks(child(window, QPlainTextEdit, "move_comment"), "My words")
    move(company, "dispatcher", ticket, "wait_client", comment="Client is away")
    press(qtbot, window, "move_confirm")
    fault = child(window, QLabel, "move_missing")
    qtbot.waitUntil(lambda: fault.text() != "")
    assert child(window, QPlainTextEdit, "move_comment").toPlainText() == "My words"


def test_what_a_person_may_not_do_is_not_a_button(company: Company, qtbot: QtBot, open_window: Open) -> None:
    in_work(company)
    window = open_window("clerk", TICKETS)
    window.show_page("tickets")
    qtbot.waitUntil(lambda: rows(window) == 1)
    qtbot.waitUntil(lambda: not window.context.background.busy())
    assert window.findChild(QPushButton, "move_solve") is None


def test_ctrl_enter_in_the_panel_makes_the_move_and_says_nothing_beside(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    ticket = in_work(company)
    window = open_window("engineer", MY_WORK)
    window.show_page("my_work")
    press(qtbot, window, "move_solve")
    why = child(window, QPlainTextEdit, "move_comment")
    qtbot.keyClicks(why, "Replaced the cable")
    qtbot.keyClick(why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not _is_mine(company, ticket))


def test_a_comment_sent_twice_in_haste_is_said_once(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = in_work(company)
    window = open_window("engineer", MY_WORK)
    window.show_page("my_work")
    field = child(window, QPlainTextEdit, "ticket_comment")
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    qtbot.keyClicks(field, "Called back")
    for _ in range(2):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field.toPlainText() == "")
    assert window.context.background.wait()
    shown = company.database("lead").ask(card, ticket)
    assert shown is not None
    assert [one.body for one in shown.thread].count("Called back") == 1


def test_what_is_typed_while_a_comment_is_on_its_way_stays(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = in_work(company)
    window = open_window("engineer", MY_WORK)
    window.show_page("my_work")
    field = child(window, QPlainTextEdit, "ticket_comment")
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    qtbot.keyClicks(field, "Called back")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, " and again")
    qtbot.waitUntil(lambda: not window.context.background.busy())
    assert field.toPlainText() == "and again"
    assert window.context.settings.text(f"ticket.{ticket}.comment") == "and again"
    shown = company.database("lead").ask(card, ticket)
    assert shown is not None
    assert [one.body for one in shown.thread] == ["Called back"]


def test_a_phone_stays_on_one_line(company: Company, qtbot: QtBot, open_window: Open) -> None:
    dispatcher = company.database("dispatcher")
    client = dispatcher.act(partial(register_client, name="ТОО Рассвет", code="RAS"))
    person = dispatcher.act(partial(add_contact, client_id=client, name="Гүлнар", phones=["8 701 555 12 34"]))
    registered(company, client_id=client, contact_id=person)
    window = open_window("dispatcher", TICKETS)
    window.show_page("tickets")
    phone = "8 701 555 12 34".replace(" ", "\N{NO-BREAK SPACE}")
    qtbot.waitUntil(lambda: any(phone in one.text() for one in window.findChildren(QLabel)))
