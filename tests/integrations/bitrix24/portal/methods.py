"""The methods that the portal knows, by name in small letters. What a method is given and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Any

from tests.integrations.bitrix24.portal.access import Access
from tests.integrations.bitrix24.portal.state import State

CRM = frozenset({"crm"})


@dataclass
class Manners:
    """How this portal writes things.

    php_arrays: `[]` for an empty object. bare_time: `time` is there but says nothing. zone: of all times but those of
    the stage history, which are in history_zone.
    """

    php_arrays: bool = True
    bare_time: bool = False
    zone: tzinfo = timezone(timedelta(hours=3))
    history_zone: tzinfo = UTC

    def object(self, value: dict[str, Any]) -> Any:
        return value if value or not self.php_arrays else []


@dataclass(frozen=True)
class Given:
    """One call of one method. params: values as JSON or as text."""

    state: State
    access: Access
    manners: Manners
    user_id: int
    params: dict[str, Any]


@dataclass(frozen=True)
class Result:
    value: Any
    total: int | None = None
    next: int | None = None


@dataclass(frozen=True)
class Method:
    """scopes: one of them is enough; none is needed when it is empty."""

    run: Callable[[Given], Result]
    scopes: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, scopes: frozenset[str] = CRM) -> Callable[[Callable[[Given], Result]], Callable[[Given], Result]]:
    def register(run: Callable[[Given], Result]) -> Callable[[Given], Result]:
        METHODS[name] = Method(run, scopes)
        return run

    return register
