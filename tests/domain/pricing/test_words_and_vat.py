"""Sums in words and value added tax, on the figures of the rules themselves."""

from datetime import date
from decimal import Decimal

import pytest

from domain.pricing.vat import rate_on, vat_contained, vat_of_lines
from domain.pricing.words import in_figures, in_words

RATES = [(date(2009, 1, 1), Decimal(12)), (date(2026, 1, 1), Decimal(16))]


@pytest.mark.parametrize(
    ("amount", "language", "said"),
    [
        ("200000", "ru", "Двести тысяч тенге 00 тиын"),
        ("0", "ru", "Ноль тенге 00 тиын"),
        ("1001.05", "ru", "Одна тысяча один тенге 05 тиын"),
        ("2.999", "ru", "Три тенге 00 тиын"),
        ("0.995", "ru", "Один тенге 00 тиын"),
        ("1000000000", "ru", "Один миллиард тенге 00 тиын"),
        ("21000.40", "kk", "Жиырма бір мың теңге 40 тиын"),
        ("40", "en", "Forty tenge 00 tiyn"),
        ("40", "??", "Сорок тенге 00 тиын"),
    ],
)
def test_a_sum_in_words(amount, language, said):
    assert in_words(Decimal(amount), language) == said


def test_there_is_no_sum_below_zero_in_words():
    with pytest.raises(ValueError, match="zero or more"):
        in_words(Decimal("-0.01"))


def test_a_sum_in_figures_has_no_breaking_blanks():
    assert in_figures(Decimal("1234567.891")) == "1\u00a0234\u00a0567,89"


@pytest.mark.parametrize(("percent", "tax"), [(12, "21428.57"), (16, "27586.21")])
def test_the_tax_inside_a_sum(percent, tax):
    assert vat_contained(Decimal(200000), Decimal(percent)) == Decimal(tax)


def test_half_a_tiyn_goes_up():
    assert vat_contained(Decimal("0.29"), Decimal(16)) == Decimal("0.04")
    assert vat_contained(Decimal("10.15"), Decimal(16)) == Decimal("1.40")


def test_the_sum_of_rounded_lines_is_what_counts():
    assert vat_of_lines([Decimal("33.33")] * 3, Decimal(16)) == Decimal("13.80")
    assert vat_contained(Decimal("99.99"), Decimal(16)) == Decimal("13.79")
    assert vat_of_lines([], Decimal(16)) == 0


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2025, 12, 31), 12), (date(2026, 1, 1), 16), (date(2030, 5, 5), 16), (date(2008, 12, 31), None)],
)
def test_the_rate_follows_the_day(day, rate):
    assert rate_on(day, RATES) == rate
    assert rate_on(day, reversed(RATES)) == rate
