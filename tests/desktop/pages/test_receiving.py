"""A delivery through the real page: scan, hear for whom, post; the ticket is back with its engineer."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from desktop.views.receiving import RECEIVING
from domain.procurement.actions import register_supplier
from domain.procurement.ordering import order_wanted_lines
from domain.procurement.orders import open_order_lines
from domain.stock.nomenclature import remember_barcode
from domain.tickets.queries import card
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_tickets import child, press
from tests.domain.tickets.line import in_procurement, move

BARCODE = "4006381333931"
WAY = ("send_offer", "approve_offer", "want_invoice", "send_invoice", "approve_invoice", "receive_payment")


def ordered(company: Company) -> int:
    ticket = in_procurement(company)
    for step in WAY:
        move(company, "buyer", ticket, step)
    buyer = company.database("buyer")
    supplier = buyer.act(partial(register_supplier, code="S", name="ТОО Поставка"))
    buyer.act(order_wanted_lines, ticket, supplier)
    move(company, "buyer", ticket, "order")
    line = buyer.ask(open_order_lines)[0]
    buyer.act(remember_barcode, line.product_id, BARCODE)
    return ticket


def scan(qtbot: QtBot, field: QLineEdit, code: str) -> None:
    qtbot.keyClicks(field, code)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_scans_and_one_key_bring_the_ticket_back(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ticket = ordered(company)
    window = open_window("clerk", RECEIVING)
    window.show_page("receiving")
    qtbot.waitUntil(lambda: child(window, QTableWidget, "receiving_open").rowCount() == 1)
    field = child(window, QLineEdit, "receiving_search")
    counted = child(window, QTableWidget, "receiving_counted")
    for number in (1, 2):
        window.context.scanner.take(BARCODE) if number == 1 else scan(qtbot, field, BARCODE)
        qtbot.waitUntil(
            lambda number=number: counted.rowCount() == 1 and counted.item(0, 1).text().startswith(f"{number} ")
        )
    assert "Ерлан" in child(window, QLabel, "receiving_for_whom").text()
    press(qtbot, window, "receiving.post.button")
    qtbot.waitUntil(lambda: "№ 1" in child(window, QLabel, "receiving_spoken").text())
    shown = company.database("engineer").ask(card, ticket)
    assert shown is not None
    assert (shown.row.status, shown.row.engineer) == ("in_work", "Ерлан Құсайынов")


def test_an_unknown_code_is_refused_in_words(company: Company, qtbot: QtBot, open_window: Open) -> None:
    ordered(company)
    window = open_window("clerk", RECEIVING)
    window.show_page("receiving")
    qtbot.waitUntil(lambda: child(window, QTableWidget, "receiving_open").rowCount() == 1)
    scan(qtbot, child(window, QLineEdit, "receiving_search"), "0000000000000")
    qtbot.waitUntil(lambda: "0000000000000" in child(window, QLabel, "receiving_spoken").text())
    assert child(window, QTableWidget, "receiving_counted").rowCount() == 0
    assert not child(window, QPushButton, "receiving.post.button").isEnabled()
