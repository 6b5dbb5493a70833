"""Devices come into the register and their cards are kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from database.errors import DomainError
from database.rows import locked
from database.text_keys import search_key, serial_key
from domain.clients.tables import Client, Site
from domain.equipment.serials import cleaned_serial
from domain.equipment.tables import Device, DeviceAttribute, DeviceCode, DeviceType


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """What a person writes on a card. `owner`: "client" or "ours"; `attributes`: only those that somebody uses."""

    type_id: int
    client_id: int | None
    site_id: int | None = None
    model: str = ""
    serial: str = ""
    room: str = ""
    owner: str = "client"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A device that was given its number."""

    id: int
    number: int


def register_device(
    session: Session, entry: DeviceEntry, *, attributes: Mapping[str, str] | None = None, confirmed: bool = False
) -> Registered:
    """Give a device its number and card.

    confirmed: register it although another client has a device of the same serial number.
    Raises DomainError `serial-elsewhere` (a warning: confirm), `serial-taken` where the same client has it,
    `type-unknown`, `client-unknown`, `client-merged`, `site-of-another-client`, `serial-from-spreadsheet`.
    """
    device = Device()
    _fill(session, device, entry, confirmed=confirmed)
    session.add(device)
    session.flush()
    _set_attributes(session, device.id, attributes or {})
    return Registered(device.id, device.number)


def edit_device(
    session: Session,
    device_id: int,
    entry: DeviceEntry,
    *,
    attributes: Mapping[str, str] | None = None,
    expected_version: int,
    confirmed: bool = False,
) -> None:
    """Set a card to what was written, and its attributes to exactly these (None: leave them).

    Raises as `register_device`, `device-unknown`, or ConflictError.
    """
    device = locked(session, Device, device_id, expected_version=expected_version, unknown="device-unknown")
    _fill(session, device, entry, confirmed=confirmed)
    flag_modified(device, "model")  # counts the version up also where only attributes change
    if attributes is not None:
        _set_attributes(session, device_id, attributes)
    session.flush()


def set_service_state(session: Session, device_id: int, state: str, *, expected_version: int) -> None:
    """Put a device in service, in repair or out of the books ("in_service", "in_repair", "written_off").

    Done by hand only where no ticket does it: lead dispatchers and administrators.
    """
    device = locked(session, Device, device_id, expected_version=expected_version, unknown="device-unknown")
    device.service_state = state
    session.flush()


def add_code(session: Session, device_id: int, *, source: str, code: str) -> None:
    """Let a further code open the card: an old inventory number, a maker's tag; `source` says whose code it is.

    The same code again changes nothing. Raises DomainError `code-empty`, `device-unknown`.
    """
    device = locked(session, Device, device_id, expected_version=None, unknown="device-unknown")
    shown, key = " ".join(code.split()), serial_key(code)
    if key is None:
        raise DomainError("code-empty", device_code=shown)
    known = select(DeviceCode.id).where(DeviceCode.device_id == device_id, DeviceCode.code_key == key)
    if session.scalar(known) is None:
        session.add(DeviceCode(device_id=device_id, source=source.strip(), code=shown, code_key=key))
        session.flush()
        _index(session, device)
        session.flush()


def remove_code(session: Session, device_id: int, code_id: int) -> None:
    """Take a code off a card. Raises DomainError `code-unknown`, `device-unknown`."""
    device = locked(session, Device, device_id, expected_version=None, unknown="device-unknown")
    code = session.get(DeviceCode, code_id)
    if code is None or code.device_id != device_id:
        raise DomainError("code-unknown")
    session.delete(code)
    session.flush()
    _index(session, device)
    session.flush()


def _fill(session: Session, device: Device, entry: DeviceEntry, *, confirmed: bool) -> None:
    _check_place(session, entry)
    serial = cleaned_serial(entry.serial)
    key = serial_key(serial)
    if key is not None and (key, entry.client_id) != (device.serial_key, device.client_id):
        _refuse_known_serial(session, key, entry.client_id, device.id, confirmed=confirmed)
    device.type_id, device.client_id, device.site_id = entry.type_id, entry.client_id, entry.site_id
    device.serial, device.serial_key = serial, key
    device.model, device.room = " ".join(entry.model.split()), " ".join(entry.room.split())
    device.owner, device.note = entry.owner, entry.note.strip()
    _index(session, device)


def _check_place(session: Session, entry: DeviceEntry) -> None:
    if session.get(DeviceType, entry.type_id) is None:
        raise DomainError("type-unknown")
    if entry.client_id is not None:
        client = session.get(Client, entry.client_id)
        if client is None:
            raise DomainError("client-unknown", client_code=entry.client_id)
        if client.merged_into_id is not None:
            raise DomainError("client-merged", client=session.get_one(Client, client.merged_into_id).name)
    if entry.site_id is not None:
        site = session.get(Site, entry.site_id)
        if site is None or site.client_id != entry.client_id:
            raise DomainError("site-of-another-client")


def _refuse_known_serial(
    session: Session, key: str, client_id: int | None, device_id: int | None, *, confirmed: bool
) -> None:
    """Refuse a serial number that another card has; in another client it may be so, if the person says so."""
    others = (
        select(Device.number, Device.client_id, Device.serial, Client.name)
        .outerjoin(Client, Client.id == Device.client_id)
        .where(Device.serial_key == key, Device.id.is_distinct_from(device_id))
        .order_by(Device.client_id.is_not_distinct_from(client_id).desc(), Device.number)
    )
    with session.no_autoflush:
        other = session.execute(others.limit(1)).one_or_none()
    if other is None:
        return
    if other.client_id == client_id:
        raise DomainError("serial-taken", serial=other.serial, device=other.number)
    if not confirmed:
        raise DomainError("serial-elsewhere", serial=other.serial, device=other.number, client=other.name or "")


def _set_attributes(session: Session, device_id: int, wanted: Mapping[str, str]) -> None:
    texts = {name.strip(): value.strip() for name, value in wanted.items() if name.strip() and value.strip()}
    kept = session.scalars(select(DeviceAttribute).where(DeviceAttribute.device_id == device_id)).all()
    places = {name: place for place, name in enumerate(texts)}
    for attribute in kept:
        if attribute.name in texts:
            attribute.value, attribute.position = texts.pop(attribute.name), places[attribute.name]
        else:
            session.delete(attribute)
    for name, value in texts.items():
        session.add(DeviceAttribute(device_id=device_id, name=name, value=value, position=places[name]))
    session.flush()


def _index(session: Session, device: Device) -> None:
    """Renew what the list finds the device by, beside its number and its type."""
    codes: list[str] = []
    if device.id is not None:
        codes += session.scalars(
            select(DeviceCode.code).where(DeviceCode.device_id == device.id).order_by(DeviceCode.id)
        )
    device.search_key = search_key(device.model, device.serial, device.room, *codes)
