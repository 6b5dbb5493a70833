"""One search over everything, and the clock by which everything's age is told."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.clients.pages import ClientFilter
from domain.clients.pages import page as clients_page
from domain.equipment.scans import find_by_scan
from domain.tickets.pages import TicketFilter
from domain.tickets.pages import page as tickets_page

_HITS = 6

Hit = tuple[str, int, int, str, str]
"""Page, id, number (of a ticket) or 0, title, detail."""


def server_time(session: Session) -> datetime:
    """Return the server's time, by which all ages are told."""
    found: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found


def search_everything(session: Session, wanted: str, language: str) -> list[Hit]:
    """Find tickets, devices and clients by number, code, phone, serial number or words; a few of each."""
    hits: list[Hit] = [
        ("tickets", row.id, row.number, f"№ {row.number} {row.title}", f"{row.client} · {row.status_name}")
        for row in tickets_page(session, TicketFilter(text=wanted, open_only=False), limit=_HITS, language=language)
    ]
    hits += [
        ("equipment", row.id, 0, f"{row.readable} {row.type} {row.model}", row.client)
        for row in find_by_scan(session, wanted, language=language).devices[:_HITS]
    ]
    hits += [
        ("clients", row.id, 0, row.name, row.code) for row in clients_page(session, ClientFilter(wanted), limit=_HITS)
    ]
    return hits
