"""Receiving goods: a draft that outlives crashes and shifts, and posting, which the database carries out.

A receipt is known by a key that the client makes when the form opens, so that everything here can be sent twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from database.errors import ConflictError, DomainError
from domain.stock.draft_lines import Count, Entered, read_count, write_count
from domain.stock.quantities import read_quantity
from domain.stock.serials import read_serial, read_serials, unlike
from domain.stock.tables import StockDocument, StockDocumentLine

_WAIT = text("SET LOCAL lock_timeout = '5s'")


@dataclass(frozen=True, slots=True)
class Draft:
    """A receipt being entered: its row and the version from which it may be posted."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class ToldTicket:
    """A ticket for which something came: whether all did, whether it moved on, and whose move it is now.

    engineer: name of whom it returned to; None where it went to the dispatcher's queue or did not move.
    """

    id: int
    number: int
    status: str
    holder: str
    engineer: str | None
    complete: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """What posting did: the number of the receipt and the tickets that were told."""

    document_id: int
    number: int
    tickets: tuple[ToldTicket, ...]


def begin_receipt(
    session: Session, key: UUID, *, to_place_id: int, supplier_id: int | None = None, supplier_document: str = ""
) -> Draft:
    """Open a draft receipt, or the one already begun with this key, whoever began it.

    supplier_id: whose delivery it is; None takes lines of any supplier. supplier_document: number on the paper.
    Raises DomainError `document-posted`, `document-cancelled`.
    """
    begun = insert(StockDocument).values(
        key=key, to_place_id=to_place_id, supplier_id=supplier_id, supplier_document=supplier_document.strip()
    )
    session.execute(begun.on_conflict_do_nothing(index_elements=[StockDocument.key]))
    return _draft(_locked_draft(session, key))


def edit_receipt(
    session: Session,
    key: UUID,
    *,
    to_place_id: int,
    supplier_id: int | None,
    supplier_document: str,
    note: str,
    expected_version: int,
) -> Draft:
    """Change the head of a draft. Raises ConflictError, DomainError `document-unknown`, `document-posted`."""
    document = _locked_draft(session, key)
    if document.version != expected_version:
        raise ConflictError(table="stock_document", id=document.id, expected=expected_version, actual=document.version)
    document.to_place_id, document.supplier_id = to_place_id, supplier_id
    document.supplier_document, document.note = supplier_document.strip(), note.strip()
    session.flush()
    return _draft(document)


def put_line(
    session: Session,
    key: UUID,
    order_line_id: int,
    *,
    quantity: Decimal | int | str,
    serials: str | Iterable[str] = (),
    entry: str = "typed",
) -> Entered:
    """Say how much of an order line came, in place of what the draft said before.

    serials: one text as `read_serials` takes it (a pasted column, a range), or the numbers one by one.
    entry: `scanned` or `typed`, kept for later questions.
    Raises DomainError `more-than-ordered`, `already-received` (naming who received), `order-of-another-supplier`,
    `serial-twice`, `serial-known`, `serial-is-barcode`, `more-serials-than-pieces` or what reading them raises.
    """
    document = _locked_draft(session, key)
    read = read_serials(serials) if isinstance(serials, str) else unlike(read_serial(one) for one in serials)
    return write_count(session, document, order_line_id, Count(read_quantity(quantity), read, entry))


def add_scanned(
    session: Session, key: UUID, order_line_id: int, *, quantity: Decimal | int = 1, serial: str | None = None
) -> Entered:
    """Count one scan: `quantity` more of an order line, or the piece with this serial number.

    Serial numbers first fill up a quantity that was entered before, then each is one piece more.
    Raises what `put_line` raises; `serial-twice` also where the piece was scanned before.
    """
    document = _locked_draft(session, key)
    before = read_count(session, document, order_line_id)
    if serial is None:
        count = Count(before.quantity + read_quantity(quantity), before.serials, "scanned")
    else:
        serials = unlike((*before.serials, read_serial(serial)))
        count = Count(max(before.quantity, Decimal(len(serials))), serials, "scanned")
    return write_count(session, document, order_line_id, count)


def remove_line(session: Session, key: UUID, order_line_id: int) -> Draft:
    """Take an order line out of the draft; where it is not in it nothing happens."""
    document = _locked_draft(session, key)
    session.execute(
        delete(StockDocumentLine).where(
            StockDocumentLine.document_id == document.id, StockDocumentLine.order_line_id == order_line_id
        )
    )
    session.refresh(document)
    return _draft(document)


def post_receipt(session: Session, key: UUID, expected_version: int) -> Posted:
    """Post a draft: goods come in, order lines are received, tickets go on. The number is given now.

    Posting it again returns the first answer and does nothing. All checks are made once more under locks.
    Raises ConflictError where the draft changed since it was shown, and DomainError: what `put_line` raises (`problems`
    has all lines refused), `serials-wanted`, `document-empty`, `document-cancelled`, `document-unknown`,
    `place-not-a-warehouse`, `stock-busy` (naming who is posting), `role-wanted`.
    """
    call = text("SELECT api.post_receipt(:key, :version)")
    answer: dict[str, Any] = session.execute(call, {"key": key, "version": expected_version}).scalar_one()
    session.expire_all()
    tickets = tuple(ToldTicket(**{name: told[name] for name in ToldTicket.__slots__}) for told in answer["tickets"])
    return Posted(answer["document"], answer["number"], tickets)


def discard_receipt(session: Session, key: UUID, expected_version: int) -> None:
    """Put a draft aside that nobody wants to post; doing it again changes nothing.

    Raises ConflictError, DomainError `document-posted`, `document-unknown`, `role-wanted`.
    """
    session.execute(text("SELECT api.discard_receipt(:key, :version)"), {"key": key, "version": expected_version})
    session.expire_all()


def _locked_draft(session: Session, key: UUID) -> StockDocument:
    session.execute(_WAIT)
    wanted = select(StockDocument).where(StockDocument.key == key).with_for_update(key_share=True)
    document = session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()
    if document is None:
        raise DomainError("document-unknown")
    if document.state != "draft":
        raise DomainError(f"document-{document.state}", document=document.id, number=document.number)
    return document


def _draft(document: StockDocument) -> Draft:
    return Draft(document.id, document.version)
