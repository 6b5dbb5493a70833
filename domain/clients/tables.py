"""Clients, their sites and the people who call."""

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, BytesOrdered, Id, Named, ServerTime, Versioned


class Client(Named, Versioned, Base):
    """A company served. A client merged into another one stays as a signpost (`merged_into_id`).

    `notices`: whether it wants to hear of its tickets' statuses, in `notice_language`.
    """

    __tablename__ = "client"
    __table_args__ = (
        CheckConstraint("bin IS NULL OR bin ~ '^[0-9]{12}$'", name="bin_form"),
        CheckConstraint("notice_language IN ('ru', 'en', 'kk')", name="notice_language"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_client_search_key_trgm", "search_key", postgresql_using="gin",
              postgresql_ops={"search_key": "gin_trgm_ops"}),
    )  # fmt: skip
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    bin: Mapped[str | None]
    email: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default="")
    notices: Mapped[bool] = mapped_column(server_default="false")
    notice_language: Mapped[str] = mapped_column(server_default="ru")
    active: Mapped[bool] = mapped_column(server_default="true")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), FetchedValue())
    created_at: Mapped[ServerTime]


class Site(Named, Versioned, Base):
    """A place of a client where devices stand and engineers go."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("client_id", "name"),)
    id: Mapped[Id]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    address: Mapped[str] = mapped_column(server_default="")
    directions: Mapped[str] = mapped_column(server_default="")
    hours: Mapped[str] = mapped_column(server_default="")
    active: Mapped[bool] = mapped_column(server_default="true")


class Contact(Named, Versioned, Base):
    """A person at a client."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_search_key_trgm", "search_key", postgresql_using="gin",
              postgresql_ops={"search_key": "gin_trgm_ops"}),
    )  # fmt: skip
    id: Mapped[Id]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    post: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default="true")


class ContactPhone(Base):
    """A phone of a contact, as typed and in E.164; `tail` is the digits from the last to the first, for "ends with"."""

    __tablename__ = "contact_phone"
    __table_args__ = (UniqueConstraint("contact_id", "tail"),)
    id: Mapped[Id]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    typed: Mapped[str]
    e164: Mapped[str | None]
    tail: Mapped[BytesOrdered] = mapped_column(index=True)
