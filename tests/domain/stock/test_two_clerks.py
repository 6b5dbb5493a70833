"""Two people, two windows, a lost answer: one effect, and a sentence for the other."""

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from database.engine import Database
from database.errors import DomainError, KnownError
from domain.procurement import actions as procurement
from domain.procurement.orders import order
from domain.stock import actions
from domain.stock.laws import broken_laws
from tests.domain.stock.deliveries import (
    draft,
    order_lines,
    ordered,
    product,
    receive,
    refusal,
    status_of,
    supplier,
    waiting_ticket,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _the_ledger_holds(company):
    yield
    assert company.database("clerk").ask(broken_laws) == []


def at_once(*works):
    """Start all works at one moment, each in its thread, and return what each gave or how it was refused."""
    line_up = threading.Barrier(len(works))

    def carry_out(work):
        line_up.wait()
        try:
            return work()
        except KnownError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(carry_out, works))


def posting(company, login, key, version):
    return lambda: company.database(login).act(actions.post_receipt, key, version)


@pytest.mark.parametrize("attempt", range(3))
def test_two_clerks_post_the_same_order_line_at_once(company, attempt):
    delivery = ordered(company, 5)
    drafts = {login: draft(company, {delivery.lines[0]: 5}, login) for login in ("clerk", "clerk2")}
    answers = at_once(*(posting(company, login, *drafts[login]) for login in drafts))
    done = [answer for answer in answers if isinstance(answer, actions.Posted)]
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert (len(done), len(refused)) == (1, 1)
    first = "Олег Цой" if answers[0] is done[0] else "Дана Әбенова"
    assert (refused[0].code, refused[0].details["received_by"]) == ("already-received", first)
    assert (refused[0].details["received"], refused[0].details["rest"]) == ("5", "0")
    assert order_lines(company, delivery.order_number)[0].received == 5
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")


def test_two_windows_post_the_same_draft_at_once(company):
    delivery = ordered(company, 5)
    key, version = draft(company, {delivery.lines[0]: 5})
    answers = at_once(*(posting(company, login, key, version) for login in ("clerk", "clerk2")))
    assert answers[0] == answers[1]
    assert answers[0].number == 1


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_two_lines_of_a_ticket_received_at_once_leave_nothing_behind(company, attempt):
    """Each clerk sees only the own line received; together they complete the ticket and close the order."""
    delivery = ordered(company, 1, 1)
    drafts = [
        (login, *draft(company, {line: 1}, login))
        for login, line in zip(("clerk", "clerk2"), delivery.lines, strict=True)
    ]
    answers = at_once(*(posting(company, *one) for one in drafts))
    assert sorted(answer.tickets[0].complete for answer in answers) == [False, True]
    assert status_of(company, delivery.ticket_id) == ("in_work", "engineer")
    assert company.database("clerk").ask(order, delivery.order_number).head.state == "received"


def test_receipts_of_the_same_goods_in_opposite_order_do_not_deadlock(company):
    first, second = ordered(company, 4, 4), ordered(company, 4, 4)
    lines = [*first.lines, *second.lines]
    drafts = [
        ("clerk", *draft(company, dict.fromkeys(lines, 1), "clerk")),
        ("clerk2", *draft(company, dict.fromkeys(reversed(lines), 1), "clerk2")),
    ]
    answers = at_once(*(posting(company, *one) for one in drafts))
    assert sorted(answer.number for answer in answers) == [1, 2]


def test_the_same_serial_received_at_once_by_two_clerks_is_one_piece(company):
    delivery = ordered(company, 2, tracked=True)
    drafts = [
        ("clerk", *draft(company, {delivery.lines[0]: 1}, "clerk", serials="СN-0017")),
        ("clerk2", *draft(company, {delivery.lines[0]: 1}, "clerk2", serials="cn 0017")),
    ]
    answers = at_once(*(posting(company, *one) for one in drafts))
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert [error.code for error in refused] == ["serial-known"]
    assert order_lines(company, delivery.order_number)[0].received == 1


def test_two_clerks_scan_into_one_draft_at_once(company):
    delivery = ordered(company, 40)
    key, _ = draft(company, {})
    scans = [
        lambda login=login: company.database(login).act(actions.add_scanned, key, delivery.lines[0])
        for login in ("clerk", "clerk2") * 5
    ]
    entered = at_once(*scans)
    assert max(one.quantity for one in entered) == 10


def test_nobody_slips_a_line_into_a_receipt_that_is_being_posted(company):
    """Raw SQL beside the program: the line waits for the posting and is then refused, not added to paper."""
    delivery = ordered(company, 1, 1)
    key, version = draft(company, {delivery.lines[0]: 1})
    poster, intruder = company.psql("clerk"), company.psql("clerk2")
    poster.autocommit = False
    with poster.cursor() as cursor:
        cursor.execute("SELECT api.post_receipt(%s, %s)", (str(key), version))
    insert = (
        "INSERT INTO stock_document_line (document_id, order_line_id, product_id, quantity) "
        "SELECT id, %s, %s, 1 FROM stock_document"
    )
    with ThreadPoolExecutor(1) as pool, intruder.cursor() as cursor:
        slipping = pool.submit(cursor.execute, insert, (delivery.lines[1], delivery.products[1]))
        wait_until_blocked(company)
        poster.commit()
        error = slipping.exception()
    assert error is not None
    assert "document-posted" in str(error)


def wait_until_blocked(company):
    """Wait until somebody waits for a lock."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with company.owner().session() as session:
            if session.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_whoever_waits_too_long_is_told_who_is_posting(company):
    delivery = ordered(company, 2)
    mine, theirs = draft(company, {delivery.lines[0]: 1}), draft(company, {delivery.lines[0]: 1}, "clerk2")
    slow = company.psql("clerk2")
    slow.autocommit = False
    with slow.cursor() as cursor:
        cursor.execute("SELECT api.post_receipt(%s, %s)", (str(theirs[0]), theirs[1]))
        error = refusal(posting(company, "clerk", *mine))
    slow.rollback()
    assert (error.code, error.details["people"]) == ("stock-busy", "Дана Әбенова")
    assert posting(company, "clerk", *mine)().number == 1


def test_two_buyers_order_the_same_need_once(company):
    """The second of two orders for one need is refused, so that nothing is bought twice."""
    goods, seller = product(company), supplier(company)
    _, (need,) = waiting_ticket(company, [procurement.Need(3, goods)])
    item = [procurement.OrderItem(need, goods, 3)]
    answers = at_once(
        *(
            lambda login=login: company.database(login).act(procurement.order_from_supplier, seller, item)
            for login in ("buyer", "admin")
        )
    )
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert [error.code for error in refused] == ["line-already-ordered"]


CLIENT = """
import os, signal, sys
import psycopg2
url, key, version, moment = sys.argv[1:]
connection = psycopg2.connect(url)
with connection.cursor() as cursor:
    cursor.execute("SELECT api.post_receipt(%s, %s)", (key, int(version)))
    if moment == "before commit":
        os.kill(os.getpid(), signal.SIGKILL)
    # The commit is sent and its answer never read: written to the socket past the driver, as if the cable were cut.
    query = b"COMMIT\\0"
    os.write(connection.fileno(), b"Q" + (len(query) + 4).to_bytes(4, "big") + query)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_while_posting(company, key, version, moment):
    url = company.url("clerk").set(drivername="postgresql").render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", CLIENT, url, str(key), str(version), moment], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    wait_until_gone(company)


def wait_until_gone(company):
    """Wait until the server has noticed that the killed client is not there any more."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with company.owner().session() as session:
            left = session.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'clerk' AND datname = current_database() "
                    "AND application_name <> 'vetka'"
                )
            )
        if not left:
            return
        time.sleep(0.02)
    raise AssertionError("the server still serves the killed client")


def test_a_client_killed_before_the_commit_has_done_nothing(company):
    delivery = ordered(company, 2)
    key, version = draft(company, {delivery.lines[0]: 2})
    killed_while_posting(company, key, version, "before commit")
    assert order_lines(company, delivery.order_number)[0].received == 0
    assert status_of(company, delivery.ticket_id) == ("ordered", None)
    assert company.database("clerk").act(actions.post_receipt, key, version).number == 1


def test_a_client_killed_between_the_commit_and_the_reply_gets_the_answer_again(company):
    delivery = ordered(company, 2)
    key, version = draft(company, {delivery.lines[0]: 2})
    killed_while_posting(company, key, version, "after commit")
    assert order_lines(company, delivery.order_number)[0].received == 2
    again = company.database("clerk").act(actions.post_receipt, key, version)
    assert (again.number, again.tickets[0].engineer) == (1, "Ерлан Құсайынов")
    assert order_lines(company, delivery.order_number)[0].received == 2


def test_a_connection_cut_while_posting_is_a_known_error_and_can_be_repeated(company):
    delivery = ordered(company, 2)
    key, version = draft(company, {delivery.lines[0]: 2})
    database = Database(company.url("clerk"))

    def post_and_lose_the_server(session):
        done = actions.post_receipt(session, key, version)
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        with company.owner().session() as owner:
            owner.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        return done

    assert refusal(database.act, post_and_lose_the_server).code == "database-unreachable"
    assert database.act(actions.post_receipt, key, version).number == 1
    database.close()
    assert receive(company, {ordered(company, 1).lines[0]: 1}).number == 2
