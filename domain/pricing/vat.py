"""Value added tax inside a sum. The rate follows the date of turnover, so it is asked for by day.

Source: Tax Code of Kazakhstan no. 214-VIII of 18.07.2025: 16 % from 2026-01-01; 12 % before.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from domain.pricing.words import rounded


def vat_contained(amount: Decimal, percent: Decimal) -> Decimal:
    """Return the tax that an amount with tax contains, S·r/(100+r), rounded half up to whole tiyn.

    >>> vat_contained(Decimal("200000"), Decimal(12)), vat_contained(Decimal("200000"), Decimal(16))
    (Decimal('21428.57'), Decimal('27586.21'))
    """
    return rounded(amount * percent / (100 + percent))


def vat_of_lines(amounts: Iterable[Decimal], percent: Decimal) -> Decimal:
    """Return the tax of a paper: computed line by line and summed, so that paper and accounting agree to the tiyn.

    >>> vat_of_lines([Decimal("33.33")] * 3, Decimal(16)), vat_contained(Decimal("99.99"), Decimal(16))
    (Decimal('13.80'), Decimal('13.79'))
    """
    return sum((vat_contained(amount, percent) for amount in amounts), Decimal("0.00"))


def rate_on(day: date, rates: Iterable[tuple[date, Decimal]]) -> Decimal | None:
    """Return the rate in per cent that holds on a day; None before the first of `rates`, each (since, percent)."""
    begun = [(since, percent) for since, percent in rates if since <= day]
    return max(begun)[1] if begun else None
