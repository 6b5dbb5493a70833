"""The source on MySQL or MariaDB: a consistent read-only snapshot through PyMySQL."""

import contextlib
from collections.abc import Sequence
from typing import Any

import pymysql
from pymysql.constants import ER

from integrations.otrs.address import Address
from integrations.otrs.connection import CONNECT_SECONDS, STATEMENT_SECONDS, SourceDatabase
from integrations.otrs.errors import SourceError

_LOGIN_REFUSED = {ER.ACCESS_DENIED_ERROR, ER.DBACCESS_DENIED_ERROR, 1698}
_NO_RIGHT = {ER.TABLEACCESS_DENIED_ERROR, ER.COLUMNACCESS_DENIED_ERROR, ER.DBACCESS_DENIED_ERROR}
_TIMED_OUT = {ER.QUERY_INTERRUPTED, 1969, 3024}  # the last two: time limits of MariaDB and of MySQL
_NETWORK_SECONDS = STATEMENT_SECONDS + 30


class MySqlDatabase(SourceDatabase):
    """A frozen view of an OTRS database on MySQL or MariaDB (of its InnoDB tables; MyISAM knows no snapshot)."""

    direct_blobs = True
    storage_day = "DATE_FORMAT(a.create_time, '%Y-%m-%d')"
    storage_seconds = "TIMESTAMPDIFF(SECOND, '1970-01-01 00:00:00', a.create_time)"
    _columns_sql = """
        SELECT table_name AS table_name, column_name AS column_name FROM information_schema.columns
        WHERE table_schema = DATABASE()"""

    def __init__(self, address: Address) -> None:
        self._connection = _connect(address)
        self.version = str(self._run("SELECT VERSION()")[1][0][0])
        self.product = "MariaDB" if "mariadb" in self.version.lower() else "MySQL"
        self._limit_statements()
        self._run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self._run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")

    def close(self) -> None:
        """End the transaction and the connection."""
        with contextlib.suppress(pymysql.Error):  # already closed, or the server has gone
            self._connection.close()

    def _limit_statements(self) -> None:
        setting = (
            f"max_statement_time = {STATEMENT_SECONDS}"
            if self.product == "MariaDB"
            else f"max_execution_time = {STATEMENT_SECONDS * 1000}"
        )
        # Servers before MySQL 5.7.8 and MariaDB 10.1 know no limit; there the network's time-out must do.
        with contextlib.suppress(pymysql.Error), self._connection.cursor() as cursor:
            cursor.execute(f"SET SESSION {setting}")

    def _run(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], Sequence[tuple[Any, ...]]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, tuple(parameters) or None)
                names = [column[0] for column in cursor.description or ()]
                return names, cursor.fetchall() if names else ()
        except (pymysql.OperationalError, pymysql.InterfaceError) as error:
            raise _failure(error) from error
        except UnicodeDecodeError as error:
            raise SourceError("otrs-unreadable-text", reason=str(error)) from error


def _connect(address: Address) -> "pymysql.Connection[Any]":
    socket, authority = address.option("unix_socket"), address.option("ssl_ca")
    try:
        return pymysql.connect(
            host=address.host,
            port=address.port,
            user=address.user or None,
            password=address.password,
            database=address.database,
            unix_socket=socket or None,
            ssl_ca=authority or None,  # without it TLS is used where the server offers it
            charset="utf8mb4",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=_NETWORK_SECONDS,
            write_timeout=_NETWORK_SECONDS,
            autocommit=False,
        )
    except (pymysql.OperationalError, RuntimeError) as error:  # RuntimeError: the login's method needs a package
        raise _refusal(address, error) from None


def _refusal(address: Address, error: Exception) -> SourceError:
    number = error.args[0] if error.args else 0
    if number in _LOGIN_REFUSED:
        return SourceError("otrs-login-refused", server=address.server, login=address.user)
    if number == ER.BAD_DB_ERROR:
        return SourceError("otrs-no-database", server=address.server, database=address.database)
    return SourceError("otrs-unreachable", server=address.server, reason=_text(error))


def _failure(error: Exception) -> SourceError:
    number = error.args[0] if error.args else 0
    if number in _TIMED_OUT:
        return SourceError("otrs-timeout", seconds=STATEMENT_SECONDS)
    if number in _NO_RIGHT:
        return SourceError("otrs-no-right", reason=_text(error))
    return SourceError("otrs-connection-lost", reason=_text(error))


def _text(error: Exception) -> str:
    return str(error.args[1]) if len(error.args) > 1 else str(error)
