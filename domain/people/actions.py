"""People join, change roles, leave and come back. The `api` functions carry it out and ask for the right to."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import URL, func, select
from sqlalchemy.orm import Session

from database.engine import encrypt_password
from database.errors import DomainError
from database.text_keys import search_key, sort_key
from domain.people.roles import group_role
from domain.people.tables import Person
from domain.settings.tables import Installation
from domain.tickets.tables import Ticket

SHORTEST_PASSWORD = 8
DEMO_PASSWORD = "vetka-demo"  # noqa: S105 - known to everybody, and refused wherever it would matter


def add_person(session: Session, url: URL | str, login: str, name: str, password: str, roles: Iterable[str]) -> int:
    """Make a colleague who can sign in, and return the person's id. Administrators only.

    url: any address of the server, with its password; the verifier is made here, the password itself is never sent.
    login: a small Latin letter, then small letters, digits, `_.-`. roles: as `group_role` takes them.
    Raises DomainError `name-wanted`, `password-too-short`, `password-of-demo`, `login-form`, `login-taken`,
    `role-not-allowed`.
    """
    name = _given_name(name)
    verifier = _verifier(session, url, login, password)
    keys = sort_key(name), search_key(name, login)
    return int(_call(session, "add_person", login, name, *keys, verifier, _groups(roles)))


def edit_person(
    session: Session,
    login: str,
    *,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    deputy: str | None = None,
    expected_version: int,
) -> None:
    """Set what colleagues see of a person; `deputy` is the login of who may act on the person's tickets.

    Raises DomainError `name-wanted`, `deputy-unfit`, or ConflictError where somebody saved meanwhile.
    """
    name = _given_name(name)
    keys = sort_key(name), search_key(name, login, email)
    texts = (email or "").strip() or None, (phone or "").strip() or None
    _call(session, "edit_person", login, name, *keys, *texts, deputy or None, expected_version)


def set_roles(session: Session, login: str, roles: Iterable[str]) -> None:
    """Give a person exactly these roles. Raises DomainError `role-not-allowed`, `own-admin-role`, `person-unknown`."""
    _call(session, "set_roles", login, _groups(roles))


def retire_person(session: Session, login: str) -> int:
    """Take a person's right to sign in and all other rights, at once, also in windows that are open.

    The person stays in history. Returns how many open tickets still bear the name and want another engineer.
    Raises DomainError `retire-oneself`, `person-unknown`.
    """
    _call(session, "retire_person", login)
    left = (
        select(func.count(Ticket.id))
        .join(Person, Ticket.engineer_id == Person.id)
        .where(Person.login == login, Ticket.closed_at.is_(None))
    )
    return session.scalar(left) or 0


def restore_person(session: Session, login: str) -> None:
    """Let a retired person sign in again, with the roles and the password of before."""
    _call(session, "restore_person", login)


def change_password(session: Session, url: URL | str, login: str, password: str) -> None:
    """Set a new password: the own one, or, for administrators, anybody's.

    url: any address of the server, with its password; the new password itself is never sent.
    Raises DomainError `password-too-short`, `role-wanted`, `person-unknown`.
    """
    _call(session, "set_verifier", login, _verifier(session, url, login, password))


def _call(session: Session, function: str, *values: Any) -> Any:
    answer = session.execute(select(getattr(func.api, function)(*values))).scalar_one()
    session.expire_all()
    return answer


def _given_name(name: str) -> str:
    if not name.strip():
        raise DomainError("name-wanted")
    return name.strip()


def _verifier(session: Session, url: URL | str, login: str, password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise DomainError("password-too-short", least=SHORTEST_PASSWORD)
    if password == DEMO_PASSWORD and session.get(Installation, "demo") is None:
        raise DomainError("password-of-demo")
    return encrypt_password(password, login, url)


def _groups(roles: Iterable[str]) -> list[str]:
    return sorted({group_role(role) for role in roles})
