"""Configuration items of OTRS become devices; Vetka gives the number, the old one still opens the card."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.equipment.actions import DeviceEntry, add_code, edit_device, register_device, set_service_state
from domain.equipment.tables import Device, DeviceType
from integrations.otrs.import_clients import client_of
from integrations.otrs.import_ledger import Ledger, digest_of, outcome_of
from integrations.otrs.import_report import Outcome
from integrations.otrs.records import Equipment
from integrations.otrs.states import propose_service_state

KIND = "equipment"
CODE_SOURCE = "OTRS"
_OWN_COLUMNS = {"Vendor", "Model", "SerialNumber", "Note"}
_SERIAL_REFUSALS = {"serial-taken", "serial-from-spreadsheet", "serial-too-long"}
_SERIAL_NAME = "Серийный номер в OTRS"
# Words of the item's type, class or name and the code of our type; the first that fits decides.
_TYPES = (
    (r"laptop|notebook|ноутбук", "notebook"),
    (r"server|сервер", "server"),
    (r"\bnas\b|storage|хранилищ", "storage"),
    (r"mfp|мфу|multifunction", "mfp"),
    (r"print|принтер", "printer"),
    (r"scan|сканер", "scanner"),
    (r"monitor|display|монитор", "monitor"),
    (r"switch|коммутатор", "switch"),
    (r"access point|wlan|wi-?fi|точка доступа", "access_point"),
    (r"router|firewall|маршрутизатор|роутер", "router"),
    (r"\bups\b|\bибп\b|бесперебойн", "ups"),
    (r"phone|телефон", "phone"),
    (r"camera|камера", "camera"),
    (r"desktop|computer|workstation|компьютер|системный блок", "computer"),
)


def digest(item: Equipment) -> str:
    """Return the hash of what is brought of an item."""
    return digest_of(item)


def proposed_type(item: Equipment) -> str:
    """Return the code of the device type that an item's own type, else its name, else its class speaks of."""
    for words in (item.value("Type"), item.name, item.class_name):
        for pattern, code in _TYPES:
            if re.search(pattern, words.casefold()):
                return code
    return "other"


def bring_item(session: Session, system: str, item: Equipment) -> tuple[Outcome, dict[str, Any] | None]:
    """Make a device of an item, or bring one up to date that nobody changed in Vetka.

    The second value is what is doubtful: a serial number that cannot be kept as one stands among the attributes.
    """
    ledger, said = Ledger(session, system), digest(item)
    known = ledger.find(KIND, item.id)
    device = session.get(Device, known.our_id) if known else None
    outcome = outcome_of(known, said, device.version if device else None)
    if outcome in ("same", "kept"):
        return outcome, None
    device_id, doubt = _written(session, system, item, device)
    state = propose_service_state(item.deployment_state)
    device = session.get_one(Device, device_id, populate_existing=True)
    ours = state if state != "in_store" else "in_service"
    if device.service_state != ours:
        set_service_state(session, device_id, ours, expected_version=device.version)
    add_code(session, device_id, source=CODE_SOURCE, code=item.number)
    session.refresh(device)
    ledger.note(KIND, item.id, device_id, version=device.version, digest=said)
    return outcome, doubt


def _written(
    session: Session, system: str, item: Equipment, device: Device | None
) -> tuple[int, dict[str, Any] | None]:
    serial, attributes = item.value("SerialNumber"), _attributes(item)
    try:
        return _save(session, _entry(session, system, item, serial), attributes, device), None
    except DomainError as error:
        if error.code not in _SERIAL_REFUSALS:
            raise
        doubt = {"kind": KIND, "id": item.number, "code": error.code, "details": error.details}
        entry = _entry(session, system, item, "")
        return _save(session, entry, attributes | {_SERIAL_NAME: serial}, device), doubt


def _save(session: Session, entry: DeviceEntry, attributes: dict[str, str], device: Device | None) -> int:
    if device is None:
        return register_device(session, entry, attributes=attributes, confirmed=True).id
    edit_device(session, device.id, entry, attributes=attributes, expected_version=device.version, confirmed=True)
    return device.id


def _entry(session: Session, system: str, item: Equipment, serial: str) -> DeviceEntry:
    code = proposed_type(item)
    type_id = session.scalar(select(DeviceType.id).where(DeviceType.code == code))
    model = " ".join(part for part in (item.value("Vendor"), item.value("Model")) if part.strip())
    return DeviceEntry(
        type_id=type_id or session.scalars(select(DeviceType.id).where(DeviceType.code == "other")).one(),
        client_id=client_of(session, system, item.company_key),
        model=model or item.name,
        serial=serial,
        note=item.value("Note"),
    )


def _attributes(item: Equipment) -> dict[str, str]:
    """Return what has no column on the card; attributes that repeat or nest keep their path as the name."""
    facts = {
        "Название в OTRS": item.name,
        "Состояние в OTRS": item.deployment_state,
        "Работа в OTRS": item.incident_state,
    }
    for attribute in item.attributes:
        if attribute.path not in _OWN_COLUMNS:
            plain = attribute.path.isidentifier() and attribute.label not in facts
            facts[attribute.label if plain else attribute.path] = attribute.value
    return facts
