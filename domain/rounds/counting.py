"""Which round of a month a round is: those that were called off or did not take place are not counted."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from domain.settings.paper_details import zone
from domain.tickets.on_paper import TicketOnPaper
from domain.tickets.tables import Ticket, TicketHistory
from domain.workflow.tables import Status, Transition

ROUND = "planned_round"
_HELD = "round_done"
_CALLED_OFF = ("round_failed", "cancel_round")
"""Transitions after which a round does not take place, unless somebody takes it up again."""


def place_in_month(session: Session, ticket: TicketOnPaper, month: date) -> int | None:
    """Return which of the client's rounds of a month this ticket is, by day and number; None for any other ticket."""
    if ticket.type != ROUND:
        return None
    local = zone(session)
    query = select(Ticket.id, Ticket.number, Ticket.due_at, Ticket.registered_at).where(
        Ticket.client_id == ticket.client_id, Ticket.type == ROUND
    )
    planned: list[tuple[date, int, int]] = []
    for one in session.execute(query):
        day = month if one.id == ticket.id else (one.due_at or one.registered_at).astimezone(local).date()
        if (day.year, day.month) == (month.year, month.month):
            planned.append((day, one.number, one.id))
    others = [one[2] for one in planned if one[2] != ticket.id]
    dropped = _not_held(session, others)
    return [one[2] for one in sorted(planned) if one[2] not in dropped].index(ticket.id) + 1


def _not_held(session: Session, rounds: Sequence[int]) -> set[int]:
    """Return those that ended, or were sent back and wait, without having been done."""
    held = set(session.scalars(
        select(TicketHistory.ticket_id)
        .join(Status, Status.id == TicketHistory.to_status_id)
        .where(TicketHistory.ticket_id.in_(rounds), or_(Status.code == _HELD, Status.phase == "done"))
    ))  # fmt: skip
    last_step = (
        select(TicketHistory.ticket_id, Transition.code, Ticket.closed_at)
        .ext(distinct_on(TicketHistory.ticket_id))
        .join(Transition, Transition.id == TicketHistory.transition_id)
        .join(Ticket, Ticket.id == TicketHistory.ticket_id)
        .where(TicketHistory.ticket_id.in_(rounds))
        .order_by(TicketHistory.ticket_id, TicketHistory.id.desc())
    )
    return {
        one.ticket_id
        for one in session.execute(last_step)
        if one.ticket_id not in held and (one.closed_at is not None or one.code in _CALLED_OFF)
    }
