"""`vetka clients` and `vetka devices`: what scripts read."""

import json

import pytest

from domain.clients import actions as clients
from domain.equipment.actions import DeviceEntry, add_code, register_device
from domain.equipment.queries import device_types


@pytest.fixture
def register(company):
    """Two clients; the first has two devices and a contact."""
    dispatcher = company.database("dispatcher")
    rose = dispatcher.act(clients.register_client, name="ТОО «Ромашка»", code="ROM")
    dispatcher.act(clients.register_client, name="Астра", code="AST")
    site = dispatcher.act(clients.add_site, rose, name="Офис")
    dispatcher.act(clients.add_contact, rose, name="Сауле", phones=["7013054004"])
    types = {one.code: one.id for one in dispatcher.ask(device_types)}
    for code, model in (("computer", "OptiPlex 7010"), ("printer", "Kyocera P2040")):
        entry = DeviceEntry(type_id=types[code], client_id=rose, site_id=site, model=model, serial=f"CN{code}")
        made = dispatcher.act(register_device, entry)
        dispatcher.act(add_code, made.id, source="1С", code="ИНВ-77")


def test_clients_are_listed(run, register):
    listed = json.loads(run("engineer", "clients", "list", "--json").out)
    assert [(one["code"], one["name"], one["devices"]) for one in listed] == [
        ("AST", "Астра", 0),
        ("ROM", "ТОО «Ромашка»", 2),
    ]
    table = run("engineer", "clients", "list", "--text", "ромашка").out
    assert "ROM" in table
    assert "AST" not in table


def test_a_client_is_shown(run, register):
    shown = json.loads(run("engineer", "clients", "show", "rom", "--json").out)
    assert shown["contacts"][0]["phones"] == ["7013054004"]
    assert shown["sites"][0]["devices"] == 2
    assert "Сауле" in run("engineer", "clients", "show", "ROM").out
    unknown = run("engineer", "clients", "show", "NOPE")
    assert (unknown.code, unknown.err) == (1, "Клиент NOPE не найден.\n")


def test_devices_of_a_client_are_listed(run, register):
    listed = json.loads(run("clerk", "devices", "list", "--client", "ROM", "--json").out)
    assert [(one["number"], one["model"], one["client_code"]) for one in listed] == [
        (1, "OptiPlex 7010", "ROM"),
        (2, "Kyocera P2040", "ROM"),
    ]
    assert json.loads(run("clerk", "devices", "list", "--client", "AST", "--json").out) == []
    assert run("clerk", "devices", "list", "--client", "NOPE").code == 1
    assert [
        one["number"] for one in json.loads(run("clerk", "devices", "list", "--text", "принтер", "--json").out)
    ] == [2]


def test_a_device_is_shown_by_whatever_is_written_on_it(run, register):
    for written in ("1", "VT 0000 001-8", "CNcomputer"):
        shown = json.loads(run("clerk", "devices", "show", written, "--json").out)
        assert (shown["number"], shown["codes"][0]["code"]) == (1, "ИНВ-77")
    assert "OptiPlex 7010" in run("clerk", "devices", "show", "1").out
    several = run("clerk", "devices", "show", "ИНВ-77")
    assert (several.code, "VT 0000 001-8" in several.err) == (1, True)
    unknown = run("clerk", "devices", "show", "99")
    assert (unknown.code, unknown.err) == (1, "Устройство 99 не найдено.\n")
