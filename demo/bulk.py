"""Loading a table at full speed: its triggers rest, its keys and indexes are made anew once all rows are there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

# Unique constraints stay: they are the way in which a mistake of ours would be noticed first.
_FOREIGN_KEYS = text("""
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE contype = 'f' AND conrelid = ANY (CAST(:tables AS regclass[])) ORDER BY conrelid, conname""")
_INDEXES = text("""
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
     WHERE indrelid = ANY (CAST(:tables AS regclass[]))
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indrelid, indexrelid""")


@dataclass(frozen=True, slots=True)
class _Aside:
    """What was put aside: statements that take it away and bring it back."""

    drop: str
    make: str


@contextmanager
def unguarded(session: Session, tables: Sequence[str]) -> Iterator[None]:
    """Give tables without user triggers, foreign keys and plain indexes; at the end they are back and hold.

    All within the session's transaction, as the owner of the tables. Foreign keys are checked when they come back:
    a row that refers to nothing fails the whole load. What triggers would have written (audit, feed) is not written.
    """
    aside = [*_foreign_keys(session, tables), *_indexes(session, tables)]
    session.execute(text("SET LOCAL maintenance_work_mem = '192MB'"))
    for table in tables:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    for one in aside:
        session.execute(text(one.drop))
    yield
    for one in reversed(aside):
        session.connection().exec_driver_sql(one.make)  # past text(), which would read : in a definition
    for table in tables:
        session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def _foreign_keys(session: Session, tables: Sequence[str]) -> list[_Aside]:
    found = session.execute(_FOREIGN_KEYS, {"tables": list(tables)})
    return [
        _Aside(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"', f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {meant}')
        for table, name, meant in found
    ]


def _indexes(session: Session, tables: Sequence[str]) -> list[_Aside]:
    found = session.execute(_INDEXES, {"tables": list(tables)})
    return [_Aside(f"DROP INDEX {name}", meant) for name, meant in found]


def advance_sequences(session: Session, tables: Sequence[str]) -> None:
    """Let the identity of each table go on behind the rows that are there."""
    for table in tables:
        session.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0")
        )
