"""Who is calling? Numbers as exchanges, people and mobiles write them."""

import pytest

from domain.clients import actions, contacts


@pytest.fixture
def known(dispatcher):
    """Contacts by name, each with one phone."""
    client = dispatcher.act(actions.register_client, name="Ромашка")
    phones = {
        "Мобильный": "8 (701) 305-40-04",
        "С добавочным": "8 (727) 358-18-56 вн. 651",
        "Городской без кода": "293-34-52",
        "Внутренний": "112",
        "Похожий": "+7 777 305 40 04",
    }
    return {
        name: dispatcher.act(actions.add_contact, client, name=name, phones=[phone]) for name, phone in phones.items()
    }


@pytest.mark.parametrize(
    ("calling", "names"),
    [
        ("+77013054004", ["Мобильный"]),
        ("8/701/305-40-04", ["Мобильный"]),
        ("701 305 40 04", ["Мобильный"]),
        ("7273581856", ["С добавочным"]),
        ("8 727 358 18 56 доб. 99", ["С добавочным"]),
        ("+7 727 293 34 52", ["Городской без кода"]),
        ("3054004", ["Мобильный", "Похожий"]),
        ("112", ["Внутренний"]),
        ("004", []),
        ("+7 701 305 40 05", []),
        ("", []),
        ("скрыт", []),
    ],
)
def test_a_caller_is_known_by_the_last_digits(dispatcher, known, calling, names):
    assert [one.name for one in dispatcher.ask(contacts.callers, calling)] == names


def test_the_number_that_fits_whole_comes_first(dispatcher, known):
    client = dispatcher.ask(contacts.contact, known["Мобильный"]).client_id
    dispatcher.act(actions.add_contact, client, name="Ящик", phones=["305-40-04"])
    assert [one.name for one in dispatcher.ask(contacts.callers, "305-40-04")] == ["Ящик", "Мобильный", "Похожий"]


def test_one_person_with_two_fitting_phones_is_one_caller(dispatcher, known):
    client = dispatcher.ask(contacts.contact, known["Мобильный"]).client_id
    dispatcher.act(actions.add_contact, client, name="Двое", phones=["7054445566", "727 444 55 66"])
    (caller,) = dispatcher.ask(contacts.callers, "4445566")
    assert caller.name == "Двое"


def test_a_caller_comes_with_client_and_open_tickets(dispatcher, known, register_ticket):
    row = dispatcher.ask(contacts.contact, known["Мобильный"])
    register_ticket("Не печатает", client_id=row.client_id, contact_id=row.id)
    (caller,) = dispatcher.ask(contacts.callers, "87013054004")
    assert (caller.client_code, caller.client, caller.open_tickets) == ("ROMASHKA", "Ромашка", 1)
    assert caller.phone == "8 (701) 305-40-04"


def test_who_left_is_not_offered(dispatcher, known):
    row = dispatcher.ask(contacts.contact, known["Мобильный"])
    change = {"name": row.name, "phones": row.phones, "site_id": None, "post": "", "email": None, "active": False}
    dispatcher.act(actions.edit_contact, row.id, **change, expected_version=row.version)
    assert dispatcher.ask(contacts.callers, "87013054004") == []
