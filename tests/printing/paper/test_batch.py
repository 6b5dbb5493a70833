"""Papers of several tickets: checked first, then made one by one, and nobody's ticket waits for all of them."""

import re

import pytest

from domain.printouts.papers import papers_of_ticket
from domain.procurement.actions import cancel_purchase_line
from domain.tickets.actions import NewTicket, register
from printing.paper.batch import PapersRefusedError, make_all
from printing.paper.making import joined, make
from tests.printing.paper.office import moved
from tests.printing.paper.reading import pages, title


def kept(company, *tickets):
    lead = company.database("lead")
    return [[one.number for one in lead.ask(papers_of_ticket, ticket.id)] for ticket in tickets]


def test_a_batch_is_one_file_in_the_order_of_its_tickets(company, office):
    first, second = office.ticket("а"), office.ticket("б")
    batch = make_all(company.database("dispatcher"), "round-sheet", [second.id, first.id])
    assert batch.fault is None
    found = pages(joined(batch.made))
    assert [re.search(r"ЛИСТ № (\d+)", page)[1] for page in found] == [str(second.number), str(first.number)]
    assert all("стр. 1 из 1" in page for page in found)
    assert title(joined(batch.made)) == f"Обходной лист № {second.number}, Обходной лист № {first.number}"


def test_tickets_that_cannot_have_a_paper_are_all_named_before_any_is_made(company, office):
    good, priceless = office.ticket("а"), office.ticket("б")
    office.need(good.id, "100")
    office.need(priceless.id, None)
    nobody = company.database("dispatcher").act(register, NewTicket(title="Без клиента"))
    with pytest.raises(PapersRefusedError) as raised:
        make_all(company.database("buyer"), "commercial-offer", [good.id, priceless.id, nobody.id])
    assert [(one.ticket_id, one.reason.code) for one in raised.value.refused] == [
        (priceless.id, "offer-without-price"), (nobody.id, "paper-client-wanted"),
    ]  # fmt: skip
    assert kept(company, good, priceless, nobody) == [[], [], []]


def test_what_is_refused_for_every_ticket_alike_is_said_once(company, office, refusal):
    tickets = [office.ticket(words) for words in "аб"]
    for one in tickets:
        office.need(one.id, "100")
    ids = [one.id for one in tickets]
    assert refusal(make_all, company.database("engineer"), "commercial-offer", ids).code == "no-right"
    assert refusal(make_all, company.database("bookkeeper"), "commercial-offer", ids).code == "role-wanted"
    assert kept(company, *tickets) == [[], []]


def test_a_fault_after_the_first_paper_leaves_that_one_and_names_the_ticket(company, office):
    first, second, third = (office.ticket(words) for words in "абв")
    lines = [office.need(one.id, "100")[0] for one in (first, second, third)]

    def empty_the_second(made, _place):
        if made == 1:
            company.database("buyer").act(cancel_purchase_line, lines[1], expected_version=1)
        return True

    batch = make_all(
        company.database("buyer"), "commercial-offer", [first.id, second.id, third.id], go_on=empty_the_second
    )
    assert [one.ticket_id for one in batch.made] == [first.id]
    assert (batch.fault.ticket_id, batch.fault.reason.code) == (second.id, "offer-without-lines")
    assert kept(company, first, second, third) == [[str(first.number)], [], []]


def test_a_batch_that_is_stopped_keeps_what_was_made(company, office):
    first, second = office.ticket("а"), office.ticket("б")
    ids = [first.id, second.id]
    batch = make_all(company.database("lead"), "round-sheet", ids, go_on=lambda made, _place: made == 0)
    assert ([one.ticket_id for one in batch.made], batch.fault) == ([first.id], None)
    assert kept(company, first, second) == [[str(first.number)], []]
    assert make_all(company.database("lead"), "round-sheet", ids, go_on=lambda *_: False).made == ()


def test_others_move_the_tickets_of_a_batch_while_it_is_made(company, office):
    """Each paper is committed before the next: a colleague who gives up after a moment moves both meanwhile."""
    first, second = office.ticket("а"), office.ticket("б")
    steps = []

    def move_both(made, _place):
        if made == 1:
            for ticket in (first, second):
                moved(company, "dispatcher", ticket.id, "close_unassigned", comment="решено по телефону")
                steps.append(ticket.id)
        return True

    batch = make_all(company.database("lead"), "round-sheet", [first.id, second.id], go_on=move_both)
    assert len(batch.made) == 2
    assert steps == [first.id, second.id]


def test_a_paper_begun_elsewhere_does_not_share_its_number(company, office, refusal):
    ticket = office.ticket("а")
    with company.psql("engineer").cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT api.begin_paper('round-sheet', %s)", (ticket.id,))
        waiting = company.database("dispatcher")
        with waiting.engine.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = '50ms'")
            connection.commit()
        assert refusal(waiting.act, make, "round-sheet", ticket.id).code == "row-busy"
        cursor.execute("ROLLBACK")
    assert company.database("dispatcher").act(make, "round-sheet", ticket.id).number == str(ticket.number)
