"""What can be asked about one ticket, and whose move the tickets are. Lists are in `domain.tickets.pages`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, literal, or_, select, text
from sqlalchemy.orm import Session, aliased

from domain.clients.tables import Client, Contact, ContactPhone, Site
from domain.equipment.tables import Device, DeviceType
from domain.files.tables import Attachment, StoredFile
from domain.messages.queries import MessageRow, messages_of_ticket
from domain.people.tables import Person
from domain.tickets.pages import TicketRow, _row, rows
from domain.tickets.tables import Ticket, TicketComment, TicketDevice, TicketHistory, TicketLink, TicketNumber
from domain.workflow.names import named
from domain.workflow.tables import Branch, BranchVisit, Status

ROLE_OF_HOLDER = {
    "engineer": "vetka_engineer",
    "dispatcher": "vetka_dispatcher",
    "procurement": "vetka_procurement",
    "warehouse": "vetka_warehouse",
    "bookkeeper": "vetka_bookkeeper",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A button: a transition that this person may make now. `requirements` are `{"kind": …}` objects."""

    code: str
    name: str
    kind: str
    target: str | None
    requirements: tuple[dict[str, Any], ...]

    def asks_for(self, kind: str) -> bool:
        """Whether this move wants a comment, a date, a person …"""
        return any(one["kind"] == kind for one in self.requirements)


@dataclass(frozen=True, slots=True)
class Comment:
    """One entry of the thread with the names of its files."""

    id: int
    kind: str
    subject: str
    body: str
    author: str
    at: datetime
    origin: str
    files: tuple["AttachedFile", ...] = ()


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a ticket; its bytes are read by `file_content`."""

    id: int
    comment_id: int | None
    name: str
    content_type: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of history, in words' parts: codes of statuses, names of people."""

    at: datetime
    login: str
    kind: str
    from_status: str | None
    to_status: str | None
    engineer: str | None
    reason: str
    origin: str
    detail: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay on a branch; `left_at` is None while the ticket is there."""

    branch: str
    branch_name: str
    depth: int
    from_status: str
    engineer: str | None
    entered_at: datetime
    left_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class TicketDeviceRow:
    """A device that the ticket is about."""

    id: int
    number: int
    type: str
    model: str
    serial: str


@dataclass(frozen=True, slots=True)
class TicketCard:
    """Everything about one ticket that its preview and window show."""

    row: TicketRow
    description: str
    origin: str
    client_id: int | None
    client_code: str | None
    site_id: int | None
    site: str
    contact_id: int | None
    contact: str
    contact_phone: str
    postponed_until: datetime | None
    registered_by: str
    other_numbers: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, int, str], ...]
    devices: tuple[TicketDeviceRow, ...]
    moves: tuple[Move, ...]
    thread: tuple[Comment, ...]
    history: tuple[Event, ...]
    visits: tuple[Visit, ...]
    files: tuple[AttachedFile, ...]
    messages: tuple[MessageRow, ...]
    asked_at: datetime


def find(session: Session, number: str) -> int | None:
    """Return the id of the ticket with our number, or with that number in an earlier system."""
    typed = number.strip().lstrip("№#").strip()
    if typed.isdigit() and len(typed) < 16:
        ours = session.scalars(select(Ticket.id).where(Ticket.number == int(typed))).one_or_none()
        if ours is not None:
            return ours
    return session.scalars(select(TicketNumber.ticket_id).where(TicketNumber.number == typed).limit(1)).one_or_none()


def card(session: Session, ticket_id: int, *, language: str = "ru") -> TicketCard | None:
    """Return all about a ticket, or None where there is none."""
    found = session.execute(rows(language).where(Ticket.id == ticket_id)).one_or_none()
    if found is None:
        return None
    phone = select(ContactPhone.typed).where(ContactPhone.contact_id == Ticket.contact_id).limit(1).scalar_subquery()
    more = session.execute(
        select(
            Ticket.description,
            Ticket.origin,
            Ticket.client_id,
            Client.code.label("client_code"),
            Ticket.site_id,
            func.coalesce(Site.name, "").label("site"),
            Ticket.contact_id,
            func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(phone, "").label("contact_phone"),
            Ticket.postponed_until,
            Ticket.registered_by,
            func.now().label("asked_at"),
        )
        .outerjoin(Client, Client.id == Ticket.client_id)
        .outerjoin(Site, Site.id == Ticket.site_id)
        .outerjoin(Contact, Contact.id == Ticket.contact_id)
        .where(Ticket.id == ticket_id)
    ).one()
    files = _files(session, ticket_id)
    return TicketCard(
        row=_row(found, "number"),
        **more._mapping,
        other_numbers=_numbers(session, ticket_id),
        links=_links(session, ticket_id),
        devices=_devices(session, ticket_id, language),
        moves=moves(session, ticket_id, language=language),
        thread=_thread(session, ticket_id, files),
        history=_history(session, ticket_id, language),
        visits=_visits(session, ticket_id, language),
        files=files,
        messages=messages_of_ticket(session, ticket_id, language=language),
    )


def moves(session: Session, ticket_id: int, *, language: str = "ru") -> tuple[Move, ...]:
    """Return exactly the moves that the person signed in may make with a ticket now, in the order of the buttons."""
    found = session.execute(
        text(
            f"SELECT t.code, coalesce(nullif(t.name_{_suffix(language)}, ''), t.name_ru) AS name, t.kind, "
            "s.code AS target, t.requirements FROM api.allowed_transitions(:ticket) t "
            "LEFT JOIN status s ON s.id = t.to_status_id ORDER BY t.position, t.id"
        ),
        {"ticket": ticket_id},
    )
    return tuple(Move(one.code, one.name, one.kind, one.target, tuple(one.requirements)) for one in found)


def _suffix(language: str) -> str:
    return language if language in ("ru", "en", "kk") else "ru"


def _numbers(session: Session, ticket_id: int) -> tuple[tuple[str, str], ...]:
    query = select(TicketNumber.system, TicketNumber.number).where(TicketNumber.ticket_id == ticket_id)
    return tuple((one.system, one.number) for one in session.execute(query.order_by(TicketNumber.id)))


def _links(session: Session, ticket_id: int) -> tuple[tuple[str, int, str], ...]:
    there = select(TicketLink.kind, Ticket.number, literal("to").label("way")).join(
        Ticket, Ticket.id == TicketLink.to_ticket_id
    )
    back = select(TicketLink.kind, Ticket.number, literal("from").label("way")).join(
        Ticket, Ticket.id == TicketLink.from_ticket_id
    )
    both = there.where(TicketLink.from_ticket_id == ticket_id).union_all(
        back.where(TicketLink.to_ticket_id == ticket_id)
    )
    return tuple((one.kind, one.number, one.way) for one in session.execute(both.order_by("kind", "number")))


def _devices(session: Session, ticket_id: int, language: str) -> tuple[TicketDeviceRow, ...]:
    name: Any = {"en": DeviceType.name_en, "kk": DeviceType.name_kk}.get(language, DeviceType.name)
    query = (
        select(Device.id, Device.number, func.coalesce(func.nullif(name, ""), DeviceType.name).label("type"),
               Device.model, Device.serial)
        .join(TicketDevice, TicketDevice.device_id == Device.id)
        .join(DeviceType, DeviceType.id == Device.type_id)
        .where(TicketDevice.ticket_id == ticket_id)
        .order_by(Device.number)
    )  # fmt: skip
    return tuple(TicketDeviceRow(**one._mapping) for one in session.execute(query))


def _files(session: Session, ticket_id: int) -> tuple[AttachedFile, ...]:
    query = (
        select(Attachment.id, Attachment.comment_id, Attachment.name, Attachment.content_type, Attachment.kind,
               StoredFile.size, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.ticket_id == ticket_id)
        .order_by(Attachment.comment_id, Attachment.position, Attachment.id)
    )  # fmt: skip
    return tuple(AttachedFile(**one._mapping) for one in session.execute(query))


def _thread(session: Session, ticket_id: int, files: tuple[AttachedFile, ...]) -> tuple[Comment, ...]:
    query = (
        select(TicketComment, func.coalesce(Person.name, TicketComment.author).label("name"))
        .outerjoin(Person, Person.id == TicketComment.author_id)
        .where(TicketComment.ticket_id == ticket_id)
        .order_by(TicketComment.at, TicketComment.id)
    )
    return tuple(
        Comment(
            one.id, one.kind, one.subject, one.body, name, one.at, one.origin,
            tuple(file for file in files if file.comment_id == one.id),
        )
        for one, name in session.execute(query)
    )  # fmt: skip


def _history(session: Session, ticket_id: int, language: str) -> tuple[Event, ...]:
    before, after, engineer, author = aliased(Status), aliased(Status), aliased(Person), aliased(Person)
    query = (
        select(TicketHistory.at, func.coalesce(author.name, TicketHistory.login).label("login"), TicketHistory.kind,
               named(before, language).label("from_status"), named(after, language).label("to_status"),
               engineer.name.label("engineer"), TicketHistory.reason, TicketHistory.origin, TicketHistory.detail)
        .outerjoin(before, before.id == TicketHistory.from_status_id)
        .outerjoin(after, after.id == TicketHistory.to_status_id)
        .outerjoin(engineer, engineer.id == TicketHistory.to_engineer_id)
        .outerjoin(author, author.login == TicketHistory.login)
        .where(TicketHistory.ticket_id == ticket_id)
        .order_by(TicketHistory.id)
    )  # fmt: skip
    return tuple(Event(**one._mapping) for one in session.execute(query))


def _visits(session: Session, ticket_id: int, language: str) -> tuple[Visit, ...]:
    query = (
        select(Branch.code.label("branch"), named(Branch, language).label("branch_name"), BranchVisit.depth,
               named(Status, language).label("from_status"), Person.name.label("engineer"), BranchVisit.entered_at,
               BranchVisit.left_at, BranchVisit.outcome)
        .join(Branch, Branch.id == BranchVisit.branch_id)
        .join(Status, Status.id == BranchVisit.from_status_id)
        .outerjoin(Person, Person.id == BranchVisit.engineer_id)
        .where(BranchVisit.ticket_id == ticket_id)
        .order_by(BranchVisit.entered_at, BranchVisit.depth)
    )  # fmt: skip
    return tuple(Visit(**one._mapping) for one in session.execute(query))


def file_content(session: Session, attachment_id: int) -> bytes:
    """Return the bytes of an attachment. Raises NoResultFound where there is none."""
    query = select(StoredFile.content).join(Attachment, Attachment.file_id == StoredFile.id)
    return session.execute(query.where(Attachment.id == attachment_id)).scalar_one()


def my_work(session: Session, *, language: str = "ru", limit: int = 500) -> list[TicketRow]:
    """Return the open tickets whose move is that of the person signed in, the most urgent first.

    An engineer's are the own ones; the others' are those of every status that their roles hold. Urgent means: past
    the target first, then by priority, then the longest in this status.
    """
    roles = {
        holder for holder, role in ROLE_OF_HOLDER.items()
        if session.execute(text("SELECT api.holds(:role)"), {"role": role}).scalar_one()
    }  # fmt: skip
    me = session.execute(text("SELECT api.person_id()")).scalar_one()
    theirs = Status.holder.in_(roles - {"engineer"})
    mine = (Status.holder == "engineer") & (Ticket.engineer_id == me) if "engineer" in roles else literal(False)
    waiting_long = func.now() - Ticket.status_since > func.make_interval(0, 0, 0, 0, 0, Status.target_minutes)
    query = (
        rows(language)
        .where(Ticket.closed_at.is_(None), Status.phase != "closed", or_(theirs, mine))
        .where(or_(Status.code != "postponed", Ticket.postponed_until <= func.now() + timedelta(hours=12)))
        .order_by(func.coalesce(waiting_long, False).desc(), Ticket.priority, Ticket.status_since)
        .limit(limit)
    )
    return [_row(one, "since") for one in session.execute(query)]


def due_to_wake(session: Session) -> list[int]:
    """Return the postponed tickets whose moment has passed."""
    passed = Ticket.postponed_until <= func.now()
    return list(session.scalars(select(Ticket.id).where(passed, Ticket.closed_at.is_(None)).order_by(Ticket.id)))
