"""Who is signed in, who works here, and who has how much to do."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from domain.people import tables
from domain.people.tables import AllowedRole, PersonRole
from domain.tickets.tables import Ticket


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague with the group roles held (`vetka_dispatcher`, …), in the order of the allow-list."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    active: bool
    email: str | None = None
    phone: str | None = None
    deputy: str | None = None
    """Login of who stands in."""
    version: int = 1

    def holds(self, *roles: str) -> bool:
        """Whether the person has one of the roles."""
        return not set(roles).isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class Engineer:
    """Somebody to whom a ticket can be given, with the number of open tickets already held."""

    id: int
    login: str
    name: str
    open_tickets: int


def me(session: Session) -> Person:
    """Return the person who is signed in. Raises DomainError `not-a-person` for a login that is none of ours."""
    login = session.execute(text("SELECT session_user")).scalar_one()
    found = _read(session, _people().where(tables.Person.login == login))
    if not found:
        raise DomainError("not-a-person", login=login)
    return found[0]


def person(session: Session, login: str) -> Person:
    """Return one person. Raises DomainError `person-unknown`."""
    found = _read(session, _people().where(tables.Person.login == login))
    if not found:
        raise DomainError("person-unknown", login=login)
    return found[0]


def people(session: Session, *, retired: bool = False) -> list[Person]:
    """Return everybody who works here, by name; with `retired` also those who left."""
    wanted = _people().order_by(tables.Person.sort_key, tables.Person.id)
    return _read(session, wanted if retired else wanted.where(tables.Person.active))


def engineers(session: Session) -> list[Engineer]:
    """Return the engineers to choose from, by name, with how many open tickets each has."""
    open_tickets = (
        select(func.count())
        .where(Ticket.engineer_id == tables.Person.id, Ticket.closed_at.is_(None))
        .correlate(tables.Person)
        .scalar_subquery()
    )
    wanted = (
        select(tables.Person.id, tables.Person.login, tables.Person.name, open_tickets)
        .join(PersonRole, PersonRole.person_id == tables.Person.id)
        .where(tables.Person.active, PersonRole.role == "vetka_engineer")
        .order_by(tables.Person.sort_key, tables.Person.id)
    )
    return [Engineer(*row) for row in session.execute(wanted)]


def allowed_roles(session: Session) -> list[str]:
    """Return the group roles that can be given, in the order of the allow-list."""
    return list(session.scalars(select(AllowedRole.role).order_by(AllowedRole.position)))


def _people() -> Select[Any]:
    roles = (
        select(func.array_agg(aggregate_order_by(PersonRole.role, AllowedRole.position)))
        .join(AllowedRole, AllowedRole.role == PersonRole.role)
        .where(PersonRole.person_id == tables.Person.id)
        .correlate(tables.Person)
        .scalar_subquery()
    )
    deputy = aliased(tables.Person)
    return select(
        tables.Person.id,
        tables.Person.login,
        tables.Person.name,
        roles,
        tables.Person.active,
        tables.Person.email,
        tables.Person.phone,
        deputy.login,
        tables.Person.version,
    ).outerjoin(deputy, deputy.id == tables.Person.deputy_id)


def _read(session: Session, wanted: Select[Any]) -> list[Person]:
    return [
        Person(id, login, name, tuple(roles or ()), *rest) for id, login, name, roles, *rest in session.execute(wanted)
    ]
