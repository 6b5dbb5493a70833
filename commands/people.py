"""`vetka people`: who may sign in, and as what."""

import os
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from commands.frame import Json, language, open_database, print_rows
from database.errors import KnownError
from domain.people import actions, queries
from domain.people.queries import Person
from domain.people.roles import role_word
from resources.sentences import sentence

app = typer.Typer(help="People: add, give roles, retire, change passwords.", no_args_is_help=True)
_COLUMNS = ("login", "name", "roles", "active")
_NEW_PASSWORD = "VETKA_NEW_PASSWORD"  # noqa: S105 - the name of the variable


@app.command()
def add(
    ctx: typer.Context,
    login: str,
    name: Annotated[str, typer.Option(help="As colleagues see it.")],
    role: Annotated[list[str], typer.Option(help="dispatcher, lead, procurement, …; may be repeated.")],
) -> None:
    """Add a person who can sign in; the password comes from VETKA_NEW_PASSWORD, a prompt, or a line on stdin."""
    with open_database(ctx) as database:
        database.act(actions.add_person, database.url, login, name, _new_password(login), role)


@app.command()
def roles(ctx: typer.Context, login: str, role: Annotated[list[str], typer.Argument()]) -> None:
    """Give a person exactly these roles."""
    with open_database(ctx) as database:
        database.act(actions.set_roles, login, role)


@app.command()
def retire(ctx: typer.Context, login: str) -> None:
    """Take a person's rights at once; history keeps the name."""
    with open_database(ctx) as database:
        left = database.act(actions.retire_person, login)
    if left:
        typer.echo(sentence("tickets-of-retired", language(), count=left))


@app.command()
def restore(ctx: typer.Context, login: str) -> None:
    """Let a retired person sign in again, with the roles and password of before."""
    with open_database(ctx) as database:
        database.act(actions.restore_person, login)


@app.command()
def password(ctx: typer.Context, login: Annotated[str | None, typer.Argument(help="Default: --as.")] = None) -> None:
    """Change a password: the own one, or as an administrator anybody's. It comes as in `add`."""
    with open_database(ctx) as database:
        whose = login or database.ask(queries.me).login
        database.act(actions.change_password, database.url, whose, _new_password(whose))


@app.command("list")
def list_people(
    ctx: typer.Context,
    everybody: Annotated[bool, typer.Option("--all", help="Retired people too.")] = False,
    as_json: Json = False,
) -> None:
    """List the people who work here."""
    with open_database(ctx) as database:
        found = database.ask(queries.people, retired=everybody)
    rows = [_line(one) for one in found]
    shown = rows if as_json else [row | {"roles": ", ".join(row["roles"])} for row in rows]
    print_rows(shown, _COLUMNS, as_json=as_json)


def _line(one: Person) -> dict[str, Any]:
    return asdict(one) | {"roles": [role_word(role) for role in one.roles]}


def _new_password(login: str) -> str:
    given = os.environ.get(_NEW_PASSWORD)
    if given is not None:
        return given
    if sys.stdin.isatty():
        prompted: str = typer.prompt(login, hide_input=True, confirmation_prompt=True)
        return prompted
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise KnownError("new-password-wanted", variable=_NEW_PASSWORD)
    return line
