"""`vetka demo`: the demo company."""

import sys
from typing import Annotated

import typer

from commands.frame import Json, language, owner_address, print_rows
from database.engine import Database
from demo.company import load as load_company
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
