"""People at clients, and the answer to "who is calling?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from database.errors import DomainError
from database.text_keys import search_key
from domain.clients.phones import last_digits
from domain.clients.tables import Client, Contact, ContactPhone, Site
from domain.tickets.tables import Ticket

_LOCAL_NUMBER = 5
"""From this many digits on a shorter number is the end of a longer one: a town's number without its code."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at a client, with the phones as they were typed."""

    id: int
    name: str
    post: str
    email: str | None
    phones: tuple[str, ...]
    active: bool
    client_id: int
    client: str
    site_id: int | None
    site: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Who may be calling: the contact, the phone that fits, and how many of the contact's tickets are open."""

    contact_id: int
    name: str
    post: str
    phone: str
    client_id: int
    client_code: str
    client: str
    site_id: int | None
    site: str | None
    open_tickets: int


def contacts(session: Session, client_id: int) -> tuple[ContactRow, ...]:
    """Return a client's contacts by name, those no longer there last."""
    wanted = _contact_lines().where(Contact.client_id == client_id)
    ordered = wanted.order_by(Contact.active.desc(), Contact.sort_key, Contact.id)
    return tuple(_contact_row(row) for row in session.execute(ordered))


def contact(session: Session, contact_id: int) -> ContactRow:
    """Return one contact. Raises DomainError `contact-unknown`."""
    row = session.execute(_contact_lines().where(Contact.id == contact_id)).one_or_none()
    if row is None:
        raise DomainError("contact-unknown", id=contact_id)
    return _contact_row(row)


def find_contacts(session: Session, text: str, *, client_id: int | None = None, limit: int = 30) -> list[ContactRow]:
    """Return people at clients by words of name or e-mail, in any order; of one client only with `client_id`."""
    wanted = _contact_lines().where(
        Contact.active, *(Contact.search_key.like(f"%{word}%") for word in search_key(text).split())
    )
    if client_id is not None:
        wanted = wanted.where(Contact.client_id == client_id)
    ordered = wanted.order_by(Contact.sort_key, Contact.id).limit(limit)
    return [_contact_row(row) for row in session.execute(ordered)]


def callers(session: Session, number: str, *, limit: int = 20) -> list[Caller]:
    """Return who may be calling from a number, the closest match first; blanks, signs and an extension do not matter.

    Numbers are compared by their last digits: what was typed may lack the front of what is kept, and, from five
    digits on, the other way round.
    """
    tail = last_digits(number)[::-1]
    if not tail:
        return []
    fits = [ContactPhone.tail.in_([tail[:length] for length in range(min(_LOCAL_NUMBER, len(tail)), len(tail) + 1)])]
    if len(tail) >= _LOCAL_NUMBER:
        fits.append(ContactPhone.tail.like(f"{tail}%"))
    wanted = (
        select(
            Contact.id, Contact.name, Contact.post, ContactPhone.typed, Client.id, Client.code, Client.name,
            Site.id, Site.name, _open_tickets_of_contact(),
        )
        .select_from(ContactPhone)
        .join(Contact, Contact.id == ContactPhone.contact_id)
        .join(Client, Client.id == Contact.client_id)
        .outerjoin(Site, Site.id == Contact.site_id)
        .where(or_(*fits), Contact.active, Client.active)
        .order_by((ContactPhone.tail == tail).desc(), Contact.sort_key, Contact.id)
    )  # fmt: skip
    found = [Caller(*row) for row in session.execute(wanted.limit(limit))]
    return list({one.contact_id: one for one in reversed(found)}.values())[::-1]


def _contact_lines() -> Select[Any]:
    phones = (
        select(func.array_agg(aggregate_order_by(ContactPhone.typed, ContactPhone.id)))
        .where(ContactPhone.contact_id == Contact.id)
        .correlate(Contact)
        .scalar_subquery()
    )
    return (
        select(
            Contact.id, Contact.name, Contact.post, Contact.email, phones, Contact.active, Contact.client_id,
            Client.name, Contact.site_id, Site.name, Contact.version,
        )
        .join(Client, Client.id == Contact.client_id)
        .outerjoin(Site, Site.id == Contact.site_id)
    )  # fmt: skip


def _contact_row(row: Sequence[Any]) -> ContactRow:
    id, name, post, email, phones, *rest = row
    return ContactRow(id, name, post, email, tuple(phones or ()), *rest)


def _open_tickets_of_contact() -> Any:
    return (
        select(func.count(Ticket.id))
        .where(Ticket.contact_id == Contact.id, Ticket.closed_at.is_(None))
        .correlate(Contact)
        .scalar_subquery()
    )
