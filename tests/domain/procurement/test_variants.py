"""Alternatives of an offer: written by the engineer, one chosen by the client, the others cancelled."""

import pytest
from sqlalchemy import text

from domain.procurement import actions, queries
from domain.procurement.actions import Need, OrderItem, choose_variant
from tests.domain.stock.deliveries import product, refusal, supplier, ticket_in_work, waiting_ticket


@pytest.fixture
def offered(company):
    """A ticket with two variants of two lines and one."""
    ticket = ticket_in_work(company)
    needs = [Need(1, description="ИБП 650"), Need(1, description="кабель"), Need(1, description="ИБП 900", variant=2)]
    company.database("engineer").act(actions.add_purchase_lines, ticket.id, needs)
    return ticket


def standing(company, ticket) -> list[tuple[int, str]]:
    lines = company.database("engineer").ask(queries.lines_of_ticket, ticket.id)
    return [(line.variant, line.description) for line in lines if not line.cancelled]


def test_the_lines_of_the_other_variants_are_cancelled(company, offered):
    assert company.database("buyer").act(choose_variant, offered.id, 1) == 1
    assert standing(company, offered) == [(1, "ИБП 650"), (1, "кабель")]
    assert company.database("buyer").act(choose_variant, offered.id, 1) == 0
    assert refusal(company.database("buyer").act, choose_variant, offered.id, 2).code == "variant-unknown"


def test_an_edited_line_stays_in_its_variant_unless_it_is_moved(company, offered):
    engineer = company.database("engineer")
    line = engineer.ask(queries.lines_of_ticket, offered.id)[2]
    engineer.act(actions.edit_purchase_line, line.id, Need(2, description="ИБП 1000"), expected_version=line.version)
    assert standing(company, offered)[2] == (2, "ИБП 1000")
    moved = Need(2, description="ИБП 1000", variant=3)
    engineer.act(actions.edit_purchase_line, line.id, moved, expected_version=line.version + 1)
    assert standing(company, offered)[2] == (3, "ИБП 1000")


@pytest.mark.parametrize("variant", [0, 4])
def test_there_are_three_variants(company, offered, variant):
    need = Need(1, description="мышь", variant=variant)
    error = refusal(company.database("engineer").act, actions.add_purchase_lines, offered.id, [need])
    assert error.code == "variant-unknown"
    with company.psql("engineer").cursor() as cursor, pytest.raises(Exception, match="variant_range"):
        cursor.execute("UPDATE purchase_line SET variant = %s", (variant,))


def test_what_is_ordered_already_is_not_cancelled(company):
    goods = product(company, "ИБП")
    ticket, lines = waiting_ticket(company, [Need(1, goods), Need(1, description="другой", variant=2)])
    buyer = company.database("buyer")
    buyer.act(actions.order_from_supplier, supplier(company), [OrderItem(lines[0], goods, 1)])
    assert refusal(buyer.act, choose_variant, ticket.id, 2).code == "line-already-ordered"
    assert len(standing(company, ticket)) == 2


@pytest.mark.parametrize("login", ["clerk", "bookkeeper", "agent"])
def test_the_wrong_person_chooses_nothing(company, offered, login):
    assert refusal(company.database(login).act, choose_variant, offered.id, 1).code == "no-right"
    with company.owner().session() as session:
        assert session.execute(text("SELECT count(*) FROM purchase_line WHERE cancelled")).scalar_one() == 0
