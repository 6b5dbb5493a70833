"""One device as a card, and the types there are. Lists are in `domain.equipment.pages`, scans in `scans`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database.errors import DomainError
from database.text_keys import serial_key
from domain.equipment.names import type_named
from domain.equipment.pages import DeviceRow, by_ids
from domain.equipment.tables import Device, DeviceAttribute, DeviceCode, DeviceType
from domain.people.tables import Person
from domain.printouts.tables import LabelTemplate, PrintJob, Sticker
from domain.tickets.tables import Ticket, TicketDevice
from domain.workflow.names import named
from domain.workflow.tables import Status


@dataclass(frozen=True, slots=True)
class DeviceTypeRow:
    """A kind of device, named in the language of the screen."""

    id: int
    code: str
    name: str
    size_class: str
    active: bool


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A further code that opens the card."""

    id: int
    source: str
    code: str


@dataclass(frozen=True, slots=True)
class DeviceTicket:
    """A ticket that was about the device; `closed_at` is None while it is open."""

    id: int
    number: int
    type: str
    title: str
    status: str
    status_name: str
    registered_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StickerRow:
    """A sticker made for the device: when, by whom, on which printer, by which version of which template.

    current: the one that should be on the device now. confirmed: the printer itself said that it is printed.
    """

    id: int
    job_id: int
    payload: str
    state: str
    confirmed: bool
    reason: str
    printed_at: datetime | None
    printed_by: str
    printer_url: str
    template: str
    template_version: int
    current: bool


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """All about one device; tickets and stickers with the latest first."""

    row: DeviceRow
    note: str
    created_at: datetime
    attributes: tuple[tuple[str, str], ...]
    codes: tuple[CodeRow, ...]
    tickets: tuple[DeviceTicket, ...]
    stickers: tuple[StickerRow, ...]

    @property
    def sticker(self) -> StickerRow | None:
        """The sticker that should be on the device, or None where it has none in order."""
        return next((one for one in self.stickers if one.current), None)


def device_types(session: Session, *, retired: bool = False, language: str = "ru") -> list[DeviceTypeRow]:
    """Return the kinds of devices to choose from, by their Russian names; with `retired` also those no longer used."""
    name = type_named(language)
    wanted = select(DeviceType.id, DeviceType.code, name, DeviceType.size_class, DeviceType.active)
    if not retired:
        wanted = wanted.where(DeviceType.active)
    return [DeviceTypeRow(*row) for row in session.execute(wanted.order_by(DeviceType.sort_key, DeviceType.id))]


def find_number(session: Session, number: int, *, language: str = "ru") -> DeviceRow:
    """Return the device of a number. Raises DomainError `device-unknown`."""
    device_id = session.scalar(select(Device.id).where(Device.number == number))
    if device_id is None:
        raise DomainError("device-unknown", device=number)
    return by_ids(session, [device_id], language=language)[0]


def same_serial(session: Session, serial: str, *, besides: int | None = None, language: str = "ru") -> list[DeviceRow]:
    """Return the devices of a serial number, `besides` one: to be shown side by side with what is typed."""
    key = serial_key(serial)
    if key is None:
        return []
    known = select(Device.id).where(Device.serial_key == key, Device.id.is_distinct_from(besides))
    return by_ids(session, session.scalars(known).all(), language=language)


def device_card(session: Session, device_id: int, *, language: str = "ru") -> DeviceCard:
    """Return all about a device. Raises DomainError `device-unknown`."""
    found = by_ids(session, [device_id], language=language)
    if not found:
        raise DomainError("device-unknown", id=device_id)
    device = session.get_one(Device, device_id)
    attributes = (
        select(DeviceAttribute.name, DeviceAttribute.value)
        .where(DeviceAttribute.device_id == device_id)
        .order_by(DeviceAttribute.position, DeviceAttribute.name)
    )
    codes = select(DeviceCode.id, DeviceCode.source, DeviceCode.code).where(DeviceCode.device_id == device_id)
    return DeviceCard(
        row=found[0],
        note=device.note,
        created_at=device.created_at,
        attributes=tuple((name, value) for name, value in session.execute(attributes)),
        codes=tuple(CodeRow(*row) for row in session.execute(codes.order_by(DeviceCode.id))),
        tickets=_tickets(session, device_id, language),
        stickers=_stickers(session, device_id),
    )


def _tickets(session: Session, device_id: int, language: str) -> tuple[DeviceTicket, ...]:
    wanted = (
        select(
            Ticket.id, Ticket.number, Ticket.type, Ticket.title, Status.code, named(Status, language),
            Ticket.registered_at, Ticket.closed_at,
        )
        .join(TicketDevice, TicketDevice.ticket_id == Ticket.id)
        .join(Status, Status.id == Ticket.status_id)
        .where(TicketDevice.device_id == device_id)
        .order_by(Ticket.number.desc())
    )  # fmt: skip
    return tuple(DeviceTicket(*row) for row in session.execute(wanted))


def _stickers(session: Session, device_id: int) -> tuple[StickerRow, ...]:
    wanted = (
        select(
            Sticker.id, Sticker.job_id, Sticker.payload, Sticker.state, Sticker.confirmed, Sticker.reason,
            Sticker.printed_at, func.coalesce(Person.name, PrintJob.created_by), PrintJob.printer_url,
            LabelTemplate.code, LabelTemplate.version_number,
        )
        .join(PrintJob, PrintJob.id == Sticker.job_id)
        .join(LabelTemplate, LabelTemplate.id == PrintJob.template_id)
        .outerjoin(Person, Person.login == PrintJob.created_by)
        .where(Sticker.device_id == device_id)
        .order_by(Sticker.id.desc())
    )  # fmt: skip
    rows = session.execute(wanted).all()
    current = next((row.id for row in rows if row.state == "printed"), None)
    lines: list[list[Any]] = [[*row, row.id == current] for row in rows]
    return tuple(StickerRow(*line) for line in lines)
