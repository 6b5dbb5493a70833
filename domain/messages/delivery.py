"""What the agent reads before a notice leaves, and what it notes afterwards: the delivery state on the ticket."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from domain.clients.tables import Client, Contact
from domain.messages.blanks import fill
from domain.messages.tables import Message, MessageTemplate
from domain.people.tables import Person
from domain.settings.tables import Company
from domain.tickets.tables import Ticket, TicketHistory
from domain.workflow.tables import Status

_DONE = ("sent", "cancelled")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in the words with which it leaves."""

    channel: str
    recipient: str
    recipient_name: str
    language: str
    subject: str
    body: str


def to_send(session: Session, message_id: int) -> bool:
    """Whether a notice is still to be sent. Holds its row until the transaction ends."""
    message = _held(session, message_id)
    return message is not None and message.state not in _DONE


def begin(session: Session, message_id: int) -> Notice | None:
    """Put a notice into words and mark it as leaving; None where it is not to be sent any more.

    A client who wants no notices now, or words that were switched off, cancel it. One that may have left already
    keeps the words it had.
    """
    message = _held(session, message_id)
    if message is None or message.state in _DONE:
        return None
    template = session.get_one(MessageTemplate, message.template_id)
    declined = _reason_to_cancel(session, message, template)
    if declined:
        message.state, message.code = "cancelled", declined
        return None
    if message.state != "sending":
        values = _values(session, message)
        message.subject, message.body = fill(template.subject, values), fill(template.body, values)
        message.state = "sending"
    return Notice(
        message.channel, message.recipient, message.recipient_name, message.language, message.subject, message.body
    )


def note_sent(session: Session, message_id: int, answer: str) -> None:
    """Note that a notice was accepted, with the other side's answer."""
    message = _known(session, message_id)
    message.state, message.code, message.answer, message.sent_at = "sent", "", answer, datetime.now(UTC)


def note_failed(session: Session, message_id: int, code: str, answer: str) -> None:
    """Note that a notice was refused for good: why, as the code of a sentence, and the other side's words."""
    message = _known(session, message_id)
    message.state, message.code, message.answer = "failed", code, answer


def note_waiting(session: Session, message_id: int, code: str, answer: str, *, may_have_left: bool) -> None:
    """Note that a notice waits for another attempt; `may_have_left`: the last one had no answer."""
    message = _known(session, message_id)
    message.state = "sending" if may_have_left else "queued"
    message.code, message.answer = code, answer


def _held(session: Session, message_id: int) -> Message | None:
    return session.get(Message, message_id, with_for_update={"key_share": True}, populate_existing=True)


def _known(session: Session, message_id: int) -> Message:
    message = _held(session, message_id)
    if message is None:
        raise AssertionError("messages are never deleted")
    return message


def _reason_to_cancel(session: Session, message: Message, template: MessageTemplate) -> str:
    wanted = session.scalar(
        select(Client.notices).join(Ticket, Ticket.client_id == Client.id).where(Ticket.id == message.ticket_id)
    )
    if not wanted:
        return "notice-declined"
    return "" if template.active else "notice-template-off"


def _values(session: Session, message: Message) -> dict[str, str]:
    """Return the values of all blanks, as of the move that the notice tells about."""
    engineer = aliased(Person)
    query = (
        select(
            Ticket.number, Ticket.title, Status, TicketHistory, Client.name.label("client"),
            func.coalesce(Contact.name, "").label("contact"), func.coalesce(engineer.name, "").label("engineer"),
        )
        .join(TicketHistory, TicketHistory.ticket_id == Ticket.id)
        .join(Status, Status.id == TicketHistory.to_status_id)
        .join(Client, Client.id == Ticket.client_id)
        .outerjoin(Contact, Contact.id == Ticket.contact_id)
        .outerjoin(engineer, engineer.id == TicketHistory.to_engineer_id)
        .where(TicketHistory.id == message.history_id)
    )  # fmt: skip
    number, title, status, move, client, contact, engineer_name = session.execute(query).one()
    company = session.get_one(Company, 1)
    return {
        "ticket": str(number), "title": title, "status": client_status(status, message.language), "client": client,
        "contact": contact, "engineer": engineer_name, "company": company.name, "phone": company.phone,
        "comment": move.reason if move.kind == "moved" and move.origin == "person" else "",
    }  # fmt: skip


def client_status(status: Status, language: str) -> str:
    """Return what a client reads of a status: its name for clients in Russian, its name in other languages."""
    russian = status.client_name_ru or status.name_ru
    return {"en": status.name_en, "kk": status.name_kk}.get(language) or russian
