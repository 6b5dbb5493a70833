"""Values of an answer as Python wants them: `crm.deal.*` writes numbers as strings, PHP writes `[]` for `{}`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from integrations.bitrix24.errors import OutcomeUnknownError

Semantic = Literal["P", "S", "F"]
"""What a stage means: in progress, success, failure."""


def whole(value: Any) -> int | None:
    """Return a whole number, also from a string such as "37"; None for everything else."""
    number = decimal(value)
    return int(number) if number is not None and number == number.to_integral_value() else None


def decimal(value: Any) -> Decimal | None:
    """Return a finite number, also from a string such as "19999.99"; None for everything else."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def text(value: Any) -> str:
    """Return text, "" for null; PostgreSQL cannot store NUL, so it goes."""
    return "" if value is None or isinstance(value, list | dict) else str(value).replace("\x00", "")


def identity(value: Any) -> int | None:
    """Return the id of another object; null, "" and 0 all mean that there is none."""
    return whole(value) or None


def yes(value: Any) -> bool:
    """Return a flag, which is `Y`, `1` or true when it is set."""
    return value is True or str(value).upper() in ("Y", "1", "TRUE")


def moment(value: Any) -> datetime | None:
    """Return a moment in UTC from ISO 8601 with an offset; None for nothing and for text without offset."""
    try:
        read = datetime.fromisoformat(text(value).strip())
        return read.astimezone(UTC) if read.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def semantic(value: Any) -> Semantic:
    """Return what a stage means; null and "" stand for a stage in progress."""
    letter = text(value).strip().upper()
    return "S" if letter == "S" else "F" if letter == "F" else "P"


def keyed(value: Any) -> dict[str, Any]:
    """Return an object by its keys; an array, as PHP writes some objects, by its positions; {} for the rest."""
    if isinstance(value, Mapping):
        return {str(key): held for key, held in value.items()}
    return {str(position): held for position, held in enumerate(value)} if isinstance(value, list) else {}


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the rows of a list, also where PHP wrote an object with the positions as keys.

    Raises OutcomeUnknownError `shape` when this is no list of objects.
    """
    listed = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(listed, list) or not all(isinstance(row, Mapping) for row in listed):
        raise OutcomeUnknownError("shape")
    return [keyed(row) for row in listed]


def needed_id(value: Any) -> int:
    """Return an id that must be there; raises OutcomeUnknownError `shape` when it is not."""
    number = whole(value)
    if number is None or number < 0:
        raise OutcomeUnknownError("shape")
    return number


def needed_moment(value: Any) -> datetime:
    """Return a moment in UTC that must be there; raises OutcomeUnknownError `shape` when it is not."""
    read = moment(value)
    if read is None:
        raise OutcomeUnknownError("shape")
    return read
