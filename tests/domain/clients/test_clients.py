"""Clients, sites and contacts: taken on, edited, found; as those who may and those who may not."""

import pytest

from database.errors import ConflictError
from domain.clients import actions, contacts, pages, queries
from domain.clients.pages import ClientFilter


@pytest.fixture
def client(dispatcher):
    return dispatcher.act(actions.register_client, name="ТОО «Ромашка»", bin="971240001315", email="info@romashka.kz")


def edited(card, **changes):
    fields = ("name", "code", "bin", "email", "note", "active")
    return {field: getattr(card, field) for field in fields} | {"expected_version": card.version} | changes


def edited_contact(row, **changes):
    fields = ("name", "phones", "site_id", "post", "email", "active")
    return {field: getattr(row, field) for field in fields} | {"expected_version": row.version} | changes


def test_a_client_is_taken_on_with_a_code_of_its_name(dispatcher, client):
    card = dispatcher.ask(queries.client_card, client)
    assert (card.code, card.name, card.bin, card.email) == (
        "ROMASHKA",
        "ТОО «Ромашка»",
        "971240001315",
        "info@romashka.kz",
    )
    assert (card.active, card.merged_into, card.sites, card.contacts) == (True, None, (), ())
    again = dispatcher.act(actions.register_client, name="ИП Ромашка")
    assert dispatcher.ask(queries.client_card, again).code == "ROMASHKA-2"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"name": " "}, "name-wanted"),
        ({"name": "Другая", "code": "ROMASHKA"}, "code-taken"),
        ({"name": "Другая", "code": "X" * 61}, "code-wrong"),
        ({"name": "Другая", "code": "A\nB"}, "code-wrong"),
        ({"name": "Другая", "bin": "971240001316"}, "bin-wrong"),
        ({"name": "Другая", "bin": "971240001315"}, "bin-taken"),
        ({"name": "Другая", "email": "почта"}, "email-wrong"),
        ({"name": "Другая", "email": "a b@c.kz"}, "email-wrong"),
    ],
)
def test_what_cannot_be_a_client_is_refused(dispatcher, client, refusal, entry, code):
    assert refusal(dispatcher.act, actions.register_client, **entry) == code
    assert dispatcher.ask(pages.count, ClientFilter(text="другая")) == 0


def test_a_branch_with_the_same_bin_is_registered_on_request(dispatcher, client):
    branch = dispatcher.act(actions.register_client, name="Ромашка Астана", bin="971240001315", confirmed=True)
    assert dispatcher.ask(queries.client_card, branch).bin == "971240001315"


@pytest.mark.parametrize("login", ["engineer", "clerk", "buyer", "bookkeeper", "director", "agent"])
def test_others_read_clients_but_do_not_write_them(company, client, refusal, login):
    database = company.database(login)
    card = database.ask(queries.client_card, client)
    assert refusal(database.act, actions.register_client, name="Моя фирма") == "no-right"
    assert refusal(database.act, actions.edit_client, client, **edited(card, name="Моя фирма")) == "no-right"
    assert refusal(database.act, actions.add_site, client, name="Офис") == "no-right"
    assert refusal(database.act, actions.add_contact, client, name="Я") == "no-right"


@pytest.mark.parametrize("login", ["dispatcher", "lead", "admin"])
def test_those_who_keep_clients_edit_them(company, client, login):
    database = company.database(login)
    card = database.ask(queries.client_card, client)
    database.act(actions.edit_client, client, **edited(card, name="ТОО «Астра»", code="ASTRA", note=" долг "))
    now = database.ask(queries.client_card, client)
    assert (now.name, now.code, now.note, now.version) == ("ТОО «Астра»", "ASTRA", "долг", card.version + 1)
    assert [row.code for row in database.ask(pages.page, ClientFilter(text="астра"))] == ["ASTRA"]


def test_a_client_says_whether_and_in_what_language_it_wants_notices(dispatcher, client, refusal):
    card = dispatcher.ask(queries.client_card, client)
    assert (card.notices, card.notice_language) == (False, "ru")
    dispatcher.act(actions.edit_client, client, **edited(card, notices=True, notice_language="kk"))
    card = dispatcher.ask(queries.client_card, client)
    dispatcher.act(actions.edit_client, client, **edited(card, note="без перемен"))
    card = dispatcher.ask(queries.client_card, client)
    assert (card.notices, card.notice_language, card.note) == (True, "kk", "без перемен")
    assert refusal(dispatcher.act, actions.edit_client, client, **edited(card, notice_language="de")) == (
        "language-unknown"
    )


def test_the_second_of_two_editors_is_told(company, client):
    first, second = company.database("dispatcher"), company.database("lead")
    card = first.ask(queries.client_card, client)
    second.act(actions.edit_client, client, **edited(card, note="второй"))
    with pytest.raises(ConflictError) as caught:
        first.act(actions.edit_client, client, **edited(card, note="первый"))
    assert caught.value.details == {
        "table": "client",
        "id": client,
        "expected": card.version,
        "actual": card.version + 1,
    }
    assert first.ask(queries.client_card, client).note == "второй"


def test_clients_are_leafed_through_in_both_directions(dispatcher):
    names = ["Ёлка", "ель", "Әсем", "Астра", "зал 10", "Зал 2", "Банк", "Яблоко"]
    for name in names:
        dispatcher.act(actions.register_client, name=name)
    ordered = ["Астра", "Әсем", "Банк", "Ёлка", "ель", "Зал 2", "зал 10", "Яблоко"]
    everybody = ClientFilter()
    first = dispatcher.ask(pages.page, everybody, limit=3)
    second = dispatcher.ask(pages.page, everybody, after=first[-1].key, limit=3)
    last = dispatcher.ask(pages.page, everybody, after=second[-1].key, limit=3)
    assert [row.name for row in first + second + last] == ordered
    assert dispatcher.ask(pages.page, everybody, after=last[0].key, backwards=True, limit=3) == second
    assert dispatcher.ask(pages.page, everybody, after=first[0].key, backwards=True, limit=3) == []
    assert [row.name for row in dispatcher.ask(pages.page, everybody, backwards=True, limit=2)] == ordered[-2:]
    assert dispatcher.ask(pages.count, everybody) == len(names)
    assert set(dispatcher.ask(pages.by_ids, [row.id for row in second])) == set(second)


@pytest.mark.parametrize("typed", ["ромашка", "РОМАШКА тоо", "pomaшka", "971240", "info@rom", "romashka"])
def test_a_client_is_found_by_whatever_one_remembers(dispatcher, client, typed):
    dispatcher.act(actions.register_client, name="Астра")
    assert [row.id for row in dispatcher.ask(pages.page, ClientFilter(text=typed))] == [client]


def test_a_client_that_left_is_shown_on_request_only(dispatcher, client):
    card = dispatcher.ask(queries.client_card, client)
    dispatcher.act(actions.edit_client, client, **edited(card, active=False))
    assert dispatcher.ask(pages.page, ClientFilter()) == []
    assert [row.active for row in dispatcher.ask(pages.page, ClientFilter(inactive=True))] == [False]


def test_a_client_is_found_by_code(dispatcher, client, refusal):
    assert dispatcher.ask(queries.find_client, " romashka ").id == client
    assert refusal(dispatcher.ask, queries.find_client, "ROMA") == "client-unknown"
    assert refusal(dispatcher.ask, queries.client_card, 10**9) == "client-unknown"


def test_the_card_counts_what_is_open(dispatcher, client, register_ticket):
    register_ticket("Не печатает", client_id=client)
    register_ticket("Чужая")
    assert dispatcher.ask(queries.client_card, client).open_tickets == 1
    assert [row.open_tickets for row in dispatcher.ask(pages.page, ClientFilter())] == [1]


def test_sites_are_added_and_edited(dispatcher, client, refusal):
    site = dispatcher.act(actions.add_site, client, name=" Склад  2 ", address="Рыскулова 57")
    assert refusal(dispatcher.act, actions.add_site, client, name="Склад 2") == "site-taken"
    assert refusal(dispatcher.act, actions.add_site, client, name="") == "name-wanted"
    assert refusal(dispatcher.act, actions.add_site, 10**9, name="Офис") == "client-unknown"
    (row,) = dispatcher.ask(queries.client_card, client).sites
    assert (row.id, row.name, row.address, row.devices) == (site, "Склад 2", "Рыскулова 57", 0)
    change = {"name": "Склад 2", "address": "Абая 1", "active": False}
    dispatcher.act(actions.edit_site, site, **change, expected_version=row.version)
    (row,) = dispatcher.ask(queries.sites, client)
    assert (row.address, row.active) == ("Абая 1", False)
    with pytest.raises(ConflictError):
        dispatcher.act(actions.edit_site, site, **change, expected_version=row.version - 1)


def test_a_contact_has_several_phones_each_once(dispatcher, client, refusal):
    site = dispatcher.act(actions.add_site, client, name="Офис")
    phones = ["8 (727) 293-34-52", "+7 727 2933452", "", "747 431 70 98"]
    added = dispatcher.act(actions.add_contact, client, name="Сауле Ахметова", phones=phones, site_id=site)
    row = dispatcher.ask(contacts.contact, added)
    assert (row.name, row.phones, row.site, row.client) == (
        "Сауле Ахметова",
        ("8 (727) 293-34-52", "747 431 70 98"),
        "Офис",
        "ТОО «Ромашка»",
    )
    assert refusal(dispatcher.act, actions.add_contact, client, name="А", phones=["нет"]) == "phone-wrong"
    other = dispatcher.act(actions.register_client, name="Астра")
    assert refusal(dispatcher.act, actions.add_contact, other, name="А", site_id=site) == "site-of-another-client"
    assert dispatcher.ask(contacts.contacts, client) == (row,)


def test_editing_only_the_phones_is_noticed_by_the_second_editor(dispatcher, client):
    added = dispatcher.act(actions.add_contact, client, name="Сауле", phones=["7272933452", "7474317098"])
    was = dispatcher.ask(contacts.contact, added)
    dispatcher.act(actions.edit_contact, added, **edited_contact(was, phones=["+7 727 293 34 52", "7051112233"]))
    assert set(dispatcher.ask(contacts.contact, added).phones) == {"+7 727 293 34 52", "7051112233"}
    with pytest.raises(ConflictError):
        dispatcher.act(actions.edit_contact, added, **edited_contact(was, phones=[]))


def test_people_are_found_by_words_of_their_names(dispatcher, client):
    other = dispatcher.act(actions.register_client, name="Астра")
    here = dispatcher.act(actions.add_contact, client, name="Сауле Ахметова", email="saule@romashka.kz")
    there = dispatcher.act(actions.add_contact, other, name="Ахметов Сәкен")
    found = [row.id for row in dispatcher.ask(contacts.find_contacts, "ахмет са")]
    assert found == [there, here]
    assert [row.id for row in dispatcher.ask(contacts.find_contacts, "ахмет", client_id=client)] == [here]
    assert [row.id for row in dispatcher.ask(contacts.find_contacts, "saule@")] == [here]
