"""Tickets, what was said and what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, BytesOrdered, Id, ServerTime, Versioned

TYPES = (
    "incident",
    "service_request",
    "purchase",
    "planned_round",
    "extra_work",
    "write_off",
    "repair_intake",
    "consumables",
)
PRIORITIES = (1, 2, 3, 4)  # 1 is the most urgent
COMMENT_KINDS = ("internal", "to_client", "from_client", "system")
LINK_KINDS = ("related", "parent", "depends_on", "duplicate")


class Ticket(Versioned, Base):
    """A request of a client. Status, holder and engineer are written only by `api` functions.

    `client_text` keeps what an imported ticket said where its client was not found.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint(f"type IN {TYPES}", name="type"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority"),
        CheckConstraint("title <> ''", name="title_not_empty"),
        CheckConstraint("octet_length(title) <= 2000", name="title_length"),
        Index("ix_ticket_status_id_number", "status_id", "number"),
        Index(
            "ix_ticket_engineer_id_number", "engineer_id", "number", postgresql_where=text("engineer_id IS NOT NULL")
        ),
        Index("ix_ticket_client_id_number", "client_id", "number"),
        Index("ix_ticket_status_since", "status_since", "id"),
        Index("ix_ticket_priority", "priority", "id"),
        Index("ix_ticket_title_key", "title_key", "id"),
        Index("ix_ticket_open", "status_since", "id", postgresql_where=text("closed_at IS NULL")),
        Index("ix_ticket_search_key_trgm", "search_key", postgresql_using="gin",
              postgresql_ops={"search_key": "gin_trgm_ops"}),
    )  # fmt: skip
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    type: Mapped[str]
    title: Mapped[str]
    title_key: Mapped[BytesOrdered]
    search_key: Mapped[BytesOrdered]
    description: Mapped[str] = mapped_column(server_default="")
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    client_text: Mapped[str] = mapped_column(server_default="")
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="3")
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    status_since: Mapped[ServerTime]
    engineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime | None]
    postponed_until: Mapped[datetime | None]
    registered_at: Mapped[ServerTime]
    registered_by: Mapped[str] = mapped_column(server_default=text("session_user"))
    closed_at: Mapped[datetime | None]
    origin: Mapped[str] = mapped_column(server_default="phone")


class TicketNumber(Base):
    """A further number by which a ticket is found: the one of an earlier system, or of a ticket merged into it."""

    __tablename__ = "ticket_number"
    __table_args__ = (UniqueConstraint("system", "number"),)
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    system: Mapped[str]
    number: Mapped[BytesOrdered] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(server_default="")


class TicketDevice(Base):
    """A device that a ticket is about."""

    __tablename__ = "ticket_device"
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True, index=True)


class TicketLink(Base):
    """A link between two tickets; `parent` points from the parent, `depends_on` from the waiting one."""

    __tablename__ = "ticket_link"
    __table_args__ = (
        CheckConstraint(f"kind IN {LINK_KINDS}", name="kind"),
        CheckConstraint("from_ticket_id <> to_ticket_id", name="not_itself"),
    )
    from_ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    to_ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class TicketComment(Base):
    """One entry of the thread. `author` is a login or, for people outside, the name as the letter gave it."""

    __tablename__ = "ticket_comment"
    __table_args__ = (
        CheckConstraint(f"kind IN {COMMENT_KINDS}", name="kind"),
        Index("ix_ticket_comment_ticket_id_position", "ticket_id", "at", "id"),
    )
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[str]
    body: Mapped[str]
    subject: Mapped[str] = mapped_column(server_default="")
    author: Mapped[str] = mapped_column(server_default=text("session_user"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), FetchedValue())
    at: Mapped[ServerTime]
    origin: Mapped[str] = mapped_column(server_default="person")


class TicketHistory(Base):
    """What happened to a ticket: one row a change, written by the database alone, never changed or deleted."""

    __tablename__ = "ticket_history"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('registered', 'moved', 'assigned', 'returned', 'edited', 'linked', 'imported')", name="kind"
        ),
        Index("ix_ticket_history_ticket_id", "ticket_id", "id"),
    )
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    at: Mapped[ServerTime]
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    kind: Mapped[str]
    from_status_id: Mapped[int | None] = mapped_column(ForeignKey("status.id"))
    to_status_id: Mapped[int | None] = mapped_column(ForeignKey("status.id"))
    transition_id: Mapped[int | None] = mapped_column(ForeignKey("transition.id"))
    from_engineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_engineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(server_default="")
    origin: Mapped[str] = mapped_column(server_default="person")
    detail: Mapped[dict[str, Any] | None]
