"""Agents of OTRS and the people of Vetka: who is who."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people.tables import Person, PersonRole
from integrations.otrs.records import Agent


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of Vetka that an agent of OTRS is. `works`: active and an engineer, so tickets can be given."""

    id: int
    login: str
    works: bool


def match_agents(session: Session, agents: Iterable[Agent]) -> dict[int, Colleague]:
    """Return the people of Vetka by id of the agent: the same login, else e-mail, else name where only one has it."""
    engineers = set(session.scalars(select(PersonRole.person_id).where(PersonRole.role == "vetka_engineer")))
    people = session.scalars(select(Person).order_by(Person.id)).all()
    keys: tuple[Callable[[Person], str], ...] = (
        lambda person: person.login,
        lambda person: (person.email or "").casefold(),
        lambda person: _name_key(person.name),
    )
    books = [_unambiguous({person.id: key(person) for person in people}) for key in keys]
    colleagues = {
        person.id: Colleague(person.id, person.login, person.active and person.id in engineers) for person in people
    }
    matched = {}
    for agent in agents:
        asked = (agent.login.casefold(), agent.email.casefold(), _name_key(agent_name(agent)))
        found = (book.get(key) for book, key in zip(books, asked, strict=True) if key)
        person_id = None if agent.is_nobody else next((one for one in found if one is not None), None)
        if person_id is not None:
            matched[agent.id] = colleagues[person_id]
    return matched


def agent_name(agent: Agent) -> str:
    """Return the name of an agent as people say it, the login where there is none."""
    return " ".join(f"{agent.first_name} {agent.last_name}".split()) or agent.login


def _name_key(name: str) -> str:
    return " ".join(sorted(name.casefold().replace("ё", "е").split()))


def _unambiguous(keys: Mapping[int, str]) -> dict[str, int]:
    values = list(keys.values())
    return {key: person_id for person_id, key in keys.items() if key and values.count(key) == 1}
