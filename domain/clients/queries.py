"""One client: by code, as a card, with its sites. Lists are in `domain.clients.pages`, callers in `contacts`."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from domain.clients.contacts import ContactRow, contacts
from domain.clients.pages import ClientRow, by_ids
from domain.clients.tables import Client, Site
from domain.equipment.tables import Device


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site on its client's card; `directions` say how to get in, `hours` when."""

    id: int
    name: str
    address: str
    active: bool
    devices: int
    version: int
    directions: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ClientCard:
    """All about one client. `merged_into` is (id, name) of the client that took its place.

    `notices`: whether it wants to hear of its tickets' statuses, in `notice_language` (ru, en or kk).
    """

    id: int
    code: str
    name: str
    bin: str | None
    email: str | None
    note: str
    notices: bool
    notice_language: str
    active: bool
    version: int
    merged_into: tuple[int, str] | None
    devices: int
    open_tickets: int
    sites: tuple[SiteRow, ...]
    contacts: tuple[ContactRow, ...]


def find_client(session: Session, code: str) -> ClientRow:
    """Return the client of a code; the code of a merged client leads to the one that stays.

    Raises DomainError `client-unknown`.
    """
    typed = code.strip()
    found = select(func.coalesce(Client.merged_into_id, Client.id)).where(Client.code.in_((typed, typed.upper())))
    client_id = session.scalar(found.order_by(Client.code != typed).limit(1))
    row = _row(session, client_id) if client_id is not None else None
    if row is None:
        raise DomainError("client-unknown", client_code=typed)
    return row


def client_card(session: Session, client_id: int) -> ClientCard:
    """Return all about a client, sites and contacts by name, those no longer used last.

    Raises DomainError `client-unknown`.
    """
    line = _row(session, client_id)
    if line is None:
        raise DomainError("client-unknown", id=client_id)
    target = aliased(Client)
    email, note, notices, language, version, target_id, target_name = session.execute(
        select(
            Client.email, Client.note, Client.notices, Client.notice_language, Client.version, target.id, target.name
        )
        .outerjoin(target, target.id == Client.merged_into_id)
        .where(Client.id == client_id)
    ).one()
    return ClientCard(
        id=line.id, code=line.code, name=line.name, bin=line.bin, email=email, note=note,
        notices=notices, notice_language=language, active=line.active, version=version,
        merged_into=(target_id, target_name) if target_id is not None else None,
        devices=line.devices, open_tickets=line.open_tickets,
        sites=sites(session, client_id), contacts=contacts(session, client_id),
    )  # fmt: skip


def sites(session: Session, client_id: int) -> tuple[SiteRow, ...]:
    """Return a client's sites by name, those no longer used last."""
    devices = select(func.count(Device.id)).where(Device.site_id == Site.id).correlate(Site).scalar_subquery()
    wanted = (
        select(Site.id, Site.name, Site.address, Site.active, devices, Site.version, Site.directions, Site.hours)
        .where(Site.client_id == client_id)
        .order_by(Site.active.desc(), Site.sort_key, Site.id)
    )
    return tuple(SiteRow(*row) for row in session.execute(wanted))


def _row(session: Session, client_id: int) -> ClientRow | None:
    found = by_ids(session, [client_id])
    return found[0] if found else None
