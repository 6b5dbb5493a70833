"""Lists: filters with prefixes, order, pages of 50."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.integrations.bitrix24.portal.fields import Field, read_value
from tests.integrations.bitrix24.portal.refusal import RefusalError

PAGE = 50
_ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_PREFIX = re.compile(r"(!@|!=|!%|>=|<=|=%|[=!<>@%])?(.*)", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """total and next are None with `start: -1`; next also on the last page."""

    rows: list[Any]
    total: int | None
    next: int | None


@dataclass(frozen=True)
class ListRules:
    """strict: a field that cannot be filtered is refused, not ignored. sortable: all fields when it is None."""

    fields: Mapping[str, Field]
    strict: bool = False
    unfilterable: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    sortable: frozenset[str] | None = None


def page_of(records: Iterable[Any], params: Mapping[str, Any], rules: ListRules) -> Page:
    conditions = [_condition(key, wanted, rules) for key, wanted in _object(params, "filter").items()]
    found = [record for record in records if all(meets(record) for meets in conditions)]
    for name, way in reversed(_object(params, "order").items()):
        found.sort(key=_sort_key(name, rules), reverse=str(way).upper() == "DESC")
    start = _start(params)
    if start < 0:
        return Page(found[:PAGE], None, None)
    following = start + PAGE
    return Page(found[start:following], len(found), following if following < len(found) else None)


def _object(params: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = params.get(name)
    return value if isinstance(value, dict) else {}


def _start(params: Mapping[str, Any]) -> int:
    try:
        return int(params.get("start") or 0)
    except (TypeError, ValueError):
        return 0


def _sort_key(name: str, rules: ListRules) -> Callable[[Any], Any]:
    if name not in rules.fields or (rules.sortable is not None and name not in rules.sortable):
        raise RefusalError("INVALID_ARG_VALUE", f"Invalid order field: {name}")
    field = rules.fields[name]

    def key(record: Any) -> tuple[bool, Any]:
        value = field.get(record)
        return (value is not None, value if value is not None else 0)

    return key


def _condition(key: str, wanted: Any, rules: ListRules) -> Callable[[Any], bool]:
    """One condition of a filter, checked before any row is looked at."""
    match = _PREFIX.fullmatch(key)
    assert match is not None
    prefix, name = match[1] or "=", match[2]
    field = rules.fields.get(name)
    if name in rules.ignored:
        return lambda _: True
    if field is None or name in rules.unfilterable:
        if rules.strict:
            raise RefusalError("INVALID_ARG_VALUE", f"Invalid filter: field '{name}' is not allowed in filter")
        return lambda _: True
    get = field.get
    if prefix in ("%", "=%", "!%"):
        return lambda record: _like(get(record), str(wanted), prefix)
    try:
        several = [read_value(field.kind, item) for item in (wanted if isinstance(wanted, list) else [wanted])]
    except (TypeError, ValueError):
        raise RefusalError("INVALID_ARG_VALUE", f"Invalid filter value of '{name}'") from None
    return lambda record: _compare(prefix, _empty_as_none(get(record)), several)


def _empty_as_none(value: Any) -> Any:
    return None if value == "" else value


def _compare(prefix: str, value: Any, several: list[Any]) -> bool:
    if prefix in ("=", "@"):
        return value in several
    if prefix in ("!", "!=", "!@"):
        return value not in several
    if value is None or several[0] is None:
        return False
    return _ORDERED[prefix](value, several[0])


def _like(value: Any, wanted: str, prefix: str) -> bool:
    held = str(value or "").casefold()
    if prefix == "=%":
        pattern = ".*".join(re.escape(part) for part in wanted.casefold().split("%"))
        return re.fullmatch(pattern, held, re.DOTALL) is not None
    return (wanted.casefold() in held) is (prefix == "%")
