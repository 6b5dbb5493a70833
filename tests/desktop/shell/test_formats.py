"""Numbers, money, dates and ages in three languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.shell.ages import Clock
from desktop.shell.formats import MINUS, SPACE, Formats

NOW = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)  # 14:05 in Almaty


@pytest.fixture
def formats():
    return Formats("ru", now=lambda: NOW)


def plain(text):
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (12345, "12 345,00 ₸"),
        (Decimal("0.005"), "0,01 ₸"),
        (Decimal("1234567.894"), "1 234 567,89 ₸"),
        (-5, f"{MINUS}5,00 ₸"),
        (0, "0,00 ₸"),
    ],
)
def test_money(formats, amount, shown):
    assert plain(formats.money(amount)) == shown


def test_a_gap_in_a_number_never_breaks_the_line(formats):
    assert " " not in formats.money(12345)


def test_currency_without_a_sign_keeps_its_code(formats):
    assert plain(formats.money(1, "CNY")) == "1,00 CNY"


def test_numbers_lose_empty_places_only_behind_the_comma(formats):
    assert formats.number(Decimal("12.500")) == "12,5"
    assert formats.number(Decimal("1500")) == f"1{SPACE}500"
    assert formats.number(Decimal("2"), 3) == "2,000"
    assert Formats("en").number(Decimal("12345.5")) == "12,345.5"


def test_dates_are_local(formats):
    assert formats.date_time(NOW) == "23.11.2026 14:05"
    late_evening = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert formats.date(late_evening) == "24.11.2026"
    assert formats.time(late_evening) == "01:30"
    assert formats.date(NOW.date()) == "23.11.2026"


def test_moments_are_as_short_as_can_be(formats):
    assert formats.moment(NOW - timedelta(hours=1)) == "13:05"
    assert formats.moment(NOW - timedelta(days=3)) == "20.11 14:05"
    assert formats.moment(NOW - timedelta(days=400)) == "19.10.2025"


@pytest.mark.parametrize(
    ("span", "ru", "en", "kk"),
    [
        (timedelta(seconds=59), "сейчас", "now", "қазір"),
        (timedelta(minutes=42), "42 мин", "42 min", "42 мин"),
        (timedelta(hours=3, minutes=59), "3 ч", "3 h", "3 сағ"),
        (timedelta(days=2), "2 дн", "2 d", "2 күн"),
        (timedelta(days=59), "59 дн", "59 d", "59 күн"),
        (timedelta(days=60), "2 мес", "2 mo", "2 ай"),
        (timedelta(days=800), "2 г", "2 y", "2 ж"),
        (timedelta(minutes=-5), "сейчас", "now", "қазір"),
    ],
)
def test_ages_have_one_unit(span, ru, en, kk):
    shown = [plain(Formats(language, now=lambda: NOW).age(NOW - span)) for language in ("ru", "en", "kk")]
    assert shown == [ru, en, kk]


def test_ages_come_from_the_time_of_the_server(qapp):
    clock = Clock()
    ahead = datetime.now(UTC) + timedelta(hours=5)  # a PC that is five hours slow
    clock.set(ahead)
    assert abs(clock.now() - ahead) < timedelta(seconds=2)
    with pytest.raises(ValueError, match="zone"):
        clock.set(datetime(2026, 1, 1))
