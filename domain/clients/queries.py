"""Clients as lists and cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from database.rows import read_page
from database.text_keys import search_key
from domain.clients.contacts import ContactRow, contacts
from domain.clients.tables import Client, Site
from domain.equipment.tables import Device
from domain.tickets.tables import Ticket

SortKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A line of the list of clients; `key` is its place in the order."""

    id: int
    code: str
    name: str
    bin: str | None
    active: bool
    devices: int
    open_tickets: int
    key: SortKey


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site on its client's card."""

    id: int
    name: str
    address: str
    active: bool
    devices: int
    version: int


@dataclass(frozen=True, slots=True)
class ClientCard:
    """All about one client. `merged_into` is (id, name) of the client that took its place."""

    id: int
    code: str
    name: str
    bin: str | None
    email: str | None
    note: str
    active: bool
    version: int
    merged_into: tuple[int, str] | None
    devices: int
    open_tickets: int
    sites: tuple[SiteRow, ...]
    contacts: tuple[ContactRow, ...]


def clients_page(
    session: Session,
    *,
    text: str = "",
    inactive: bool = False,
    after: SortKey | None = None,
    before: SortKey | None = None,
    limit: int = 100,
) -> list[ClientRow]:
    """Return a page of clients by name; of those found by `text` in name, code, BIN or e-mail.

    inactive: also those who left and the signposts of merged ones. after, before: `key` of the row at the edge.
    """
    wanted = _client_lines().where(*_found_by(text, inactive))
    rows = read_page(session, wanted, (Client.sort_key, Client.id), after=after, before=before, limit=limit)
    return [_client_row(row) for row in rows]


def clients_count(session: Session, *, text: str = "", inactive: bool = False) -> int:
    """Return how many clients `clients_page` leafs through."""
    return session.scalar(select(func.count(Client.id)).where(*_found_by(text, inactive))) or 0


def client_row(session: Session, client_id: int) -> ClientRow | None:
    """Return the line of one client as it is now, or None where there is none."""
    row = session.execute(_client_lines().where(Client.id == client_id)).one_or_none()
    return _client_row(row) if row else None


def find_client(session: Session, code: str) -> ClientRow:
    """Return the client of a code; the code of a merged client leads to the one that stays.

    Raises DomainError `client-unknown`.
    """
    typed = code.strip()
    found = select(func.coalesce(Client.merged_into_id, Client.id)).where(Client.code.in_((typed, typed.upper())))
    client_id = session.scalar(found.order_by(Client.code != typed).limit(1))
    row = client_row(session, client_id) if client_id is not None else None
    if row is None:
        raise DomainError("client-unknown", client_code=typed)
    return row


def client_card(session: Session, client_id: int) -> ClientCard:
    """Return all about a client, sites and contacts by name, those no longer used last.

    Raises DomainError `client-unknown`.
    """
    line = client_row(session, client_id)
    if line is None:
        raise DomainError("client-unknown", id=client_id)
    target = aliased(Client)
    email, note, version, target_id, target_name = session.execute(
        select(Client.email, Client.note, Client.version, target.id, target.name)
        .outerjoin(target, target.id == Client.merged_into_id)
        .where(Client.id == client_id)
    ).one()
    return ClientCard(
        id=line.id, code=line.code, name=line.name, bin=line.bin, email=email, note=note, active=line.active,
        version=version, merged_into=(target_id, target_name) if target_id is not None else None,
        devices=line.devices, open_tickets=line.open_tickets,
        sites=sites(session, client_id), contacts=contacts(session, client_id),
    )  # fmt: skip


def sites(session: Session, client_id: int) -> tuple[SiteRow, ...]:
    """Return a client's sites by name, those no longer used last."""
    devices = select(func.count(Device.id)).where(Device.site_id == Site.id).correlate(Site).scalar_subquery()
    wanted = (
        select(Site.id, Site.name, Site.address, Site.active, devices, Site.version)
        .where(Site.client_id == client_id)
        .order_by(Site.active.desc(), Site.sort_key, Site.id)
    )
    return tuple(SiteRow(*row) for row in session.execute(wanted))


def _found_by(text: str, inactive: bool) -> list[Any]:
    found = [Client.search_key.like(f"%{word}%") for word in search_key(text).split()]
    return found if inactive else [Client.active, *found]


def _client_lines() -> Select[Any]:
    devices = select(func.count(Device.id)).where(Device.client_id == Client.id).correlate(Client).scalar_subquery()
    open_tickets = (  # one pass over the few that are open, not one over the whole past of each client
        select(Ticket.client_id, func.count(Ticket.id).label("open"))
        .where(Ticket.closed_at.is_(None))
        .group_by(Ticket.client_id)
        .subquery()
    )
    return select(
        Client.id, Client.code, Client.name, Client.bin, Client.active, devices,
        func.coalesce(open_tickets.c.open, 0), Client.sort_key,
    ).outerjoin(open_tickets, open_tickets.c.client_id == Client.id)  # fmt: skip


def _client_row(row: Sequence[Any]) -> ClientRow:
    id, code, name, bin, active, devices, open_tickets, sort_key = row
    return ClientRow(id, code, name, bin, active, devices, open_tickets, key=(sort_key, id))
