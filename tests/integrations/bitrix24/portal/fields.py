"""How a field is called, how it is written in an answer and how it is read from a call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.integrations.bitrix24.portal.refusal import RefusalError


@dataclass(frozen=True)
class Field:
    """kind: id, link (an id or nothing), number, text, flag, money, moment, ids. get: takes the value from a record."""

    name: str
    kind: str
    get: Callable[[Any], Any]


def read_value(kind: str, value: Any) -> Any:
    """A value of a call as Python has it; raises ValueError or TypeError."""
    if value is None or value == "":
        return None
    return _READERS[kind](value) if kind in _READERS else _text(value)


def _money(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(value) from None


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    if isinstance(value, list | dict):
        raise TypeError(value)
    return str(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "id": int,
    "link": int,
    "number": int,
    "money": _money,
    "moment": _moment,
    "flag": lambda value: str(value).upper() in ("Y", "1", "TRUE"),
    "ids": lambda value: [int(item) for item in value],
}


def typed(kind: str, value: Any, zone: tzinfo) -> Any:
    """A value as `crm.item.*` writes it: numbers are numbers."""
    if kind == "moment":
        return None if value is None else value.astimezone(zone).isoformat(timespec="seconds")
    if kind == "money":
        return int(value) if value == value.to_integral_value() else float(value)
    if kind == "flag":
        return "Y" if value else "N"
    return value if kind != "link" or value else 0


def as_strings(kind: str, value: Any, zone: tzinfo) -> Any:
    """A value as `crm.deal.*` writes it: nearly everything is a string."""
    if kind == "money":
        return f"{value:.2f}"
    if kind == "ids":
        return value
    written = typed(kind, value, zone)
    return written if written is None else str(written)


def needed(params: dict[str, Any], name: str) -> int:
    """An id that the call must name."""
    try:
        return int(params[name])
    except (KeyError, TypeError, ValueError):
        raise RefusalError("100", f"Invalid value {{{name}}} to match with parameter") from None
