"""The way of a ticket over the branches, as the branch map draws it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from domain.exchange.deals import DealStep, deals_of_ticket
from domain.people.tables import Person
from domain.tickets.tables import Ticket, TicketHistory
from domain.workflow.names import named
from domain.workflow.tables import Branch, BranchVisit, Status, Transition


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the branch map. State: "past", "here" or "ahead"; `at` is when it was reached.

    `steps`: what a partner's deal of the visit that began here has gone through, the oldest first.
    """

    code: str
    name: str
    branch: str
    holder: str
    state: str
    at: datetime | None
    person: str | None
    steps: tuple[DealStep, ...] = ()


@dataclass(frozen=True, slots=True)
class BranchMap:
    """The way of a ticket: its stops in order, those ahead on the shortest way to a closed status last."""

    number: int
    stops: tuple[Stop, ...]
    branches: tuple[tuple[str, str, str], ...]  # code, name, colour in the order of first use


def branch_map(session: Session, ticket_id: int, *, language: str = "ru") -> BranchMap | None:
    """Return the way of a ticket for the drawing, or None where there is no such ticket."""
    ticket = session.scalars(select(Ticket).where(Ticket.id == ticket_id)).one_or_none()
    if ticket is None:
        return None
    statuses = {
        one.id: (one.code, name, branch, one.holder)
        for one, name, branch in session.execute(
            select(Status, named(Status, language), Branch.code).join(Branch, Branch.id == Status.branch_id)
        )
    }
    person = aliased(Person)
    passed = session.execute(
        select(TicketHistory.to_status_id, TicketHistory.at, func.coalesce(person.name, TicketHistory.login))
        .outerjoin(person, person.login == TicketHistory.login)
        .where(TicketHistory.ticket_id == ticket_id, TicketHistory.to_status_id.is_not(None))
        .where(TicketHistory.from_status_id.is_distinct_from(TicketHistory.to_status_id))
        .order_by(TicketHistory.id)
    ).all()
    stops = [
        Stop(*statuses[status], "here" if place == len(passed) - 1 else "past", at, who)
        for place, (status, at, who) in enumerate(passed)
        if status is not None
    ]
    _hang_deals(session, ticket_id, stops)
    stops += [Stop(*statuses[status], "ahead", None, None) for status in _ahead(session, ticket)]
    used = list(dict.fromkeys(stop.branch for stop in stops))
    branches = session.execute(select(Branch.code, named(Branch, language), Branch.colour).where(Branch.code.in_(used)))
    by_code = {code: (code, name, colour) for code, name, colour in branches}
    return BranchMap(ticket.number, tuple(stops), tuple(by_code[code] for code in used))


def _hang_deals(session: Session, ticket_id: int, stops: list[Stop]) -> None:
    """Give the first stop of each visit the steps of its deal."""
    visits = select(BranchVisit.id, Branch.code, BranchVisit.entered_at).join(
        Branch, Branch.id == BranchVisit.branch_id
    )
    entered = {
        visit: (branch, at) for visit, branch, at in session.execute(visits.where(BranchVisit.ticket_id == ticket_id))
    }
    for deal in deals_of_ticket(session, ticket_id):
        branch, since = entered[deal.visit_id]
        for place, stop in enumerate(stops):
            if stop.branch == branch and stop.at is not None and stop.at >= since:
                stops[place] = replace(stop, steps=deal.steps)
                break


def _ahead(session: Session, ticket: Ticket) -> list[int]:
    """Find the usual way on: the first-placed move of every status that is no side step, until an end or a return."""
    ways: dict[int, list[tuple[int | None, str, str | None]]] = {}
    for one in session.scalars(select(Transition).where(~Transition.retired).order_by(Transition.position)):
        ways.setdefault(one.from_status_id, []).append((one.to_status_id, one.kind, one.outcome))
    visits = session.scalars(
        select(BranchVisit.from_status_id)
        .where(BranchVisit.ticket_id == ticket.id, BranchVisit.left_at.is_(None))
        .order_by(BranchVisit.depth.desc())
    ).all()
    waiting, back = list(visits), set(visits)
    way: list[int] = []
    seen, here = {ticket.status_id}, ticket.status_id
    while True:
        following = _next_stop(ways.get(here, []), seen)
        if following is None and any(kind == "return" for _, kind, _ in ways.get(here, [])) and waiting:
            following = waiting.pop(0)
        if following is None or (following in seen and following not in back):
            return way
        back.discard(following)
        seen.add(following)
        way.append(following)
        here = following


def _next_stop(ways: list[tuple[int | None, str, str | None]], seen: set[int]) -> int | None:
    return next(
        (target for target, kind, _ in ways if kind == "step" and target is not None and target not in seen), None
    )
