"""`vetka notices`: what clients were told, and in which words, for scripts."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from commands.frame import Json, fail, language, open_database, print_rows
from domain.messages.queries import MessageRow, messages, messages_of_ticket, templates
from domain.tickets.queries import find
from resources.sentences import sentence

app = typer.Typer(help="Notices to clients: what became of each, and their words.", no_args_is_help=True)
_MESSAGE = ("ticket_number", "status_name", "recipient", "state", "why", "queued_at", "sent_at")
_TEMPLATE = ("status", "status_name", "channel", "language", "active", "subject")


@app.command("list")
def list_notices(
    ctx: typer.Context,
    ticket: Annotated[str | None, typer.Option(help="Number of a ticket: its notices, the oldest first.")] = None,
    as_json: Json = False,
) -> None:
    """List notices and their delivery, the newest first."""
    with open_database(ctx) as database:
        if ticket is None:
            found = database.ask(messages, language=language())
        else:
            ticket_id = database.ask(find, ticket)
            if ticket_id is None:
                fail(sentence("ticket-unknown", language(), ticket=ticket))
            found = list(database.ask(messages_of_ticket, ticket_id, language=language()))
    print_rows([_line(one) for one in found], _MESSAGE, as_json=as_json)


@app.command("templates")
def list_templates(ctx: typer.Context, as_json: Json = False) -> None:
    """List the words of notices by status and language."""
    with open_database(ctx) as database:
        found = database.ask(templates, language=language())
    print_rows([asdict(one) for one in found], _TEMPLATE, as_json=as_json)


def _line(row: MessageRow) -> dict[str, Any]:
    why = sentence(row.code, language(), recipient=row.recipient, answer=row.answer) if row.code else ""
    return {**asdict(row), "why": why}
