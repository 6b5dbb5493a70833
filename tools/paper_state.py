"""A company with papers to make, for pictures: through the functions that people use."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.engine import Database
from domain.printouts.papers import papers_of_ticket
from domain.procurement.actions import Need, add_purchase_lines, set_cost
from domain.procurement.queries import costs_of_ticket, lines_of_ticket
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


def papers(database: Database, buyer: Database) -> PaperTickets:
    """Give a ticket in procurement an offer of two variants, with prices, and make some papers of it.

    database: the owner's; buyer: as somebody of procurement sees it, who sets prices and makes papers.
    """
    found = PaperTickets(
        database.ask(_open, branch="procurement", type="purchase") or database.ask(_open, branch="procurement"),
        database.ask(_open, type="repair_intake") or database.ask(_open, branch="repair"),
        database.ask(_open, type="planned_round"),
    )
    if found.offer is not None and not database.ask(papers_of_ticket, found.offer):
        _price(buyer, found.offer)
        database.act(make, "round-sheet", found.offer)
        buyer.act(make, "commercial-offer", found.offer)
    return found


def _price(buyer: Database, ticket: int) -> None:
    for variant in (1, 2):
        needs = [Need(variant, description=words, variant=variant) for words, _ in _NEEDS[: 4 - variant]]
        buyer.act(add_purchase_lines, ticket, needs)
    known, prices = buyer.ask(costs_of_ticket, ticket), dict(_NEEDS)
    for line in buyer.ask(lines_of_ticket, ticket):
        if line.id not in known and not line.cancelled:
            price = Decimal(prices.get(line.description, "21500"))
            buyer.act(partial(set_cost, line_id=line.id, cost=price / 2, price=price, expected_version=None))


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
