"""What clerks type, paste and scan: quantities, barcodes, serial numbers. Pure functions, no database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.errors import DomainError
from domain.stock.barcodes import barcode_key
from domain.stock.quantities import read_quantity, shown
from domain.stock.serials import LONGEST_RANGE, read_serial, read_serials


def texts(entry):
    return [serial.text for serial in read_serials(entry)]


def code_of(function, *args):
    with pytest.raises(DomainError) as caught:
        function(*args)
    return caught.value.code


@pytest.mark.parametrize(
    ("entry", "first", "last", "count"),
    [
        ("AB0100–AB0119", "AB0100", "AB0119", 20),
        ("AB0100 - AB0119", "AB0100", "AB0119", 20),
        ("AB0100-AB0119", "AB0100", "AB0119", 20),
        ("AB0100..AB0119", "AB0100", "AB0119", 20),
        ("AB0100–19", "AB0100", "AB0119", 20),
        ("AB0100–0119", "AB0100", "AB0119", 20),
        ("000098 – 000102", "000098", "000102", 5),
        ("CN 0017 — CN 0019", "CN 0017", "CN 0019", 3),
        ("АВ1–AB3", "АВ1", "АВ3", 3),
        ("X7–X7", "X7", "X7", 1),
    ],
)
def test_a_range_is_spread_out_with_its_leading_zeros(entry, first, last, count):
    found = texts(entry)
    assert (found[0], found[-1], len(found)) == (first, last, count)


@pytest.mark.parametrize("entry", ["1234-5678", "SN12-34", "VNB3-C12345", "B2-B1", "CN-0A1-777-XX", "5CD1234ABC"])
def test_a_hyphen_inside_a_number_is_no_range(entry):
    assert texts(entry) == [entry]


@pytest.mark.parametrize(
    "entry", ["AB9–AB10", "AB20–AB10", "AB1–CD5", "1–2–3", f"A0000–A{LONGEST_RANGE}", "ключ – замок"]
)
def test_a_range_that_makes_no_sense_is_refused(entry):
    assert code_of(read_serials, entry) == "serial-range-unfit"


def test_a_pasted_column_keeps_order_and_zeros():
    assert texts("007\r\n 008 \r\n\r\n009\tX-1;X-2, X-3\n") == ["007", "008", "009", "X-1", "X-2", "X-3"]


@pytest.mark.parametrize("entry", ["8.93901E+18", "8,93901E+18", "1\n8,93901e+18\n2", "2E+05", "8,93901Е+18"])
def test_what_a_spreadsheet_spoiled_is_refused_not_stored(entry):
    assert code_of(read_serials, entry) == "serial-from-spreadsheet"
    assert code_of(read_serial, entry.split("\n")[-2 if "\n" in entry else 0]) == "serial-from-spreadsheet"


@pytest.mark.parametrize("entry", ["1E5", "12E345", "5E-10X"])
def test_a_serial_with_a_letter_e_is_no_spoiled_number(entry):
    assert texts(entry) == [entry]


@pytest.mark.parametrize("entry", ["CN0017\ncn 0017", "СН-1, CH-1", "O01; 001", "AB1–AB5\nAB3"])
def test_a_number_that_reads_the_same_is_the_same(entry):
    assert code_of(read_serials, entry) == "serial-twice"


@pytest.mark.parametrize("entry", ["б/н", "нет", "no s/n", "—"])
def test_words_for_no_number_are_not_stored_as_a_number(entry):
    assert code_of(read_serials, entry) == "serial-missing"


def test_an_endless_number_is_refused():
    assert code_of(read_serials, "9" * 81) == "serial-too-long"


@given(st.integers(0, 99_000), st.integers(1, 40), st.sampled_from(["", "AB", "SN-", "Ж"]))
def test_any_range_has_as_many_members_as_its_ends_say(start, count, prefix):
    found = texts(f"{prefix}{start:06}–{prefix}{start + count - 1:06}")
    assert found == [f"{prefix}{number:06}" for number in range(start, start + count)]


@pytest.mark.parametrize(
    ("entry", "quantity"), [("1 305,5", "1305.5"), ("0.001", "0.001"), (3, "3"), (Decimal("12.500"), "12.5")]
)
def test_quantities_as_people_write_them(entry, quantity):
    assert shown(read_quantity(entry)) == quantity


@pytest.mark.parametrize("entry", ["0", "-1", "0.0001", "1e12", "NaN", Decimal("Infinity")])
def test_impossible_quantities(entry):
    assert code_of(read_quantity, entry) == "quantity-out-of-range"


def test_words_are_no_quantity():
    assert code_of(read_quantity, "десять") == "quantity-unreadable"


@pytest.mark.parametrize(
    "scanned", ["036000291452", "0036000291452", "00036000291452", "]E00036000291452", "036000291452\r\n"]
)
def test_scanners_that_report_differently_mean_the_same_goods(scanned):
    assert barcode_key(scanned) == "0036000291452"


@pytest.mark.parametrize("scanned", ["", " \r\n", "7" * 81])
def test_what_cannot_be_a_barcode(scanned):
    assert code_of(barcode_key, scanned) == "barcode-unreadable"
