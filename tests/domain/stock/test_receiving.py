"""A delivery comes in: drafts, posting, and the ticket that goes back to its engineer by itself."""

from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text

from domain.people import actions as people
from domain.procurement import actions as procurement
from domain.procurement.orders import open_order_lines, order
from domain.procurement.queries import lines_of_ticket
from domain.stock import actions, queries, receipts
from domain.stock.laws import broken_laws
from domain.tickets import actions as tickets
from tests.domain.stock.deliveries import (
    draft,
    order_lines,
    ordered,
    product,
    receive,
    refusal,
    status_of,
    supplier,
    ticket_in_work,
    waiting_ticket,
    warehouse,
)


@pytest.fixture(autouse=True)
def _the_ledger_holds(company):
    yield
    assert company.database("clerk").ask(broken_laws) == []


def test_a_full_arrival_returns_the_ticket_to_the_same_engineer(company):
    delivery = ordered(company, 2, 1)
    assert status_of(company, delivery.ticket_id) == ("ordered", None)
    done = receive(company, dict(zip(delivery.lines, (2, 1), strict=True)))
    assert done.number == 1
    assert [(told.number, told.engineer, told.complete, told.moved) for told in done.tickets] == [
        (delivery.ticket_number, "Ерлан Құсайынов", True, True)
    ]
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")
    assert company.database("clerk").ask(order, delivery.order_number).head.state == "received"
    assert company.database("clerk").ask(open_order_lines) == []


def test_history_says_what_came_where_it_lies_and_who_received(company):
    delivery = ordered(company, 2)
    receive(company, {delivery.lines[0]: 2})
    with company.owner().session() as session:
        reasons = session.execute(
            text("SELECT login, origin, reason FROM ticket_history WHERE ticket_id = :id ORDER BY id"),
            {"id": delivery.ticket_id},
        ).all()
    assert ("clerk", "automatic", "Картридж × 2 шт → Основной склад") in [tuple(row) for row in reasons]


def test_a_part_waits_for_the_rest(company):
    delivery = ordered(company, 3)
    first = receive(company, {delivery.lines[0]: 1})
    assert (first.tickets[0].complete, first.tickets[0].status) == (False, "partly_arrived")
    line = company.database("engineer").ask(lines_of_ticket, delivery.ticket_id)[0]
    assert (line.received, line.quantity, line.state) == (1, 3, "partly_received")
    second = receive(company, {delivery.lines[0]: 1})
    assert not second.tickets[0].moved
    with company.owner().session() as session:
        said = session.execute(
            text("SELECT body, author FROM ticket_comment WHERE ticket_id = :id AND kind = 'system'"),
            {"id": delivery.ticket_id},
        ).all()
    assert [tuple(row) for row in said] == [("Картридж × 1 шт → Основной склад", "clerk")]
    third = receive(company, {delivery.lines[0]: 1})
    assert third.tickets[0].engineer == "Ерлан Құсайынов"
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")


def test_two_lines_of_a_ticket_from_two_suppliers(company):
    delivery = ordered(company, 1, 1)
    receive(company, {delivery.lines[0]: 1})
    assert status_of(company, delivery.ticket_id) == ("partly_arrived", None)
    receive(company, {delivery.lines[1]: 1}, login="clerk2")
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")


def test_one_delivery_serves_several_tickets(company):
    mine, other = ordered(company, 1), ordered(company, 1, engineer="engineer2")
    done = receive(company, {mine.lines[0]: 1, other.lines[0]: 1})
    assert [told.engineer for told in done.tickets] == ["Ерлан Құсайынов", "Марат Нұрланов"]


def test_the_ticket_of_an_engineer_who_left_goes_to_the_dispatcher_with_the_reason(company):
    delivery = ordered(company, 1)
    company.database("admin").act(people.retire_person, "engineer")
    done = receive(company, {delivery.lines[0]: 1})
    assert (done.tickets[0].status, done.tickets[0].holder, done.tickets[0].engineer) == ("open", "dispatcher", None)
    with company.owner().session() as session:
        reason = session.scalar(
            text("SELECT reason FROM ticket_history WHERE ticket_id = :id AND kind = 'returned'"),
            {"id": delivery.ticket_id},
        )
    assert "return-engineer-left" in reason


def test_goods_for_stock_move_no_ticket(company):
    item = procurement.OrderItem(None, product(company), 5)
    number = company.database("buyer").act(procurement.order_from_supplier, supplier(company), [item])
    done = receive(company, {order_lines(company, number)[0].id: 5})
    assert done.tickets == ()


def test_the_same_key_posted_again_gives_the_first_answer(company):
    delivery = ordered(company, 2)
    key, version = draft(company, {delivery.lines[0]: 2})
    first = company.database("clerk").act(actions.post_receipt, key, version)
    assert company.database("clerk").act(actions.post_receipt, key, version) == first
    assert company.database("clerk2").act(actions.post_receipt, key, 1) == first
    assert order_lines(company, delivery.order_number)[0].received == 2


def test_nothing_is_added_to_a_posted_receipt(company):
    delivery = ordered(company, 2)
    key, version = draft(company, {delivery.lines[0]: 1})
    clerk = company.database("clerk")
    clerk.act(actions.post_receipt, key, version)
    for change in (
        lambda: clerk.act(actions.put_line, key, delivery.lines[0], quantity=2),
        lambda: clerk.act(actions.remove_line, key, delivery.lines[0]),
        lambda: clerk.act(actions.discard_receipt, key, version),
        lambda: clerk.act(actions.begin_receipt, key, to_place_id=warehouse(company)),
    ):
        assert refusal(change).code == "document-posted"


def test_a_draft_is_taken_over_by_a_colleague_with_a_trace(company):
    delivery = ordered(company, 3)
    key, version = draft(company, {delivery.lines[0]: 1})
    colleague = company.database("clerk2")
    assert [row.created_by for row in colleague.ask(receipts.drafts)] == ["Олег Цой"]
    taken = colleague.act(actions.begin_receipt, key, to_place_id=warehouse(company))
    assert taken.version == version
    entered = colleague.act(actions.put_line, key, delivery.lines[0], quantity=3, entry="scanned")
    assert refusal(company.database("clerk").act, actions.post_receipt, key, version).code == "changed-meanwhile"
    colleague.act(actions.post_receipt, key, entered.version)
    seen = colleague.ask(receipts.receipt, key)
    assert (seen.head.created_by, seen.head.posted_by) == ("Олег Цой", "Дана Әбенова")
    assert [hand.name for hand in seen.hands] == ["Дана Әбенова", "Олег Цой"]
    assert colleague.ask(receipts.drafts) == []
    assert [row.number for row in colleague.ask(receipts.posted)] == [1]


def test_a_draft_put_aside_stays_readable_and_changes_no_more(company):
    delivery = ordered(company, 1)
    key, version = draft(company, {delivery.lines[0]: 1})
    clerk = company.database("clerk")
    clerk.act(actions.discard_receipt, key, version)
    clerk.act(actions.discard_receipt, key, version)
    assert clerk.ask(receipts.receipt, key).head.state == "cancelled"
    assert refusal(clerk.act, actions.post_receipt, key, version).code == "document-cancelled"
    assert refusal(clerk.act, actions.put_line, key, delivery.lines[0], quantity=1).code == "document-cancelled"


def test_the_head_of_a_draft_can_be_mended(company):
    delivery = ordered(company, 1)
    key, version = draft(company, {delivery.lines[0]: 1})
    clerk, seller = company.database("clerk"), supplier(company)
    place = warehouse(company)
    details = {"to_place_id": place, "supplier_id": seller, "supplier_document": " 77-А ", "note": "без печати"}
    mended = clerk.act(actions.edit_receipt, key, **details, expected_version=version)
    seen = clerk.ask(receipts.receipt, key)
    assert (seen.head.supplier_document, seen.note, seen.version) == ("77-А", "без печати", mended.version)
    assert seen.lines[0].problem == "order-of-another-supplier"
    assert refusal(clerk.act, actions.post_receipt, key, mended.version).code == "order-of-another-supplier"
    assert (
        refusal(clerk.act, actions.edit_receipt, key, **details, expected_version=version).code == "changed-meanwhile"
    )


def test_more_than_ordered_is_refused_while_it_is_entered(company):
    delivery = ordered(company, 4, tolerance=1)
    key, _ = draft(company, {delivery.lines[0]: 5})
    error = refusal(company.database("clerk").act, actions.put_line, key, delivery.lines[0], quantity=6)
    assert error.code == "more-than-ordered"
    assert (error.details["rest"], error.details["ordered"], error.details["quantity"]) == ("5", "4", "6")


def test_every_line_that_cannot_be_posted_is_named(company):
    delivery = ordered(company, 1, 1, 1)
    key, version = draft(company, dict.fromkeys(delivery.lines, 1))
    receive(company, dict.fromkeys(delivery.lines[:2], 1), login="clerk2")
    seen = company.database("clerk").ask(receipts.receipt, key)
    assert [line.problem for line in seen.lines] == ["already-received", "already-received", None]
    error = refusal(company.database("clerk").act, actions.post_receipt, key, version)
    assert [problem["order_line"] for problem in error.details["problems"]] == delivery.lines[:2]


def test_an_empty_receipt_and_an_unknown_one(company):
    key, version = draft(company, {})
    clerk = company.database("clerk")
    assert refusal(clerk.act, actions.post_receipt, key, version).code == "document-empty"
    assert refusal(clerk.act, actions.post_receipt, uuid4(), 1).code == "document-unknown"
    assert refusal(clerk.act, actions.put_line, uuid4(), 1, quantity=1).code == "document-unknown"
    assert refusal(clerk.act, actions.put_line, key, 10**9, quantity=1).code == "line-unknown"
    assert refusal(clerk.ask, receipts.receipt, uuid4()).code == "document-unknown"


def test_goods_are_received_at_a_warehouse_only(company):
    delivery = ordered(company, 1)
    with company.owner().session() as session:
        virtual = session.scalar(text("SELECT id FROM stock_place WHERE kind = 'written_off'"))
    clerk, key = company.database("clerk"), uuid4()
    clerk.act(actions.begin_receipt, key, to_place_id=virtual)
    version = clerk.act(actions.put_line, key, delivery.lines[0], quantity=1).version
    assert refusal(clerk.act, actions.post_receipt, key, version).code == "place-not-a-warehouse"


def test_a_line_taken_out_again_is_not_received(company):
    delivery = ordered(company, 1, 1)
    key, _ = draft(company, dict.fromkeys(delivery.lines, 1))
    clerk = company.database("clerk")
    version = clerk.act(actions.remove_line, key, delivery.lines[1]).version
    clerk.act(actions.post_receipt, key, version)
    assert [line.received for line in order_lines(company, delivery.order_number)] == [1, 0]


def test_a_ticket_that_moved_on_meanwhile_gets_a_note_instead_of_a_move(company):
    delivery = ordered(company, 1)
    company.database("buyer").act(
        tickets.move, delivery.ticket_id, "cancel_ordered", expected_version=None, comment="нашлось"
    )
    done = receive(company, {delivery.lines[0]: 1})
    assert (done.tickets[0].moved, done.tickets[0].complete) == (False, True)
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")


def test_goods_that_came_before_the_button_was_pressed_are_not_waited_for(company):
    """The buyer ordered by phone and forgot to say so on the ticket: the goods were quicker."""
    goods, buyer = product(company), company.database("buyer")
    made, (need,) = waiting_ticket(company, [procurement.Need(1, goods)])
    number = buyer.act(procurement.order_from_supplier, supplier(company), [procurement.OrderItem(need, goods, 1)])
    done = receive(company, {order_lines(company, number)[0].id: 1})
    assert (done.tickets[0].status, done.tickets[0].moved) == ("payment_received", False)
    buyer.act(tickets.move, made.id, "order", expected_version=None)
    assert status_of(company, made.id) == ("in_work", "engineer")


def test_balances_and_moves_with_the_running_balance(company):
    delivery = ordered(company, 5)
    for quantity in (2, 3):
        receive(company, {delivery.lines[0]: quantity})
    clerk, goods = company.database("clerk"), delivery.products[0]
    assert [(row.place, row.quantity) for row in clerk.ask(queries.balances, product_id=goods)] == [
        ("Основной склад", 5)
    ]
    moves = clerk.ask(queries.moves, goods)
    assert [(move.quantity, move.balance, move.document_number, move.person) for move in moves] == [
        (3, 5, 2, "Олег Цой"),
        (2, 2, 1, "Олег Цой"),
    ]
    assert clerk.ask(queries.moves, goods, place_id=warehouse(company), before=moves[0].id) == moves[1:]
    assert clerk.ask(queries.products, search="картридж")[0].on_hand == 5


def test_the_goods_of_a_ticket_in_work_are_listed_for_nobody_else(company):
    ticket_in_work(company)
    assert company.database("clerk").ask(open_order_lines) == []


def test_quantities_are_kept_to_the_thousandth(company):
    delivery = ordered(company, 305)
    clerk = company.database("clerk")
    key, _ = draft(company, {})
    clerk.act(actions.add_scanned, key, delivery.lines[0], quantity=Decimal("0.125"))
    entered = clerk.act(actions.add_scanned, key, delivery.lines[0], quantity=Decimal("12.5"))
    assert entered.quantity == Decimal("12.625")
    clerk.act(actions.post_receipt, key, entered.version)
    assert clerk.ask(queries.balances)[0].quantity == Decimal("12.625")
