"""The command `vetka`: opens the desktop, and everything that scripts and servers need."""

import signal
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from commands.frame import Choice, explain
from database.errors import KnownError

# Each is a module of `commands`, loaded when it is called: a window must not wait for what only scripts need.
GROUPS = {
    "agent": "agent", "clients": "clients", "db": "db", "demo": "demo", "devices": "devices", "exchange": "exchange",
    "forms": "forms", "import": "imports", "labels": "labels", "notices": "notices", "people": "people",
    "prices": "prices", "run": "run", "stock": "stock", "tickets": "tickets",
}  # fmt: skip


class Commands(TyperGroup):
    """The groups of commands, each loaded when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - its signature
        """Return the names in the order of the help."""
        return sorted(GROUPS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - its signature
        """Load a group or a single command; None where there is none of that name."""
        if cmd_name not in GROUPS:
            return None
        command = get_command(import_module(f"commands.{GROUPS[cmd_name]}").app)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="vetka",
    cls=Commands,
    help="Desktop back office of an IT-service company.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=False,
)


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
        import_module("commands.run").run(ctx)


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
