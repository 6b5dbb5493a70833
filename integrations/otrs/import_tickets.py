"""Tickets of OTRS become tickets of Vetka: one transaction each, with thread, files and earlier numbers."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from domain.tickets.actions import keys_of
from domain.tickets.tables import Ticket as OurTicket
from domain.tickets.tables import TicketNumber
from domain.workflow.tables import Status
from integrations.otrs.import_articles import Brought, bring_articles
from integrations.otrs.import_clients import client_of
from integrations.otrs.import_contacts import contact_of
from integrations.otrs.import_context import ImportContext
from integrations.otrs.import_ledger import Ledger, digest_of, outcome_of
from integrations.otrs.import_report import Outcome
from integrations.otrs.import_words import (
    author_of,
    client_text_of,
    description_of,
    detail_of,
    proposed_priority,
    proposed_type,
    title_of,
)
from integrations.otrs.records import Ticket
from integrations.otrs.states import StatusProposal, propose_status

KIND = "ticket"
STATE_KIND = "ticket_state"


@dataclass(frozen=True, slots=True)
class BroughtTicket:
    """What became of a ticket; `moved` says that OTRS put it in another state since the import brought it."""

    outcome: Outcome
    articles: Brought
    moved: dict[str, Any] | None


def bring_ticket(session: Session, context: ImportContext, ticket: Ticket) -> BroughtTicket:
    """Make a ticket with all that hangs on it, or bring an earlier one up to date.

    Of a ticket brought earlier: texts follow OTRS where nobody edited it in Vetka, new articles are added, and the
    status stays: a ticket lives in Vetka from then on.
    """
    ledger, said = Ledger(session, context.system), digest(context, ticket)
    known = ledger.find(KIND, ticket.id)
    ours = session.get(OurTicket, known.our_id) if known else None
    outcome = outcome_of(known, said, ours.version if ours else None)
    moved = None
    if known is None:
        ours = _made(session, context, ticket)
        ledger.note(STATE_KIND, ticket.id, ours.id, digest=_state_digest(ticket))
    elif ours is not None:
        moved = _moved_there(session, context, ticket, ours)
        if outcome == "changed":
            _follow(session, context, ticket, ours)
    if ours is None:
        raise LookupError(ticket.number)
    if outcome in ("new", "changed"):
        session.refresh(ours)
        ledger.note(KIND, ticket.id, ours.id, version=ours.version, digest=said)
    _keep_numbers(session, context, ticket, ours.id)
    return BroughtTicket(outcome, bring_articles(session, context, ticket, ours.id), moved)


def digest(context: ImportContext, ticket: Ticket) -> str:
    """Return the hash of what an update would write."""
    return digest_of(*_texts(context, ticket).values(), ticket.company_key, ticket.person_login)


def proposed_status(state: str, state_type: str, *, has_engineer: bool) -> StatusProposal:
    """Return the status for a state; merged and removed tickets, which are never brought as such, count as closed."""
    proposed = propose_status(state, state_type, owner_is_real=has_engineer)
    return proposed or StatusProposal("closed", keeps_date=False, why="type")


def _texts(context: ImportContext, ticket: Ticket) -> dict[str, Any]:
    return {
        "title": title_of(ticket),
        "description": description_of(ticket, context.agents),
        "type": proposed_type(ticket),
        "priority": proposed_priority(ticket.priority_id, context.priorities),
    }


def _made(session: Session, context: ImportContext, ticket: Ticket) -> OurTicket:
    colleague = context.colleagues.get(ticket.owner_id)
    engineer = colleague if colleague is not None and colleague.works else None
    status = proposed_status(ticket.state, ticket.state_type, has_engineer=engineer is not None)
    texts, person = _texts(context, ticket), context.person(ticket.person_login)
    client_id, contact_id = _place(session, context, ticket)
    entry = texts | keys_of(texts["title"], texts["description"]) | {
        "client_id": client_id, "contact_id": contact_id,
        "client_text": "" if contact_id else client_text_of(ticket, person),
        "status": context.status(status.status), "engineer_id": engineer.id if engineer else None,
        "registered_at": _written(ticket.created_at), "status_since": _written(ticket.last_activity),
        "postponed_until": _written(ticket.pending_until) if status.keeps_date else None,
        "registered_by": _registered_by(context, ticket), "detail": detail_of(ticket),
    }  # fmt: skip
    call = text("SELECT api.import_ticket(CAST(:entry AS jsonb))")
    made = session.execute(call, {"entry": json.dumps(entry, ensure_ascii=False)}).scalar_one()
    return session.get_one(OurTicket, made["id"])


def _follow(session: Session, context: ImportContext, ticket: Ticket, ours: OurTicket) -> None:
    texts = _texts(context, ticket)
    client_id, contact_id = _place(session, context, ticket)
    for name, value in (texts | keys_of(texts["title"], texts["description"])).items():
        setattr(ours, name, value)
    if client_id is not None:
        ours.client_id, ours.contact_id = client_id, contact_id
    session.flush()


def _place(session: Session, context: ImportContext, ticket: Ticket) -> tuple[int | None, int | None]:
    client_id = client_of(session, context.system, ticket.company_key)
    if client_id is None:
        return None, None
    person = context.person(ticket.person_login)
    return client_id, contact_of(session, context.system, person, ticket.company_key, client_id)


def _registered_by(context: ImportContext, ticket: Ticket) -> str | None:
    if ticket.articles:
        return author_of(ticket.articles[0], context.colleagues, context.agents)[0]
    colleague = context.colleagues.get(ticket.created_by)
    return colleague.login if colleague else None


def _keep_numbers(session: Session, context: ImportContext, ticket: Ticket, ticket_id: int) -> None:
    """Let the number in OTRS, and those of tickets merged into this one, find our ticket."""
    numbers = [(ticket.number, ticket.title)] + [(merged.number, merged.title) for merged in ticket.also_known_as]
    for number, title in numbers:
        row = insert(TicketNumber).values(ticket_id=ticket_id, system=context.system, number=number, title=title)
        session.execute(row.on_conflict_do_nothing(index_elements=[TicketNumber.system, TicketNumber.number]))


def _moved_there(session: Session, context: ImportContext, ticket: Ticket, ours: OurTicket) -> dict[str, Any] | None:
    before = Ledger(session, context.system).find(STATE_KIND, ticket.id)
    if before is None or before.digest == _state_digest(ticket) or ours.closed_at is not None:
        return None
    now = session.scalar(select(Status.code).where(Status.id == ours.status_id))
    proposed = proposed_status(ticket.state, ticket.state_type, has_engineer=ours.engineer_id is not None)
    wanted = context.status(proposed.status)
    if now == wanted:
        return None
    return {"number": ticket.number, "our_number": ours.number, "state": ticket.state, "status": now, "wanted": wanted}


def _state_digest(ticket: Ticket) -> str:
    return digest_of(ticket.state, _written(ticket.pending_until))


def _written(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()
