"""Papers that were made for tickets. They are written by `api` functions alone and never change."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.people.tables import Person
from domain.printouts.tables import Paper, PaperContent
from domain.tickets.tables import Ticket


@dataclass(frozen=True, slots=True)
class PaperMark:
    """What a paper is known by: its number is on its face, its payload in its code."""

    id: int
    number: str
    payload: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as the list of a ticket shows it; `size` in bytes, None for those who may not read what stands on it."""

    id: int
    form: str
    number: str
    title: str
    language: str
    ticket_id: int
    ticket_number: int
    payload: str
    made_at: datetime
    made_by: str
    size: int | None


def begin(session: Session, form: str, ticket_id: int) -> PaperMark:
    """Give the next paper of a form on a ticket its number and code; it must be kept in the same transaction.

    Raises DomainError `form-unknown`, `ticket-unknown`, `role-wanted`.
    """
    call = text("SELECT api.begin_paper(:form, :ticket)")
    return PaperMark(**session.execute(call, {"form": form, "ticket": ticket_id}).scalar_one())


def keep(session: Session, mark: PaperMark, *, title: str, language: str, data: dict[str, Any], pdf: bytes) -> None:
    """Keep the bytes of a paper and the data it was made from, for ever; data has its `number` and `payload`.

    Raises DomainError `paper-without-file` for bytes or data that are not this paper's, `file-too-large` beyond 25 MB.
    """
    call = text("SELECT api.keep_paper(:paper, :title, :language, CAST(:data AS jsonb), :pdf)")
    values = {
        "paper": mark.id, "title": title, "language": language, "data": json.dumps(data, ensure_ascii=False),
        "pdf": pdf,
    }  # fmt: skip
    session.execute(call, values)


def papers_of_ticket(session: Session, ticket_id: int) -> list[PaperRow]:
    """Return the papers of a ticket, the newest first."""
    return _rows(session, Paper.ticket_id == ticket_id)


def paper_by_payload(session: Session, payload: str) -> PaperRow | None:
    """Return the paper whose code was scanned, or None."""
    found = _rows(session, Paper.payload == payload.strip().upper())
    return found[0] if found else None


def paper(session: Session, paper_id: int) -> PaperRow:
    """Return a paper. Raises DomainError `paper-unknown`."""
    found = _rows(session, Paper.id == paper_id)
    if not found:
        raise DomainError("paper-unknown", paper=paper_id)
    return found[0]


def paper_pdf(session: Session, paper_id: int) -> bytes:
    """Return the very bytes that were made. Raises DomainError `paper-unknown`, or `no-right` where it names prices."""
    content = session.scalars(select(PaperContent.pdf).where(PaperContent.paper_id == paper_id)).one_or_none()
    if content is None:
        raise _not_to_read(session, paper_id)
    return content


def paper_data(session: Session, paper_id: int) -> dict[str, Any]:
    """Return the data a paper was made from. Raises DomainError as `paper_pdf`."""
    data: dict[str, Any] | None = session.scalars(
        select(PaperContent.data).where(PaperContent.paper_id == paper_id)
    ).one_or_none()
    if data is None:
        raise _not_to_read(session, paper_id)
    return data


def _not_to_read(session: Session, paper_id: int) -> DomainError:
    paper(session, paper_id)  # there is none, or its content is hidden
    return DomainError("no-right")


def _rows(session: Session, condition: Any) -> list[PaperRow]:
    query = (
        select(Paper.id, Paper.form, Paper.number, Paper.title, Paper.language, Paper.ticket_id,
               Ticket.number.label("ticket_number"), Paper.payload, Paper.made_at,
               func.coalesce(Person.name, Paper.made_by).label("made_by"), PaperContent.size)
        .join(Ticket, Ticket.id == Paper.ticket_id)
        .outerjoin(PaperContent, PaperContent.paper_id == Paper.id)
        .outerjoin(Person, Person.login == Paper.made_by)
        .where(condition)
        .order_by(Paper.id.desc())
    )  # fmt: skip
    return [PaperRow(**one._mapping) for one in session.execute(query)]
