"""`vetka demo`: the demo company."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commands.frame import Json, language, owner_address, print_rows
from database.engine import Database
from demo.company import load as load_company
from demo.day import play
from demo.line import Step
from demo.sizes import Size
from demo.staff import password
from demo.words import read
from resources.sentences import sentence

app = typer.Typer(help="The demo company: ten years of an IT-service company, invented.", no_args_is_help=True)


@app.command()
def load(
    ctx: typer.Context,
    size: Annotated[Size, typer.Option(help="8, 100 or 1,000 clients.")] = Size.SMALL,
    tickets: Annotated[int | None, typer.Option(min=0, help="So many tickets instead of the size's.")] = None,
    devices: Annotated[int | None, typer.Option(min=1, max=9_999_999, help="So many devices.")] = None,
    as_json: Json = False,
) -> None:
    """Fill an empty database with the demo company; its people sign in with VETKA_DEMO_PASSWORD, or vetka-demo."""
    with owner_address(ctx) as url:
        database = Database(url, application="vetka demo")
        try:
            loaded = load_company(database, size, tickets=tickets, devices=devices, progress=_Progress().tell)
        finally:
            database.close()
    rows = [{"table": table, "rows": count} for table, count in loaded.counts.items()]
    print_rows(rows, ("table", "rows"), as_json=as_json)
    login = read("staff")["people"][0]["login"]
    typer.echo(sentence("demo-loaded", language(), login=login, password=password()), err=True)


class _Progress:
    """Tells on stderr what is being made: one line that counts up on a terminal, else a line for each part."""

    def __init__(self) -> None:
        self._what = ""
        self._live = sys.stderr.isatty()

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far a part is."""
        if self._live:
            start = "\r" if what == self._what else ""
            typer.echo(f"{start}{what} {done:,} / {total:,}", err=True, nl=done >= total)
        elif what != self._what:
            typer.echo(what, err=True)
        self._what = what


@app.command()
def day(
    ctx: typer.Context,
    printer: Annotated[str | None, typer.Option(help="Printer URL; default: a file beside the pictures.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for pictures, labels and the summary.")] = Path("out"),
    as_json: Json = False,
) -> None:
    """Play one working day, from the call to the labels, by several people with their own rights."""
    with owner_address(ctx) as url:
        steps = play(url, out, printer=printer, told=None if as_json else _tell_step)
    if as_json:
        print_rows([asdict(step) for step in steps], (), as_json=True)
    else:
        typer.echo(sentence("day-done", language(), out=out))


def _tell_step(step: Step) -> None:
    typer.echo(f"{step.milliseconds:7.0f} ms  {step.code:<8} {step.who}: {step.what}")
