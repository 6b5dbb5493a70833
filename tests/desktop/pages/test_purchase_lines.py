"""A ticket's purchase through the real table: nothing typed is lost, nothing is done twice or to another ticket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.window import MainWindow
from desktop.views.line_table import LineTable
from desktop.views.purchase_lines import PurchaseLines
from desktop.views.ticket_view import TicketView, open_ticket
from desktop.views.tickets import TICKETS
from domain.procurement.actions import register_supplier, set_cost
from domain.procurement.queries import costs_of_ticket, lines_of_ticket
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.hand import Hand, front
from tests.desktop.pages.test_tickets import W
from tests.domain.tickets.line import in_procurement

_COST, _PRICE = 5, 6


def part(window: MainWindow, kind: type[W], name: str) -> W:
    """Return a widget of the ticket in front; the list's preview has one of the same name."""
    found: W | None = front(window, TicketView).findChild(kind, name)
    assert found is not None, name
    return found


def opened(qtbot: QtBot, open_window: Open, ticket: int) -> tuple[MainWindow, Hand]:
    """Return the buyer's window with the purchase of a ticket in its own tab."""
    window = open_window("buyer", TICKETS)
    open_ticket(window.context, ticket, 1)
    hand = Hand(qtbot, window)
    part(window, QTabWidget, "ticket_tabs").setCurrentIndex(1)
    hand.settle()
    return window, hand


@contextmanager
def held(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no change reach the database before the block ends."""
    gate, real = threading.Event(), window.context.database.act

    def late(*given: Any, **named: Any) -> Any:
        assert gate.wait(10)
        return real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(window.context.database, "act", late)
        try:
            yield
        finally:
            gate.set()


def editor(qtbot: QtBot, table: LineTable, column: int, digits: str) -> QLineEdit:
    """Type over a cell of the first line and return its editor, still open."""
    table.setFocus()
    table.setCurrentCell(0, column)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    made = next(one for one in table.findChildren(QLineEdit) if one.isVisible())
    made.selectAll()
    qtbot.keyClicks(made, digits)
    return made


def stored(company: Company, ticket: int) -> list[tuple[Decimal, Decimal]]:
    costs = company.database("buyer").ask(costs_of_ticket, ticket)
    return [(one.cost, one.price) for one in costs.values()]


def test_a_price_being_typed_outlives_news_of_its_ticket(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = in_procurement(company)
    window, hand = opened(qtbot, open_window, ticket)
    table = part(window, LineTable, "purchase_table")
    typing = editor(qtbot, table, _COST, "98400")
    with company.owner().session() as session:
        session.connection().exec_driver_sql("UPDATE purchase_line SET description = 'Другое'")
    window.context.feed.announce("ticket", [ticket])
    hand.settle()
    assert (typing.isVisible(), typing.text(), table.item(0, 0).text()) == (True, "98400", "Блок")
    qtbot.keyClick(typing, Qt.Key.Key_Return)
    hand.settle()
    assert stored(company, ticket) == [(98400, 0)]
    assert (table.item(0, 0).text(), table.item(0, _COST).text()) == ("Другое", "98,400.00")


def test_news_that_came_while_a_price_was_typed_are_shown_after_escape(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    ticket = in_procurement(company)
    window, hand = opened(qtbot, open_window, ticket)
    table = part(window, LineTable, "purchase_table")
    typing = editor(qtbot, table, _COST, "7")
    with company.owner().session() as session:
        session.connection().exec_driver_sql("UPDATE purchase_line SET description = 'Другое'")
    window.context.feed.announce("ticket", [ticket])
    hand.settle()
    qtbot.keyClick(typing, Qt.Key.Key_Escape)
    assert (table.item(0, 0).text(), table.item(0, _COST).text()) == ("Другое", "")


def test_cost_and_price_typed_quickly_are_both_stored(
    company: Company, qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = in_procurement(company)
    window, hand = opened(qtbot, open_window, ticket)
    table = part(window, LineTable, "purchase_table")
    with held(window, monkeypatch):
        for column, digits in ((_COST, "500"), (_PRICE, "900"), (_PRICE, "950")):
            qtbot.keyClick(editor(qtbot, table, column, digits), Qt.Key.Key_Return)
            QApplication.processEvents()
    hand.settle()
    assert stored(company, ticket) == [(500, 950)]
    assert part(window, QLabel, "line_fault").text() == ""
    assert [table.item(0, column).text() for column in (_COST, _PRICE)] == ["500.00", "950.00"]


def test_a_refused_price_stays_typed_and_enter_tries_it_again(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    ticket = in_procurement(company)
    window, hand = opened(qtbot, open_window, ticket)
    table = part(window, LineTable, "purchase_table")
    typing = editor(qtbot, table, _PRICE, "900")
    line = company.database("buyer").ask(lines_of_ticket, ticket)[0]
    company.database("buyer").act(
        set_cost, line.id, cost=Decimal(300), price=Decimal(400), expected_version=None
    )  # a colleague
    qtbot.keyClick(typing, Qt.Key.Key_Return)
    hand.settle()
    assert part(window, QLabel, "line_fault").text() != ""
    assert [table.item(0, column).text() for column in (_COST, _PRICE)] == ["300.00", "900"]
    assert stored(company, ticket) == [(300, 400)]
    qtbot.keyClick(editor(qtbot, table, _PRICE, "900"), Qt.Key.Key_Return)
    hand.settle()
    assert stored(company, ticket) == [(300, 900)]
    assert part(window, QLabel, "line_fault").text() == ""


def test_two_enters_add_a_line_once_and_the_next_one_typed_stays(
    company: Company, qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = in_procurement(company)
    window, hand = opened(qtbot, open_window, ticket)
    what = part(window, QLineEdit, "line_what")
    what.setText("Кабель")
    with held(window, monkeypatch):
        for _ in range(2):
            qtbot.keyClick(part(window, QLineEdit, "line_quantity"), Qt.Key.Key_Return)
        what.setText("Розетка")
    hand.settle()
    lines = company.database("buyer").ask(lines_of_ticket, ticket)
    assert [line.description for line in lines] == ["Блок", "Кабель"]
    assert what.text() == "Розетка"


def test_two_presses_order_once(
    company: Company, qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = in_procurement(company)
    company.database("buyer").act(register_supplier, name="ТОО Склад")
    window, hand = opened(qtbot, open_window, ticket)
    window.context.feed.announce("ticket", [ticket])
    hand.settle()
    with held(window, monkeypatch):
        for _ in range(2):
            part(window, QPushButton, "order_place").click()
    hand.settle()
    assert part(window, QLabel, "line_fault").text() == ""
    assert [line.state for line in company.database("buyer").ask(lines_of_ticket, ticket)] == ["ordered"]


@pytest.mark.parametrize("quantity", ["1", "-1"])
def test_an_answer_about_one_ticket_leaves_another_alone(
    company: Company, qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch, quantity: str
) -> None:
    first, second = in_procurement(company), in_procurement(company)
    window, hand = opened(qtbot, open_window, first)
    view = front(window, TicketView)
    lines = view.findChild(PurchaseLines)
    what = part(window, QLineEdit, "line_what")
    what.setText("Кабель")
    part(window, QLineEdit, "line_quantity").setText(quantity)
    said: list[str] = []
    window.context.notices.said.connect(lambda message: said.append(message.text))
    with held(window, monkeypatch):
        part(window, QPushButton, "line_add").click()
        lines.show_ticket(second, closed=True)
        QApplication.processEvents()
        what.setText("Для другой заявки")
    hand.settle()
    assert what.text() == "Для другой заявки"
    assert part(window, QLabel, "line_fault").text() == ""
    assert not what.isVisible()
    assert len(said) == (quantity == "-1")
    assert len(company.database("buyer").ask(lines_of_ticket, first)) == 1 + (quantity == "1")


def test_a_closed_ticket_stays_closed_after_a_price(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = in_procurement(company)
    window, hand = opened(qtbot, open_window, ticket)
    lines = front(window, TicketView).findChild(PurchaseLines)
    lines.show_ticket(ticket, closed=True)
    hand.settle()
    table = part(window, LineTable, "purchase_table")
    qtbot.keyClick(editor(qtbot, table, _COST, "5"), Qt.Key.Key_Return)
    hand.settle()
    assert stored(company, ticket) == [(5, 0)]
    assert not part(window, QLineEdit, "line_what").isVisible()


def test_what_is_typed_into_has_a_name(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window, _ = opened(qtbot, open_window, in_procurement(company))
    for name in ("purchase_table", "line_what", "line_quantity", "order_expected", "ticket_comment"):
        assert part(window, QWidget, name).accessibleName(), name
