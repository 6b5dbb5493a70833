"""What can be asked about notices: the words for each status, and what became of each notice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.messages.tables import Message, MessageTemplate
from domain.tickets.tables import Ticket
from domain.workflow.names import named
from domain.workflow.tables import Branch, Status

NOTIFY = "client.notify"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """The words for a status in one language of a channel."""

    id: int
    status: str
    status_name: str
    channel: str
    language: str
    subject: str
    body: str
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class NoticeStatus:
    """A status whose entering is told to clients."""

    code: str
    name: str
    branch_name: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A notice to one recipient. State: queued, sending, sent, failed, cancelled.

    `code` makes the sentence of why it waits, failed or was cancelled; `answer` are the other side's own words.
    Subject and body are empty until it leaves.
    """

    id: int
    ticket_id: int
    ticket_number: int
    status_name: str
    channel: str
    recipient: str
    recipient_name: str
    language: str
    state: str
    code: str
    answer: str
    subject: str
    body: str
    queued_at: datetime
    sent_at: datetime | None


def templates(session: Session, *, language: str = "ru") -> list[TemplateRow]:
    """Return all templates in the order of branches and statuses, names of statuses in `language`."""
    query = (
        select(MessageTemplate.id, Status.code.label("status"), named(Status, language).label("status_name"),
               MessageTemplate.channel, MessageTemplate.language, MessageTemplate.subject, MessageTemplate.body,
               MessageTemplate.active, MessageTemplate.version)
        .join(Status, Status.id == MessageTemplate.status_id)
        .join(Branch, Branch.id == Status.branch_id)
        .order_by(Branch.position, Status.position, MessageTemplate.channel, MessageTemplate.language.desc())
    )  # fmt: skip
    return [TemplateRow(**one._mapping) for one in session.execute(query)]


def notice_statuses(session: Session, *, language: str = "ru") -> list[NoticeStatus]:
    """Return the statuses whose entering is told to clients, in the order of branches and statuses."""
    query = (
        select(Status.code, named(Status, language).label("name"), named(Branch, language).label("branch_name"))
        .join(Branch, Branch.id == Status.branch_id)
        .where(Status.effects.contains([{"kind": NOTIFY}]), Status.retired.is_(False))
        .order_by(Branch.position, Status.position)
    )
    return [NoticeStatus(**one._mapping) for one in session.execute(query)]


def messages_of_ticket(session: Session, ticket_id: int, *, language: str = "ru") -> tuple[MessageRow, ...]:
    """Return a ticket's notices, the oldest first."""
    query = _messages(language).where(Message.ticket_id == ticket_id).order_by(Message.id)
    return tuple(MessageRow(**one._mapping) for one in session.execute(query))


def messages(session: Session, *, limit: int = 1000, language: str = "ru") -> list[MessageRow]:
    """Return the last notices of all tickets, the newest first."""
    query = _messages(language).order_by(Message.id.desc()).limit(limit)
    return [MessageRow(**one._mapping) for one in session.execute(query)]


def _messages(language: str) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Message.id, Message.ticket_id, Ticket.number.label("ticket_number"),
        named(Status, language).label("status_name"), Message.channel, Message.recipient, Message.recipient_name,
        Message.language, Message.state, Message.code, Message.answer, Message.subject, Message.body,
        Message.queued_at, Message.sent_at,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .join(MessageTemplate, MessageTemplate.id == Message.template_id)
        .join(Status, Status.id == MessageTemplate.status_id)
    )
