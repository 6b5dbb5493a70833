"""`vetka clients`: lists and single clients for scripts."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from commands.frame import Json, open_database, print_json, print_rows
from domain.clients.pages import ClientFilter, ClientRow, page
from domain.clients.queries import ClientCard, client_card, find_client

app = typer.Typer(help="Clients: lists and single ones.", no_args_is_help=True)
_COLUMNS = ("code", "name", "devices", "open_tickets")


@app.command("list")
def list_clients(
    ctx: typer.Context,
    everybody: Annotated[bool, typer.Option("--all", help="Also those who left and merged doubles.")] = False,
    text: Annotated[str, typer.Option(help="Words of name, code, BIN or e-mail.")] = "",
    as_json: Json = False,
) -> None:
    """List clients by name."""
    with open_database(ctx) as database:
        found = database.ask(page, ClientFilter(text=text, inactive=everybody), limit=None)
    print_rows([_line(row) for row in found], _COLUMNS, as_json=as_json)


@app.command("show")
def show_client(ctx: typer.Context, code: str, as_json: Json = False) -> None:
    """Show a client with sites and people, by its code or by the code of one that was merged into it."""
    with open_database(ctx) as database:
        shown = database.ask(client_card, database.ask(find_client, code).id)
    if as_json:
        print_json(asdict(shown))
    else:
        _print_card(shown)


def _line(row: ClientRow) -> dict[str, Any]:
    values = asdict(row)
    del values["key"]
    return values


def _print_card(shown: ClientCard) -> None:
    facts = (shown.code, shown.bin, shown.email, shown.note)
    typer.echo(f"{shown.name}\n{' · '.join(fact for fact in facts if fact)}\n")
    print_rows([asdict(one) for one in shown.sites], ("name", "address", "devices"), as_json=False)
    typer.echo()
    people = [asdict(one) | {"phones": ", ".join(one.phones)} for one in shown.contacts]
    print_rows(people, ("name", "post", "phones", "email"), as_json=False)
