"""Postponed tickets wake at the moment that was planned; a sweep finds those whose moment passed unheard."""

from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.tickets.tables import Ticket
from integrations.agent.office import Office


def wake(office: Office, ticket_id: int) -> None:
    """Send a postponed ticket back to work, unless it was postponed anew or moved meanwhile."""
    office.database.act(_wake, ticket_id)


def wake_all_due(office: Office) -> None:
    """Wake every ticket whose moment has passed."""
    for ticket_id in office.database.ask(_due):
        wake(office, ticket_id)


def _wake(session: Session, ticket_id: int) -> None:
    session.execute(text("SELECT api.wake_ticket(:ticket)"), {"ticket": ticket_id})


def _due(session: Session) -> list[int]:
    passed = Ticket.postponed_until <= datetime.now(UTC)
    return list(session.scalars(select(Ticket.id).where(passed, Ticket.closed_at.is_(None)).order_by(Ticket.id)))
