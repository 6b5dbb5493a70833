"""Words for codes that many pages show: holders, types, priorities, states."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_HOLDERS = {
    "engineer": QT_TRANSLATE_NOOP("Names", "engineer"),
    "dispatcher": QT_TRANSLATE_NOOP("Names", "dispatcher"),
    "procurement": QT_TRANSLATE_NOOP("Names", "procurement"),
    "warehouse": QT_TRANSLATE_NOOP("Names", "warehouse"),
    "bookkeeper": QT_TRANSLATE_NOOP("Names", "bookkeeper"),
    "client": QT_TRANSLATE_NOOP("Names", "client"),
    "supplier": QT_TRANSLATE_NOOP("Names", "supplier"),
}
_TYPES = {
    "incident": QT_TRANSLATE_NOOP("Names", "Incident"),
    "service_request": QT_TRANSLATE_NOOP("Names", "Service request"),
    "purchase": QT_TRANSLATE_NOOP("Names", "Purchase"),
    "planned_round": QT_TRANSLATE_NOOP("Names", "Planned round"),
    "extra_work": QT_TRANSLATE_NOOP("Names", "Extra work"),
    "write_off": QT_TRANSLATE_NOOP("Names", "Write-off"),
    "repair_intake": QT_TRANSLATE_NOOP("Names", "Repair intake"),
    "consumables": QT_TRANSLATE_NOOP("Names", "Consumables"),
}
_PRIORITIES = {
    1: QT_TRANSLATE_NOOP("Names", "Urgent"),
    2: QT_TRANSLATE_NOOP("Names", "High"),
    3: QT_TRANSLATE_NOOP("Names", "Normal"),
    4: QT_TRANSLATE_NOOP("Names", "Low"),
}
_REQUIREMENTS = {
    "comment": QT_TRANSLATE_NOOP("Names", "a comment"),
    "date": QT_TRANSLATE_NOOP("Names", "a date ahead"),
    "person": QT_TRANSLATE_NOOP("Names", "an engineer"),
    "purchase_lines": QT_TRANSLATE_NOOP("Names", "what is to be bought"),
    "attachment": QT_TRANSLATE_NOOP("Names", "a file"),
    "attachment:signed_sheet": QT_TRANSLATE_NOOP("Names", "the signed sheet"),
    "attachment:invoice": QT_TRANSLATE_NOOP("Names", "the invoice"),
    "attachment:act": QT_TRANSLATE_NOOP("Names", "the signed act"),
    "lines_ordered": QT_TRANSLATE_NOOP("Names", "an order for every line"),
    "lines_received": QT_TRANSLATE_NOOP("Names", "the arrival of every line"),
}
_SERVICE_STATES = {
    "in_service": QT_TRANSLATE_NOOP("Names", "in service"),
    "in_repair": QT_TRANSLATE_NOOP("Names", "in repair"),
    "written_off": QT_TRANSLATE_NOOP("Names", "written off"),
}
_JOB_STATES = {
    "queued": QT_TRANSLATE_NOOP("Names", "queued"),
    "printing": QT_TRANSLATE_NOOP("Names", "printing"),
    "paused": QT_TRANSLATE_NOOP("Names", "paused"),
    "done": QT_TRANSLATE_NOOP("Names", "done"),
    "cancelled": QT_TRANSLATE_NOOP("Names", "cancelled"),
}
_STICKER_STATES = {
    "queued": QT_TRANSLATE_NOOP("Names", "queued"),
    "sent": QT_TRANSLATE_NOOP("Names", "sent"),
    "printed": QT_TRANSLATE_NOOP("Names", "printed"),
    "doubtful": QT_TRANSLATE_NOOP("Names", "doubtful"),
    "spoiled": QT_TRANSLATE_NOOP("Names", "spoiled"),
    "cancelled": QT_TRANSLATE_NOOP("Names", "cancelled"),
}


def _word(words: Mapping[Any, object], code: str | int) -> str:
    found = words.get(code)
    return QCoreApplication.translate("Names", str(found)) if found else str(code)


def holder_name(code: str) -> str:
    """Whose move it is, in the language of the screen."""
    return _word(_HOLDERS, code)


def requirement_names(missing: str) -> str:
    """Return the words for what a move asks for, given as codes with commas between."""
    return ", ".join(_word(_REQUIREMENTS, code) for code in missing.split(", "))


def type_name(code: str) -> str:
    """A ticket's type."""
    return _word(_TYPES, code)


def type_codes() -> list[str]:
    """The ticket types in the order of the form."""
    return list(_TYPES)


def priority_name(number: int) -> str:
    """A priority, 1 the most urgent."""
    return _word(_PRIORITIES, number)


def service_state_name(code: str) -> str:
    """A device's service state."""
    return _word(_SERVICE_STATES, code)


def job_state_name(code: str) -> str:
    """The state of a print job."""
    return _word(_JOB_STATES, code)


def sticker_state_name(code: str) -> str:
    """The state of a sticker."""
    return _word(_STICKER_STATES, code)
