"""Values of the source as Python wants them. Every function takes whatever the column holds and never raises:
one odd cell must not stop an import."""

from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text(value: Any) -> str:
    """Return text; NULL is empty, LONGBLOB columns of MySQL are UTF-8, NUL goes (PostgreSQL cannot store it)."""
    if value is None:
        return ""
    decoded = (
        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | bytearray | memoryview) else str(value)
    )
    return decoded.replace("\x00", "")


def raw(value: Any) -> bytes | None:
    """Return the bytes of a blob column, None for NULL."""
    if value is None:
        return None
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else bytes(value)


def number(value: Any) -> int:
    """Return a whole number; what is none reads as 0."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


def flag(value: Any) -> bool:
    """Return a 0/1 column as a truth value."""
    return number(value) != 0


def local_moment(value: Any) -> datetime | None:
    """Return a moment of the storage zone, without zone; None for NULL and for `0000-00-00 00:00:00` of MySQL."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else None


def epoch_moment(value: Any) -> datetime | None:
    """Return seconds since 1970 as a moment in UTC; zero, below and absurd values mean "not set"."""
    seconds = number(value)
    if seconds <= 0:
        return None
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
