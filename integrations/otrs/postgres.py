"""The source on PostgreSQL: REPEATABLE READ READ ONLY through psycopg2."""

from collections.abc import Sequence
from typing import Any

import psycopg2
from psycopg2 import errors as pg
from psycopg2 import extensions

from integrations.otrs.address import Address
from integrations.otrs.connection import CONNECT_SECONDS, STATEMENT_SECONDS, SourceDatabase
from integrations.otrs.errors import SourceError


class PostgresDatabase(SourceDatabase):
    """A frozen view of an OTRS database on PostgreSQL."""

    product = "PostgreSQL"
    direct_blobs = False
    storage_day = "to_char(a.create_time, 'YYYY-MM-DD')"
    storage_seconds = "CAST(EXTRACT(EPOCH FROM a.create_time) AS bigint)"
    _columns_sql = """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = ANY (current_schemas(false))"""

    def __init__(self, address: Address) -> None:
        self._connection = _connect(address)
        self.version = _dotted(self._connection.server_version)
        self._connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        self._connection.set_client_encoding("UTF8")
        self._run(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'")
        # The pause between two batches is the writing side's; a limit of their server must not end the reading.
        self._run("SET LOCAL idle_in_transaction_session_timeout = 0")

    def close(self) -> None:
        """End the transaction and the connection."""
        self._connection.close()

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, tuple(parameters) or None)
                if cursor.description is None:
                    return [], []
                return [column.name for column in cursor.description], cursor.fetchall()
        except pg.QueryCanceled:
            raise SourceError("otrs-timeout", seconds=STATEMENT_SECONDS) from None
        except pg.InsufficientPrivilege as error:
            raise SourceError("otrs-no-right", reason=_first_line(error)) from None
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            raise SourceError("otrs-connection-lost", reason=_first_line(error)) from error
        except (UnicodeDecodeError, pg.CharacterNotInRepertoire, pg.UntranslatableCharacter) as error:
            raise SourceError("otrs-unreadable-text", reason=str(error)) from error


def _connect(address: Address) -> extensions.connection:
    options: dict[str, str] = {"connect_timeout": str(CONNECT_SECONDS), "application_name": "vetka import"}
    options |= dict(address.options)
    known = {"host": address.host, "port": str(address.port), "dbname": address.database}
    known |= {"user": address.user} if address.user else {}
    known |= {"password": address.password} if address.password else {}
    try:
        return psycopg2.connect(extensions.make_dsn(**(known | options)))
    except psycopg2.OperationalError as error:
        raise _refusal(address, _first_line(error)) from None
    except psycopg2.ProgrammingError:  # an option behind the question mark that libpq does not know
        raise SourceError("otrs-address", address=address.server) from None


def _refusal(address: Address, reason: str) -> SourceError:
    # libpq gives no SQLSTATE for a refused connection: its (English) text is all there is to tell the cases apart.
    if "authentication failed" in reason or "no password supplied" in reason or "no pg_hba.conf entry" in reason:
        return SourceError("otrs-login-refused", server=address.server, login=address.user)
    if f'database "{address.database}" does not exist' in reason:
        return SourceError("otrs-no-database", server=address.server, database=address.database)
    return SourceError("otrs-unreachable", server=address.server, reason=reason)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _dotted(version: int) -> str:
    return f"{version // 10000}.{version % 10000}"
