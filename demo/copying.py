"""Rows on their way into tables by COPY: gathered here, sent by a thread of their own while the next are made."""

import io
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg2
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Batch = list[tuple[str, list[str]]]  # statement, lines

_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _escaped(text: str) -> str:
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


_FORMS: dict[type, Callable[[Any], str]] = {
    str: _escaped,
    int: str,
    type(None): lambda _: _NULL,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: f"\\\\x{value.hex()}",
    dict: lambda value: _escaped(json.dumps(value, ensure_ascii=False)),
    list: lambda value: _escaped(json.dumps(value, ensure_ascii=False)),
    Decimal: str,
    UUID: str,
    date: str,
    datetime: datetime.isoformat,
}


class Rows:
    """The rows of one table that wait to be sent. `count` is how many there were in all."""

    __slots__ = ("_lines", "_statement", "count", "table")

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        """`columns`: in the order in which `add` is given the values."""
        self.table = table
        self._statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        self._lines: list[str] = []
        self.count = 0

    def add(self, *values: Any) -> None:
        """Add a row."""
        self._lines.append("\t".join([_FORMS[type(value)](value) for value in values]))

    def taken(self) -> tuple[str, list[str]]:
        """Return the statement and the lines that wait, which are gone from here."""
        lines, self._lines = self._lines, []
        self.count += len(lines)
        return self._statement, lines


class Copying:
    """Sends rows to the tables of one transaction, in the order in which the tables were named."""

    def __init__(self, session: Session) -> None:
        """`session`: its transaction takes the rows; nobody else may use it until `close`."""
        self._connection: Any = session.connection().connection.dbapi_connection
        self._tables: list[Rows] = []
        self._sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="demo copy")
        self._sending: Future[None] | None = None

    def into(self, table: str, *columns: str) -> Rows:
        """Name a table and the columns that its rows will give; the others take their defaults."""
        rows = Rows(table, columns)
        self._tables.append(rows)
        return rows

    def send(self) -> None:
        """Send what has gathered and return at once; waits for what was sent before, and raises what went wrong."""
        batch = [taken for taken in (rows.taken() for rows in self._tables) if taken[1]]
        self._wait()
        self._sending = self._sender.submit(self._copy, batch)

    def counts(self) -> dict[str, int]:
        """Return how many rows each table was given; complete after `close`."""
        return {rows.table: rows.count for rows in self._tables}

    def close(self) -> None:
        """Send the rest and wait for it."""
        try:
            self.send()
            self._wait()
        finally:
            self._sender.shutdown()

    def _wait(self) -> None:
        if self._sending is not None:
            self._sending.result()

    def _copy(self, batch: Batch) -> None:
        with self._connection.cursor() as cursor:
            for statement, lines in batch:
                lines.append("")
                try:
                    cursor.copy_expert(statement, io.BytesIO("\n".join(lines).encode()), 1 << 18)
                except psycopg2.Error as error:  # in SQLAlchemy's clothes, so that it is explained like any other
                    raise DBAPIError.instance(statement, None, error, psycopg2.Error) from error
