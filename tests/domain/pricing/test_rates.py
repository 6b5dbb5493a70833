"""Rates of value added tax are set by those who answer for them."""

from datetime import date
from decimal import Decimal

import pytest

from database.errors import KnownError
from domain.pricing.actions import set_vat_rate
from domain.pricing.queries import vat_rates


@pytest.mark.parametrize("login", ["bookkeeper", "admin"])
def test_a_rate_is_set_and_set_right(company, login):
    person = company.database(login)
    person.act(set_vat_rate, date(2030, 1, 1), Decimal(18))
    person.act(set_vat_rate, date(2030, 1, 1), Decimal("17.5"))
    rates = company.database("engineer").ask(vat_rates)
    assert [(one.since.year, one.percent) for one in rates] == [(2009, 12), (2026, 16), (2030, Decimal("17.5"))]


@pytest.mark.parametrize("login", ["dispatcher", "lead", "buyer", "clerk", "engineer", "director", "agent"])
def test_others_set_none(company, login):
    with pytest.raises(KnownError, match="no-right"):
        company.database(login).act(set_vat_rate, date(2030, 1, 1), Decimal(18))
    with company.psql(login).cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE vat_rate SET percent = 1")


@pytest.mark.parametrize("percent", ["-1", "100", "12.345", "NaN"])
def test_a_rate_is_per_cent(company, percent):
    with pytest.raises(KnownError) as raised:
        company.database("bookkeeper").act(set_vat_rate, date(2030, 1, 1), Decimal(percent))
    assert (raised.value.code, raised.value.details) == ("vat-rate-wrong", {"percent": percent})
