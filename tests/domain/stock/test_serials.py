"""Pieces with serial numbers: entered at receipt, each exactly once and in one place."""

import pytest

from domain.procurement import actions as procurement
from domain.stock import actions, nomenclature, queries, receipts
from domain.stock.laws import broken_laws
from tests.domain.stock.deliveries import draft, order_lines, ordered, product, receive, refusal, supplier


@pytest.fixture(autouse=True)
def _the_ledger_holds(company):
    yield
    assert company.database("clerk").ask(broken_laws) == []


def put(company, key, line, quantity, serials):
    return company.database("clerk").act(actions.put_line, key, line, quantity=quantity, serials=serials)


def test_a_range_is_received_piece_by_piece(company):
    delivery = ordered(company, 20, tracked=True)
    receive(company, {delivery.lines[0]: 20}, serials="AB0100–AB0119")
    moves = company.database("clerk").ask(queries.moves, delivery.products[0])
    assert len(moves) == 20
    assert (moves[0].serial, moves[0].balance) == ("AB0119", 20)


def test_a_countdown_of_serials_still_wanted(company):
    delivery = ordered(company, 20, tracked=True)
    key, _ = draft(company, {delivery.lines[0]: 20})
    clerk = company.database("clerk")
    for number in range(7):
        entered = clerk.act(actions.add_scanned, key, delivery.lines[0], serial=f"AB010{number}")
    assert (entered.serials, entered.serials_wanted, entered.quantity) == (7, 13, 20)
    line = clerk.ask(receipts.receipt, key).lines[0]
    assert (line.problem, line.details["entered"]) == ("serials-wanted", 7)
    error = refusal(clerk.act, actions.post_receipt, key, entered.version)
    assert (error.code, error.details["entered"], error.details["quantity"]) == ("serials-wanted", 7, "20")


def test_scanning_serials_is_receiving_pieces(company):
    delivery = ordered(company, 3, tracked=True)
    key, _ = draft(company, {})
    clerk = company.database("clerk")
    for number in ("0001", "0002"):
        entered = clerk.act(actions.add_scanned, key, delivery.lines[0], serial=number)
    assert (entered.quantity, entered.serials_wanted) == (2, 0)
    error = refusal(clerk.act, actions.add_scanned, key, delivery.lines[0], serial="0002")
    assert (error.code, error.details["serial"]) == ("serial-twice", "0002")
    clerk.act(actions.post_receipt, key, entered.version)
    assert order_lines(company, delivery.order_number)[0].received == 2


def test_a_serial_that_lies_in_stock_is_named_with_its_place(company):
    delivery = ordered(company, 3, tracked=True)
    receive(company, {delivery.lines[0]: 1}, serials="CN 0017")
    key, _ = draft(company, {})
    error = refusal(put, company, key, delivery.lines[0], 1, "СN-0О17")
    assert (error.code, error.details["serial"], error.details["place"]) == (
        "serial-known",
        "CN 0017",
        "Основной склад",
    )


def test_the_same_serial_in_two_lines_of_a_receipt(company):
    """Two orders of the same goods in one delivery: a serial belongs to one of the lines."""
    goods = product(company, serial_tracked=True)
    items = [procurement.OrderItem(None, goods, 1), procurement.OrderItem(None, goods, 1)]
    number = company.database("buyer").act(procurement.order_from_supplier, supplier(company), items)
    first, second = (line.id for line in order_lines(company, number))
    key, _ = draft(company, {first: 1}, serials="A-1")
    assert refusal(put, company, key, second, 1, "a1").code == "serial-twice"
    version = put(company, key, second, 1, "A-2").version
    company.database("clerk").act(actions.post_receipt, key, version)


def test_other_products_may_have_the_same_serial(company):
    delivery = ordered(company, 1, 1, tracked=True)
    key, _ = draft(company, dict.fromkeys(delivery.lines, 1), serials="A-1")
    version = company.database("clerk").ask(receipts.receipt, key).version
    company.database("clerk").act(actions.post_receipt, key, version)


def test_more_serials_than_pieces(company):
    delivery = ordered(company, 3, tracked=True)
    key, _ = draft(company, {})
    assert refusal(put, company, key, delivery.lines[0], 1, "1\n2").code == "more-serials-than-pieces"


def test_goods_without_tracking_take_all_serials_or_none(company):
    delivery = ordered(company, 3)
    key, _ = draft(company, {})
    version = put(company, key, delivery.lines[0], 3, "1\n2").version
    assert refusal(company.database("clerk").act, actions.post_receipt, key, version).code == "serials-wanted"
    version = put(company, key, delivery.lines[0], 3, "1\n2\n3").version
    company.database("clerk").act(actions.post_receipt, key, version)


def test_the_barcode_of_the_box_is_no_serial(company):
    delivery = ordered(company, 1, tracked=True)
    clerk = company.database("clerk")
    clerk.act(nomenclature.remember_barcode, delivery.products[0], "4006381333931")
    key, _ = draft(company, {})
    error = refusal(clerk.act, actions.add_scanned, key, delivery.lines[0], serial="4006381333931")
    assert (error.code, error.details["serial"]) == ("serial-is-barcode", "4006381333931")


def test_a_serial_of_another_length_is_pointed_out_but_taken(company):
    delivery = ordered(company, 4, tracked=True)
    receive(company, {delivery.lines[0]: 2}, serials="VNB3C12345\nVNB3C12346")
    key, _ = draft(company, {})
    assert put(company, key, delivery.lines[0], 1, "VNB3C12347").warnings == ()
    assert put(company, key, delivery.lines[0], 1, "VNB3C").warnings == ("serial-length-differs",)
