"""What a scanned or typed text means: which device, and, from a sticker, which sticker it was."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from database.text_keys import serial_key
from domain.equipment.numbers import read_number
from domain.equipment.pages import DeviceRow, by_ids
from domain.equipment.serials import without_makers_mark
from domain.equipment.tables import Device, DeviceCode
from domain.printouts.tables import Sticker
from domain.settings.tables import Company

Outcome = Literal[
    "current", "replaced", "spoiled", "doubtful", "unknown_seal", "number", "code", "serial", "not_ours"
]  # fmt: skip
STICKER_WARNINGS: tuple[Outcome, ...] = ("replaced", "spoiled", "doubtful", "unknown_seal")


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What was found.

    A sticker was read: it is the `current` one, `replaced` by a later one, `spoiled`, `doubtful` (its twin may be glued
    elsewhere), or has an `unknown_seal` that was never printed; it opens the device all the same, with a warning.
    Otherwise the text is a device's `number`, another `code` of it or its `serial` number, or `not_ours`.
    devices: more than one where the text fits several; let the person choose. checked: False for a number without its
    check character; ask before acting on it.
    """

    outcome: Outcome
    devices: tuple[DeviceRow, ...] = ()
    checked: bool = True

    @property
    def device(self) -> DeviceRow | None:
        """The device, where there is exactly one."""
        return self.devices[0] if len(self.devices) == 1 else None

    @property
    def warning(self) -> bool:
        """Whether this sticker should not be on the device any more."""
        return self.outcome in STICKER_WARNINGS


def find_by_scan(session: Session, text: str, *, language: str = "ru") -> ScanResult:
    """Return what a text from scanner or keyboard means, tried as sticker, number, other code and serial number.

    A wrong check character means that the number was misread: then it is not ours, whatever device the digits name.
    """
    prefix = session.scalar(select(Company.label_prefix)) or ""
    read = read_number(text, prefix)
    if read is not None and read.check:
        fits = Device.number == read.number, Device.check_character == read.check
        found = _devices(session, *fits, language=language)
        if found:
            return ScanResult(_sticker(session, found[0].id, read.seal) if read.seal else "number", found)
    return _by_other_texts(session, text, read.number if read and not read.check else None, language)


def find_by_sticker(session: Session, number: int, seal: str | None, *, language: str = "ru") -> ScanResult:
    """Return what a payload means whose check character was verified and that was split already.

    seal: None or "" for a number without one.
    """
    found = _devices(session, Device.number == number, language=language)
    if not found:
        return ScanResult("not_ours")
    return ScanResult(_sticker(session, found[0].id, seal) if seal else "number", found)


def _sticker(session: Session, device_id: int, seal: str) -> Outcome:
    stickers = select(Sticker.id, Sticker.state).where(Sticker.device_id == device_id)
    read = session.execute(stickers.where(Sticker.seal == seal)).one_or_none()
    if read is None or read.state in ("queued", "cancelled"):  # such a sticker never left for a printer
        return "unknown_seal"
    if read.state in ("spoiled", "doubtful"):
        return "spoiled" if read.state == "spoiled" else "doubtful"
    later = stickers.where(Sticker.id > read.id, Sticker.state == "printed")
    return "current" if session.execute(later.limit(1)).first() is None else "replaced"


def _by_other_texts(session: Session, text: str, number: int | None, language: str) -> ScanResult:
    key = serial_key(without_makers_mark(text))
    ways: list[tuple[Outcome, ColumnElement[bool]]] = []
    if number is not None:
        ways.append(("number", Device.number == number))
    if key is not None:
        ways.append(("code", Device.id.in_(select(DeviceCode.device_id).where(DeviceCode.code_key == key))))
        ways.append(("serial", Device.serial_key == key))
    found = {outcome: _devices(session, way, language=language) for outcome, way in ways}
    outcome: Outcome = next((one for one, devices in found.items() if devices), "not_ours")
    distinct = {device.id: device for devices in found.values() for device in devices}
    return ScanResult(outcome, tuple(distinct.values()), checked=outcome != "number")


def _devices(session: Session, *fits: ColumnElement[bool], language: str) -> tuple[DeviceRow, ...]:
    ids = session.scalars(select(Device.id).where(*fits)).all()
    return tuple(by_ids(session, ids, language=language)) if ids else ()
