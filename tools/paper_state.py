"""A company with papers to make, for pictures: through the functions that people use."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.engine import Database
from domain.printouts.papers import papers_of_ticket
from domain.procurement.actions import Need, add_purchase_lines, set_cost
from domain.tickets.tables import Ticket
from domain.workflow.tables import Branch, Status
from printing.paper.making import make

_NEEDS = (
    ("Источник бесперебойного питания 1500 ВА, 8 розеток, холодный старт", "98400"),
    ("Батарея 12 В 9 А·ч", "14250"),
    ("Работы по замене и настройке оповещения", "12000"),
)


@dataclass(frozen=True, slots=True)
class PaperTickets:
    """Tickets by what is shown of them; None where the company has none such."""

    offer: int | None
    receipt: int | None
    round: int | None


def papers(database: Database) -> PaperTickets:
    """Give a ticket in procurement an offer of two variants, and make some papers of it."""
    found = PaperTickets(
        database.ask(_open, branch="procurement", type="purchase") or database.ask(_open, branch="procurement"),
        database.ask(_open, type="repair_intake"), database.ask(_open, type="planned_round"),
    )  # fmt: skip
    if found.offer is not None:
        offer = found.offer
        for variant in (1, 2):
            needs = [Need(variant, description=words, variant=variant) for words, _ in _NEEDS[: 4 - variant]]
            lines = database.act(add_purchase_lines, offer, needs)
            for line, (_, price) in zip(lines, _NEEDS, strict=False):
                database.act(
                    lambda session, line=line, price=price: set_cost(
                        session, line, cost=Decimal(price) / 2, price=Decimal(price), expected_version=None
                    )
                )
        if not database.ask(papers_of_ticket, offer):
            database.act(lambda session: make(session, "round-sheet", offer))
    return found


def _open(session: Session, *, branch: str | None = None, type: str | None = None) -> int | None:
    query = (
        select(Ticket.id)
        .join(Status, Status.id == Ticket.status_id)
        .join(Branch, Branch.id == Status.branch_id)
        .where(Ticket.closed_at.is_(None), Ticket.client_id.is_not(None))
        .order_by(Ticket.id.desc())
        .limit(1)
    )
    if branch is not None:
        query = query.where(Branch.code == branch)
    if type is not None:
        query = query.where(Ticket.type == type)
    return session.scalar(query)
