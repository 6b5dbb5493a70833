"""The ledger against raw SQL: every law is tried by the wrong person, and some by the owner of the database."""

import json

import psycopg2
import pytest
from sqlalchemy import text

from domain.stock import actions
from domain.stock.laws import broken_laws
from tests.domain.stock.deliveries import draft, order_lines, ordered, receive, refusal

EVERYBODY = ("clerk", "engineer", "dispatcher", "lead", "buyer", "bookkeeper", "director", "admin", "agent")

# What nobody may do, whoever is connected and with whatever program.
LEDGER = {
    "add a move": "INSERT INTO stock_move (document_line_id, product_id, quantity, from_place_id, to_place_id) "
    "SELECT document_line_id, product_id, quantity, from_place_id, to_place_id FROM stock_move",
    "change a move": "UPDATE stock_move SET quantity = 100",
    "delete a move": "DELETE FROM stock_move",
    "empty the moves": "TRUNCATE stock_move CASCADE",
    "add a balance": "INSERT INTO stock_balance (place_id, product_id, quantity) "
    "SELECT id, (SELECT min(id) FROM product), 5 FROM stock_place WHERE code = 'in_transit'",
    "change a balance": "UPDATE stock_balance SET quantity = quantity + 1",
    "reserve by hand": "UPDATE stock_balance SET reserved = 1",
    "delete a balance": "DELETE FROM stock_balance",
    "add a piece": "INSERT INTO serial_unit (product_id, serial, serial_key, place_id) "
    "SELECT product_id, 'X', 'x', place_id FROM serial_unit",
    "move a piece": "UPDATE serial_unit SET place_id = (SELECT id FROM stock_place WHERE kind = 'written_off')",
    "rename a piece": "UPDATE serial_unit SET serial = 'X'",
    "delete a piece": "DELETE FROM serial_unit",
    "advance the numbers": "UPDATE document_series SET last_number = last_number + 1",
    "add a series": "INSERT INTO document_series (kind) VALUES ('mine')",
    "delete a series": "DELETE FROM document_series",
    "post by hand": "UPDATE stock_document SET state = 'posted', number = 77",
    "give a number": "UPDATE stock_document SET number = 77",
    "change who posted": "UPDATE stock_document SET posted_by = 'engineer'",
    "change who began": "UPDATE stock_document SET created_by = 'engineer'",
    "change an answer": "UPDATE stock_document SET outcome = '{}'",
    "delete a document": "DELETE FROM stock_document",
    "begin as another": "INSERT INTO stock_document (key, to_place_id, created_by) "
    "SELECT gen_random_uuid(), id, 'engineer' FROM stock_place WHERE code = 'main'",
    "begin posted": "INSERT INTO stock_document (key, to_place_id, state, number) "
    "SELECT gen_random_uuid(), id, 'posted', 99 FROM stock_place WHERE code = 'main'",
    "receive by hand": "UPDATE purchase_order_line SET received = ordered",
    "lower what was ordered": "UPDATE purchase_order_line SET ordered = 1",
    "raise the tolerance": "UPDATE purchase_order_line SET tolerance = 100",
    "turn a line into other goods": "UPDATE purchase_order_line SET product_id = 1",
    "order received goods": "INSERT INTO purchase_order_line (order_id, product_id, ordered, received) "
    "SELECT id, (SELECT min(id) FROM product), 1, 1 FROM purchase_order",
    "delete an order line": "DELETE FROM purchase_order_line",
    "close an order": "UPDATE purchase_order SET state = 'received', closed_at = now()",
    "renumber an order": "UPDATE purchase_order SET number = 1000",
    "delete an order": "DELETE FROM purchase_order",
    "delete a need": "DELETE FROM purchase_line",
    "book past the door": "SELECT private.book_receipt(1, 1, 2)",
    "fire a ticket": "SELECT private.fire(1, 'stock.received', '')",
    "switch off the guards": "ALTER TABLE stock_move DISABLE TRIGGER ALL",
    "act as the owner": "SET ROLE vetka_owner",
}


@pytest.fixture
def received(company):
    """A company in which one piece with a serial number came in, and another draft is under way."""
    delivery = ordered(company, 2, tracked=True)
    receive(company, {delivery.lines[0]: 1}, serials="CN0017")
    draft(company, {delivery.lines[0]: 1}, serials="CN0018")
    return delivery


def ledger(company):
    """Everything that must not change, as one text."""
    tables = ("stock_move", "stock_balance", "serial_unit", "document_series", "stock_document", "stock_document_line",
              "purchase_order", "purchase_order_line", "purchase_line")  # fmt: skip
    with company.owner().session() as session:
        rows = (text(f"SELECT jsonb_agg(t) FROM (SELECT * FROM {table} ORDER BY 1, 2) AS t") for table in tables)
        return json.dumps([session.scalar(row) for row in rows], default=str)


@pytest.mark.parametrize("login", EVERYBODY)
def test_nobody_writes_the_ledger_by_hand(company, received, login):
    before, connection = ledger(company), company.psql(login)
    for attempt, statement in LEDGER.items():
        with connection.cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
            cursor.execute(statement)
            pytest.fail(f"{login} could {attempt}")
        assert caught.value.pgcode == "42501", f"{login}: {attempt}: {caught.value}"
    assert ledger(company) == before
    assert company.database("clerk").ask(broken_laws) == []


@pytest.mark.parametrize("login", ["engineer", "dispatcher", "lead", "buyer", "bookkeeper", "director", "agent"])
def test_only_the_warehouse_enters_and_posts_receipts(company, received, login):
    key, version = draft(company, {received.lines[0]: 1}, serials="CN0019")
    connection = company.psql(login)
    for statement in (
        "INSERT INTO stock_document (key, to_place_id) SELECT gen_random_uuid(), min(id) FROM stock_place",
        "UPDATE stock_document SET note = 'x'",
        "INSERT INTO stock_document_line (document_id, order_line_id, product_id, quantity) "
        "SELECT document_id, order_line_id + 1, product_id, 1 FROM stock_document_line",
        "UPDATE stock_document_line SET quantity = 2",
        "DELETE FROM stock_document_line",
    ):
        with connection.cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
            cursor.execute(statement)
        assert caught.value.pgcode == "42501"
    assert refusal(company.database(login).act, actions.post_receipt, key, version).code == "role-wanted"
    assert refusal(company.database(login).act, actions.discard_receipt, key, version).code == "role-wanted"


def refused_code(connection, statement, *values):
    with connection.cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
        cursor.execute(statement, values)
    assert caught.value.pgcode == "VT001", caught.value
    return caught.value.diag.message_primary


def test_a_posted_receipt_does_not_change_even_for_the_owner(company, received):
    owner = company.owner().engine.raw_connection()
    owner.dbapi_connection.autocommit = True
    posted = "(SELECT id FROM stock_document WHERE state = 'posted')"
    for statement in (
        "UPDATE stock_document SET note = 'x' WHERE state = 'posted'",
        "UPDATE stock_document SET state = 'draft', number = NULL WHERE state = 'posted'",
        "DELETE FROM stock_document WHERE state = 'posted'",
        f"UPDATE stock_document_line SET quantity = 2 WHERE document_id = {posted}",
        f"DELETE FROM stock_document_line WHERE document_id = {posted}",
        f"INSERT INTO stock_document_line (document_id, order_line_id, product_id, quantity) "
        f"SELECT {posted}, order_line_id + 1, product_id, 1 FROM stock_document_line LIMIT 1",
        f"UPDATE stock_document_line SET document_id = {posted} WHERE document_id <> {posted}",
        f"UPDATE stock_document_line SET document_id = document_id + 1 WHERE document_id = {posted}",
    ):
        assert refused_code(owner, statement) == "document-posted"
    for statement in (
        "UPDATE stock_move SET quantity = 2",
        "DELETE FROM stock_move",
        "TRUNCATE stock_move",
        "TRUNCATE stock_document CASCADE",
    ):
        assert refused_code(owner, statement) == "append-only"
    owner.close()


def test_a_clerk_cannot_smuggle_in_what_was_not_ordered(company, received):
    """A draft is the clerk's own; its nonsense is refused at posting."""
    other = ordered(company, 1, 5)
    clerk = company.psql("clerk")
    smuggled = {
        "wrong-product": (other.lines[0], other.products[1], 1, "[]"),
        "more-than-ordered": (other.lines[0], other.products[0], 9, "[]"),
        "serials-malformed": (other.lines[0], other.products[0], 1, '{"serial": "X"}'),
        "serials-wanted": (other.lines[1], other.products[1], 5, '[{"serial": "X", "key": "x"}]'),
        "serial-twice": (other.lines[1], other.products[1], 2,
                         '[{"serial": "X", "key": "x"}, {"serial": "x", "key": "x"}]'),
    }  # fmt: skip
    for code, (line, product_id, quantity, serials) in smuggled.items():
        key, _ = draft(company, {})
        with clerk.cursor() as cursor:
            cursor.execute(
                "INSERT INTO stock_document_line (document_id, order_line_id, product_id, quantity, serials) "
                "SELECT id, %s, %s, %s, %s FROM stock_document WHERE key = %s",
                (line, product_id, quantity, serials, str(key)),
            )
        assert refused_code(clerk, "SELECT api.post_receipt(%s, NULL)", str(key)) == code


@pytest.mark.parametrize("serials", ['[1]', '[null]', '["x"]', '[{"serial": "X"}]', '[{"serial": " ", "key": "x"}]',
                                     '[{"serial": "X", "key": "X!"}]', '"x"', "null"])  # fmt: skip
def test_serials_of_a_wrong_form_are_refused_not_stumbled_over(company, serials):
    delivery = ordered(company, 1, tracked=True)
    key, _ = draft(company, {})
    clerk = company.psql("clerk")
    with clerk.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stock_document_line (document_id, order_line_id, product_id, quantity, serials) "
            "SELECT id, %s, %s, 1, %s FROM stock_document WHERE key = %s",
            (delivery.lines[0], delivery.products[0], serials, str(key)),
        )
    assert refused_code(clerk, "SELECT api.post_receipt(%s, NULL)", str(key)) == "serials-malformed"


def test_a_line_of_a_draft_is_put_into_no_document_twice(company, received):
    clerk = company.psql("clerk")
    with clerk.cursor() as cursor, pytest.raises(psycopg2.errors.UniqueViolation):
        cursor.execute(
            "INSERT INTO stock_document_line (document_id, order_line_id, product_id, quantity, serials) "
            "SELECT document_id, order_line_id, product_id, quantity, serials FROM stock_document_line l "
            "WHERE EXISTS (SELECT FROM stock_document d WHERE d.id = l.document_id AND d.state = 'draft')"
        )


def test_an_engineer_cannot_wave_a_ticket_through_by_lowering_its_needs(company, received):
    engineer = company.psql("engineer")
    for statement in (
        "UPDATE purchase_line SET quantity = 1 WHERE ticket_id = %s",
        "UPDATE purchase_line SET cancelled = true WHERE ticket_id = %s",
        "UPDATE purchase_line SET product_id = NULL, description = 'x' WHERE ticket_id = %s",
    ):
        assert refused_code(engineer, statement, received.ticket_id) == "line-already-ordered"


def test_a_buyer_cannot_give_up_what_came(company, received):
    buyer = company.psql("buyer")
    assert refused_code(buyer, "UPDATE purchase_order_line SET cancelled = 2") == "more-cancelled-than-open"
    with buyer.cursor() as cursor:
        cursor.execute("UPDATE purchase_order_line SET cancelled = 1")
    assert order_lines(company, received.order_number)[0].rest == 0


def test_nothing_is_added_to_a_closed_order(company, received):
    receive(company, {received.lines[0]: 1}, serials="CN0020")
    added = "INSERT INTO purchase_order_line (order_id, product_id, ordered) SELECT order_id, product_id, 1 "
    assert refused_code(company.psql("buyer"), f"{added} FROM purchase_order_line") == "order-closed"


def test_a_piece_that_went_back_to_the_supplier_can_come_again(company):
    delivery = ordered(company, 2, tracked=True)
    receive(company, {delivery.lines[0]: 1}, serials="A-1")
    with company.owner().session() as session:  # as a return to the supplier will book it
        session.execute(
            text(
                "INSERT INTO stock_move "
                "(document_line_id, product_id, quantity, from_place_id, to_place_id, serial_unit_id) "
                "SELECT document_line_id, product_id, 1, to_place_id, from_place_id, serial_unit_id FROM stock_move; "
                "UPDATE serial_unit SET place_id = (SELECT id FROM stock_place WHERE kind = 'supplier'); "
                "UPDATE stock_balance SET quantity = quantity - 1"
            )
        )
    receive(company, {delivery.lines[0]: 1}, serials="a 1")
    with company.owner().session() as session:
        places = session.scalars(text("SELECT p.kind FROM serial_unit u JOIN stock_place p ON p.id = u.place_id")).all()
        assert places == ["warehouse"]
