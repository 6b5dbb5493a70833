from functools import partial
from uuid import uuid4

import pytest

from database.errors import DomainError
from domain.clients.actions import add_contact, register_client
from domain.clients.pages import ClientFilter, count
from domain.tickets.actions import NewTicket
from domain.tickets.intake import Found, find_callers, register_and_assign, similar, split_typed, take_on_caller
from domain.tickets.queries import my_work
from tests.company import Company
from tests.domain.tickets.line import person_id


def test_a_call_becomes_an_assigned_ticket_once(company: Company) -> None:
    dispatcher = company.database("dispatcher")
    client = dispatcher.act(partial(register_client, name="ТОО Рассвет"))
    dispatcher.act(partial(add_contact, client_id=client, name="Гүлнар Ізбасова", phones=["8 (701) 555-12-34"]))

    found = dispatcher.ask(find_callers, "555/12 34")
    assert [one.words for one in found] == ["Гүлнар Ізбасова · ТОО Рассвет · 8 (701) 555-12-34"]
    assert dispatcher.ask(find_callers, "рассв")[0].client_id == client

    entry = NewTicket(title="Не включается сервер", client_id=client, contact_id=found[0].contact_id)
    action = partial(register_and_assign, entry=entry, engineer_id=person_id(company, "engineer"))
    operation = uuid4()
    made = dispatcher.act_once(operation, action)
    assert dispatcher.act_once(operation, action) == made, "a repeat after a lost answer makes no second ticket"

    assert [row.number for row in company.database("engineer").ask(my_work)] == [made["number"]]
    assert [row.number for row in dispatcher.ask(similar, client, "сервер", "ru")] == [made["number"]]


@pytest.mark.parametrize(
    ("typed", "words", "phone"),
    [
        ("8 (701) 305-40-04", "", "8 (701) 305-40-04"),
        ("Сауле, +7 701 305 40 04", "Сауле", "+7 701 305 40 04"),
        ("87013054004 Сауле ТОО Рассвет", "Сауле ТОО Рассвет", "87013054004"),
        ("  Школа № 12 ", "Школа № 12", ""),
        ("", "", ""),
    ],
)
def test_what_was_typed_is_parted_into_words_and_phone(typed: str, words: str, phone: str) -> None:
    assert split_typed(typed) == (words, phone)


def test_a_stranger_becomes_client_and_person_at_once(company: Company) -> None:
    dispatcher = company.database("dispatcher")
    action = partial(take_on_caller, client="ТОО Новый", person="Сауле", phone="8 701 305 40 04")
    operation = uuid4()
    made = Found(**dispatcher.act_once(operation, action))
    assert Found(**dispatcher.act_once(operation, action)) == made, "a repeat after a lost answer takes nobody on twice"
    assert made.words == "Сауле · ТОО Новый · 8 701 305 40 04"
    assert dispatcher.ask(find_callers, "3054004") == [made]


def test_a_stranger_at_a_known_client_adds_the_person_only(company: Company) -> None:
    dispatcher = company.database("dispatcher")
    client = dispatcher.act(partial(register_client, name="ТОО Рассвет"))
    made = dispatcher.act(partial(take_on_caller, client="", client_id=client, phone="7013054004"))
    assert made["client_id"] == client
    assert dispatcher.ask(count, ClientFilter()) == 1
    assert [one.words for one in dispatcher.ask(find_callers, "3054004")] == ["ТОО Рассвет · ТОО Рассвет · 7013054004"]


def test_a_wrong_phone_leaves_no_client_without_its_person(company: Company) -> None:
    dispatcher = company.database("dispatcher")
    with pytest.raises(DomainError) as refused:
        dispatcher.act(partial(take_on_caller, client="ТОО Новый", person="Сауле", phone="нет"))
    assert refused.value.code == "phone-wrong"
    assert dispatcher.ask(count, ClientFilter()) == 0
