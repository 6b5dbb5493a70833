"""What every step of an import needs to know beside the row at hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.workflow.tables import Branch, Status
from integrations.otrs.import_people import Colleague, match_agents
from integrations.otrs.records import Agent, Person, same_login
from integrations.otrs.source import OtrsSource


@dataclass(frozen=True, slots=True)
class ImportContext:
    """The source with what was read of it once. `system` is its name in our ledger.

    retry_files: look again for files of articles that had none, or had lost ones, in an earlier run.
    """

    source: OtrsSource
    system: str
    agents: Mapping[int, Agent]
    colleagues: Mapping[int, Colleague]
    people: Mapping[str, Person]
    priorities: tuple[int, ...]
    statuses: frozenset[str]
    entry: str
    retry_files: bool

    def person(self, login: str) -> Person | None:
        """Return the person with a login, whose case does not matter."""
        return self.people.get(same_login(login)) if login.strip() else None

    def status(self, proposed: str) -> str:
        """Return the code of the status proposed, or of the entry where the company's own workflow has no such one."""
        return proposed if proposed in self.statuses else self.entry


def read_context(session: Session, source: OtrsSource, system: str | None, *, retry_files: bool) -> ImportContext:
    """Read who and what tickets will refer to. `system`: None makes the name from the installation's fingerprint.

    Raises DomainError `workflow-not-published`.
    """
    entry = session.scalar(
        select(Status.code)
        .join(Branch, Branch.id == Status.branch_id)
        .where(Branch.code == "main", Status.is_entry, Status.retired.is_(False))
        .order_by(Status.position)
        .limit(1)
    )
    if entry is None:
        raise DomainError("workflow-not-published")
    return ImportContext(
        source=source,
        system=system or f"otrs:{source.identity}",
        agents={agent.id: agent for agent in source.agents},
        colleagues=match_agents(session, source.agents),
        people={same_login(person.login): person for person in source.people()},
        priorities=tuple(priority.id for priority in source.priorities()),
        statuses=frozenset(session.scalars(select(Status.code).where(Status.retired.is_(False)))),
        entry=entry,
        retry_files=retry_files,
    )
