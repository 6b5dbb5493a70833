"""The list of devices, by number, read page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from database.rows import read_page
from database.text_keys import search_key, serial_key
from domain.clients.tables import Client, Site
from domain.equipment.names import type_named
from domain.equipment.numbers import read_number, readable_number
from domain.equipment.tables import Device, DeviceType
from domain.printouts.tables import Sticker
from domain.settings.tables import Company

PAGE = 100
Key = tuple[int]


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """What the list shows. `text` finds a number, or words of type, model, serial number, room and codes.

    to_stick: only devices that have no sticker in order.
    """

    text: str = ""
    client_id: int | None = None
    site_id: int | None = None
    type_id: int | None = None
    owner: str | None = None
    service_state: str | None = None
    to_stick: bool = False


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A line of the list; `key` is where the next page starts.

    readable: the number as on the sticker. sticker: state of the last sticker made, "" where there never was one.
    """

    id: int
    number: int
    readable: str
    type_id: int
    type_code: str
    type: str
    size_class: str
    model: str
    serial: str
    client_id: int | None
    client_code: str
    client: str
    site_id: int | None
    site: str
    room: str
    owner: str
    service_state: str
    sticker: str
    version: int
    key: Key = field(repr=False)


def page(
    session: Session,
    wanted: DeviceFilter,
    *,
    after: Key | None = None,
    backwards: bool = False,
    limit: int | None = PAGE,
    language: str = "ru",
) -> list[DeviceRow]:
    """Return up to `limit` devices behind the key `after`, by number; `backwards`: those before it."""
    lines = rows(language).where(*_conditions(session, wanted))
    found = read_page(session, lines, (Device.number,), after=after, backwards=backwards, limit=limit)
    return [device_row(one) for one in found]


def by_ids(session: Session, ids: Sequence[int], *, language: str = "ru") -> list[DeviceRow]:
    """Return the lines of these devices by number: what a list re-reads when the feed names them."""
    wanted = rows(language).where(Device.id.in_(ids)).order_by(Device.number)
    return [device_row(one) for one in session.execute(wanted)]


def count(session: Session, wanted: DeviceFilter) -> int:
    """Return how many devices the filter finds."""
    return session.scalar(select(func.count(Device.id)).where(*_conditions(session, wanted))) or 0


def rows(language: str) -> Select[*tuple[Any, ...]]:
    """Return the select from which `device_row` makes a DeviceRow, without filter or order."""
    return (
        select(
            Device.id, Device.number, Company.label_prefix, Device.check_character, Device.type_id, DeviceType.code,
            type_named(language), DeviceType.size_class, Device.model, Device.serial, Device.client_id,
            func.coalesce(Client.code, ""), func.coalesce(Client.name, ""), Device.site_id,
            func.coalesce(Site.name, ""), Device.room, Device.owner, Device.service_state,
            func.coalesce(_last_sticker_state(), ""), Device.version,
        )
        .select_from(Device)
        .join(Company, Company.id == 1)
        .join(DeviceType, DeviceType.id == Device.type_id)
        .outerjoin(Client, Client.id == Device.client_id)
        .outerjoin(Site, Site.id == Device.site_id)
    )  # fmt: skip


def device_row(one: Sequence[Any]) -> DeviceRow:
    """Return the line made of a row of `rows`."""
    id, number, prefix, check, *rest = one
    values: list[Any] = [id, number, readable_number(prefix, number, check), *rest, (number,)]
    return DeviceRow(*values)


def _last_sticker_state() -> ColumnElement[str]:
    last = (
        select(Sticker.state)
        .where(Sticker.device_id == Device.id, Sticker.state != "cancelled")
        .order_by(Sticker.id.desc())
        .limit(1)
    )
    return last.correlate(Device).scalar_subquery()


def _conditions(session: Session, wanted: DeviceFilter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (Device.client_id, wanted.client_id),
            (Device.site_id, wanted.site_id),
            (Device.type_id, wanted.type_id),
            (Device.owner, wanted.owner),
            (Device.service_state, wanted.service_state),
        )
        if value is not None
    ]
    if wanted.to_stick:
        parts.append(func.coalesce(_last_sticker_state(), "").in_(("", "spoiled", "doubtful")))
    return parts + _text_conditions(session, wanted.text)


def _text_conditions(session: Session, typed: str) -> list[ColumnElement[bool]]:
    """Find by number, or by a serial number with any blanks in it, or by words."""
    words = search_key(typed).split()
    if not words:
        return []
    types = session.execute(select(DeviceType.id, DeviceType.search_key)).all()
    by_words = [
        or_(Device.search_key.like(f"%{word}%"), Device.type_id.in_([id for id, key in types if word in key]))
        for word in words
    ]
    found: list[ColumnElement[bool]] = [and_(*by_words)]
    serial = serial_key(typed)
    if serial is not None:
        found.append(Device.serial_key == serial)
    prefix = session.scalar(select(Company.label_prefix)) or ""
    number = read_number(typed, prefix)
    if number is not None:
        found.append(Device.number == number.number)
    return [or_(*found)]
