"""Lists of tickets: filtered, sorted by an index, read page by page with a key, never with an offset."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from database.text_keys import search_key
from domain.clients.tables import Client
from domain.people.tables import Person
from domain.tickets.tables import Ticket, TicketDevice, TicketNumber
from domain.workflow.names import named
from domain.workflow.tables import Branch, Status

PAGE = 100
SORTS = ("number", "since", "title", "priority")
_SORT_COLUMNS: dict[str, Any] = {
    "number": Ticket.number,
    "since": Ticket.status_since,
    "title": Ticket.title_key,
    "priority": Ticket.priority,
}


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What a list shows. `text` is what was typed; `holders` and `statuses` are codes; empty means all."""

    text: str = ""
    open_only: bool = True
    holders: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    branch: str | None = None
    client_id: int | None = None
    engineer_id: int | None = None
    device_id: int | None = None
    sort: str = "number"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A line of a list. `key` is where the next page starts; `age` is the time in this status by the server's clock."""

    id: int
    number: int
    type: str
    title: str
    client: str
    status: str
    status_name: str
    branch: str
    branch_name: str
    holder: str
    engineer: str
    priority: int
    registered_at: datetime
    status_since: datetime
    age: timedelta
    target_minutes: int | None
    due_at: datetime | None
    closed: bool
    version: int
    key: tuple[Any, int] = field(repr=False)

    @property
    def late(self) -> bool:
        """Whether the status's target time has passed (by the clock on the wall; working time comes with calendars)."""
        return self.target_minutes is not None and self.age > timedelta(minutes=self.target_minutes)


_engineer = aliased(Person)


def rows(language: str) -> Select[*tuple[Any, ...]]:
    """Return the select of all columns of TicketRow but the key, without filter or order."""
    return (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.type,
            Ticket.title,
            func.coalesce(Client.name, Ticket.client_text).label("client"),
            Status.code.label("status"),
            named(Status, language).label("status_name"),
            Branch.code.label("branch"),
            named(Branch, language).label("branch_name"),
            Status.holder,
            func.coalesce(_engineer.name, "").label("engineer"),
            Ticket.priority,
            Ticket.registered_at,
            Ticket.status_since,
            (func.now() - Ticket.status_since).label("age"),
            Status.target_minutes,
            Ticket.due_at,
            Ticket.closed_at.is_not(None).label("closed"),
            Ticket.version,
            Ticket.title_key,
        )
        .join(Status, Status.id == Ticket.status_id)
        .join(Branch, Branch.id == Status.branch_id)
        .outerjoin(Client, Client.id == Ticket.client_id)
        .outerjoin(_engineer, _engineer.id == Ticket.engineer_id)
    )


def page(
    session: Session,
    wanted: TicketFilter,
    *,
    after: tuple[Any, int] | None = None,
    backwards: bool = False,
    limit: int = PAGE,
    language: str = "ru",
) -> list[TicketRow]:
    """Return up to `limit` rows behind the key `after` in the filter's order; `backwards`: the rows before it.

    Always in display order. Raises ValueError for a sort that no index serves.
    """
    if wanted.sort not in SORTS:
        raise ValueError(f"no index for sort {wanted.sort!r}")
    column = _SORT_COLUMNS[wanted.sort]
    falling = wanted.descending != backwards
    place = tuple_(column, Ticket.id)
    query = rows(language).where(*conditions(wanted))
    if after is not None:
        query = query.where(place < after if falling else place > after)
    order = (column.desc(), Ticket.id.desc()) if falling else (column, Ticket.id)
    found = [_row(one, wanted.sort) for one in session.execute(query.order_by(*order).limit(limit))]
    return found[::-1] if backwards else found


def by_ids(session: Session, ids: list[int], *, sort: str = "number", language: str = "ru") -> list[TicketRow]:
    """Return the rows of these tickets, in no order: what a list re-reads when the feed names them."""
    return [_row(one, sort) for one in session.execute(rows(language).where(Ticket.id.in_(ids)))]


def _row(one: Row[Any], sort: str) -> TicketRow:
    values = dict(one._mapping)
    title_key = values.pop("title_key")
    key = {"number": values["number"], "since": values["status_since"], "title": title_key}
    return TicketRow(**values, key=(key.get(sort, values["priority"]), values["id"]))


def conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    """Return the WHERE parts of a filter."""
    parts: list[ColumnElement[bool]] = []
    if wanted.open_only:
        parts.append(Ticket.closed_at.is_(None))
    if wanted.holders or wanted.statuses or wanted.branch:
        statuses = select(Status.id).where(
            *([Status.holder.in_(wanted.holders)] if wanted.holders else []),
            *([Status.code.in_(wanted.statuses)] if wanted.statuses else []),
        )
        if wanted.branch:
            statuses = statuses.join(Branch).where(Branch.code == wanted.branch)
        parts.append(Ticket.status_id.in_(statuses))
    if wanted.client_id is not None:
        parts.append(Ticket.client_id == wanted.client_id)
    if wanted.engineer_id is not None:
        parts.append(Ticket.engineer_id == wanted.engineer_id)
    if wanted.device_id is not None:
        parts.append(Ticket.id.in_(select(TicketDevice.ticket_id).where(TicketDevice.device_id == wanted.device_id)))
    return parts + _text_conditions(wanted.text)


def _text_conditions(typed: str) -> list[ColumnElement[bool]]:
    """Find by number (ours or an earlier one) where digits were typed, else by words of title, text and client."""
    typed = typed.strip().lstrip("№#").strip()
    if not typed:
        return []
    if typed.isdecimal():
        earlier = select(TicketNumber.ticket_id).where(TicketNumber.number == typed)
        numbered: ColumnElement[bool] = Ticket.id.in_(earlier)
        if len(typed) < 16:
            numbered = or_(Ticket.number == int(typed), numbered)
        return [or_(numbered, Ticket.search_key.like(f"%{typed}%"))] if len(typed) > 3 else [numbered]
    words = search_key(typed).split()
    of_client = [Client.search_key.like(f"%{word}%") for word in words]
    clients = select(Client.id).where(and_(*of_client)) if of_client else None
    in_text = and_(*(Ticket.search_key.like(f"%{word}%") for word in words))
    return [or_(in_text, Ticket.client_id.in_(clients))] if clients is not None else []


def count(session: Session, wanted: TicketFilter, *, ceiling: int = 10_000) -> int:
    """Count what a filter finds, up to a ceiling beyond which the exact number helps nobody."""
    inner = select(Ticket.id).outerjoin(Client, Client.id == Ticket.client_id).where(*conditions(wanted)).limit(ceiling)
    return session.execute(select(func.count()).select_from(inner.subquery())).scalar_one()
