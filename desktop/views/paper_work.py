"""What the window asks of papers, in worker threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DatabaseUnreachableError, KnownError
from desktop.shell.background import Progress
from domain.printouts.papers import PaperRow, papers_of_ticket
from domain.tickets.tables import Ticket
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
    """Papers that were made, all or none, and one PDF of them."""

    papers: tuple[MadePaper, ...]
    pdf: bytes

    @property
    def warnings(self) -> tuple[KnownError, ...]:
        """What could not be drawn as wished, each once."""
        known: dict[str, KnownError] = {}
        for paper in self.papers:
            known |= {one.code: one for one in paper.warnings}
        return tuple(known.values())


class TicketRefused(Exception):  # noqa: N818 - says which ticket of a batch was refused; nothing was made
    """A refusal and the ticket it is about."""

    def __init__(self, number: int, reason: KnownError) -> None:
        super().__init__(f"{number}: {reason}")
        self.number = number
        self.reason = reason


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
    """Make a paper for each ticket in one transaction: after a refusal, or Cancel, there is none.

    Raises KnownError for what was typed, TicketRefused, WorkCancelled.
    """
    given = form(form_code).read(typed)
    at = tickets[0]

    def all_of_them(session: Session) -> list[MadePaper]:
        nonlocal at
        papers = []
        for place, ticket in enumerate(tickets):
            at = ticket
            progress.step(place, len(tickets), f"№ {ticket.number}")
            papers.append(make(session, form_code, ticket.id, given))
        return papers

    try:
        papers = database.act(all_of_them)
    except DatabaseUnreachableError:
        raise
    except KnownError as error:
        raise TicketRefused(at.number, error) from error
    return Made(tuple(papers), joined(papers))


def again(database: Any, paper_id: int) -> tuple[str, bytes]:
    """Return title and very bytes of a paper made before."""
    found: tuple[str, bytes] = database.ask(reprint, paper_id)
    return found
