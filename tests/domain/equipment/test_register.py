"""Cards of devices: numbered for ever, kept by those who meet devices, never doubled by accident."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from database.errors import ConflictError, DomainError
from domain.clients.merging import merge_clients
from domain.equipment import actions, queries
from domain.equipment.actions import edit_device, register_device


def test_a_device_gets_the_next_number_and_a_card(engineer, entry, device, place):
    card = engineer.ask(queries.device_card, device.id)
    row = card.row
    assert (row.number, row.readable) == (1, "VT 0000 001-8")
    assert (row.type, row.size_class, row.model, row.serial) == ("Компьютер", "medium", "OptiPlex 7010", "СN 0О-17")
    assert (row.client_id, row.client_code, row.client, row.site, row.room) == (
        place.client,
        "ROM",
        "Ромашка",
        "Офис",
        "каб. 12",
    )
    assert (row.owner, row.service_state, row.sticker) == ("client", "in_service", "")
    assert card.attributes == (("Память", "16 ГБ"), ("Диск", "512 ГБ"))
    assert (card.tickets, card.stickers, card.sticker) == ((), (), None)
    assert engineer.act(register_device, entry()).number == 2


def test_a_card_in_the_language_of_the_screen(engineer, device):
    assert engineer.ask(queries.device_card, device.id, language="en").row.type == "Computer"
    names = {
        language: engineer.ask(queries.device_types, language=language)[-1].name for language in ("ru", "en", "kk")
    }
    assert names == {"ru": "Точка доступа Wi-Fi", "en": "Wi-Fi access point", "kk": "Wi-Fi кіру нүктесі"}


@pytest.mark.parametrize("serial", ["CN 00-17", "cn0017", "СN ОО17", "S/N: CN0017"])
def test_a_serial_number_of_the_same_client_is_refused_however_it_is_typed(engineer, entry, device, refusal, serial):
    assert refusal(engineer.act, register_device, entry(serial=serial)) == "serial-taken"
    assert refusal(engineer.act, register_device, entry(serial=serial), confirmed=True) == "serial-taken"


def test_a_serial_number_of_another_client_is_a_warning(engineer, entry, device, place):
    moved = entry(serial="CN0017", client_id=place.other, site_id=None)
    with pytest.raises(DomainError) as caught:
        engineer.act(register_device, moved)
    assert (caught.value.code, caught.value.details) == (
        "serial-elsewhere",
        {"serial": "СN 0О-17", "device": 1, "client": "Ромашка"},
    )
    assert [one.number for one in engineer.ask(queries.same_serial, "CN 0017")] == [1]
    assert engineer.ask(queries.same_serial, "CN0017", besides=device.id) == []
    assert engineer.act(register_device, moved, confirmed=True).number == 2


@pytest.mark.parametrize("serial", ["", "б/н", "no s/n", "нет", "-"])
def test_no_serial_number_is_no_double(engineer, entry, serial):
    for _ in range(2):
        engineer.act(register_device, entry(serial=serial))
    assert engineer.ask(queries.same_serial, serial) == []


def test_what_cannot_be_a_card_is_refused(engineer, entry, place, refusal):
    for wrong, code in (
        (entry(serial="8,93901E+18"), "serial-from-spreadsheet"),
        (replace(entry(), type_id=10**9), "type-unknown"),
        (entry(client_id=10**9), "client-unknown"),
        (entry(site_id=place.other_site), "site-of-another-client"),
        (entry(client_id=None), "site-of-another-client"),
        (entry(owner="nobody"), "value-out-of-range"),
    ):
        assert refusal(engineer.act, register_device, wrong) == code


def test_a_merged_client_gets_no_devices(company, engineer, entry, place, refusal):
    company.database("lead").act(merge_clients, place.client, place.other, expected_version=1)
    assert refusal(engineer.act, register_device, entry(site_id=None)) == "client-merged"


@pytest.mark.parametrize("login", ["dispatcher", "lead", "engineer", "clerk", "admin"])
def test_those_who_meet_devices_keep_the_cards(company, entry, device, place, login):
    database = company.database(login)
    was = database.ask(queries.device_card, device.id)
    moved = entry(
        type="server", model=" PowerEdge  R740 ", client_id=place.other, site_id=place.other_site, owner="ours"
    )
    attributes = {"Диск": "2 ТБ", "Адрес": "10.0.0.5"}
    database.act(edit_device, device.id, moved, attributes=attributes, expected_version=was.row.version)
    card = database.ask(queries.device_card, device.id)
    assert (card.row.type_code, card.row.model, card.row.client, card.row.site, card.row.owner, card.row.serial) == (
        "server",
        "PowerEdge R740",
        "Астра",
        "Склад",
        "ours",
        "",
    )
    assert card.attributes == (("Диск", "2 ТБ"), ("Адрес", "10.0.0.5"))
    assert card.row.number == device.number
    with pytest.raises(ConflictError):
        database.act(edit_device, device.id, moved, attributes={}, expected_version=was.row.version)


@pytest.mark.parametrize("login", ["buyer", "bookkeeper", "director", "agent"])
def test_others_only_read_the_cards(company, entry, device, refusal, login):
    database = company.database(login)
    assert database.ask(queries.find_number, 1).id == device.id
    assert refusal(database.act, register_device, entry()) == "no-right"
    assert refusal(database.act, edit_device, device.id, entry(), expected_version=1) == "no-right"
    assert refusal(database.act, actions.add_code, device.id, source="1С", code="000123") == "no-right"


@pytest.mark.parametrize("column", ["number = 77", "check_character = 'X'", "service_state = 'written_off'"])
def test_number_and_state_are_not_the_engineers(company, device, column):
    with company.psql("engineer").cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute(f"UPDATE device SET {column}")


def test_the_lead_sets_the_service_state(company, engineer, device, refusal):
    lead = company.database("lead")
    version = lead.ask(queries.device_card, device.id).row.version
    change = {"state": "in_repair", "expected_version": version}
    assert refusal(engineer.act, actions.set_service_state, device.id, **change) == "no-right"
    lead.act(actions.set_service_state, device.id, **change)
    assert lead.ask(queries.find_number, 1).service_state == "in_repair"
    change = {"state": "lost", "expected_version": version + 1}
    assert refusal(lead.act, actions.set_service_state, device.id, **change) == "value-out-of-range"


def test_further_codes_are_added_once_and_taken_away(engineer, device, refusal):
    engineer.act(actions.add_code, device.id, source="1С", code=" ИНВ 000123 ")
    engineer.act(actions.add_code, device.id, source="1С", code="инв-000123")
    (code,) = engineer.ask(queries.device_card, device.id).codes
    assert (code.source, code.code) == ("1С", "ИНВ 000123")
    assert refusal(engineer.act, actions.add_code, device.id, source="", code=" - ") == "code-empty"
    assert refusal(engineer.act, actions.add_code, 10**9, source="", code="1") == "device-unknown"
    engineer.act(actions.remove_code, device.id, code.id)
    assert engineer.ask(queries.device_card, device.id).codes == ()
    assert refusal(engineer.act, actions.remove_code, device.id, code.id) == "code-unknown"


def test_the_card_has_every_ticket_of_the_device(company, device, place):
    dispatcher = company.database("dispatcher")
    for title in ("Не включается", "Шумит"):
        entry = {"type": "incident", "title": title, "title_key": title, "search_key": title, "devices": [device.id]}
        with dispatcher.session() as session:
            call = text("SELECT api.register_ticket(CAST(:entry AS jsonb))")
            session.execute(call, {"entry": json.dumps(entry | {"client_id": place.client})})
    tickets = dispatcher.ask(queries.device_card, device.id).tickets
    assert [one.title for one in tickets] == ["Шумит", "Не включается"]
    assert [one.closed_at for one in tickets] == [None, None]
    assert tickets[0].status_name == "Открыта"


def test_unknown_devices_are_named(engineer, refusal):
    assert refusal(engineer.ask, queries.find_number, 99) == "device-unknown"
    assert refusal(engineer.ask, queries.device_card, 99) == "device-unknown"
