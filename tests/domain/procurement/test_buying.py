"""The buyer's work: needs of tickets, orders to suppliers, what was promised, what will not come."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from domain.procurement import actions, orders, queries
from domain.procurement.actions import Need, OrderItem
from domain.stock.laws import broken_laws
from domain.tickets import actions as tickets
from tests.domain.stock.deliveries import (
    order_lines,
    ordered,
    product,
    receive,
    refusal,
    status_of,
    supplier,
    ticket_in_work,
    waiting_ticket,
)


@pytest.fixture(autouse=True)
def _the_ledger_holds(company):
    yield
    assert company.database("clerk").ask(broken_laws) == []


@pytest.fixture
def engineer(company):
    return company.database("engineer")


@pytest.fixture
def buyer(company):
    return company.database("buyer")


def test_an_engineer_says_what_is_needed_in_words_or_by_article(company, engineer):
    ticket, goods = ticket_in_work(company), product(company, "Патч-корд 2 м", unit="м")
    engineer.act(actions.add_purchase_lines, ticket.id, [Need("1,5", goods), Need(1, description="  блок   питания ")])
    engineer.act(actions.add_purchase_lines, ticket.id, [Need(2, description="мышь")])
    lines = engineer.ask(queries.lines_of_ticket, ticket.id)
    assert [
        (line.position, line.quantity, line.unit, line.product, line.description, line.state) for line in lines
    ] == [
        (1, Decimal("1.5"), "м", "Патч-корд 2 м", "", "wanted"),
        (2, 1, "шт", None, "блок питания", "wanted"),
        (3, 2, "шт", None, "мышь", "wanted"),
    ]


def test_needs_that_cannot_be(company, engineer):
    ticket = ticket_in_work(company)
    for need, code in (
        (Need(1), "description-wanted"),
        (Need(0, description="мышь"), "quantity-out-of-range"),
        (Need(1, product_id=10**6), "product-unknown"),
    ):
        assert refusal(engineer.act, actions.add_purchase_lines, ticket.id, [need]).code == code
    assert refusal(engineer.act, actions.add_purchase_lines, 10**6, [Need(1, description="x")]).code == "ticket-unknown"
    company.database("dispatcher").act(tickets.move, ticket.id, "solve", expected_version=None, comment="готово")
    company.database("dispatcher").act(tickets.move, ticket.id, "close", expected_version=None)
    assert (
        refusal(engineer.act, actions.add_purchase_lines, ticket.id, [Need(1, description="x")]).code == "ticket-closed"
    )


def test_a_line_is_edited_from_what_its_form_showed(company, engineer):
    ticket = ticket_in_work(company)
    (line,) = engineer.act(actions.add_purchase_lines, ticket.id, [Need(1, description="мышь")])
    engineer.act(actions.edit_purchase_line, line, Need(2, description="мышь"), expected_version=1)
    error = refusal(engineer.act, actions.edit_purchase_line, line, Need(5, description="мышь"), expected_version=1)
    assert (error.code, error.details["actual"]) == ("changed-meanwhile", 2)
    engineer.act(actions.cancel_purchase_line, line, expected_version=2)
    assert refusal(engineer.act, actions.cancel_purchase_line, line, expected_version=3).code == "line-cancelled"
    assert engineer.ask(queries.lines_of_ticket, ticket.id)[0].state == "cancelled"
    assert (
        refusal(company.database("clerk").act, actions.cancel_purchase_line, line, expected_version=3).code
        == "no-right"
    )


def test_costs_are_for_those_who_buy_and_bill(company, engineer, buyer):
    ticket = ticket_in_work(company)
    (line,) = engineer.act(actions.add_purchase_lines, ticket.id, [Need(1, description="мышь")])
    prices = {"cost": Decimal("4500"), "price": Decimal("5900.50")}
    version = buyer.act(actions.set_cost, line, **prices, expected_version=None)
    cost = company.database("bookkeeper").ask(queries.costs_of_ticket, ticket.id)[line]
    assert (cost.cost, cost.price, cost.currency, cost.version) == (4500, Decimal("5900.5"), "KZT", version)
    assert (
        buyer.act(actions.set_cost, line, **prices | {"cost": Decimal(4000)}, expected_version=version) == version + 1
    )
    assert refusal(buyer.act, actions.set_cost, line, **prices, expected_version=None).code == "changed-meanwhile"
    assert refusal(buyer.act, actions.set_cost, line, cost=Decimal(-1), price=Decimal(0), expected_version=2).code == (
        "money-out-of-range"
    )
    for login in ("engineer", "dispatcher", "clerk"):
        database = company.database(login)
        assert refusal(database.act, actions.set_cost, line, **prices, expected_version=2).code == "no-right"
        assert refusal(database.ask, queries.costs_of_ticket, ticket.id).code == "no-right"


def test_suppliers_are_found_by_name_and_entered_once(company, buyer):
    buyer.act(actions.register_supplier, name="ТОО «Алматы Компьютер»", bin="971 240 001 315", phone="+7 727 250-00-00")
    found = buyer.ask(queries.suppliers, search="компьютер")
    assert [(row.code, row.bin, row.open_lines) for row in found] == [("ALMATY-KOMPYUTER", "971240001315", 0)]
    assert refusal(buyer.act, actions.register_supplier, name="тоо «алматы компьютер»").code == "supplier-known"
    assert refusal(buyer.act, actions.register_supplier, name="ИП Ким", bin="12").code == "bin-wrong"
    assert refusal(buyer.act, actions.register_supplier, name=" ").code == "name-wanted"
    assert refusal(company.database("engineer").act, actions.register_supplier, name="ИП Ким").code == "no-right"


def test_an_order_serves_many_tickets(company, buyer):
    goods = product(company)
    first, (one,) = waiting_ticket(company, [Need(1, goods)], priority=2)
    second, (two,) = waiting_ticket(company, [Need(2, description="картридж какой-нибудь")], priority=1)
    items = [OrderItem(one, goods, 1, 0, date(2027, 1, 10)), OrderItem(two, goods, 2, 1, None)]
    seller = supplier(company)
    number = buyer.act(actions.order_from_supplier, seller, items)
    card = buyer.ask(orders.order, number)
    assert (card.head.state, card.head.lines, card.head.open_lines, card.head.expected_on) == (
        "ordered", 2, 2, date(2027, 1, 10),
    )  # fmt: skip
    assert card.head.ordered_by == "Павел Ломов"
    waiting = buyer.ask(orders.open_order_lines)
    assert [(line.ticket_number, line.engineer, line.days, line.rest) for line in waiting] == [
        (second.number, "Ерлан Құсайынов", 0, 2),
        (first.number, "Ерлан Құсайынов", 0, 1),
    ]
    assert buyer.ask(queries.lines_of_ticket, second.id)[0].product_id == goods
    assert buyer.ask(queries.suppliers)[0].open_lines == 2


def test_open_lines_are_found_by_whatever_is_scanned_or_typed(company, buyer):
    goods = product(company, "Картридж HP 59A", barcodes=["193905141869"])
    ticket, (line,) = waiting_ticket(company, [Need(1, goods)])
    noise = ordered(company, 1)
    number = buyer.act(actions.order_from_supplier, supplier(company), [OrderItem(line, goods, 1)])
    article, seller = order_lines(company, number)[0].product_code, order_lines(company, number)[0].supplier
    for typed in ("0193905141869\r", "59a", "НР 59А", article, seller, f"№ {number}", str(ticket.number)):
        found = company.database("clerk").ask(orders.open_order_lines, search=typed)
        assert number in [one.order_number for one in found], typed
    for typed in ("0193905141869", "59A"):
        assert noise.order_number not in [one.order_number for one in buyer.ask(orders.open_order_lines, search=typed)]
    assert buyer.ask(orders.open_order_lines, search="такого нет") == []
    by_seller = buyer.ask(orders.open_order_lines, supplier_id=order_lines(company, number)[0].supplier_id)
    assert [one.order_number for one in by_seller] == [number]


@pytest.mark.parametrize("typed", ["9" * 60, "%", "№", "'; --"])
def test_odd_searches_find_nothing_and_break_nothing(company, typed):
    company.database("clerk").ask(orders.open_order_lines, search=typed)


def test_orders_that_cannot_be(company, buyer):
    goods, seller = product(company), supplier(company)
    ticket, (line, other) = waiting_ticket(company, [Need(1, goods), Need(1, goods)])
    version = buyer.ask(queries.lines_of_ticket, ticket.id)[1].version
    buyer.act(actions.cancel_purchase_line, other, expected_version=version)
    for items, code in (
        ([], "order-empty"),
        ([OrderItem(line, goods, 0)], "quantity-out-of-range"),
        ([OrderItem(line, goods, 1), OrderItem(line, goods, 1)], "line-twice-in-order"),
        ([OrderItem(other, goods, 1)], "line-cancelled"),
        ([OrderItem(10**6, goods, 1)], "line-unknown"),
        ([OrderItem(line, 10**6, 1)], "product-unknown"),
    ):
        assert refusal(buyer.act, actions.order_from_supplier, seller, items).code == code
    item = [OrderItem(line, goods, 1)]
    assert refusal(buyer.act, actions.order_from_supplier, 10**6, item).code == "supplier-unknown"
    assert refusal(company.database("engineer").act, actions.order_from_supplier, seller, item).code == "no-right"
    first = buyer.act(actions.order_from_supplier, seller, item)
    error = refusal(buyer.act, actions.order_from_supplier, seller, item)
    assert (error.code, error.details["orders"]) == ("line-already-ordered", str(first))
    assert buyer.ask(orders.orders)[0].number == first


def test_what_the_supplier_will_not_deliver_is_ordered_from_another(company, buyer):
    delivery = ordered(company, 3)
    receive(company, {delivery.lines[0]: 1})
    line = order_lines(company, delivery.order_number)[0]
    buyer.act(actions.cancel_rest, line.id, expected_version=line.version)
    assert refusal(buyer.act, actions.cancel_rest, line.id, expected_version=line.version + 1).code == "nothing-open"
    assert buyer.ask(orders.order, delivery.order_number).head.state == "received"
    (need,) = buyer.ask(queries.lines_of_ticket, delivery.ticket_id)
    assert (need.ordered, need.received, need.state) == (1, 1, "partly_received")
    again = buyer.act(actions.order_from_supplier, supplier(company), [OrderItem(need.id, delivery.products[0], 2)])
    receive(company, {order_lines(company, again)[0].id: 2})
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")
    assert buyer.ask(queries.lines_of_ticket, delivery.ticket_id)[0].orders == (delivery.order_number, again)


def test_an_order_given_up_whole_is_cancelled(company, buyer):
    delivery = ordered(company, 3)
    line = order_lines(company, delivery.order_number)[0]
    buyer.act(actions.cancel_rest, line.id, expected_version=line.version)
    head = buyer.ask(orders.order, delivery.order_number).head
    assert (head.state, head.open_lines) == ("cancelled", 0)
    assert head.closed_at is not None
    assert buyer.ask(orders.orders, open_only=True) == []


def test_a_promise_is_noted(company, buyer):
    delivery = ordered(company, 3)
    line = order_lines(company, delivery.order_number)[0]
    buyer.act(actions.expect_on, line.id, date(2027, 2, 1), expected_version=line.version)
    assert buyer.ask(queries.lines_of_ticket, delivery.ticket_id)[0].expected_on == date(2027, 2, 1)
    stale = refusal(buyer.act, actions.expect_on, line.id, None, expected_version=line.version)
    assert stale.code == "changed-meanwhile"
    assert (
        refusal(company.database("clerk").act, actions.expect_on, line.id, None, expected_version=2).code == "no-right"
    )


def test_what_is_ordered_is_not_unsaid_behind_the_buyers_back(company, engineer):
    delivery = ordered(company, 3)
    need = engineer.ask(queries.lines_of_ticket, delivery.ticket_id)[0]
    version = {"expected_version": need.version}
    goods = delivery.products[0]
    for error in (
        refusal(engineer.act, actions.cancel_purchase_line, need.id, **version),
        refusal(engineer.act, actions.edit_purchase_line, need.id, Need(2, goods), **version),
        refusal(engineer.act, actions.edit_purchase_line, need.id, Need(3, product(company)), **version),
    ):
        assert (error.code, error.details["orders"]) == ("line-already-ordered", str(delivery.order_number))
    engineer.act(actions.edit_purchase_line, need.id, Need(4, goods), **version)


def test_the_ticket_goes_on_when_the_last_line_awaited_is_given_up(company, buyer):
    delivery = ordered(company, 1, 2)
    receive(company, {delivery.lines[0]: 1})
    assert status_of(company, delivery.ticket_id) == ("partly_arrived", None)
    line = order_lines(company, delivery.order_number)[1]
    buyer.act(actions.cancel_rest, line.id, expected_version=line.version)
    assert status_of(company, delivery.ticket_id) == ("partly_arrived", None)
    need = buyer.ask(queries.lines_of_ticket, delivery.ticket_id)[1]
    buyer.act(actions.cancel_purchase_line, need.id, expected_version=need.version)
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")


def test_giving_up_everything_before_anything_came_is_the_buyers_move(company, buyer):
    delivery = ordered(company, 1)
    line = order_lines(company, delivery.order_number)[0]
    buyer.act(actions.cancel_rest, line.id, expected_version=line.version)
    need = buyer.ask(queries.lines_of_ticket, delivery.ticket_id)[0]
    buyer.act(actions.cancel_purchase_line, need.id, expected_version=need.version)
    assert status_of(company, delivery.ticket_id) == ("ordered", None)


def test_what_waits_for_procurement_comes_oldest_first(company, buyer):
    first, _ = waiting_ticket(company, [Need(1, description="мышь"), Need(1, description="клавиатура")])
    second, _ = waiting_ticket(company, [Need(1, description="монитор")])
    ordered(company, 1)
    with company.owner().session() as session:
        session.execute(
            text("UPDATE ticket SET status_since = now() - interval '95 minutes' WHERE id = :id"), {"id": second.id}
        )
    waiting = buyer.ask(queries.waiting_for_procurement)
    assert [(row.number, row.lines, row.minutes) for row in waiting] == [(second.number, 1, 95), (first.number, 2, 0)]
    assert (waiting[0].status, waiting[0].status_name) == ("payment_received", "Оплата получена")
    assert (waiting[0].engineer, waiting[0].target_minutes) == ("Ерлан Құсайынов", 120)


def test_a_purchase_out_of_a_repair_returns_into_the_repair(company, buyer):
    ticket, goods, mechanic = ticket_in_work(company, "engineer2"), product(company), company.database("engineer2")
    (need,) = mechanic.act(actions.add_purchase_lines, ticket.id, [Need(1, goods)])
    for transition in ("to_repair", "start_repair", "to_procurement_repair"):
        mechanic.act(tickets.move, ticket.id, transition, expected_version=None)
    buyer.act(tickets.move, ticket.id, "internal_need", expected_version=None, comment="для ремонта")
    number = buyer.act(actions.order_from_supplier, supplier(company), [OrderItem(need, goods, 1)])
    buyer.act(tickets.move, ticket.id, "order", expected_version=None)
    (line,) = buyer.ask(orders.open_order_lines)
    assert (line.order_number, line.engineer, line.ticket_closed) == (number, "Марат Нұрланов", False)
    receive(company, {line.id: 1})
    assert status_of(company, ticket.id) == ("repairing", "engineer2")
