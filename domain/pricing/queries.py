"""What is known of rates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.pricing.tables import VatRate


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of value added tax in per cent, from a day on until the next one."""

    since: date
    percent: Decimal


def vat_rates(session: Session) -> list[Rate]:
    """Return the rates of value added tax, the first one first."""
    query = select(VatRate.since, VatRate.percent).order_by(VatRate.since)
    return [Rate(**one._mapping) for one in session.execute(query)]
