"""Tickets with everything that hangs on them, in portions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from integrations.otrs.articles import Articles
from integrations.otrs.connection import Row, SourceDatabase, marks
from integrations.otrs.dynamic_fields import DynamicFields
from integrations.otrs.links import read_links
from integrations.otrs.merges import Merges
from integrations.otrs.records import (
    OPEN_STATE_TYPES,
    PENDING_STATE_TYPES,
    ROOT_AGENT_ID,
    Agent,
    Article,
    FieldValue,
    Link,
    Ticket,
)
from integrations.otrs.schema import Schema
from integrations.otrs.values import epoch_moment, flag, local_moment, number, text
from integrations.otrs.zone import to_utc

# Bodies may be megabytes long, so a portion is smaller than the database alone would like.
_PORTION = 100
_UNLOCKED = 1

_FROM = """
    FROM ticket t
    JOIN ticket_state s ON s.id = t.ticket_state_id
    JOIN ticket_state_type st ON st.id = s.type_id"""
_COLUMNS = f"""
    SELECT t.id, t.tn, t.title, t.ticket_state_id, s.name AS state, st.name AS state_type, t.queue_id, q.name AS queue,
        tt.name AS type, sv.name AS service, sl.name AS sla, t.ticket_priority_id, p.name AS priority,
        t.ticket_lock_id, t.user_id, t.responsible_user_id, t.customer_id, t.customer_user_id, t.until_time,
        t.archive_flag, t.create_time, t.create_by, t.change_time
    {_FROM}
    LEFT JOIN queue q ON q.id = t.queue_id
    LEFT JOIN ticket_type tt ON tt.id = t.type_id
    LEFT JOIN service sv ON sv.id = t.service_id
    LEFT JOIN sla sl ON sl.id = t.sla_id
    LEFT JOIN ticket_priority p ON p.id = t.ticket_priority_id"""


@dataclass(frozen=True)
class Scope:
    """Which tickets are wanted. The archive flag does not matter: an archived open ticket is open.

    state_types: None for all of them, merged and removed ones too. without_queues: ids of queues left out.
    numbers: only these tickets.
    """

    state_types: tuple[str, ...] | None = OPEN_STATE_TYPES
    without_queues: tuple[int, ...] = ()
    numbers: tuple[str, ...] | None = None

    def condition(self) -> tuple[str, list[Any]]:
        """Return the SQL behind WHERE and its parameters."""
        parts, values = ["1 = 1"], list[Any]()
        for column, operator, wanted in (
            ("st.name", "IN", self.state_types),
            ("t.queue_id", "NOT IN", self.without_queues or None),
            ("t.tn", "IN", self.numbers),
        ):
            if wanted is not None:
                parts.append(f"{column} {operator} ({marks(wanted)})" if wanted else "1 = 0")
                values += wanted
        return " AND ".join(parts), values


OPEN = Scope()
EVERYTHING = Scope(state_types=None)


def count_tickets(database: SourceDatabase, scope: Scope) -> int:
    """Return how many tickets are wanted; fast, to be shown before anything is copied."""
    condition, values = scope.condition()
    return number(database.rows(f"SELECT COUNT(*) AS tickets {_FROM} WHERE {condition}", values)[0]["tickets"])


@dataclass(frozen=True)
class _Portion:
    """What belongs to the tickets of one portion, by ticket id."""

    articles: Mapping[int, tuple[Article, ...]]
    links: Mapping[int, tuple[Link, ...]]
    fields: Mapping[int, tuple[FieldValue, ...]]
    times: Mapping[int, Decimal]


class Tickets:
    """Reads tickets with their articles, links, fields and merges."""

    def __init__(
        self,
        database: SourceDatabase,
        schema: Schema,
        zone: ZoneInfo,
        *,
        agents: Mapping[int, Agent],
        fields: DynamicFields,
        merges: Merges,
    ) -> None:
        self._database = database
        self._schema = schema
        self._zone = zone
        self._agents = agents
        self._fields = fields
        self._merges = merges
        self._articles = Articles(database, schema, zone, fields=fields, agents=agents)

    def read(self, scope: Scope, after: int = 0) -> Iterator[Ticket]:
        """Yield the wanted tickets with an id above `after`, by id; the memory holds one portion of them."""
        condition, values = scope.condition()
        last = after
        while True:
            rows = self._database.rows(
                f"{_COLUMNS} WHERE t.id > %s AND {condition} ORDER BY t.id LIMIT {_PORTION}", [last, *values]
            )
            yield from self._complete(rows)
            if len(rows) < _PORTION:
                return
            last = number(rows[-1]["id"])

    def _complete(self, rows: Sequence[Row]) -> Iterator[Ticket]:
        ids = [number(row["id"]) for row in rows]
        mains = sorted({main for ticket_id in ids if (main := self._merges.main_of(ticket_id)) is not None})
        numbers = self._numbers(mains)
        portion = _Portion(
            articles=self._articles.of_tickets(ids),
            links=read_links(self._database, self._schema, ids),
            fields=self._fields.of_objects("Ticket", ids),
            times=self._times(ids),
        )
        for row in rows:
            main = self._merges.main_of(number(row["id"]))
            yield self._ticket(row, portion, None if main is None else numbers.get(main))

    def _ticket(self, row: Row, portion: _Portion, merged_into: str | None) -> Ticket:
        ticket_id, state_type = number(row["id"]), text(row["state_type"])
        articles = portion.articles.get(ticket_id, ())
        owner = self._agents.get(number(row["user_id"]))
        responsible = self._agents.get(number(row["responsible_user_id"]))
        first_article = articles[0].created_at if articles else None
        return Ticket(
            id=ticket_id,
            number=text(row["tn"]),
            title=text(row["title"]),
            state_id=number(row["ticket_state_id"]),
            state=text(row["state"]),
            state_type=state_type,
            queue_id=number(row["queue_id"]),
            queue=text(row["queue"]),
            type=text(row["type"]),
            service=text(row["service"]),
            sla=text(row["sla"]),
            priority_id=number(row["ticket_priority_id"]),
            priority=text(row["priority"]),
            locked=number(row["ticket_lock_id"]) != _UNLOCKED,
            owner_id=number(row["user_id"]),
            owner=owner.login if owner else "",
            owner_is_real=owner is not None and owner.valid and owner.id != ROOT_AGENT_ID,
            responsible_id=number(row["responsible_user_id"]),
            responsible=responsible.login if responsible else "",
            company_key=text(row["customer_id"]),
            person_login=text(row["customer_user_id"]),
            created_at=to_utc(local_moment(row["create_time"]), self._zone, near=first_article) or first_article,
            changed_at=to_utc(local_moment(row["change_time"]), self._zone),
            created_by=number(row["create_by"]),
            pending_until=epoch_moment(row["until_time"]) if state_type in PENDING_STATE_TYPES else None,
            archived=flag(row["archive_flag"]),
            accounted_time=portion.times.get(ticket_id, Decimal(0)),
            merged_into=merged_into,
            also_known_as=self._merges.known_as(ticket_id),
            links=portion.links.get(ticket_id, ()),
            fields=portion.fields.get(ticket_id, ()),
            articles=articles,
        )

    def _numbers(self, ids: Sequence[int]) -> dict[int, str]:
        if not ids:
            return {}
        rows = self._database.rows(f"SELECT id, tn FROM ticket WHERE id IN ({marks(ids)})", ids)
        return {number(row["id"]): text(row["tn"]) for row in rows}

    def _times(self, ids: Sequence[int]) -> dict[int, Decimal]:
        if not ids or not self._schema.has("work_time"):
            return {}
        rows = self._database.rows(
            f"SELECT ticket_id, SUM(time_unit) AS units FROM time_accounting WHERE ticket_id IN ({marks(ids)})"
            " GROUP BY ticket_id",
            ids,
        )
        return {number(row["ticket_id"]): Decimal(row["units"] or 0) for row in rows}
