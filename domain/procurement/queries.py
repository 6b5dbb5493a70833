"""What tickets need and how far it has come, what waits for the buyer, and who sells."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import FromClause, Integer, case, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from database.text_keys import like_pattern
from domain.clients.tables import Client
from domain.people.tables import Person
from domain.procurement.orders import awaited, innermost_visit
from domain.procurement.tables import PurchaseLine, PurchaseLineCost, PurchaseOrder, PurchaseOrderLine, Supplier
from domain.stock.tables import Product
from domain.tickets.tables import Ticket
from domain.workflow.names import named
from domain.workflow.tables import BranchVisit, Status


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A thing that a ticket needs, and how far it has come: "1 of 3 arrived".

    ordered, received: over all orders, without what was given up. orders: their numbers. expected_on: the latest day
    promised for what is still to come.
    """

    id: int
    position: int
    product_id: int | None
    product_code: str | None
    product: str | None
    description: str
    quantity: Decimal
    unit: str
    cancelled: bool
    version: int
    ordered: Decimal
    received: Decimal
    orders: tuple[int, ...]
    expected_on: date | None
    variant: int = 1

    @property
    def state(self) -> str:
        """`cancelled`, `wanted`, `ordered`, `partly_received` or `received`."""
        if self.cancelled:
            return "cancelled"
        if self.received >= self.quantity:
            return "received"
        if self.received:
            return "partly_received"
        return "ordered" if self.ordered else "wanted"


@dataclass(frozen=True, slots=True)
class LineCost:
    """What one unit of a line costs us and what the client pays, in `currency`."""

    line_id: int
    cost: Decimal
    price: Decimal
    currency: str
    version: int


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket whose move is procurement's. `minutes` it has waited by the server's clock, of `target_minutes`."""

    id: int
    number: int
    title: str
    priority: int
    client: str | None
    status: str
    status_name: str
    since: datetime
    minutes: int
    target_minutes: int | None
    engineer: str | None
    lines: int
    version: int


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier, with the number of order lines still to come from it."""

    id: int
    code: str
    name: str
    bin: str | None
    phone: str
    email: str | None
    active: bool
    version: int
    open_lines: int


def lines_of_ticket(session: Session, ticket_id: int) -> list[TicketLine]:
    """Return what a ticket needs, in the order of entry, the cancelled lines too."""
    ordered = _ordered()
    wanted = (
        select(
            PurchaseLine.id, PurchaseLine.position, PurchaseLine.product_id, Product.code.label("product_code"),
            Product.name.label("product"), PurchaseLine.description, PurchaseLine.quantity, PurchaseLine.unit,
            PurchaseLine.cancelled, PurchaseLine.version, PurchaseLine.variant,
            ordered.c.ordered, ordered.c.received, ordered.c.orders, ordered.c.expected_on,
        )
        .outerjoin(Product, Product.id == PurchaseLine.product_id)
        .outerjoin(ordered, true())
        .where(PurchaseLine.ticket_id == ticket_id)
        .order_by(PurchaseLine.position, PurchaseLine.id)
    )  # fmt: skip
    return [
        TicketLine(**row._asdict() | {"orders": tuple(row.orders or ())})  # numbers come as a list or NULL
        for row in session.execute(wanted)
    ]


def costs_of_ticket(session: Session, ticket_id: int) -> dict[int, LineCost]:
    """Return the costs of a ticket's lines by line id. DomainError `no-right` for those who may not see them."""
    wanted = (
        select(
            PurchaseLineCost.purchase_line_id, PurchaseLineCost.cost, PurchaseLineCost.price,
            PurchaseLineCost.currency, PurchaseLineCost.version,
        )
        .join(PurchaseLine, PurchaseLine.id == PurchaseLineCost.purchase_line_id)
        .where(PurchaseLine.ticket_id == ticket_id)
    )  # fmt: skip
    return {row.purchase_line_id: LineCost(*row) for row in session.execute(wanted)}


def waiting_for_procurement(session: Session, *, language: str = "ru", limit: int = 500) -> list[WaitingTicket]:
    """Return the tickets whose move is procurement's, the one that has waited longest first."""
    lines = (
        select(func.count())
        .where(PurchaseLine.ticket_id == Ticket.id, ~PurchaseLine.cancelled)
        .correlate(Ticket)
        .scalar_subquery()
    )
    visit, engineer = aliased(BranchVisit), aliased(Person)
    minutes = func.extract("epoch", func.now() - Ticket.status_since) / 60
    wanted = (
        select(
            Ticket.id, Ticket.number, Ticket.title, Ticket.priority, Ticket.version,
            func.coalesce(Client.name, Ticket.client_text).label("client"), Status.code.label("status"),
            named(Status, language).label("status_name"), Ticket.status_since.label("since"),
            func.floor(minutes).cast(Integer).label("minutes"), Status.target_minutes, engineer.name.label("engineer"),
            lines.label("lines"),
        )
        .join(Status, Status.id == Ticket.status_id)
        .outerjoin(Client, Client.id == Ticket.client_id)
        .outerjoin(visit, visit.id == innermost_visit())
        .outerjoin(engineer, engineer.id == visit.engineer_id)
        .where(Status.holder == "procurement", Ticket.closed_at.is_(None))
        .order_by(Ticket.status_since, Ticket.id)
        .limit(limit)
    )  # fmt: skip
    return [WaitingTicket(**row._asdict()) for row in session.execute(wanted)]


def suppliers(session: Session, *, search: str = "", active: bool = True) -> list[SupplierRow]:
    """Return the suppliers by name. search: words of the name, the code, BIN or address; active: only those in use."""
    open_lines = (
        select(func.count(PurchaseOrderLine.id))
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.order_id)
        .where(PurchaseOrder.supplier_id == Supplier.id, awaited())
        .correlate(Supplier)
        .scalar_subquery()
    )
    wanted = select(
        Supplier.id, Supplier.code, Supplier.name, Supplier.bin, Supplier.phone, Supplier.email, Supplier.active,
        Supplier.version, open_lines,
    ).order_by(Supplier.sort_key, Supplier.id)  # fmt: skip
    if search.strip():
        wanted = wanted.where(Supplier.search_key.like(like_pattern(search)))
    if active:
        wanted = wanted.where(Supplier.active)
    return [SupplierRow(*row) for row in session.execute(wanted)]


def _ordered() -> FromClause:
    """Select for a purchase line what stands in orders; what the supplier will not deliver does not count."""
    to_come = PurchaseOrderLine.received + PurchaseOrderLine.cancelled < PurchaseOrderLine.ordered
    return (
        select(
            func.coalesce(func.sum(PurchaseOrderLine.ordered - PurchaseOrderLine.cancelled), 0).label("ordered"),
            func.coalesce(func.sum(PurchaseOrderLine.received), 0).label("received"),
            func.array_agg(aggregate_order_by(PurchaseOrder.number, PurchaseOrder.number)).label("orders"),
            func.max(case((to_come, PurchaseOrderLine.expected_on))).label("expected_on"),
        )
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.order_id)
        .where(
            PurchaseOrderLine.purchase_line_id == PurchaseLine.id,
            PurchaseOrderLine.ordered > PurchaseOrderLine.cancelled,
        )
        .correlate(PurchaseLine)
        .lateral()
    )
