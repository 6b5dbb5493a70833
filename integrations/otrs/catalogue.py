"""States, queues, types and priorities, each with the number of open tickets: what the mapping screen shows."""

from collections.abc import Iterable

from integrations.otrs.connection import SourceDatabase, marks
from integrations.otrs.records import OPEN_STATE_TYPES, Choice, State
from integrations.otrs.values import number, text

_VALID = 1


def read_states(database: SourceDatabase) -> tuple[State, ...]:
    """Return every ticket state by id, also those no ticket is in."""
    open_tickets = _open_tickets(database, "ticket_state_id")
    rows = database.rows("""
        SELECT s.id, s.name, s.valid_id, st.name AS type
        FROM ticket_state s JOIN ticket_state_type st ON st.id = s.type_id ORDER BY s.id""")
    return tuple(
        State(
            id=number(row["id"]),
            name=text(row["name"]),
            type=text(row["type"]),
            valid=number(row["valid_id"]) == _VALID,
            open_tickets=open_tickets.get(number(row["id"]), 0),
        )
        for row in rows
    )


def read_queues(database: SourceDatabase) -> tuple[Choice, ...]:
    """Return every queue by its full path; an invalid queue may still hold tickets."""
    return _sorted_by_name(_choices(database, "queue", "queue_id"))


def read_types(database: SourceDatabase) -> tuple[Choice, ...]:
    """Return every ticket type by name."""
    return _sorted_by_name(_choices(database, "ticket_type", "type_id"))


def read_priorities(database: SourceDatabase) -> tuple[Choice, ...]:
    """Return every priority, the lowest first: their names may be translated, their ids keep the order."""
    return tuple(_choices(database, "ticket_priority", "ticket_priority_id"))


def _choices(database: SourceDatabase, table: str, ticket_column: str) -> list[Choice]:
    open_tickets = _open_tickets(database, ticket_column)
    rows = database.rows(f"SELECT id, name, valid_id FROM {table} ORDER BY id")
    return [
        Choice(
            id=number(row["id"]),
            name=text(row["name"]),
            valid=number(row["valid_id"]) == _VALID,
            open_tickets=open_tickets.get(number(row["id"]), 0),
        )
        for row in rows
    ]


def _sorted_by_name(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: choice.name.casefold()))


def _open_tickets(database: SourceDatabase, column: str) -> dict[int, int]:
    rows = database.rows(
        f"""
        SELECT t.{column} AS id, COUNT(*) AS tickets
        FROM ticket t
        JOIN ticket_state s ON s.id = t.ticket_state_id
        JOIN ticket_state_type st ON st.id = s.type_id
        WHERE st.name IN ({marks(OPEN_STATE_TYPES)}) AND t.{column} IS NOT NULL
        GROUP BY t.{column}""",
        OPEN_STATE_TYPES,
    )
    return {number(row["id"]): number(row["tickets"]) for row in rows}
