"""What the state takes: rates of value-added tax with the dates from which they hold."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class VatRate(Base):
    """A rate of VAT in per cent, from a date on until the next one."""

    __tablename__ = "vat_rate"
    __table_args__ = (CheckConstraint("percent >= 0 AND percent < 100", name="percent_range"),)
    since: Mapped[date] = mapped_column(primary_key=True)
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
