"""The data of a paper as JSON and back: it is stored beside the PDF, so that a paper can be explained years later."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Return a frozen dataclass as plain JSON values: numbers with decimals as text, days and times in ISO 8601."""
    if is_dataclass(value):
        return {one.name: to_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"papers hold no {type(value).__name__}")


def from_json(kind: type[T], value: Any) -> T:
    """Return the dataclass that `to_json` was given. Raises ValueError or TypeError for what is none of that kind."""
    if not isinstance(value, dict):
        raise TypeError(f"{kind.__name__} wants an object, not {value!r}")
    hints = get_type_hints(kind)
    unknown = value.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _read(hints[name], one) for name, one in value.items()})


def _read(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(kind):
            return None
        return _read(next(one for one in get_args(kind) if one is not NoneType), value)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in value)
    if hasattr(kind, "__dataclass_fields__"):
        return from_json(kind, value)
    return _read_plain(kind, value)


def _read_plain(kind: Any, value: Any) -> Any:
    if kind is Decimal:
        return Decimal(value)
    if kind in (date, datetime, time):
        return kind.fromisoformat(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{kind.__name__} wanted, not {value!r}")
    return value
