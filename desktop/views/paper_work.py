"""What the window asks of papers, in worker threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import KnownError
from desktop.shell.background import Progress, WorkCancelled
from domain.printouts.papers import PaperRow, papers_of_ticket
from domain.tickets.tables import Ticket
from printing.paper.batch import PapersRefusedError, Refused, make_all
from printing.paper.document import Rendered
from printing.paper.forms import form
from printing.paper.making import MadePaper, joined, make, preview, reprint
from printing.paper.usual import Usual, usual


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ticket to make a paper for, as the list of tickets or its own view knows it."""

    id: int
    number: int
    type: str
    branch: str


@dataclass(frozen=True, slots=True)
class Made:
    """Papers that were made and one PDF of them; `fault`: what stopped a batch before its end, unless a person did."""

    papers: tuple[MadePaper, ...]
    pdf: bytes
    fault: "TicketsRefused | None" = None

    @property
    def warnings(self) -> tuple[KnownError, ...]:
        """What could not be drawn as wished, each once."""
        known: dict[str, KnownError] = {}
        for paper in self.papers:
            known |= {one.code: one for one in paper.warnings}
        return tuple(known.values())


class TicketsRefused(Exception):  # noqa: N818 - says which tickets of a batch were refused
    """Refusals, each with the number of the ticket it is about."""

    def __init__(self, reasons: dict[int, KnownError]) -> None:
        super().__init__(", ".join(f"{number}: {reason}" for number, reason in reasons.items()))
        self.reasons = reasons


def without_client(session: Session, tickets: Sequence[int]) -> frozenset[int]:
    """Return those of the tickets that name no client of ours: no paper can be made for them."""
    return frozenset(session.scalars(select(Ticket.id).where(Ticket.id.in_(tickets), Ticket.client_id.is_(None))))


def kept_papers(database: Any, ticket_id: int) -> list[PaperRow]:
    """Return the papers of a ticket, the newest first."""
    found: list[PaperRow] = database.ask(papers_of_ticket, ticket_id)
    return found


def usual_words(database: Any, form_code: str, ticket_id: int) -> Usual:
    """Return what the fields begin with."""
    found: Usual = database.ask(usual, form_code, ticket_id)
    return found


def look(database: Any, form_code: str, ticket_id: int, typed: dict[str, str]) -> Rendered:
    """Draw a paper that is not made yet. Raises KnownError as reading and drawing do."""
    given = form(form_code).read(typed)
    drawn: Rendered = database.ask(partial(preview, form_code=form_code, ticket_id=ticket_id, given=given))
    return drawn


def make_one(database: Any, form_code: str, ticket_id: int, typed: dict[str, str]) -> Made:
    """Make a paper and keep it. Raises KnownError as reading and making do."""
    given = form(form_code).read(typed)
    made: MadePaper = database.act(partial(make, form_code=form_code, ticket_id=ticket_id, given=given))
    return Made((made,), made.pdf)


def make_batch(
    database: Any, form_code: str, tickets: Sequence[Chosen], typed: dict[str, str], progress: Progress
) -> Made:
    """Make a paper for each ticket by itself: after Cancel or a fault those made before stay made.

    Raises KnownError for what was typed, TicketsRefused and WorkCancelled where nothing was made.
    """
    given = form(form_code).read(typed)
    numbers = {one.id: one.number for one in tickets}

    def go_on(made: int, place: int) -> bool:
        try:
            progress.step(made, len(tickets), f"№ {tickets[place].number}")
        except WorkCancelled:
            return False
        return True

    def named(refused: Sequence[Refused]) -> TicketsRefused:
        return TicketsRefused({numbers[one.ticket_id]: one.reason for one in refused})

    try:
        batch = make_all(database, form_code, list(numbers), given, go_on=go_on)
    except PapersRefusedError as error:
        raise named(error.refused) from error
    if not batch.made:
        raise WorkCancelled
    return Made(batch.made, joined(batch.made), named([batch.fault]) if batch.fault else None)


def again(database: Any, paper_id: int) -> tuple[str, bytes]:
    """Return title and very bytes of a paper made before."""
    found: tuple[str, bytes] = database.ask(reprint, paper_id)
    return found
