"""`vetka forms`: make papers of tickets, and print those again that were made."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.frame import Json, explain, fail, open_database, print_json, print_rows
from database.engine import Database
from database.errors import DomainError
from domain.printouts.papers import papers_of_ticket
from domain.tickets.queries import find
from printing.paper.batch import PapersRefusedError, Refused, make_all
from printing.paper.forms import FORMS, Form, form
from printing.paper.making import MadePaper, joined, reprint, save

app = typer.Typer(help="Papers: make forms of tickets, print them again.", no_args_is_help=True)
_MADE = ("id", "form", "number", "ticket", "payload")
_KEPT = ("id", "form", "number", "title", "made_at", "made_by")

Out = Annotated[Path, typer.Option("--out", help="File to write the PDF to.")]
PaperLanguage = Annotated[
    str, typer.Option("--language", help="Language of terms and check list, ru, kk or en; captions are Russian.")
]


@app.command("list")
def list_forms(as_json: Json = False) -> None:
    """List the forms with what can be set for each."""
    rows = [_described(one) for one in FORMS]
    if as_json:
        print_json(rows)
        return
    shown = [{**row, "set": ", ".join(one["name"] for one in row["fields"])} for row in rows]
    print_rows(shown, ("form", "title", "set"), as_json=False)


@app.command("make")
def make_papers(
    ctx: typer.Context,
    form_code: Annotated[str, typer.Argument(metavar="FORM", help="Code of the form, see `vetka forms list`.")],
    ticket: Annotated[list[str], typer.Option("--ticket", help="Number of a ticket; again for more papers.")],
    out: Out,
    typed: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE of a field of the form.")] = None,
    paper_language: PaperLanguage = "ru",
    as_json: Json = False,
) -> None:
    """Make a paper of each ticket, keep it, and write all into one PDF in this order.

    Where one of them cannot be made, none is. What was made before a later fault is kept and written.
    """
    wanted = form(form_code)
    given = wanted.read(_pairs(typed or []))
    if paper_language not in ("ru", "kk", "en"):
        raise typer.BadParameter("--language wants ru, kk or en")
    with open_database(ctx) as database:
        tickets = [_ticket(database, number) for number in ticket]
        numbers = dict(zip(tickets, ticket, strict=True))
        try:
            batch = make_all(database, wanted.code, tickets, given, paper_language)
        except PapersRefusedError as error:
            fail("\n".join(_refusal(one, numbers) for one in error.refused))
    save(out, joined(batch.made))
    print_rows([_row(one, numbers[one.ticket_id]) for one in batch.made], _MADE, as_json=as_json)
    for warning in dict.fromkeys(explain(one) for paper in batch.made for one in paper.warnings):
        typer.echo(warning, err=True)
    if batch.fault is not None:
        fail(_refusal(batch.fault, numbers))


@app.command("papers")
def list_papers(
    ctx: typer.Context,
    ticket: Annotated[str, typer.Option("--ticket", help="Number of the ticket.")],
    as_json: Json = False,
) -> None:
    """List the papers that were made for a ticket, the newest first."""
    with open_database(ctx) as database:
        found = database.ask(papers_of_ticket, _ticket(database, ticket))
    print_rows([asdict(one) for one in found], _KEPT, as_json=as_json)


@app.command("print-again")
def print_again(ctx: typer.Context, paper: Annotated[int, typer.Argument(metavar="ID")], out: Out) -> None:
    """Write a paper again, byte for byte as it was made."""
    with open_database(ctx) as database:
        title, pdf = database.ask(reprint, paper)
    save(out, pdf)
    typer.echo(title)


def _described(one: Form) -> dict[str, Any]:
    fields = [{"name": field.name, "kind": field.kind, "choices": list(field.choices)} for field in one.fields]
    return {"form": one.code, "title": one.title, "ticket_types": sorted(one.ticket_types), "fields": fields}


def _pairs(typed: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in typed:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"--set wants NAME=VALUE: {one}")
        pairs[name.strip()] = value
    return pairs


def _ticket(database: Database, number: str) -> int:
    found = database.ask(find, number)
    if found is None:
        raise DomainError("ticket-unknown", ticket=number)
    return found


def _refusal(refused: Refused, numbers: dict[int, str]) -> str:
    return f"№ {numbers[refused.ticket_id]}: {explain(refused.reason)}"


def _row(made: MadePaper, ticket: str) -> dict[str, Any]:
    return {
        "id": made.id, "form": made.form, "number": made.number, "ticket": ticket, "title": made.title,
        "payload": made.payload, "warnings": [explain(one) for one in made.warnings],
    }  # fmt: skip
