"""Demo companies for tests: each on a database of its own, gone at the end with the login roles of its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from psycopg2 import sql
from sqlalchemy import URL

from database.engine import Database, explained_connect
from demo.words import read
from domain.people.agent_account import LOGIN
from domain.settings.installation import install

TODAY = datetime(2026, 3, 11, 9, 40, tzinfo=UTC)  # a Wednesday afternoon in Almaty


@contextmanager
def empty_database(server: URL, name: str) -> Iterator[Database]:
    """Give a database as `vetka db init` leaves it, as its owner."""
    database = Database(install(server, name))
    try:
        yield database
    finally:
        database.close()
        _clear(server, name)


def _clear(server: URL, name: str) -> None:
    logins = [LOGIN, *(one["login"] for one in read("staff")["people"])]
    with explained_connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", (logins,))
        for (login,) in cursor.fetchall():
            cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(login)))
