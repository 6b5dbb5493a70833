"""The parts of the demo company that need no database."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.copying import Rows
from demo.draw import Pool, shares
from demo.goods import ean13
from demo.names import People, company_bin
from demo.serials import Serials
from demo.sizes import Size, scale
from demo.words import read
from demo.working_time import WORKDAY, ZONE, WorkingTime
from domain.clients.bin_number import checked_bin
from domain.stock.barcodes import barcode_key

TODAY = datetime(2026, 3, 11, 9, 40, tzinfo=UTC)


@given(total=st.integers(0, 10**6), weights=st.lists(st.floats(0.01, 1e6), min_size=1, max_size=40))
def test_shares_add_up_and_are_never_below_zero(total, weights):
    parts = shares(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0


def test_the_heavier_is_drawn_oftener_and_the_weightless_never():
    pool, random = Pool({"heavy": 9, "light": 1, "none": 0}), Random(1)
    drawn = [pool.draw(random) for _ in range(2000)]
    assert drawn.count("heavy") > 1700 and drawn.count("light") > 100 and "none" not in drawn


def test_nothing_to_draw_from_is_a_mistake():
    with pytest.raises(ValueError, match="nothing"):
        Pool({})


def test_working_time_skips_nights_weekends_and_holidays():
    time = WorkingTime(TODAY, ["03-09"])
    assert time.moment(time.now) == TODAY
    friday = time.moment((time.today - 1) * WORKDAY - 1).astimezone(ZONE)
    assert (friday.month, friday.day, friday.hour, friday.minute) == (3, 6, 17, 59)


def test_almaty_changed_its_clock_in_2024():
    time = WorkingTime(TODAY)
    stamps = {time.days[day].isoformat(): time.stamp(day * WORKDAY) for day in range(len(time.days))}
    assert stamps["2024-02-29"] == "2024-02-29 09:00:00+06:00"
    assert stamps["2024-03-01"] == "2024-03-01 09:00:00+05:00"


@given(seed=st.integers(0, 10**6), person=st.booleans())
def test_every_bin_has_the_right_control_digit(seed, person):
    digits = company_bin(Random(seed), 2014, person=person)
    assert checked_bin(digits) == digits
    assert digits[6] in "34" if person else digits.startswith("14") and digits[4:6] == "40"


def test_people_have_names_of_both_languages():
    people = People(Random(3), read("names"))
    names = [people.person() for _ in range(300)]
    assert any("қызы" in name.full for name in names) and any("овна" in name.full for name in names)
    assert all(name.mailbox.isascii() and name.mailbox.count(".") == 1 for name in names)


def test_serial_numbers_are_never_drawn_twice():
    serials = Serials(Random(5))
    keys = [serials.draw("A99")[1] for _ in range(100)]
    assert len(set(keys)) == 100
    assert serials.draw("") == ("", "")


def test_barcodes_have_their_check_digit():
    assert ean13("400638133393") == "4006381333931"
    assert barcode_key(ean13("487020000001")) == ean13("487020000001")


def test_copy_lines_keep_tabs_line_ends_and_backslashes():
    rows = Rows("t", ("a", "b", "c", "d", "e", "f"))
    rows.add("с\tтабом\\\n", None, True, 7, b"\x00\xff", {"ключ": "а\nб"})
    assert rows.taken()[1] == ['с\\tтабом\\\\\\n\t\\N\tt\t7\t\\\\x00ff\t{"ключ": "а\\\\nб"}']
    assert rows.count == 1


def test_sizes_can_be_gone_beyond():
    assert scale(Size.REFERENCE) == scale(Size.REFERENCE, tickets=40_000, devices=4_500)
    assert scale(Size.REFERENCE, tickets=1_000_000).open_tickets == 180
    assert scale(Size.SMALL, tickets=10).open_tickets == 2
    assert scale(Size.SMALL, devices=1).devices == 8


def test_every_subject_can_be_written_for_every_trade():
    subjects, trades = read("subjects"), [trade["code"] for trade in read("companies")["trades"]]
    types = {kind for route in read("routes")["routes"] for kind in route["types"]}
    for kind in types:
        for trade in trades:
            fit = [one for one in subjects if kind in one["types"] and trade in one.get("trades", [trade])]
            assert fit, (kind, trade)
            assert all(any("{model}" not in title for title in one["titles"]) for one in fit)
