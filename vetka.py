"""The command `vetka`: opens the desktop, and everything that scripts and servers need."""

import signal
import sys
from typing import Annotated

import typer

from commands import agent, clients, db, demo, devices, forms, imports, labels, notices, people, run, stock, tickets
from commands.frame import Choice, explain
from database.errors import KnownError

app = typer.Typer(
    name="vetka",
    help="Desktop back office of an IT-service company.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(db.app, name="db")
app.add_typer(clients.app, name="clients")
app.add_typer(demo.app, name="demo")
app.add_typer(devices.app, name="devices")
app.add_typer(forms.app, name="forms")
app.add_typer(imports.app, name="import")
app.add_typer(labels.app, name="labels")
app.add_typer(notices.app, name="notices")
app.add_typer(people.app, name="people")
app.add_typer(stock.app, name="stock")
app.add_typer(tickets.app, name="tickets")
app.command("run")(run.run)
app.command("agent")(agent.agent)


@app.callback(invoke_without_command=True)
def choose(
    ctx: typer.Context,
    database: Annotated[
        str | None,
        typer.Option("--database", envvar="VETKA_DATABASE_URL", help="postgresql://… (default: this computer's own)"),
    ] = None,
    login: Annotated[
        str | None, typer.Option("--as", help="Login of the person; password from VETKA_PASSWORD.")
    ] = None,
) -> None:
    """Choose database and person for the command that follows; without one the desktop opens."""
    ctx.obj = Choice(database, login)
    if ctx.invoked_subcommand is None:
        run.run(ctx)


def main() -> None:
    """Run the command line; a refusal is a sentence on stderr and exit code 1, never a traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a private server is left in order
    try:
        app()
    except KnownError as error:
        typer.echo(explain(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
