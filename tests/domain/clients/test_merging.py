"""A client entered twice becomes one, and nothing of it is lost."""

from threading import Thread

import pytest
from sqlalchemy import select

from database.errors import ConflictError, KnownError
from domain.clients import actions, contacts, queries
from domain.clients.merging import Merged, merge_clients, preview_merge
from domain.clients.pages import ClientFilter, page
from domain.clients.tables import Site
from domain.equipment.tables import Device, DeviceType
from domain.tickets.tables import Ticket


@pytest.fixture
def pair(dispatcher):
    """Two clients: the one that stays, and its double."""
    stays = dispatcher.act(actions.register_client, name="Ромашка", code="ROM")
    double = dispatcher.act(actions.register_client, name="Ромашка ТОО", code="ROM2", bin="971240001315")
    return stays, double


@pytest.fixture
def add_device(dispatcher):
    def add(client, site=None, serial_key=None):
        with dispatcher.session() as session:
            type_id = session.scalars(select(DeviceType.id).where(DeviceType.code == "computer")).one()
            serial = serial_key or ""
            device = Device(type_id=type_id, client_id=client, site_id=site, serial=serial, serial_key=serial_key)
            session.add(device)
            session.flush()
            return device.id

    return add


def version(database, client):
    return database.ask(queries.client_card, client).version


def merge(database, client, into):
    return database.act(merge_clients, client, into, expected_version=version(database, client))


def test_everything_moves_and_the_code_leads_to_the_one_that_stays(dispatcher, pair, add_device, register_ticket):
    stays, double = pair
    site = dispatcher.act(actions.add_site, double, name="Склад")
    person = dispatcher.act(actions.add_contact, double, name="Сауле", phones=["7013054004"], site_id=site)
    device = add_device(double, site)
    ticket = register_ticket("Не печатает", client_id=double, site_id=site, contact_id=person, devices=[device])

    assert merge(dispatcher, double, stays) == Merged(sites=1, contacts=1, devices=1, tickets=1)

    card = dispatcher.ask(queries.client_card, stays)
    assert (card.devices, card.open_tickets, card.bin) == (1, 1, "971240001315")
    assert [(one.id, one.devices) for one in card.sites] == [(site, 1)]
    assert [one.id for one in card.contacts] == [person]
    assert [one.client_code for one in dispatcher.ask(contacts.callers, "7013054004")] == ["ROM"]
    assert dispatcher.ask(queries.find_client, "ROM2").id == stays
    with dispatcher.session() as session:
        assert session.get_one(Ticket, ticket).client_id == stays
    signpost = dispatcher.ask(queries.client_card, double)
    assert (signpost.merged_into, signpost.active, signpost.devices) == ((stays, "Ромашка"), False, 0)
    assert [row.id for row in dispatcher.ask(page, ClientFilter())] == [stays]


def test_sites_of_one_name_become_one(dispatcher, pair, add_device, register_ticket):
    stays, double = pair
    kept = dispatcher.act(actions.add_site, stays, name="Офис")
    left = dispatcher.act(actions.add_site, double, name="Офис", address="Абая 1")
    person = dispatcher.act(actions.add_contact, double, name="Сауле", site_id=left)
    device = add_device(double, left)
    ticket = register_ticket("Не печатает", client_id=double, site_id=left)

    assert merge(dispatcher, double, stays) == Merged(sites=0, contacts=1, devices=1, tickets=1)

    (site,) = dispatcher.ask(queries.sites, stays)
    assert (site.id, site.address, site.devices) == (kept, "Абая 1", 1)
    assert dispatcher.ask(contacts.contact, person).site_id == kept
    with dispatcher.session() as session:
        assert session.get_one(Device, device).site_id == session.get_one(Ticket, ticket).site_id == kept
        assert not session.get_one(Site, left).active


def test_a_device_entered_at_both_stops_the_merge_whole(dispatcher, pair, add_device, refusal):
    stays, double = pair
    dispatcher.act(actions.add_site, double, name="Склад")
    add_device(stays, serial_key="cn17")
    add_device(double, serial_key="cn17")
    assert refusal(merge, dispatcher, double, stays) == "merge-same-serials"
    assert [one.name for one in dispatcher.ask(queries.sites, double)] == ["Склад"]


def test_signposts_point_straight_to_the_one_that_stays_and_never_in_a_circle(dispatcher, pair, refusal):
    stays, double = pair
    third = dispatcher.act(actions.register_client, name="Ромашка 3", code="ROM3")
    merge(dispatcher, double, stays)
    assert refusal(merge, dispatcher, double, third) == "client-merged"
    assert refusal(merge, dispatcher, stays, double) == "client-merged"
    assert refusal(merge, dispatcher, stays, stays) == "merge-with-itself"
    merge(dispatcher, stays, third)
    for client in (stays, double):
        assert dispatcher.ask(queries.client_card, client).merged_into == (third, "Ромашка 3")
    assert dispatcher.ask(queries.find_client, "ROM2").id == third
    assert refusal(dispatcher.act, actions.add_site, double, name="Офис") == "client-merged"


def test_two_people_merging_in_opposite_directions_lose_nothing(company, pair):
    stays, double = pair
    company.database("dispatcher").act(actions.add_site, stays, name="Офис")
    company.database("dispatcher").act(actions.add_site, double, name="Склад")
    versions = {one: version(company.database("lead"), one) for one in pair}
    outcomes = []

    def run(login, client, into):
        try:
            outcomes.append(company.database(login).act(merge_clients, client, into, expected_version=versions[client]))
        except KnownError as error:
            outcomes.append(error.code)

    threads = [Thread(target=run, args=("dispatcher", stays, double)), Thread(target=run, args=("lead", double, stays))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(str, outcomes)) == [str(Merged(1, 0, 0, 0)), "client-merged"]
    cards = [company.database("lead").ask(queries.client_card, one) for one in pair]
    assert sorted(len(card.sites) for card in cards) == [0, 2]


def test_a_form_filled_before_somebody_saved_does_not_merge(dispatcher, pair):
    stays, double = pair
    with pytest.raises(ConflictError):
        dispatcher.act(merge_clients, double, stays, expected_version=version(dispatcher, double) + 1)


@pytest.mark.parametrize("login", ["engineer", "clerk", "buyer", "bookkeeper", "director", "agent"])
def test_others_do_not_merge(company, pair, refusal, login):
    stays, double = pair
    assert refusal(merge, company.database(login), double, stays) == "no-right"


def test_the_preview_says_what_the_merger_then_does(dispatcher, pair, add_device, register_ticket):
    stays, double = pair
    for client in pair:
        dispatcher.act(actions.add_site, client, name="Офис")
    dispatcher.act(actions.add_site, double, name="Склад")
    dispatcher.act(actions.add_contact, double, name="Сауле")
    add_device(double)
    register_ticket("Не печатает", client_id=double)

    told = dispatcher.ask(preview_merge, double, stays)

    assert (told.client, told.into, told.same_places) == ("Ромашка ТОО", "Ромашка", ("Офис",))
    assert told.gains == ("971240001315",)
    assert not told.same_serials
    assert dispatcher.act(merge_clients, double, stays, expected_version=told.version) == told.moves


def test_the_preview_names_serials_that_forbid_the_merger(dispatcher, pair, add_device):
    for client in pair:
        add_device(client, serial_key="SN1")
    assert dispatcher.ask(preview_merge, pair[1], pair[0]).same_serials == ("SN1",)


def test_no_preview_into_itself_or_a_signpost(dispatcher, pair):
    stays, double = pair
    with pytest.raises(KnownError) as refused:
        dispatcher.ask(preview_merge, stays, stays)
    assert refused.value.code == "merge-with-itself"
    merge(dispatcher, double, stays)
    with pytest.raises(KnownError) as refused:
        dispatcher.ask(preview_merge, stays, double)
    assert refused.value.code == "client-merged"
