"""Papers cannot be forged, and what they say of prices is hidden from those who may not read prices: in plain SQL."""

import psycopg2
import pytest
from psycopg2 import Binary, errors

from domain.laws import verify
from domain.printouts.papers import paper_by_payload, paper_data, paper_pdf, papers_of_ticket
from printing.paper.forms import FORMS
from printing.paper.making import make
from tests.company import PEOPLE

PDF = b"%PDF-1.4 of somebody's own"
KEEP = "SELECT api.keep_paper(%s, 'x', 'ru', jsonb_build_object('number', %s, 'payload', %s), %s)"


@pytest.fixture
def offer(company, office):
    ticket = office.ticket("Купить")
    office.need(ticket.id, "77123.45")
    return company.database("buyer").act(make, "commercial-offer", ticket.id)


def papers_law(database):
    return next(law for law in database.ask(verify) if law.code == "papers-whole")


def begun(cursor, form, ticket):
    cursor.execute("BEGIN")
    cursor.execute("SELECT api.begin_paper(%s, %s)", (form, ticket))
    return cursor.fetchone()[0]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_each_form_is_made_by_its_roles_alone(company, office, form):
    ticket = office.ticket().id
    for login, (_, roles) in PEOPLE.items():
        with company.psql(login).cursor() as cursor:
            if form.makers.isdisjoint(role.removeprefix("vetka_") for role in roles):
                with pytest.raises(psycopg2.Error, match="role-wanted"):
                    begun(cursor, form.code, ticket)
            else:
                assert begun(cursor, form.code, ticket)["id"] > 0
            cursor.execute("ROLLBACK")


def test_a_form_that_there_is_not_is_no_paper(company, office):
    with company.psql("admin").cursor() as cursor, pytest.raises(psycopg2.Error, match="form-unknown"):
        begun(cursor, "invoice", office.ticket().id)


@pytest.mark.parametrize(
    ("number", "payload", "content"),
    [(None, None, b"x"), (None, None, b""), (None, None, None), ("4711", None, PDF), (None, "VP00000012ABCDE", PDF)],
)
def test_bytes_or_data_of_another_paper_are_not_kept(company, office, number, payload, content):
    with company.psql("engineer").cursor() as cursor:
        mark = begun(cursor, "round-sheet", office.ticket().id)
        wanted = (mark["id"], number or mark["number"], payload or mark["payload"],
                  None if content is None else Binary(content))  # fmt: skip
        with pytest.raises(psycopg2.Error, match="paper-without-file"):
            cursor.execute(KEEP, wanted)


def test_a_paper_is_kept_once_and_by_whoever_began_it(company, office):
    ticket = office.ticket()
    made = company.database("engineer").act(make, "round-sheet", ticket.id)
    with company.psql("engineer").cursor() as cursor:
        with pytest.raises(psycopg2.Error, match="paper-kept-already"):
            cursor.execute(KEEP, (made.id, made.number, made.payload, Binary(PDF)))
        begun(cursor, "round-sheet", ticket.id)
        with pytest.raises(psycopg2.Error, match="paper-without-file"):
            cursor.execute("COMMIT")


def test_the_database_itself_takes_the_digests(company, office):
    with company.psql("engineer").cursor() as cursor:
        mark = begun(cursor, "round-sheet", office.ticket().id)
        cursor.execute(KEEP, (mark["id"], mark["number"], mark["payload"], Binary(PDF)))
        cursor.execute("COMMIT")
        cursor.execute(
            "SELECT data_sha256 = encode(sha256(convert_to(data::text, 'UTF8')), 'hex'),"
            " pdf_sha256 = encode(sha256(pdf), 'hex'), size = octet_length(pdf) FROM paper_content"
        )
        assert cursor.fetchall() == [(True, True, True)]
    assert papers_law(company.database("engineer")).violations == 0


@pytest.mark.parametrize("login", ["engineer", "engineer2", "clerk", "agent"])
def test_prices_on_an_offer_are_hidden(company, offer, refusal, login):
    with company.psql(login).cursor() as cursor:
        for statement in (
            "SELECT paper_id, size FROM paper_content",
            "SELECT data FROM paper_content",
            "SELECT pdf FROM paper_content",
            "SELECT id FROM stored_file WHERE content LIKE '%PDF%'",
        ):
            cursor.execute(statement)
            assert cursor.fetchall() == [], statement
        cursor.execute("SELECT to_jsonb(p)::text FROM paper p")
        assert "77123" not in cursor.fetchone()[0]
    database = company.database(login)
    for read in (paper_pdf, paper_data):
        assert refusal(database.ask, read, offer.id).code == "no-right"
    (row,) = database.ask(papers_of_ticket, offer.ticket_id)
    assert (row.number, row.size) == (offer.number, None)
    assert database.ask(paper_by_payload, offer.payload) == row, "a scan still opens the ticket"
    law = papers_law(database)
    assert (law.checked, law.violations) == (1, 0), "what is hidden is checked all the same"


@pytest.mark.parametrize("login", ["dispatcher", "lead", "buyer", "bookkeeper", "director", "admin"])
def test_an_offer_is_read_by_those_who_deal_with_it(company, offer, login):
    assert company.database(login).ask(paper_pdf, offer.id) == offer.pdf
    assert company.database(login).ask(papers_of_ticket, offer.ticket_id)[0].size == len(offer.pdf)


@pytest.mark.parametrize("login", ["engineer", "clerk", "buyer"])
def test_a_paper_without_prices_is_read_by_everybody(company, office, login):
    made = company.database("engineer").act(make, "repair-receipt", office.ticket().id)
    assert company.database(login).ask(paper_pdf, made.id) == made.pdf


@pytest.mark.parametrize("login", ["engineer", "director", "admin", "agent"])
def test_nobody_writes_a_paper_by_hand(company, office, login):
    made = company.database("engineer").act(make, "round-sheet", office.ticket().id)
    with company.psql(login).cursor() as cursor:
        for statement in (
            "INSERT INTO paper (id, form, number, payload, ticket_id) VALUES (9, 'x', '9', 'y', 1)",
            f"UPDATE paper SET title = 'x' WHERE id = {made.id}",
            f"DELETE FROM paper WHERE id = {made.id}",
            f"UPDATE paper_content SET data = '{{}}' WHERE paper_id = {made.id}",
            "DELETE FROM paper_content",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                cursor.execute(statement)


def test_even_the_owner_changes_no_paper(company, office, refusal):
    company.database("engineer").act(make, "round-sheet", office.ticket().id)
    for statement in ("UPDATE paper SET title = 'x'", "UPDATE paper_content SET data = '{}'",
                      "DELETE FROM paper_content", "TRUNCATE paper CASCADE"):  # fmt: skip
        change = company.owner().act
        assert refusal(change, lambda session, one=statement: session.connection().exec_driver_sql(one)).code == (
            "append-only"
        )
