"""What people do with tickets. Status, engineer and visits are written by `api` functions; the rest through the ORM."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from database.errors import ConflictError, DomainError
from database.text_keys import search_key, sort_key
from domain.tickets.tables import Ticket, TicketComment

MAX_TITLE = 500


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What the form of a new ticket holds; ids are our own, `devices` the ids of devices it is about."""

    title: str
    type: str = "incident"
    description: str = ""
    client_id: int | None = None
    site_id: int | None = None
    contact_id: int | None = None
    priority: int = 3
    due_at: datetime | None = None
    origin: str = "phone"
    devices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """The ticket that was made."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a ticket stands after a move."""

    id: int
    number: int
    version: int
    status: str
    holder: str
    engineer_id: int | None


def keys_of(title: str, description: str = "") -> dict[str, str]:
    """Return the stored keys of a ticket's texts: `title_key` for order, `search_key` for the filter."""
    return {"title_key": sort_key(title)[:400], "search_key": search_key(title, description[:2000])}


def checked_title(title: str) -> str:
    """Return the title without surrounding blanks. Raises DomainError `title-wanted` or `title-too-long`."""
    title = " ".join(title.split())
    if not title:
        raise DomainError("title-wanted")
    if len(title) > MAX_TITLE:
        raise DomainError("title-too-long", length=len(title), most=MAX_TITLE)
    return title


def register(session: Session, entry: NewTicket) -> Registered:
    """Register a ticket in the dispatcher's queue. Refuses a client that was merged, a site of another client."""
    title = checked_title(entry.title)
    values = {**asdict(entry), "title": title, **keys_of(title, entry.description)}
    call = text("SELECT api.register_ticket(CAST(:entry AS jsonb))")
    made = session.execute(call, {"entry": _json(values)}).scalar_one()
    return Registered(**made)


def move(
    session: Session,
    ticket_id: int,
    transition: str,
    *,
    expected_version: int | None,
    comment: str = "",
    until: datetime | None = None,
    person_id: int | None = None,
) -> Moved:
    """Move a ticket along a transition that the person may press; automatic ones that follow happen too.

    `comment`, `until` and `person_id` fill the transition's requirements. A comment also joins the thread.
    Raises ConflictError, DomainError `no-such-move`, `not-your-move`, `requirements-missing` (detail `missing`).
    """
    given = {"comment": comment.strip(), "date": until, "person_id": person_id}
    call = text("SELECT api.move_ticket(:ticket, :transition, :version, CAST(:given AS jsonb))")
    values = {"ticket": ticket_id, "transition": transition, "version": expected_version, "given": _json(given)}
    moved = Moved(**session.execute(call, values).scalar_one())
    if given["comment"]:
        say(session, ticket_id, comment.strip())
    return moved


def assign(session: Session, ticket_id: int, engineer_id: int, *, expected_version: int | None) -> Moved:
    """Give a ticket to an engineer: by the move that asks for a person, or by handing it over while in work.

    Raises DomainError `not-with-an-engineer` where the status has no such move.
    """
    transition = session.execute(
        text(
            'SELECT code FROM api.allowed_transitions(:ticket) WHERE effects @> \'[{"kind": "assign"}]\' '
            "ORDER BY position LIMIT 1"
        ),
        {"ticket": ticket_id},
    ).scalar_one_or_none()
    if transition is not None:
        return move(session, ticket_id, transition, expected_version=expected_version, person_id=engineer_id)
    call = text("SELECT api.reassign_ticket(:ticket, :engineer, :version)")
    values = {"ticket": ticket_id, "engineer": engineer_id, "version": expected_version}
    return Moved(**session.execute(call, values).scalar_one())


def wake(session: Session, ticket_id: int) -> bool:
    """Send a postponed ticket whose moment has passed back to work; the agent's. Returns whether it moved."""
    woken: bool = session.execute(text("SELECT api.wake_ticket(:ticket)"), {"ticket": ticket_id}).scalar_one()
    return woken


def say(session: Session, ticket_id: int, body: str, *, kind: str = "internal") -> int:
    """Add words to a ticket's thread and return the comment's id. `kind`: internal, to_client or from_client."""
    body = body.strip()
    if not body:
        raise DomainError("comment-wanted")
    comment = TicketComment(ticket_id=ticket_id, kind=kind, body=body)
    session.add(comment)
    session.flush()
    return comment.id


def edit(session: Session, ticket_id: int, *, expected_version: int, **changes: Any) -> int:
    """Change a ticket's own fields (title, description, type, client, site, contact, priority, due) and return its
    new version. History keeps old and new.

    Raises ConflictError where somebody saved it meanwhile, ValueError for a field that a form does not edit.
    """
    strange = changes.keys() - _EDITABLE
    if strange:
        raise ValueError(f"not edited here: {', '.join(sorted(strange))}")
    ticket = session.scalars(select(Ticket).where(Ticket.id == ticket_id)).one_or_none()
    if ticket is None:
        raise DomainError("ticket-unknown", ticket=ticket_id)
    if ticket.version != expected_version:
        raise ConflictError(table="ticket", id=ticket_id, expected=expected_version, actual=ticket.version)
    if "title" in changes:
        changes["title"] = checked_title(changes["title"])
    for name, value in changes.items():
        setattr(ticket, name, value)
    for name, value in keys_of(ticket.title, ticket.description).items():
        setattr(ticket, name, value)
    session.flush()
    session.refresh(ticket, ["version"])
    return ticket.version


_EDITABLE = {"title", "description", "type", "client_id", "site_id", "contact_id", "priority", "due_at"}


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=lambda value: value.isoformat())
