"""Sets rates of value added tax; papers made before keep the rate they were made with."""

from datetime import date
from decimal import Decimal

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.pricing.tables import VatRate


def set_vat_rate(session: Session, since: date, percent: Decimal) -> None:
    """Set the rate that holds from a day on, until the next one; the bookkeeper and administrators.

    percent: from 0 to below 100, with at most two decimals.
    Raises DomainError `vat-rate-wrong`, `no-right`.
    """
    if not percent.is_finite() or not 0 <= percent < 100 or percent != round(percent, 2):
        raise DomainError("vat-rate-wrong", percent=str(percent))
    rate = insert(VatRate).values(since=since, percent=percent)
    session.execute(rate.on_conflict_do_update(index_elements=[VatRate.since], set_={"percent": percent}))
