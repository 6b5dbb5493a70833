"""Orders to suppliers as they are read: what is still to come, and who waits for it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from database.text_keys import like_pattern
from domain.clients.tables import Client
from domain.people.tables import Person
from domain.procurement.tables import PurchaseLine, PurchaseOrder, PurchaseOrderLine, Supplier
from domain.stock.queries import found_by
from domain.stock.tables import Product
from domain.tickets.tables import Ticket
from domain.workflow.tables import BranchVisit

_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order with who waits for it.

    rest: what is still to come; up to `tolerance` more may be received. engineer: to whom the ticket returns when all
    is there. waiting_since: when the ticket went to procurement; `days` since then by the server's clock.
    Without a ticket the goods were bought to stock.
    """

    id: int
    version: int
    order_id: int
    order_number: int
    supplier_id: int
    supplier: str
    product_id: int
    product_code: str
    product: str
    unit: str
    serial_tracked: bool
    ordered: Decimal
    received: Decimal
    cancelled: Decimal
    tolerance: Decimal
    expected_on: date | None
    ticket_id: int | None
    ticket_number: int | None
    ticket_title: str | None
    ticket_closed: bool
    priority: int | None
    client: str | None
    engineer: str | None
    waiting_since: datetime
    days: int

    @property
    def rest(self) -> Decimal:
        """What is still to come, zero where everything came or was given up."""
        return max(self.ordered - self.received - self.cancelled, Decimal(0))


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list; `state` is `ordered`, `received` or `cancelled`."""

    id: int
    number: int
    supplier: str
    state: str
    ordered_at: datetime
    ordered_by: str
    closed_at: datetime | None
    lines: int
    open_lines: int
    expected_on: date | None
    """The latest day promised for what is still to come."""


@dataclass(frozen=True, slots=True)
class Order:
    """The card of an order."""

    head: OrderRow
    lines: tuple[OrderLine, ...]


def open_order_lines(
    session: Session,
    *,
    search: str = "",
    supplier_id: int | None = None,
    product_id: int | None = None,
    limit: int = 2000,
) -> list[OrderLine]:
    """Return what is still to come and who waits for it: urgent tickets first, then by how long they have waited.

    search: a product's barcode, article or words of its name, a supplier, the number of an order or of a ticket.
    """
    wanted = _lines().where(awaited()).order_by(*_URGENT_FIRST).limit(limit)
    if supplier_id is not None:
        wanted = wanted.where(PurchaseOrder.supplier_id == supplier_id)
    if product_id is not None:
        wanted = wanted.where(PurchaseOrderLine.product_id == product_id)
    if search.strip():
        wanted = wanted.where(_found_by(search))
    return [OrderLine(**row._asdict()) for row in session.execute(wanted)]


def order_line(session: Session, order_line_id: int) -> OrderLine | None:
    """Return one line of an order with who waits for it, or None where there is no such line."""
    row = session.execute(_lines().where(PurchaseOrderLine.id == order_line_id)).one_or_none()
    return None if row is None else OrderLine(**row._asdict())


def orders(session: Session, *, open_only: bool = False, limit: int = 500) -> list[OrderRow]:
    """Return orders to suppliers, the newest first; with `open_only` those of which something is still to come."""
    wanted = _heads().order_by(PurchaseOrder.number.desc()).limit(limit)
    if open_only:
        wanted = wanted.where(PurchaseOrder.state == "ordered")
    return [OrderRow(*row) for row in session.execute(wanted)]


def order(session: Session, number: int) -> Order:
    """Return the card of an order. Raises DomainError `order-unknown`."""
    head = session.execute(_heads().where(PurchaseOrder.number == number)).one_or_none()
    if head is None:
        raise DomainError("order-unknown", number=number)
    wanted = _lines().where(PurchaseOrder.number == number).order_by(PurchaseOrderLine.id)
    return Order(OrderRow(*head), tuple(OrderLine(**row._asdict()) for row in session.execute(wanted)))


def awaited() -> ColumnElement[bool]:
    """Return the condition that something of an order line is still to come; the order must be joined."""
    return and_(_rest_open(), PurchaseOrder.state == "ordered")


def _rest_open() -> ColumnElement[bool]:
    return PurchaseOrderLine.received + PurchaseOrderLine.cancelled < PurchaseOrderLine.ordered


def innermost_visit() -> ScalarSelect[Any]:
    """Select the id of the open branch visit that a ticket will return from first."""
    visit = aliased(BranchVisit)
    return (
        select(visit.id)
        .where(visit.ticket_id == Ticket.id, visit.left_at.is_(None))
        .order_by(visit.depth.desc())
        .limit(1)
        .correlate(Ticket)
        .scalar_subquery()
    )


_engineer = aliased(Person)
_waiting_since = func.coalesce(BranchVisit.entered_at, PurchaseLine.created_at, PurchaseOrder.ordered_at)
_URGENT_FIRST = (Ticket.priority.asc().nulls_last(), _waiting_since, PurchaseOrderLine.id)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            PurchaseOrderLine.id, PurchaseOrderLine.version, PurchaseOrder.id.label("order_id"),
            PurchaseOrder.number.label("order_number"), PurchaseOrder.supplier_id, Supplier.name.label("supplier"),
            PurchaseOrderLine.product_id, Product.code.label("product_code"), Product.name.label("product"),
            Product.unit, Product.serial_tracked, PurchaseOrderLine.ordered, PurchaseOrderLine.received,
            PurchaseOrderLine.cancelled, PurchaseOrderLine.tolerance, PurchaseOrderLine.expected_on,
            Ticket.id.label("ticket_id"), Ticket.number.label("ticket_number"), Ticket.title.label("ticket_title"),
            Ticket.closed_at.is_not(None).label("ticket_closed"), Ticket.priority,
            func.coalesce(Client.name, Ticket.client_text).label("client"), _engineer.name.label("engineer"),
            _waiting_since.label("waiting_since"),
            func.date_part("day", func.now() - _waiting_since).cast(Integer).label("days"),
        )
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.order_id)
        .join(Supplier, Supplier.id == PurchaseOrder.supplier_id)
        .join(Product, Product.id == PurchaseOrderLine.product_id)
        .outerjoin(PurchaseLine, PurchaseLine.id == PurchaseOrderLine.purchase_line_id)
        .outerjoin(Ticket, Ticket.id == PurchaseLine.ticket_id)
        .outerjoin(Client, Client.id == Ticket.client_id)
        .outerjoin(BranchVisit, BranchVisit.id == innermost_visit())
        .outerjoin(_engineer, _engineer.id == func.coalesce(BranchVisit.engineer_id, Ticket.engineer_id))
    )  # fmt: skip


def _heads() -> Select[Any]:
    ordered_by = aliased(Person)
    lines = select(
        PurchaseOrderLine.order_id,
        func.count().label("lines"),
        func.count().filter(_rest_open()).label("open_lines"),
        func.max(PurchaseOrderLine.expected_on).filter(_rest_open()).label("expected_on"),
    ).group_by(PurchaseOrderLine.order_id)
    counted = lines.subquery()
    return (
        select(
            PurchaseOrder.id, PurchaseOrder.number, Supplier.name, PurchaseOrder.state, PurchaseOrder.ordered_at,
            func.coalesce(ordered_by.name, PurchaseOrder.ordered_by), PurchaseOrder.closed_at,
            func.coalesce(counted.c.lines, 0), func.coalesce(counted.c.open_lines, 0), counted.c.expected_on,
        )
        .join(Supplier, Supplier.id == PurchaseOrder.supplier_id)
        .outerjoin(ordered_by, ordered_by.login == PurchaseOrder.ordered_by)
        .outerjoin(counted, counted.c.order_id == PurchaseOrder.id)
    )  # fmt: skip


def _found_by(search: str) -> ColumnElement[bool]:
    found = or_(found_by(search), Supplier.search_key.like(like_pattern(search)))
    digits = search.strip().lstrip("№#").strip()
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER:
        found = or_(found, PurchaseOrder.number == int(digits), Ticket.number == int(digits))
    return found
