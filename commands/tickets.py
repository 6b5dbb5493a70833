"""`vetka tickets`: lists and single tickets for scripts."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from commands.frame import Json, fail, language, open_database, print_json, print_rows
from domain.tickets.pages import TicketFilter, TicketRow, page
from domain.tickets.queries import TicketCard, card, find
from resources.sentences import sentence

app = typer.Typer(help="Tickets: lists and single ones.", no_args_is_help=True)
_COLUMNS = ("number", "status", "holder", "engineer", "client", "title")
_CHUNK = 2_000


@app.command("list")
def list_tickets(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    text: Annotated[str, typer.Option(help="Number or words.")] = "",
    as_json: Json = False,
) -> None:
    """List open tickets, the newest first."""
    wanted = TicketFilter(text=text, open_only=not everything)
    with open_database(ctx) as database:
        found: list[TicketRow] = []
        while True:
            chunk = database.ask(
                page, wanted, after=found[-1].key if found else None, limit=_CHUNK, language=language()
            )
            found += chunk
            if len(chunk) < _CHUNK:
                break
    print_rows([_line(row) for row in found], _COLUMNS, as_json=as_json)


def _line(row: TicketRow) -> dict[str, Any]:
    values = asdict(row)
    del values["key"], values["age"]
    return values


@app.command("show")
def show_ticket(ctx: typer.Context, number: str, as_json: Json = False) -> None:
    """Show a ticket with its whole thread, by our number or by the one of an earlier system."""
    with open_database(ctx) as database:
        ticket_id = database.ask(find, number)
        shown = None if ticket_id is None else database.ask(card, ticket_id, language=language())
    if shown is None:
        fail(sentence("ticket-unknown", language(), ticket=number))
    if as_json:
        print_json(_whole(shown))
        return
    row = shown.row
    typer.echo(f"№{row.number}  {row.title}\n{row.client} · {row.status_name} · {row.holder} · {row.engineer}")
    for comment in shown.thread:
        typer.echo(f"\n{comment.at.astimezone():%d.%m.%Y %H:%M %Z}  {comment.author}  [{comment.kind}]\n{comment.body}")


def _whole(shown: TicketCard) -> dict[str, Any]:
    values: dict[str, Any] = asdict(shown)
    row = values.pop("row")
    del row["key"], row["age"]
    return {**row, **values}
