"""Names of the portal's people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.client import BATCH, Bitrix24
from integrations.bitrix24.paging import all_pages
from integrations.bitrix24.values import keyed, needed_id, rows, text, yes


@dataclass(frozen=True)
class Employee:
    """The employee whose rights the webhook has."""

    id: int
    name: str
    is_admin: bool


def read_employee(portal: Bitrix24) -> Employee:
    """Return whose webhook this is: the test of an address that needs no scope."""
    row = keyed(portal.call("profile").result)
    return Employee(needed_id(row.get("ID")), _name(row), yes(row.get("ADMIN")))


def read_names(portal: Bitrix24, user_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those people that the portal knows, 50 a request.

    Raises PortalClosedError `bitrix24-scope-missing` when the webhook has neither the scope `user` nor `user_basic`.
    """
    wanted = sorted(set(user_ids))
    names: dict[int, str] = {}
    for start in range(0, len(wanted), BATCH):
        chunk = wanted[start : start + BATCH]
        answer = portal.call("user.get", {"FILTER": {"ID": chunk}})
        names |= {needed_id(row.get("ID")): _name(row) for row in rows(answer.result)}
    return {user_id: name for user_id, name in names.items() if user_id in set(wanted)}


def read_active(portal: Bitrix24, most: int = 200) -> list[tuple[int, str]]:
    """Return (id, name) of the people who work there, by name, at most so many: those who may be responsible for deals.

    Raises as `read_names`.
    """
    found: list[tuple[int, str]] = []
    for result in all_pages(portal, "user.get", {"FILTER": {"ACTIVE": True}}):
        found += [(needed_id(row.get("ID")), _name(row)) for row in rows(result)]
        if len(found) >= most:
            break
    return sorted(found[:most], key=lambda person: person[1].casefold())


def _name(row: Mapping[str, Any]) -> str:
    """Return first and last name, else the mail address, else the id."""
    full = " ".join(part for part in (text(row.get("NAME")).strip(), text(row.get("LAST_NAME")).strip()) if part)
    return full or text(row.get("EMAIL")).strip() or text(row.get("ID"))
