"""What every command shares: whose connection, how rows are printed, how a refusal leaves."""

import getpass
import json
import locale
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, NoReturn

import keyring
import keyring.errors
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import URL

from database import address, schema
from database.embedded import EmbeddedServer
from database.engine import Database
from database.errors import DomainError, KnownError
from database.folders import home
from domain.settings.installation import bring_up, install
from resources.sentences import sentence

DATABASE_NAME = "vetka"
KEYRING_SERVICE = "vetka"

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@dataclass(frozen=True, slots=True)
class Choice:
    """The options before the command: `database` an address or None for the embedded server, `login` or None."""

    database: str | None
    login: str | None


def language() -> str:
    """Return the language of messages: `VETKA_LANGUAGE`, else the system's, Russian unless it is English or Kazakh."""
    chosen = os.environ.get("VETKA_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if not chosen:
        chosen = locale.getlocale()[0] or ""
    return chosen[:2] if chosen[:2] in ("en", "kk") else "ru"


def explain(error: KnownError) -> str:
    """Return the sentence for a refusal in the language of messages."""
    return sentence(error.code, language(), **error.details)


def fail(message: str) -> NoReturn:
    """Print why on stderr and leave with 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


@contextmanager
def server_address(ctx: typer.Context) -> Iterator[URL]:
    """Give the address as chosen, of its owner where it is the embedded server; that one runs meanwhile."""
    choice: Choice = ctx.obj
    if choice.database:
        yield address.parse(choice.database)
        return
    with EmbeddedServer(home()) as superuser:
        yield superuser.set(database=DATABASE_NAME)


@contextmanager
def owner_address(ctx: typer.Context) -> Iterator[URL]:
    """Give the owner's address of a database that is there and current; a fresh embedded server is filled first."""
    with _filled_server(ctx) as url:
        schema.require_current(url)
        yield url


@contextmanager
def _filled_server(ctx: typer.Context) -> Iterator[URL]:
    with server_address(ctx) as url:
        if ctx.obj.database is None:
            fill_embedded(url)
        yield url


def fill_embedded(url: URL) -> bool:
    """Make schema and workflow on this computer's server where there are none; returns whether it was so."""
    try:
        if schema.status(url).state != "empty":
            return False
        bring_up(url)
    except DomainError as error:
        if error.code != "database-missing":
            raise
        install(url.set(database="postgres"), DATABASE_NAME)
    return True


@contextmanager
def open_database(ctx: typer.Context) -> Iterator[Database]:
    """Give the database as the person of `--as`, or of the address; closed at the end."""
    choice: Choice = ctx.obj
    with _filled_server(ctx) as url:
        person = address.with_login(url, choice.login, password_of(choice)) if choice.login else url
        schema.require_current(person)
        database = Database(person)
        try:
            yield database
        finally:
            database.close()


def password_of(choice: Choice) -> str:
    """Return the password of `--as` from the environment, the key ring (as the sign-in window keeps it) or a prompt."""
    login, server = choice.login or "", choice.database
    given = os.environ.get("VETKA_PASSWORD")
    if given is not None:
        return given
    try:
        kept = keyring.get_password(KEYRING_SERVICE, f"{login}@{server or 'this-computer'}")
    except keyring.errors.KeyringError:
        kept = None
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        raise KnownError("password-wanted", login=login)
    return getpass.getpass(f"{login}: ")


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool) -> None:
    """Print rows as a table of these columns, or all they hold as a JSON list."""
    if as_json:
        print_json([dict(row) for row in rows])
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in columns))
    console = Console(soft_wrap=not sys.stdout.isatty())
    console.print(table)


def print_json(value: Any) -> None:
    """Print a value as JSON; times in ISO 8601 UTC."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value.astimezone():%d.%m.%Y %H:%M %Z}" if isinstance(value, datetime) else str(value)
