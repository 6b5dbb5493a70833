"""What a scan means: this very sticker, an older one, none of ours."""

import doctest

import pytest
from sqlalchemy import text

from domain.equipment import numbers, serials
from domain.equipment.actions import add_code, register_device
from domain.equipment.numbers import read_number, readable_number
from domain.equipment.queries import device_card
from domain.equipment.scans import find_by_scan, find_by_sticker
from labels import payload


def outcome(database, scanned):
    result = database.ask(find_by_scan, scanned)
    return result.outcome, [one.number for one in result.devices]


def test_the_examples_hold():
    assert doctest.testmod(numbers).failed == doctest.testmod(serials).failed == 0


def test_numbers_are_written_as_the_labels_write_them():
    for number in (1, 45127, 9_999_999):
        check = payload.check_character(number)
        assert readable_number("VT", number, check) == payload.readable(number)
        read = read_number(payload.payload(number, "7K3RX"), "VT")
        assert (read.number, read.check, read.seal) == (number, check, "7K3RX")


def test_the_sticker_on_the_device_is_the_current_one(engineer, device, printing):
    (scanned,) = printing(device.id)
    assert outcome(engineer, scanned) == ("current", [1])
    assert outcome(engineer, f"https://v.example/{scanned}\r\n") == ("current", [1])
    assert engineer.ask(find_by_scan, scanned).device.id == device.id
    assert not engineer.ask(find_by_scan, scanned).warning


def test_a_reprint_replaces_the_sticker(engineer, device, printing):
    (old,) = printing(device.id)
    (new,) = printing(device.id)
    assert outcome(engineer, old) == ("replaced", [1])
    assert outcome(engineer, new) == ("current", [1])
    assert engineer.ask(find_by_scan, old).warning


def test_a_reprint_that_was_spoiled_replaces_nothing(company, engineer, device, printing):
    (old,) = printing(device.id)
    (new,) = printing(device.id)
    with company.database("clerk").session() as session:
        session.execute(text("SELECT api.spoil_sticker(:payload, 'замята')"), {"payload": new})
    assert outcome(engineer, new) == ("spoiled", [1])
    assert outcome(engineer, old) == ("current", [1])


def test_a_sticker_whose_printing_broke_off_is_doubtful(engineer, device, printing):
    (scanned,) = printing(device.id, state="doubtful")
    assert outcome(engineer, scanned) == ("doubtful", [1])


def test_an_invented_seal_opens_the_device_with_a_warning(engineer, device, printing):
    (queued,) = printing(device.id, state="queued")
    invented = queued[:-1] + ("A" if queued[-1] != "A" else "B")
    for scanned in (invented, queued):
        assert outcome(engineer, scanned) == ("unknown_seal", [1])


def test_a_seal_belongs_to_one_device(engineer, device, entry, printing):
    other = engineer.act(register_device, entry())
    (scanned,) = printing(device.id)
    foreign = payload.payload(other.number, scanned[-5:])
    assert outcome(engineer, foreign) == ("unknown_seal", [2])


@pytest.mark.parametrize(
    ("scanned", "checked"),
    [("VT 0000 001-8", True), ("vt00000018", True), ("VT 0000001", False), ("0000001", False), ("1", False)],
)
def test_a_number_is_typed_in_any_grouping(engineer, device, scanned, checked):
    result = engineer.ask(find_by_scan, scanned)
    assert (result.outcome, result.device.id, result.checked) == ("number", device.id, checked)


@pytest.mark.parametrize(
    "scanned", ["VT 0000 001-9", "VT00000017K3RX", "VT00000098", "4601234567890", "ABC", "", "нет"]
)
def test_what_was_misread_or_is_a_strangers_opens_nothing(engineer, device, scanned):
    assert outcome(engineer, scanned) == ("not_ours", [])


def test_old_codes_and_serial_numbers_open_the_card(engineer, device):
    engineer.act(add_code, device.id, source="1С", code="ИНВ 000123")
    assert outcome(engineer, "инв-000123") == ("code", [1])
    assert outcome(engineer, "cn0017") == ("serial", [1])
    assert outcome(engineer, "S/N: CN0017") == ("serial", [1])


def test_a_text_that_fits_several_devices_gives_them_all(engineer, device, entry, place):
    other = engineer.act(register_device, entry(serial="CN0017", client_id=place.other, site_id=None), confirmed=True)
    third = engineer.act(register_device, entry())
    engineer.act(add_code, third.id, source="1С", code="CN0017")
    result = engineer.ask(find_by_scan, "CN0017")
    assert (result.outcome, result.device) == ("code", None)
    assert [one.number for one in result.devices] == [third.number, device.number, other.number]


def test_a_payload_that_was_split_already_is_found(engineer, device, printing):
    (scanned,) = printing(device.id)
    read = payload.parse(scanned)
    assert engineer.ask(find_by_sticker, read.number, read.seal).outcome == "current"
    assert engineer.ask(find_by_sticker, read.number, None).outcome == "number"
    assert engineer.ask(find_by_sticker, 99, "7K3RX").outcome == "not_ours"


def test_the_card_tells_when_by_whom_and_where_stickers_were_printed(engineer, device, printing):
    printing(device.id)
    (payload_now,) = printing(device.id)
    printing(device.id, state="doubtful")
    card = engineer.ask(device_card, device.id)
    assert [one.state for one in card.stickers] == ["queued", "doubtful", "printed", "printed"]
    current = card.sticker
    assert (current.payload, current.printed_by, current.printer_url) == (payload_now, "Олег Цой", "file:/dev/null")
    assert (current.template, current.template_version, current.confirmed) == ("test", 1, True)
