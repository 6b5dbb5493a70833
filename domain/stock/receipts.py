"""Receipts as they are read: the draft under a clerk's hands, and the list of what was received."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, text
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from domain.people.tables import Person
from domain.procurement.tables import PurchaseOrder, PurchaseOrderLine, Supplier
from domain.stock.tables import Product, StockDocument, StockDocumentLine, StockPlace


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of a receipt. `problem` is the code of what forbids posting it now, with `details` for the sentence."""

    order_line_id: int
    order_number: int
    product_id: int
    product_code: str
    product: str
    unit: str
    serial_tracked: bool
    quantity: Decimal
    serials: tuple[str, ...]
    entry: str
    ordered: Decimal
    received: Decimal
    problem: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who worked on a receipt, and when last."""

    login: str
    name: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt in a list: draft, posted or cancelled."""

    key: UUID
    id: int
    state: str
    number: int | None
    place: str
    supplier: str | None
    supplier_document: str
    lines: int
    created_at: datetime
    created_by: str
    posted_at: datetime | None
    posted_by: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt with its lines in the order of entry, and all who worked on it, the last one first."""

    head: ReceiptRow
    to_place_id: int
    supplier_id: int | None
    note: str
    version: int
    lines: tuple[DraftLine, ...]
    hands: tuple[Hand, ...]


def receipt(session: Session, key: UUID) -> Receipt:
    """Return a receipt with its lines and what forbids posting them now. Raises DomainError `document-unknown`."""
    row = session.execute(_heads().where(StockDocument.key == key)).one_or_none()
    if row is None:
        raise DomainError("document-unknown")
    document = session.execute(
        select(StockDocument.to_place_id, StockDocument.supplier_id, StockDocument.note, StockDocument.version).where(
            StockDocument.key == key
        )
    ).one()
    return Receipt(ReceiptRow(*row), *document, lines=_lines(session, key), hands=_hands(session, key))


def counts(session: Session, key: UUID) -> dict[int, Decimal]:
    """Return how much of each order line a receipt counts so far; nothing for a receipt that was not begun."""
    wanted = (
        select(StockDocumentLine.order_line_id, StockDocumentLine.quantity)
        .join(StockDocument, StockDocument.id == StockDocumentLine.document_id)
        .where(StockDocument.key == key)
    )
    return {row.order_line_id: row.quantity for row in session.execute(wanted)}


def drafts(session: Session) -> list[ReceiptRow]:
    """Return the receipts being entered, by anybody, the oldest first; whoever opens one goes on with it."""
    wanted = _heads().where(StockDocument.state == "draft").order_by(StockDocument.created_at, StockDocument.id)
    return [ReceiptRow(*row) for row in session.execute(wanted)]


def posted(session: Session, *, before: int | None = None, limit: int = 100) -> list[ReceiptRow]:
    """Return posted receipts, the newest first; `before` is the number of the last one shown."""
    wanted = _heads().where(StockDocument.state == "posted").order_by(StockDocument.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(StockDocument.number < before)
    return [ReceiptRow(*row) for row in session.execute(wanted)]


def _heads() -> Select[Any]:
    lines = (
        select(func.count())
        .where(StockDocumentLine.document_id == StockDocument.id)
        .correlate(StockDocument)
        .scalar_subquery()
    )
    begun, posted_by = aliased(Person), aliased(Person)
    return (
        select(
            StockDocument.key, StockDocument.id, StockDocument.state, StockDocument.number, StockPlace.name,
            Supplier.name, StockDocument.supplier_document, lines, StockDocument.created_at,
            func.coalesce(begun.name, StockDocument.created_by), StockDocument.posted_at,
            func.coalesce(posted_by.name, StockDocument.posted_by),
        )
        .join(StockPlace, StockPlace.id == StockDocument.to_place_id)
        .outerjoin(Supplier, Supplier.id == StockDocument.supplier_id)
        .outerjoin(begun, begun.login == StockDocument.created_by)
        .outerjoin(posted_by, posted_by.login == StockDocument.posted_by)
    )  # fmt: skip


def _lines(session: Session, key: UUID) -> tuple[DraftLine, ...]:
    call = text("SELECT order_line_id, problem FROM api.receipt_problems(:key)")
    problems = {row.order_line_id: row.problem for row in session.execute(call, {"key": key})}
    wanted = (
        select(
            StockDocumentLine.order_line_id, PurchaseOrder.number.label("order_number"), Product.id.label("product_id"),
            Product.code.label("product_code"), Product.name.label("product"), Product.unit, Product.serial_tracked,
            StockDocumentLine.quantity, StockDocumentLine.serials, StockDocumentLine.entry,
            PurchaseOrderLine.ordered, PurchaseOrderLine.received,
        )
        .join(StockDocument, StockDocument.id == StockDocumentLine.document_id)
        .join(PurchaseOrderLine, PurchaseOrderLine.id == StockDocumentLine.order_line_id)
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.order_id)
        .join(Product, Product.id == StockDocumentLine.product_id)
        .where(StockDocument.key == key)
        .order_by(StockDocumentLine.id)
    )  # fmt: skip
    return tuple(_line(row, problems.get(row.order_line_id)) for row in session.execute(wanted))


def _line(row: Row[Any], problem: dict[str, Any] | None) -> DraftLine:
    details = dict(problem or {})
    values = row._asdict() | {"serials": tuple(one["serial"] for one in row.serials)}
    return DraftLine(**values, problem=details.pop("code", None), details=details)


def _hands(session: Session, key: UUID) -> tuple[Hand, ...]:
    call = text("SELECT login, name, last_at FROM api.document_hands(:key)")
    return tuple(Hand(*row) for row in session.execute(call, {"key": key}))
