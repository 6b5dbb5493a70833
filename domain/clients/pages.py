"""The list of clients, by name, read page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from database.rows import read_page
from database.text_keys import search_key
from domain.clients.tables import Client
from domain.equipment.tables import Device
from domain.tickets.tables import Ticket

PAGE = 100
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What the list shows: `text` finds words of name, code, BIN and e-mail; `inactive`: also those who left."""

    text: str = ""
    inactive: bool = False


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A line of the list; `key` is where the next page starts."""

    id: int
    code: str
    name: str
    bin: str | None
    active: bool
    devices: int
    open_tickets: int
    version: int
    key: Key = field(repr=False)


def page(
    session: Session,
    wanted: ClientFilter,
    *,
    after: Key | None = None,
    backwards: bool = False,
    limit: int | None = PAGE,
) -> list[ClientRow]:
    """Return up to `limit` clients behind the key `after`, by name; `backwards`: those before it."""
    keys = (Client.sort_key, Client.id)
    lines = _lines().where(*_conditions(wanted))
    return [_row(one) for one in read_page(session, lines, keys, after=after, backwards=backwards, limit=limit)]


def by_ids(session: Session, ids: Sequence[int]) -> list[ClientRow]:
    """Return the lines of these clients, in no order: what a list re-reads when the feed names them."""
    return [_row(one) for one in session.execute(_lines().where(Client.id.in_(ids)))]


def count(session: Session, wanted: ClientFilter) -> int:
    """Return how many clients the filter finds."""
    return session.scalar(select(func.count(Client.id)).where(*_conditions(wanted))) or 0


def _conditions(wanted: ClientFilter) -> list[ColumnElement[bool]]:
    words: list[ColumnElement[bool]] = [Client.search_key.like(f"%{word}%") for word in search_key(wanted.text).split()]
    return words if wanted.inactive else [Client.active.is_(True), *words]


def _lines() -> Select[Any]:
    devices = select(func.count(Device.id)).where(Device.client_id == Client.id).correlate(Client).scalar_subquery()
    open_tickets = (  # one pass over the few that are open, not one over the whole past of each client
        select(Ticket.client_id, func.count(Ticket.id).label("open"))
        .where(Ticket.closed_at.is_(None))
        .group_by(Ticket.client_id)
        .subquery()
    )
    return select(
        Client.id, Client.code, Client.name, Client.bin, Client.active, devices,
        func.coalesce(open_tickets.c.open, 0), Client.version, Client.sort_key,
    ).outerjoin(open_tickets, open_tickets.c.client_id == Client.id)  # fmt: skip


def _row(one: Sequence[Any]) -> ClientRow:
    id, code, name, bin, active, devices, open_tickets, version, sort_key = one
    return ClientRow(id, code, name, bin, active, devices, open_tickets, version, (sort_key, id))
