"""A read-only view of the source database, frozen at the moment of opening, the same for PostgreSQL and MySQL.

The whole reading is one transaction that the server itself keeps from writing. Statements have a time limit.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from integrations.otrs.address import parse_address

Row = dict[str, Any]
STATEMENT_SECONDS = 120
CONNECT_SECONDS = 15


class SourceDatabase(ABC):
    """An open read-only transaction; `product` and `version` name the server.

    Speaks to one thread at a time. Its errors are SourceError.
    """

    product: str
    version: str
    direct_blobs: bool  # blobs are bytes (MySQL), else base64 text (PostgreSQL)
    storage_day: str  # SQL of an article's day of writing, as YYYY-MM-DD
    storage_seconds: str  # SQL of the same moment, read as if it were UTC, in seconds since 1970

    _columns_sql: str  # of every column that may be read: table_name, column_name

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run one SELECT with `%s` for parameters; without parameters a percent sign stands for itself."""
        names, values = self._run(sql, parameters)
        return [dict(zip(names, row, strict=True)) for row in values]

    def tables(self) -> dict[str, frozenset[str]]:
        """Return the tables and columns that this login may read, in lower case.

        information_schema shows only what the login has a right to: a table it may not read counts as missing.
        """
        found: dict[str, set[str]] = {}
        for row in self.rows(self._columns_sql):
            found.setdefault(row["table_name"].lower(), set()).add(row["column_name"].lower())
        return {table: frozenset(columns) for table, columns in found.items()}

    @abstractmethod
    def close(self) -> None:
        """End the transaction and the connection; may be called twice."""

    @abstractmethod
    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], Sequence[tuple[Any, ...]]]:
        """Run one statement; return the names of its columns and all its rows."""

    def batches(self, sql: str, key: str, first: Any, size: int) -> Iterator[list[Row]]:
        """Yield the rows of a query that ends in `… > %s … ORDER BY … LIMIT %s`, by its key column from `first` on."""
        last = first
        while True:
            batch = self.rows(sql, (last, size))
            if batch:
                yield batch
            if len(batch) < size:
                return
            last = batch[-1][key]


def open_database(address: str) -> SourceDatabase:
    """Connect and begin the read-only transaction.

    address: `postgresql://user:password@host:port/database` or `mysql://…`; options of the driver behind `?`.
    Raises SourceError (`otrs-address`, `otrs-unreachable`, `otrs-login-refused`, `otrs-no-database`).
    """
    parsed = parse_address(address)
    if parsed.kind == "mysql":
        from integrations.otrs.mysql import MySqlDatabase  # noqa: PLC0415 - only the driver in use is loaded

        return MySqlDatabase(parsed)
    from integrations.otrs.postgres import PostgresDatabase  # noqa: PLC0415 - the same

    return PostgresDatabase(parsed)


def marks(values: Sequence[Any]) -> str:
    """Return the placeholders of an IN list, which must not be empty."""
    return ", ".join(["%s"] * len(values))
