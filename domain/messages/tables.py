"""Notices to clients: the words for each status, and each notice with what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, Id, ServerTime, Versioned

CHANNELS = ("email", "whatsapp")
LANGUAGES = ("ru", "en", "kk")
MESSAGE_STATES = ("queued", "sending", "sent", "failed", "cancelled")


class MessageTemplate(Versioned, Base):
    """The words of a notice for one status, channel and language; `{ticket}`, `{title}` … are filled in."""

    __tablename__ = "message_template"
    __table_args__ = (
        UniqueConstraint("status_id", "channel", "language"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"language IN {LANGUAGES}", name="language"),
        CheckConstraint("body <> ''", name="body_not_empty"),
    )
    id: Mapped[Id]
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    channel: Mapped[str] = mapped_column(server_default="email")
    language: Mapped[str] = mapped_column(server_default="ru")
    subject: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default="true")


class Message(Base):
    """A notice to one recipient. Its words are written when it leaves; `state` is the delivery state on the ticket."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("history_id", "channel", "recipient"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"state IN {MESSAGE_STATES}", name="state"),
        Index("ix_message_ticket_id", "ticket_id", "id"),
    )
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    history_id: Mapped[int] = mapped_column(ForeignKey("ticket_history.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("message_template.id"))
    channel: Mapped[str]
    recipient: Mapped[str]
    recipient_name: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str]
    subject: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default="queued")
    code: Mapped[str] = mapped_column(server_default="")
    answer: Mapped[str] = mapped_column(server_default="")
    queued_at: Mapped[ServerTime]
    sent_at: Mapped[datetime | None]
