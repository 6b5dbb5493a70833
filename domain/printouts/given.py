"""What a person types for one paper: described once, so that a window's form and the command's `--set` are the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from database.errors import DomainError

Kind = Literal["text", "long_text", "date", "money", "whole", "choice", "yes_no", "list"]
T = TypeVar("T")

_KINDS: dict[type, Kind] = {
    str: "text", date: "date", Decimal: "money", int: "whole", bool: "yes_no", tuple: "list",
}  # fmt: skip
_YES, _NO = {"yes", "true", "1", "да", "иә"}, {"no", "false", "0", "нет", "жоқ"}
_LONGEST, _LONGEST_LONG = 300, 4_000
_MOST_MONEY = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class PaperField:
    """A field to be filled for a paper. caption: a code, `<form>.<name>`, that the screen has words for."""

    name: str
    kind: Kind
    caption: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Marks a field, in `Annotated[str | None, Choices(…)]`, that takes one of these codes."""

    codes: tuple[str, ...]


LONG = "long"
"""Marks a text of several lines, in `Annotated[str | None, LONG]`."""


def paper_fields(form: str, given: type[Any]) -> tuple[PaperField, ...]:
    """Return the fields of a dataclass of given values, in its order; each may be None: not given."""
    return tuple(
        _field(form, name, get_args(hint)) for name, hint in get_type_hints(given, include_extras=True).items()
    )


def _field(form: str, name: str, parts: tuple[Any, ...]) -> PaperField:
    kinds: tuple[Any, ...] = parts
    marks: tuple[Any, ...] = ()
    if get_args(parts[0]) and get_origin(parts[0]) is not tuple:  # Annotated[X | None, mark]
        kinds, marks = get_args(parts[0]), parts[1:]
    choices: tuple[str, ...] = next((one.codes for one in marks if isinstance(one, Choices)), ())
    kind: Kind = "choice" if choices else "long_text" if LONG in marks else _KINDS[get_origin(kinds[0]) or kinds[0]]
    return PaperField(name, kind, f"{form}.{name}", choices)


def read_given(form: str, kind: type[T], typed: dict[str, str]) -> T:
    """Return what was typed as values; an empty text is a field not given.

    Days are ДД.ММ.ГГГГ or ISO 8601, money has a comma or a point, lists have commas.
    Raises DomainError `paper-field-unknown` (with `known`) or `paper-field-wrong` (with `field`, `value`).
    """
    known = {one.name: one for one in paper_fields(form, kind)}
    values: dict[str, Any] = {}
    for name, value in typed.items():
        if name not in known:
            raise DomainError("paper-field-unknown", field=name, known=", ".join(known))
        if value.strip():
            values[name] = _read(known[name], value.strip())
    return kind(**values)


def _read(one: PaperField, value: str) -> Any:
    try:
        found = value if one.kind == "choice" and value in one.choices else _READERS[one.kind](value)
    except (ValueError, InvalidOperation) as error:
        raise DomainError("paper-field-wrong", field=one.name, value=value) from error
    return found


def _text(value: str) -> str:
    return _no_longer(value, _LONGEST)


def _long_text(value: str) -> str:
    return _no_longer(value, _LONGEST_LONG)


def _no_longer(value: str, most: int) -> str:
    if len(value) > most:
        raise ValueError(f"longer than {most}")
    return value


def _day(value: str) -> date:
    if "." in value:
        day, month, year = value.split(".")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(value)


def _money(value: str) -> Decimal:
    amount = Decimal("".join(value.split()).replace(",", "."))
    if not (amount.is_finite() and 0 <= amount < _MOST_MONEY) or amount % Decimal("0.01"):
        raise ValueError(f"no money: {value}")
    return amount


def _whole(value: str) -> int:
    if not (value.isdecimal() and len(value) < 4):
        raise ValueError(f"no small number: {value}")
    return int(value)


def _yes_no(value: str) -> bool:
    low = value.casefold()
    if low not in _YES | _NO:
        raise ValueError(f"neither yes nor no: {value}")
    return low in _YES


def _list(value: str) -> tuple[str, ...]:
    return tuple(part for part in (" ".join(part.split()) for part in value.split(",")) if part)


def _no_choice(value: str) -> str:
    raise ValueError(f"not among the choices: {value}")


_READERS: dict[str, Callable[[str], Any]] = {
    "text": _text, "long_text": _long_text, "date": _day, "money": _money, "whole": _whole, "yes_no": _yes_no,
    "list": _list, "choice": _no_choice,
}  # fmt: skip
