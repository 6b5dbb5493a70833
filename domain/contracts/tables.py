"""Subscription contracts: what a client has agreed with the company."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, Id, Versioned


class Contract(Versioned, Base):
    """A subscription contract; `rounds_per_month` planned rounds are part of it."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("client_id", "number"),
        CheckConstraint("number <> ''", name="number_not_empty"),
        CheckConstraint("rounds_per_month BETWEEN 0 AND 99", name="rounds_range"),
    )
    id: Mapped[Id]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    number: Mapped[str]
    signed_on: Mapped[date | None]
    rounds_per_month: Mapped[int] = mapped_column(Integer, server_default="0")
    active: Mapped[bool] = mapped_column(server_default="true")
