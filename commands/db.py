"""`vetka db`: make, upgrade, look after a database."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.frame import DATABASE_NAME, Json, fail, language, owner_address, print_rows, server_address
from database import address, schema
from database.backup import backup as write_backup
from database.backup import restore as read_backup
from database.embedded import EmbeddedServer
from database.engine import Database
from database.errors import DomainError
from database.folders import home
from domain.laws import verify as check_laws
from domain.settings.installation import bring_up, install
from resources.sentences import sentence

app = typer.Typer(help="The database: make, upgrade, back up, check.", no_args_is_help=True)


@app.command()
def init(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="Name of the database to make.")] = DATABASE_NAME,
) -> None:
    """Make an empty database with schema, rights and workflow; `--database` is a superuser's address of the server."""
    with server_address(ctx) as url:
        made = install(url.set(database="postgres"), name)
        typer.echo(address.printable(made))


@app.command()
def upgrade(ctx: typer.Context) -> None:
    """Bring the database up to this program; guards and rights are applied anew."""
    with server_address(ctx) as url:
        bring_up(url)
        typer.echo(schema.status(url).revision)


@app.command()
def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Say where the database stands. Leaves with 1 unless it fits this program."""
    with server_address(ctx) as url:
        try:
            found = schema.status(url)
        except DomainError as error:
            if error.code != "database-missing":
                raise
            found = schema.SchemaStatus(None, schema.expected_revision(), "empty")
    row = {"state": found.state, "revision": found.revision, "expected": found.expected}
    print_rows([row], list(row), as_json=as_json)
    if found.state != "current":
        fail(sentence(f"schema-{found.state}", language(), revision=found.revision or "", expected=found.expected))


@app.command()
def url(ctx: typer.Context) -> None:
    """Print an address of the database's owner that psql takes; on the embedded server alone, whose secret is here."""
    if ctx.obj.database:
        fail(sentence("url-embedded-only", language()))
    with owner_address(ctx) as found:
        typer.echo(address.for_psql(found))
        EmbeddedServer(home()).leave_running()


@app.command()
def verify(ctx: typer.Context, as_json: Json = False) -> None:
    """Check every law that must hold, a line each; the last line is the count. Leaves with 1 where one is broken."""
    with owner_address(ctx) as found:
        database = Database(found)
        try:
            laws = database.ask(check_laws)
        finally:
            database.close()
    if as_json:
        print_rows([asdict(law) for law in laws], (), as_json=True)
    else:
        for law in laws:
            typer.echo(str(law))
        typer.echo(f"{len(laws)} laws, {sum(bool(law.violations) for law in laws)} broken")
    if any(law.violations for law in laws):
        raise typer.Exit(1)


@app.command()
def backup(ctx: typer.Context, file: Path) -> None:
    """Write the whole database with its people into one file."""
    with owner_address(ctx) as found:
        write_backup(found, file)
    typer.echo(str(file))


@app.command()
def restore(
    ctx: typer.Context,
    file: Path,
    name: Annotated[str, typer.Option(help="Name of the database to make from the file.")] = DATABASE_NAME,
) -> None:
    """Make a database from a backup; prints who needs a new password. Its partners are off."""
    with server_address(ctx) as found:
        restored = read_backup(found.set(database="postgres"), file, name)
    for login in restored.without_password:
        typer.echo(login)
    if restored.switched_off:
        partners = ", ".join(restored.switched_off)
        typer.echo(sentence("partners-switched-off", language(), name=name, partners=partners), err=True)
