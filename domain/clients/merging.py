"""A client entered twice becomes one: all that belongs to the one moves to the other."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, case, func, select, update
from sqlalchemy.orm import Session, aliased

from database.errors import ConflictError, DomainError
from domain.clients.tables import Client, Contact, Site
from domain.equipment.tables import Device
from domain.tickets.tables import Ticket


@dataclass(frozen=True, slots=True)
class Merged:
    """How much moved to the client that stays."""

    sites: int
    contacts: int
    devices: int
    tickets: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What `merge_clients` would do now, and what stands in its way.

    moves: sites without those of `same_places`, which the other client has by the same name; tickets of all time.
    gains: BIN and e-mail that the staying client takes over. same_serials: not empty means the merger is refused.
    version: of the client that would be emptied.
    """

    client: str
    into: str
    moves: Merged
    same_places: tuple[str, ...]
    gains: tuple[str, ...]
    same_serials: tuple[str, ...]
    version: int


def preview_merge(session: Session, client_id: int, into_id: int) -> MergePreview:
    """Tell what merging would move, without moving it. Raises DomainError as `merge_clients`, save for serials."""
    if client_id == into_id:
        raise DomainError("merge-with-itself")
    found = {one.id: one for one in session.scalars(select(Client).where(Client.id.in_((client_id, into_id))))}
    merged, target = _neither_a_signpost(session, found, client_id, into_id)
    there = select(Site.name).where(Site.client_id == into_id)
    same_places = session.scalars(select(Site.name).where(Site.client_id == client_id, Site.name.in_(there))).all()
    sites, *others = (
        session.scalar(select(func.count(table.id)).where(table.client_id == client_id)) or 0
        for table in (Site, Contact, Device, Ticket)
    )
    gains = tuple(
        mine for mine, theirs in ((merged.bin, target.bin), (merged.email, target.email)) if mine and not theirs
    )
    return MergePreview(
        merged.name, target.name, Merged(sites - len(same_places), *others), tuple(sorted(same_places)), gains,
        _same_serials(session, client_id, into_id), merged.version,
    )  # fmt: skip


def merge_clients(session: Session, client_id: int, into_id: int, *, expected_version: int) -> Merged:
    """Move sites, contacts, devices and tickets of a client to another; the emptied one stays as a signpost.

    A site whose name the other client has already is taken for the same place. BIN and e-mail fill empty ones.
    expected_version: of the client that is emptied.
    Raises DomainError `merge-with-itself`, `client-merged` where one of the two is a signpost, `merge-same-serials`
    where both have a device of the same serial number, or ConflictError.
    """
    if client_id == into_id:
        raise DomainError("merge-with-itself")
    merged, target = _both_locked(session, client_id, into_id)
    if merged.version != expected_version:
        raise ConflictError(table="client", id=client_id, expected=expected_version, actual=merged.version)
    if serials := _same_serials(session, client_id, into_id):
        raise DomainError("merge-same-serials", serials=", ".join(serials))
    sites, same_place = _move_sites(session, client_id, into_id)
    others = [_move(session, table, client_id, into_id, same_place) for table in (Contact, Device, Ticket)]
    _put_up_signpost(session, merged, target)
    return Merged(sites, *others)


def _both_locked(session: Session, client_id: int, into_id: int) -> tuple[Client, Client]:
    """Lock both in the order of their ids, so that merging the two the other way round waits and is then refused."""
    wanted = select(Client).where(Client.id.in_((client_id, into_id))).order_by(Client.id)
    clients = {
        one.id: one for one in session.scalars(wanted.with_for_update(), execution_options={"populate_existing": True})
    }
    return _neither_a_signpost(session, clients, client_id, into_id)


def _neither_a_signpost(
    session: Session, clients: dict[int, Client], client_id: int, into_id: int
) -> tuple[Client, Client]:
    for one in (client_id, into_id):
        if one not in clients:
            raise DomainError("client-unknown", id=one)
        signpost = clients[one].merged_into_id
        if signpost is not None:
            raise DomainError("client-merged", client=session.get_one(Client, signpost).name)
    return clients[client_id], clients[into_id]


def _same_serials(session: Session, client_id: int, into_id: int) -> tuple[str, ...]:
    other = aliased(Device)
    doubled = (
        select(Device.serial)
        .join(other, other.serial_key == Device.serial_key)
        .where(Device.client_id == client_id, other.client_id == into_id)
        .order_by(Device.number)
    )
    return tuple(session.scalars(doubled))


def _move_sites(session: Session, client_id: int, into_id: int) -> tuple[int, dict[int, int]]:
    """Move the sites; return how many, and for each that the other client has by that name the two ids."""
    there = {site.name: site for site in session.scalars(select(Site).where(Site.client_id == into_id))}
    moved, same_place = 0, {}
    for site in session.scalars(select(Site).where(Site.client_id == client_id)):
        twin = there.get(site.name)
        if twin is None:
            site.client_id = into_id
            moved += 1
        else:
            twin.address = twin.address or site.address
            site.active = False
            same_place[site.id] = twin.id
    session.flush()
    return moved, same_place


def _move(
    session: Session, table: type[Contact | Device | Ticket], client_id: int, into_id: int, same_place: dict[int, int]
) -> int:
    """Move rows with their places in one statement: a ticket at a site of another client is refused."""
    site = case(same_place, value=table.site_id, else_=table.site_id) if same_place else table.site_id
    moving = update(table).where(table.client_id == client_id).values(client_id=into_id, site_id=site)
    moved: CursorResult[Any] = session.execute(moving)  # type: ignore[assignment]  # so it is for an UPDATE
    return moved.rowcount


def _put_up_signpost(session: Session, merged: Client, target: Client) -> None:
    """Point all that pointed to the merged client, and itself, to the one that stays: one step from any signpost."""
    session.execute(update(Client).where(Client.merged_into_id == merged.id).values(merged_into_id=target.id))
    target.bin, target.email = target.bin or merged.bin, target.email or merged.email
    target.rename(target.name, target.code, target.bin, target.email)
    merged.merged_into_id, merged.active = target.id, False
    session.flush()
