"""The reader of an OTRS 6 / Znuny 6 database: opens it, says what it is, and hands over what is in it."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from integrations.otrs import catalogue, clients, equipment
from integrations.otrs.attachments import Attachments
from integrations.otrs.connection import SourceDatabase, open_database
from integrations.otrs.dynamic_fields import DynamicFields, NamedFields
from integrations.otrs.identity import read_identity
from integrations.otrs.merges import Merges, read_merges
from integrations.otrs.records import (
    Agent,
    Article,
    Attachment,
    Choice,
    Company,
    Equipment,
    Person,
    State,
    StorageSurvey,
    Ticket,
)
from integrations.otrs.schema import detect
from integrations.otrs.tickets import OPEN, Scope, Tickets, count_tickets
from integrations.otrs.zone import ZoneEvidence, find_zone, zone_named


def open_source(address: str, *, zone: str | None = None, articles_dir: Path | None = None) -> "OtrsSource":
    """Open the database of OTRS for reading and recognise it; use the result in a `with`.

    address: `postgresql://user:password@host:port/database` or `mysql://…`.
    zone: the storage zone when the administrator knows better than the measurement, such as `Asia/Almaty`.
    articles_dir: the server's `var/article` or a copy, where files are kept on disk.
    Raises SourceError, whose codes are listed in `errors.py`; nothing is ever written to the source.
    """
    database = open_database(address)
    try:
        return OtrsSource(database, zone=zone, articles_dir=articles_dir)
    except BaseException:
        database.close()
        raise


class OtrsSource:
    """One frozen view of an OTRS database; everything read through it belongs to the same moment.

    `schema` says which product it is and which parts can be read, `zone` in which zone its times are. Serves one
    thread at a time.
    """

    def __init__(self, database: SourceDatabase, *, zone: str | None = None, articles_dir: Path | None = None) -> None:
        self._database = database
        self.schema = detect(database)
        self.zone: ZoneEvidence = find_zone(database, self.schema, zone)
        self._place = zone_named(self.zone.zone)
        self._attachments = Attachments(database, self.schema, articles_dir)
        self._fields = DynamicFields(database, self.schema, self._place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading."""
        self._database.close()

    @cached_property
    def identity(self) -> str:
        """Which installation this is, in a few characters: the same after an update, a move or a restored copy."""
        return read_identity(self._database)

    @cached_property
    def agents(self) -> tuple[Agent, ...]:
        """The agents of the office by id, root@localhost among them."""
        return clients.read_agents(self._database, self.schema)

    @cached_property
    def merges(self) -> Merges:
        """Which ticket holds the contents of which."""
        return read_merges(self._database, self.schema)

    def companies(self) -> Iterator[Company]:
        """Yield all client companies by key, invalid ones too."""
        return clients.read_companies(self._database, NamedFields(self._fields))

    def people(self) -> Iterator[Person]:
        """Yield all people of clients by id, invalid ones too."""
        return clients.read_people(self._database, self.schema, NamedFields(self._fields))

    def states(self) -> tuple[State, ...]:
        """Return all ticket states with the number of open tickets."""
        return catalogue.read_states(self._database)

    def queues(self) -> tuple[Choice, ...]:
        """Return all queues with the number of open tickets."""
        return catalogue.read_queues(self._database)

    def types(self) -> tuple[Choice, ...]:
        """Return all ticket types with the number of open tickets."""
        return catalogue.read_types(self._database)

    def priorities(self) -> tuple[Choice, ...]:
        """Return all priorities, the lowest first, with the number of open tickets."""
        return catalogue.read_priorities(self._database)

    def count_tickets(self, scope: Scope = OPEN) -> int:
        """Return how many tickets are wanted, before anything is copied."""
        return count_tickets(self._database, scope)

    def tickets(self, scope: Scope = OPEN, after: int = 0) -> Iterator[Ticket]:
        """Yield the wanted tickets by id with articles, links and fields, those with an id above `after` only."""
        agents = {agent.id: agent for agent in self.agents}
        reader = Tickets(
            self._database, self.schema, self._place, agents=agents, fields=self._fields, merges=self.merges
        )
        return reader.read(scope, after)

    def attachments(self, articles: Sequence[Article]) -> Iterator[Attachment]:
        """Yield the files of these articles, of one ticket at best; one file at a time is in memory."""
        return self._attachments.read(articles)

    def survey_files(self, articles: Sequence[Article]) -> StorageSurvey:
        """Count where the files of these articles lie, without reading them."""
        return self._attachments.survey(articles)

    def count_equipment(self) -> int:
        """Return the number of configuration items, 0 without the add-on."""
        return equipment.count_equipment(self._database, self.schema)

    def equipment(self) -> Iterator[Equipment]:
        """Yield the equipment by id; nothing where the add-on is not installed."""
        return equipment.read_equipment(self._database, self.schema)
