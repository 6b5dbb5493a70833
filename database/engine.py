"""Engines and sessions: how every program of Vetka talks to PostgreSQL."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import psycopg2
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from database.errors import ConflictError, DatabaseUnreachableError, DomainError, KnownError

REFUSED = "VT001"
_RETRIED = {"40001", "40P01"}  # serialization failure, deadlock
_KNOWN_STATES = {
    "28P01": "wrong-password",
    "28000": "sign-in-refused",
    "3D000": "database-missing",
    "42501": "no-right",
    "53300": "too-many-connections",
    "55P03": "row-busy",
    "57014": "took-too-long",
    "23503": "still-referred-to",
    "23505": "already-there",
    "23514": "value-out-of-range",
    "22003": "value-out-of-range",
    "22001": "value-too-long",
    "53100": "disk-full",
    "25006": "read-only",
}
_GONE_STATES = {"08000", "08003", "08006", "57P01", "57P02", "57P03", None}

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """One address and the sessions on it. At most two connections; the change feed has the third."""

    def __init__(self, url: URL | str, *, application: str = "vetka") -> None:
        """`url`: as `database.address` gives it, or any `postgresql+psycopg2://` address."""
        self.url = make_url(url)
        self.engine: Engine = create_engine(
            self.url,
            pool_size=2,
            max_overflow=0,
            pool_pre_ping=True,
            pool_recycle=1800,
            hide_parameters=True,  # an error may be written to a log, and values may be secrets
            json_serializer=lambda value: json.dumps(value, ensure_ascii=False, default=str),
            connect_args={
                "application_name": application,
                "connect_timeout": 8,
                "options": "-c timezone=UTC -c lock_timeout=5s",
            },
        )
        event.listen(self.engine, "do_connect", self._use_own_password)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session whose transaction commits at the end, or rolls back at an error; faults become known ones."""
        with explained(), self._sessions.begin() as session:
            yield session

    def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query in a read-only transaction and return its plain values."""
        with explained(), self._sessions.begin() as session:
            session.execute(text("SET TRANSACTION READ ONLY"))
            return query(session, *args, **kwargs)

    def act(
        self,
        action: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run an action in one transaction; deadlocks are tried again, up to three times."""
        for attempt in range(3):
            try:
                with self.session() as session:
                    return action(session, *args, **kwargs)
            except DBAPIError as error:
                if _state(error) not in _RETRIED:
                    raise
                if attempt == 2:
                    raise DomainError("row-busy") from error
        raise AssertionError("unreachable")

    def act_once(self, operation: UUID, action: Callable[[Session], Any]) -> Any:
        """Run an action that happens once however often it is sent; its result must be JSON.

        A repeat by the same person, after a lost answer say, returns the first result and does nothing.
        """
        name = getattr(action, "__name__", getattr(getattr(action, "func", None), "__name__", "action"))

        def carry_out(session: Session) -> Any:
            begin = text("SELECT api.begin_operation(:id, :name)")
            earlier = session.execute(begin, {"id": operation, "name": name}).scalar_one()
            if earlier is not None:
                return earlier["result"]
            result = action(session)
            end = text("SELECT api.end_operation(:id, CAST(:value AS jsonb))")
            session.execute(end, {"id": operation, "value": json.dumps(result, default=str)})
            return result

        return self.act(carry_out)

    def renew_password(self, password: str) -> None:
        """Sign in with this password from now on: the person has changed it."""
        self.url = self.url.set(password=password)

    def _use_own_password(self, _dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        if self.url.password is not None:
            parameters["password"] = str(self.url.password)

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)


def _refusal(error: BaseException) -> KnownError:
    diagnostics = getattr(error, "diag", None)
    detail = getattr(diagnostics, "message_detail", None) or "{}"
    code = getattr(diagnostics, "message_primary", None) or "refused"
    details = json.loads(detail)
    return ConflictError(**details) if code == ConflictError.code else DomainError(code, **details)


def known_error(error: DBAPIError) -> KnownError | None:
    """Return what a driver's error means to a person, or None where it is a bug or worth another try."""
    state = _state(error)
    if state == REFUSED and error.orig is not None:
        return _refusal(error.orig)
    diagnostics = getattr(error.orig, "diag", None)
    if state in _KNOWN_STATES:
        return DomainError(
            _KNOWN_STATES[state],
            constraint=getattr(diagnostics, "constraint_name", None) or "",
            message=str(error.orig).strip().splitlines()[0] if error.orig else "",
        )
    if isinstance(error, OperationalError | InterfaceError) and (state in _GONE_STATES or error.connection_invalidated):
        return _unreachable(error.orig)
    return None


def _unreachable(error: BaseException | None) -> KnownError:
    """Tell a wrong password from a server that is not there: before sign-in libpq gives no SQLSTATE, only words.

    A server installed in Russian says them in Russian, on Windows often in its code page.
    """
    if isinstance(error, UnicodeDecodeError):
        message = error.object.decode("cp1251", "replace").strip()
    else:
        message = str(error or "").strip()
    for words, code in (
        ("password authentication failed", "wrong-password"),
        ("no password supplied", "wrong-password"),
        ("does not exist", "database-missing"),
        ("is not permitted to log in", "sign-in-refused"),
        ("permission denied for database", "sign-in-refused"),
        ("no pg_hba.conf entry", "sign-in-refused"),
        ("too many connections", "too-many-connections"),
        ("too many clients", "too-many-connections"),
        ("remaining connection slots", "too-many-connections"),
        ("не прошёл проверку подлинности", "wrong-password"),
        ("не существует", "database-missing"),
        ("вход запрещён", "sign-in-refused"),
        ("нет записи", "sign-in-refused"),
        ("слишком много", "too-many-connections"),
    ):
        if words in message:
            return DomainError(code, message=message.splitlines()[-1])
    return DatabaseUnreachableError(message=message.splitlines()[0] if message else "")


@contextmanager
def explained() -> Iterator[None]:
    """Turn the driver's errors that a person can act on into known ones; all else travels as it is."""
    try:
        yield
    except DBAPIError as error:
        known = known_error(error)
        if known is None:
            raise
        raise known from error
    except StaleDataError as error:
        raise ConflictError() from error
    except PoolTimeoutError as error:
        raise DomainError("took-too-long") from error
    except UnicodeDecodeError as error:
        raise _unreachable(error) from error


def encrypt_password(password: str, login: str, url: URL | str) -> str:
    """Return the SCRAM verifier of a password, made here so that the server never sees the password.

    `url` is any reachable address of the server: libpq reads its encryption parameters.
    """
    with explained_connect(url) as connection:
        verifier: str = psycopg2.extensions.encrypt_password(password, login, connection, "scram-sha-256")
    return verifier


@contextmanager
def explained_connect(url: URL | str, **options: Any) -> Iterator[Any]:
    """Give a bare psycopg2 connection (autocommit), closed at the end; for administration and the feed."""
    address = make_url(url)
    arguments, parameters = address.get_dialect()().create_connect_args(address)  # hosts, TLS and time limits as well
    try:
        connection = psycopg2.connect(
            *arguments, **{"connect_timeout": 8, "application_name": "vetka", **parameters, **options}
        )
    except (psycopg2.OperationalError, UnicodeDecodeError) as error:
        raise _unreachable(error) from error
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()
