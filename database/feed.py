"""The change feed: which rows of which table changed, told by the database to everybody who listens."""

import select
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event

import psycopg2
from sqlalchemy import URL

from database import address
from database.errors import DatabaseUnreachableError

CHANNEL = "vetka_feed"
_HEARTBEAT_SECONDS = 15.0
_SLICE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """Rows `ids` of `table` changed; None means too many to name: read all that is shown again."""

    table: str
    ids: frozenset[int] | None


def parse(payload: str) -> Change:
    """Read a notification: `ticket,17,18` or `ticket,*`."""
    table, _, rest = payload.partition(",")
    numbers = rest.split(",")
    if not rest or not all(number.isdigit() for number in numbers):
        return Change(table, None)
    return Change(table, frozenset(map(int, numbers)))


def merged(changes: list[Change]) -> list[Change]:
    """Put the changes of each table together, in the order in which the tables first appear."""
    found: dict[str, frozenset[int] | None] = {}
    for change in changes:
        before = found.get(change.table, frozenset())
        found[change.table] = None if before is None or change.ids is None else before | change.ids
    return [Change(table, ids) for table, ids in found.items()]


def listen(url: URL, stopping: Event) -> Iterator[list[Change]]:
    """Yield changes as they come, in batches; an empty batch first, once the listener is in place.

    Owns one connection, directly to the server (no PgBouncer). Ends when `stopping` is set; raises
    DatabaseUnreachableError when the connection is lost, which a heartbeat finds out within 15 seconds.
    """
    try:
        connection = psycopg2.connect(address.for_psql(url), application_name="vetka feed")
    except psycopg2.OperationalError as error:
        raise DatabaseUnreachableError(message=str(error).strip()) from error
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        yield []
        idle = 0.0
        while not stopping.is_set():
            if select.select([connection], [], [], _SLICE_SECONDS)[0]:
                connection.poll()
                told = [parse(notice.payload) for notice in connection.notifies]
                connection.notifies.clear()
                idle = 0.0
                if told:
                    yield merged(told)
                continue
            idle += _SLICE_SECONDS
            if idle >= _HEARTBEAT_SECONDS:
                idle = 0.0
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
    except (psycopg2.OperationalError, psycopg2.InterfaceError, ValueError, OSError) as error:
        raise DatabaseUnreachableError(message=str(error).strip()) from error
    finally:
        connection.close()
