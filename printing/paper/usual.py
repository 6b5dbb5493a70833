"""What a paper says where nobody types anything: so a form on the screen begins filled and is only corrected."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from domain.equipment import receipt_queries
from domain.equipment.receipt_queries import kit_of, without_password
from domain.printouts.form_texts import form_texts
from domain.procurement import offer_queries
from domain.rounds import queries as rounds
from domain.rounds.counting import ROUND
from domain.tickets.on_paper import TicketOnPaper, devices_on_paper, ticket_on_paper
from printing.paper.forms import form

_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Usual:
    """By field: `values` as they would be typed, `hints` that only tell what belongs there."""

    values: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)


def usual(session: Session, form_code: str, ticket_id: int, language: str = "ru") -> Usual:
    """Return what a paper of a ticket would say by itself.

    Raises DomainError `form-unknown`, `ticket-unknown`, `paper-client-wanted`.
    """
    wanted, ticket = form(form_code), ticket_on_paper(session, ticket_id)
    if wanted.code == rounds.FORM:
        day = f"{ticket.due:%d.%m.%Y}" if ticket.due and ticket.type == ROUND else ""
        return Usual(_filled(day=day, engineer=ticket.engineer))
    if wanted.code == offer_queries.FORM:
        return _offer(session, ticket, language)
    if wanted.code == receipt_queries.FORM:
        return _receipt(session, ticket, language)
    return Usual()


def _offer(session: Session, ticket: TicketOnPaper, language: str) -> Usual:
    texts = form_texts(session, offer_queries.FORM, language)
    names = ("ground", "payment", "delivery", "lead_time", "warranty", "validity_days")
    # A typed addressee would stand without post and phone, so who called is only told.
    return Usual(_filled(**{name: str(texts[name]) for name in names}), _filled(addressee=ticket.caller.name))


def _receipt(session: Session, ticket: TicketOnPaper, language: str) -> Usual:
    texts = form_texts(session, receipt_queries.FORM, language)
    devices = devices_on_paper(session, [ticket.id])
    first = devices[0] if devices else None
    kit = ", ".join(part.name for part in kit_of(texts["kit"], first.type_code if first else "", None))
    values = _filled(
        device=first.number if first else "", handed_by=ticket.caller.name, post=ticket.caller.post,
        phone=ticket.caller.phone, declared_fault=without_password(ticket.description or ticket.title)[:_LONGEST],
    )  # fmt: skip
    return Usual(values, {"kit": kit, "device": ", ".join(one.number for one in devices)})


def _filled(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
