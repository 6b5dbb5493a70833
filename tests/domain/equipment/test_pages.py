"""The list of devices: filters, words, pages."""

from dataclasses import asdict

import pytest
from sqlalchemy import text

from domain.equipment import actions, pages
from domain.equipment.actions import register_device
from domain.equipment.pages import DeviceFilter


@pytest.fixture
def park(engineer, entry, place):
    """Five devices, numbered 1 to 5."""
    entries = [
        entry(model="OptiPlex 7010", serial="CN0017", room="каб. 12"),
        entry("printer", model="Kyocera P2040", serial="VKX8Y00", room="каб. 12"),
        entry("printer", model="HP 1102", site_id=None, owner="ours"),
        entry("server", model="PowerEdge R740", client_id=place.other, site_id=place.other_site),
        entry("ups", model="Kyocera"),
    ]
    return [engineer.act(register_device, one) for one in entries]


def numbers(database, **wanted):
    return [row.number for row in database.ask(pages.page, DeviceFilter(**wanted))]


def test_filters_narrow_the_list(engineer, park, place):
    assert numbers(engineer) == [1, 2, 3, 4, 5]
    assert numbers(engineer, client_id=place.client) == [1, 2, 3, 5]
    assert numbers(engineer, client_id=place.client, site_id=place.site) == [1, 2, 5]
    assert numbers(engineer, type_id=place.types["printer"]) == [2, 3]
    assert numbers(engineer, owner="ours") == [3]
    assert numbers(engineer, service_state="written_off") == []
    assert engineer.ask(pages.count, DeviceFilter(client_id=place.client)) == 4


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kyocera", [2, 5]),
        ("принтер kyo", [2]),
        ("printer", [2, 3]),
        ("каб 12 принтер", [2]),
        ("cn 00-17", [1]),
        ("СN0017", [1]),
        ("VT 0000 004", [4]),
        ("vt0000004", [4]),
        ("4", [2, 4]),  # its number, and a P2040
        ("нет такого", []),
        ("нет", []),
    ],
)
def test_a_device_is_found_by_number_serial_and_words(engineer, park, typed, found):
    assert numbers(engineer, text=typed) == found


def test_a_device_is_found_by_its_other_codes(engineer, park):
    engineer.act(actions.add_code, park[2].id, source="1С", code="ИНВ-000777")
    assert numbers(engineer, text="000777") == [3]


def test_the_list_is_leafed_through_in_both_directions(engineer, park):
    everything = DeviceFilter()
    first = engineer.ask(pages.page, everything, limit=2)
    second = engineer.ask(pages.page, everything, after=first[-1].key, limit=2)
    assert [row.number for row in first + second] == [1, 2, 3, 4]
    assert engineer.ask(pages.page, everything, after=second[0].key, backwards=True, limit=2) == first
    assert engineer.ask(pages.by_ids, [row.id for row in reversed(second)]) == second


def test_devices_without_a_sticker_in_order_are_listed(company, engineer, park, printing):
    printing(park[0].id)
    (spoiled,) = printing(park[1].id)
    printing(park[2].id, state="queued")
    with company.database("clerk").session() as session:
        session.execute(text("SELECT api.spoil_sticker(:payload, 'помята')"), {"payload": spoiled})
    assert numbers(engineer, to_stick=True) == [2, 4, 5]
    assert [row.sticker for row in engineer.ask(pages.page, DeviceFilter())] == ["printed", "spoiled", "queued", "", ""]


def test_a_row_is_plain_values(engineer, park):
    (row,) = engineer.ask(pages.by_ids, [park[0].id])
    assert {type(value) for value in asdict(row).values()} == {int, str, tuple}
