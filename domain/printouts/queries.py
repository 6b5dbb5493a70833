"""What can be asked about printers, templates and print jobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session, aliased

from domain.clients.tables import Client, Site
from domain.equipment.tables import Device, DeviceType
from domain.people.tables import Person
from domain.printouts.tables import LabelTemplate, Printer, PrintJob, Sticker
from domain.settings.tables import Company


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer as the settings list shows it. Offsets in dots."""

    id: int
    name: str
    url: str
    offset_x: int
    offset_y: int
    darkness: int | None
    template_code: str | None
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """The newest version of a label template; `definition` is what `labels.template` reads."""

    id: int
    code: str
    version_number: int
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StickerRow:
    """A sticker of a job with the payload of its code."""

    id: int
    position: int
    device_id: int
    device: int
    payload: str
    state: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class JobRow:
    """A print job with the counts of its live stickers by state."""

    id: int
    title: str
    printer_url: str
    template: str
    state: str
    fault: str | None
    total: int
    printed: int
    doubtful: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class LabelFields:
    """What a sticker says of a device, as plain words for a template."""

    device_id: int
    number: int
    check_character: str
    prefix: str
    type: str
    model: str
    serial: str
    client: str
    site: str
    room: str
    owner: str
    size_class: str
    support: str
    support_phone: str


def printers(session: Session, *, active_only: bool = False) -> list[PrinterRow]:
    """Return the printers by name."""
    query = select(
        Printer.id, Printer.name, Printer.url, Printer.offset_x, Printer.offset_y, Printer.darkness,
        Printer.template_code, Printer.active, Printer.version,
    ).order_by(Printer.sort_key, Printer.id)  # fmt: skip
    if active_only:
        query = query.where(Printer.active)
    return [PrinterRow(**one._mapping) for one in session.execute(query)]


def templates(session: Session) -> list[TemplateRow]:
    """Return the newest version of every template, the smallest label first."""
    later = aliased(LabelTemplate)
    newer = select(later.id).where(
        later.code == LabelTemplate.code, later.version_number > LabelTemplate.version_number
    )
    query = select(LabelTemplate.id, LabelTemplate.code, LabelTemplate.version_number, LabelTemplate.definition).where(
        ~newer.exists()
    )
    found = [TemplateRow(**one._mapping) for one in session.execute(query)]
    return sorted(found, key=lambda one: [int(part) for part in one.code.split("x") if part.isdigit()])


def template_of_job(session: Session, job_id: int) -> TemplateRow:
    """Return the version of the template that a job was made with."""
    query = select(LabelTemplate.id, LabelTemplate.code, LabelTemplate.version_number, LabelTemplate.definition)
    query = query.join(PrintJob, PrintJob.template_id == LabelTemplate.id).where(PrintJob.id == job_id)
    return TemplateRow(**session.execute(query).one()._mapping)


def stickers(
    session: Session, job_id: int, *, states: tuple[str, ...] = (), limit: int | None = None
) -> list[StickerRow]:
    """Return a job's stickers in printing order; a replaced one stands before its successor."""
    query = (
        select(Sticker.id, Sticker.position, Sticker.device_id, Device.number.label("device"), Sticker.payload,
               Sticker.state, Sticker.confirmed)
        .join(Device, Device.id == Sticker.device_id)
        .where(Sticker.job_id == job_id)
        .order_by(Sticker.position, Sticker.id)
        .limit(limit)
    )  # fmt: skip
    if states:
        query = query.where(Sticker.state.in_(states))
    return [StickerRow(**one._mapping) for one in session.execute(query)]


def jobs(
    session: Session, *, unfinished_only: bool = False, job_id: int | None = None, limit: int = 100
) -> list[JobRow]:
    """Return jobs, the newest first."""
    counted = (
        select(
            Sticker.job_id,
            func.count().filter(Sticker.state == "printed").label("printed"),
            func.count().filter(Sticker.state == "doubtful").label("doubtful"),
        )
        .group_by(Sticker.job_id)
        .subquery()
    )
    query = (
        select(PrintJob.id, PrintJob.title, PrintJob.printer_url, LabelTemplate.code.label("template"), PrintJob.state,
               PrintJob.fault, PrintJob.total, func.coalesce(counted.c.printed, 0).label("printed"),
               func.coalesce(counted.c.doubtful, 0).label("doubtful"), PrintJob.created_at,
               func.coalesce(Person.name, PrintJob.created_by).label("created_by"))
        .join(LabelTemplate, LabelTemplate.id == PrintJob.template_id)
        .outerjoin(counted, counted.c.job_id == PrintJob.id)
        .outerjoin(Person, Person.login == PrintJob.created_by)
        .order_by(PrintJob.id.desc())
        .limit(limit)
    )  # fmt: skip
    if unfinished_only:
        query = query.where(PrintJob.state.not_in(("done", "cancelled")))
    if job_id is not None:
        query = query.where(PrintJob.id == job_id)
    return [JobRow(**one._mapping) for one in session.execute(query)]


def label_fields(session: Session, devices: list[int], *, language: str = "ru") -> dict[int, LabelFields]:
    """Return what stickers say of these devices, by device id."""
    name: Any = {"en": DeviceType.name_en, "kk": DeviceType.name_kk}.get(language, DeviceType.name)
    query = (
        select(Device.id.label("device_id"), Device.number, Device.check_character,
               Company.label_prefix.label("prefix"),
               func.coalesce(func.nullif(name, ""), DeviceType.name).label("type"),
               Device.model, Device.serial, func.coalesce(Client.name, "").label("client"),
               func.coalesce(Site.name, "").label("site"), Device.room, Device.owner, DeviceType.size_class,
               Company.name.label("support"), Company.phone.label("support_phone"))
        .join(DeviceType, DeviceType.id == Device.type_id)
        .join(Company, Company.id == 1)
        .outerjoin(Client, Client.id == Device.client_id)
        .outerjoin(Site, Site.id == Device.site_id)
        .where(Device.id.in_(devices))
    )  # fmt: skip
    return {one.device_id: LabelFields(**one._mapping) for one in session.execute(query)}


def devices_to_label(
    session: Session, *, client_code: str | None = None, first: int | None = None, last: int | None = None
) -> list[int]:
    """Return the ids of devices in walking order (site, room, type, number), by client or by a range of numbers.

    Written-off devices get no sticker.
    """
    query = (
        select(Device.id)
        .join(DeviceType, DeviceType.id == Device.type_id)
        .outerjoin(Site, Site.id == Device.site_id)
        .where(Device.service_state != "written_off")
        .order_by(Site.sort_key.nulls_last(), cast(Device.room, Text).collate("C"), DeviceType.sort_key, Device.number)
    )
    if client_code is not None:
        query = query.join(Client, Client.id == Device.client_id).where(Client.code == client_code)
    if first is not None:
        query = query.where(Device.number >= first)
    if last is not None:
        query = query.where(Device.number <= last)
    return list(session.scalars(query))
