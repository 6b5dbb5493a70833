"""Taking a call: who it is, what of theirs is open already, and the new ticket given to somebody at once."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.clients.actions import add_contact, register_client
from domain.clients.contacts import callers, find_contacts
from domain.clients.pages import ClientFilter
from domain.clients.pages import page as clients_page
from domain.clients.tables import Client
from domain.tickets.actions import NewTicket, assign, register
from domain.tickets.pages import TicketFilter, TicketRow
from domain.tickets.pages import page as tickets_page

_FEWEST_DIGITS = 4
_PHONE = re.compile(r"\+?\d[\d\s().-]*\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A possible caller: a person at a client, or a client alone."""

    client_id: int
    contact_id: int | None
    site_id: int | None
    words: str


def find_callers(session: Session, typed: str) -> list[Found]:
    """Find who calls by the last digits of the phone, or by words of person or client."""
    digits = "".join(sign for sign in typed if sign.isdigit())
    found: list[Found] = []
    if len(digits) >= _FEWEST_DIGITS:
        found += [
            Found(one.client_id, one.contact_id, one.site_id, f"{one.name} · {one.client} · {one.phone}")
            for one in callers(session, typed)
        ]
    if not found and len(typed.strip()) > 1:
        found += [
            Found(one.client_id, one.id, one.site_id, f"{one.name} · {one.client}")
            for one in find_contacts(session, typed, limit=8)
        ]
        found += [Found(one.id, None, None, one.name) for one in clients_page(session, ClientFilter(typed), limit=8)]
    return found


def split_typed(typed: str) -> tuple[str, str]:
    """Part what was typed about a caller into words and phone number: `Сауле 8 701 305-40-04` gives both.

    Fewer than four digits belong to the words, as in "Школа № 12".
    """
    phone = _PHONE.search(typed)
    if phone is None or sum(sign.isdigit() for sign in phone[0]) < _FEWEST_DIGITS:
        return " ".join(typed.split()), ""
    words = typed[: phone.start()] + " " + typed[phone.end() :]
    return " ".join(words.split()).strip(" ,;·"), phone[0].strip()


def take_on_caller(
    session: Session, *, client: str, person: str = "", phone: str = "", client_id: int | None = None
) -> dict[str, Any]:
    """Register who calls in one transaction and return the fields of a `Found`: plain JSON, for `act_once`.

    A new client named `client`, or with `client_id` the known one, and there a person with this phone; without a
    person's name the phone goes by the client's. Neither person nor phone: the client alone.
    Raises DomainError as `register_client` and `add_contact`.
    """
    name = client if client_id is None else session.get_one(Client, client_id).name
    known = register_client(session, name=client) if client_id is None else client_id
    contact = None
    if person.strip() or phone.strip():
        contact = add_contact(session, known, name=person.strip() or name, phones=[phone])
    words = " · ".join(filter(None, (person.strip(), " ".join(name.split()), phone.strip())))
    return {"client_id": known, "contact_id": contact, "site_id": None, "words": words}


def similar(session: Session, client_id: int, title: str, language: str) -> list[TicketRow]:
    """Return open tickets of the client, those like the title first."""
    mine = TicketFilter(client_id=client_id)
    like = (
        tickets_page(session, TicketFilter(text=title, client_id=client_id), limit=5, language=language)
        if title
        else []
    )
    seen = {row.id for row in like}
    return (like + [row for row in tickets_page(session, mine, limit=5, language=language) if row.id not in seen])[:5]


def register_and_assign(session: Session, entry: NewTicket, engineer_id: int | None) -> dict[str, int]:
    """Register a ticket and, where an engineer was chosen, give it to them in the same transaction."""
    made = register(session, entry)
    if engineer_id is not None:
        assign(session, made.id, engineer_id, expected_version=None)
    return {"id": made.id, "number": made.number}
