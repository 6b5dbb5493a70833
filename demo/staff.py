"""The colleagues of the demo company: login roles that sign in with the demo password."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL
from sqlalchemy.orm import Session

from demo.names import People
from demo.words import read
from demo.working_time import WorkingTime
from domain.people.actions import DEMO_PASSWORD, add_person, edit_person, retire_person
from domain.people.roles import group_role

PASSWORD_VARIABLE = "VETKA_DEMO_PASSWORD"  # noqa: S105 - the name of the variable


def password() -> str:
    """Return the password of all demo people."""
    return os.environ.get(PASSWORD_VARIABLE) or DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class Colleague:
    """One who works here, from `joined` until `left`, both in working seconds."""

    id: int
    login: str
    name: str
    roles: frozenset[str]
    joined: int
    left: int | None


class Staff:
    """Who does what."""

    def __init__(self, colleagues: Iterable[Colleague]) -> None:
        """`colleagues`: somebody for every role."""
        self.all = tuple(colleagues)
        self._by_role: dict[str, list[Colleague]] = defaultdict(list)
        for one in self.all:
            for role in one.roles:
                self._by_role[role].append(one)

    def of(self, role: str) -> list[Colleague]:
        """Return those who hold a group role and are still here."""
        return [one for one in self._by_role[role] if one.left is None]

    @property
    def engineers(self) -> list[Colleague]:
        """All engineers, also those who have left."""
        return self._by_role["vetka_engineer"]

    @property
    def stayers(self) -> list[Colleague]:
        """The engineers who were here from the first day on and still are."""
        return [one for one in self.of("vetka_engineer") if one.joined == 0]


def hire(session: Session, url: URL, time: WorkingTime, people: People, host: str) -> Staff:
    """Make the people of the page `staff` as login roles, with deputies; those who left are retired again.

    url: an address of the server with its password. host: mail domain of the company.
    Raises DomainError `login-taken` where the server already has such a role, `password-too-short`.
    """
    words = read("staff")["people"]
    staff = Staff([_hired(session, url, time, one) for one in words])
    for one, colleague in zip(words, staff.all, strict=True):
        edit_person(
            session,
            colleague.login,
            name=colleague.name,
            email=f"{colleague.login}@{host}",
            phone=people.mobile(),
            deputy=one.get("deputy"),
            expected_version=1,
        )
    for colleague in staff.all:
        if colleague.left is not None:
            retire_person(session, colleague.login)
    return staff


def _hired(session: Session, url: URL, time: WorkingTime, one: dict[str, Any]) -> Colleague:
    made = add_person(session, url, one["login"], one["name"], password(), one["roles"])
    left = int(one["left"] * time.now) if "left" in one else None
    roles = frozenset(group_role(role) for role in one["roles"])
    return Colleague(made, one["login"], one["name"], roles, int(one.get("joined", 0) * time.now), left)
