"""Buying: what a ticket needs, what it costs, and the orders that bring it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database.errors import ConflictError, DomainError
from database.rows import locked
from database.text_keys import sort_key
from domain.clients.bin_number import checked_bin
from domain.clients.codes import client_code
from domain.procurement.tables import PurchaseLine, PurchaseLineCost, PurchaseOrder, PurchaseOrderLine, Supplier
from domain.stock.nomenclature import PIECE
from domain.stock.quantities import read_quantity, shown
from domain.stock.tables import Product
from domain.tickets.tables import Ticket

MOST_VARIANTS = 3
_MOST_MONEY = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Need:
    """What a ticket needs: a product, or words where nobody knows the article yet. The unit is the product's own.

    variant: 1 to 3, the alternative of an offer that it belongs to; None leaves it as it is, the first for a new line.
    """

    quantity: Decimal | int | str
    product_id: int | None = None
    description: str = ""
    unit: str = PIECE
    variant: int | None = None


class OrderItem(NamedTuple):
    """One line of an order to a supplier; `purchase_line_id` is None for goods bought to stock.

    tolerance: how many more than `quantity` may be received without asking.
    """

    purchase_line_id: int | None
    product_id: int
    quantity: Decimal | int | str
    tolerance: Decimal | int | str = 0
    expected_on: date | None = None


def add_purchase_lines(session: Session, ticket_id: int, needs: Iterable[Need]) -> list[int]:
    """Add what a ticket needs, behind the lines it has, and return the ids of the new lines.

    Raises DomainError `ticket-unknown`, `ticket-closed`, `description-wanted`, `product-unknown` or a quantity's own.
    """
    _require_open_ticket(session, ticket_id)
    last = session.scalar(select(func.max(PurchaseLine.position)).where(PurchaseLine.ticket_id == ticket_id)) or 0
    lines = []
    for position, need in enumerate(needs, start=last + 1):
        line = PurchaseLine(ticket_id=ticket_id, position=position)
        _fill(session, line, need)
        lines.append(line)
    session.add_all(lines)
    session.flush()
    return [line.id for line in lines]


def edit_purchase_line(session: Session, line_id: int, need: Need, *, expected_version: int) -> None:
    """Replace what a line asks for. What already stands in an order can be raised, not lowered or turned into another.

    Where the quantity comes down to what has arrived, the ticket goes on as if all had arrived.
    Raises ConflictError, DomainError `line-already-ordered`, `line-cancelled` or what adding raises.
    """
    line = _locked_line(session, line_id, expected_version)
    _fill(session, line, need)
    session.flush()


def cancel_purchase_line(session: Session, line_id: int, *, expected_version: int) -> None:
    """Mark a line as no longer wanted; it stays to be seen.

    Where it was the last one awaited, the ticket goes on. Raises ConflictError, DomainError `line-already-ordered`.
    """
    line = _locked_line(session, line_id, expected_version)
    line.cancelled = True
    session.flush()


def choose_variant(session: Session, ticket_id: int, variant: int) -> int:
    """Note which variant of an offer the client chose: the lines of the others are cancelled. Returns how many.

    Raises DomainError `ticket-unknown`, `ticket-closed`, `variant-unknown` where no line stands in that variant,
    `line-already-ordered`.
    """
    _require_open_ticket(session, ticket_id)
    standing = (
        select(PurchaseLine)
        .where(PurchaseLine.ticket_id == ticket_id, ~PurchaseLine.cancelled)
        .order_by(PurchaseLine.id)
        .with_for_update()
    )
    lines = session.scalars(standing.execution_options(populate_existing=True)).all()
    if variant not in {line.variant for line in lines}:
        raise DomainError("variant-unknown", variant=variant)
    others = [line for line in lines if line.variant != variant]
    for line in others:
        line.cancelled = True
    session.flush()
    return len(others)


def register_supplier(
    session: Session,
    *,
    name: str,
    code: str | None = None,
    bin: str | None = None,
    phone: str = "",
    email: str | None = None,
) -> int:
    """Add a supplier and return its id; without a `code` one is made from the name. For procurement and administrators.

    Raises DomainError `name-wanted`, `supplier-known` (same name or code), `bin-wrong`.
    """
    name, digits = " ".join(name.split()), checked_bin(bin)
    if not name:
        raise DomainError("name-wanted")
    code = (code or "").strip() or client_code(name, set(session.scalars(select(Supplier.code))))
    known = session.scalar(select(Supplier.name).where((Supplier.sort_key == sort_key(name)) | (Supplier.code == code)))
    if known is not None:
        raise DomainError("supplier-known", supplier=known)
    supplier = Supplier(code=code, bin=digits, phone=phone.strip(), email=(email or "").strip() or None)
    supplier.rename(name, code, digits, email)
    session.add(supplier)
    session.flush()
    return supplier.id


def set_cost(
    session: Session,
    line_id: int,
    *,
    cost: Decimal,
    price: Decimal,
    expected_version: int | None,
    currency: str | None = None,
) -> int:
    """Say what one unit of a line costs us and what the client pays, and return the version of the cost row.

    cost, price: money of `currency`, zero or more, two decimals. expected_version: None where no cost was shown yet.
    currency: None keeps the present one, tenge at first.
    Only procurement and administrators may; engineers cannot even read it. Raises ConflictError, DomainError
    `money-out-of-range`.
    """
    for amount in (cost, price):
        if not (amount.is_finite() and 0 <= amount < _MOST_MONEY) or amount % Decimal("0.01"):
            raise DomainError("money-out-of-range", amount=str(amount))
    row = session.get(PurchaseLineCost, line_id, with_for_update=True, populate_existing=True)
    actual = None if row is None else row.version
    if actual != expected_version:
        raise ConflictError(table="purchase_line_cost", id=line_id, expected=expected_version, actual=actual)
    if row is None:
        row = PurchaseLineCost(purchase_line_id=line_id)
        session.add(row)
    row.cost, row.price = cost, price
    if currency is not None:
        row.currency = currency
    session.flush()
    session.refresh(row)
    return row.version


def order_from_supplier(session: Session, supplier_id: int, items: Iterable[OrderItem]) -> int:
    """Order goods from a supplier, for any number of tickets, and return the number of the order.

    A line that named no product yet gets the one that was ordered for it. Ordering more than a ticket needs is
    allowed (packs), ordering the same need twice is not.
    Raises DomainError `order-empty`, `supplier-unknown`, `line-unknown`, `line-cancelled`, `line-twice-in-order`,
    `line-already-ordered`, `product-unknown` or a quantity's own.
    """
    items = [OrderItem(*item) for item in items]
    if not items:
        raise DomainError("order-empty")
    if not session.scalar(select(Supplier.active).where(Supplier.id == supplier_id)):
        raise DomainError("supplier-unknown", id=supplier_id)
    needs = _locked_needs(session, [item.purchase_line_id for item in items if item.purchase_line_id is not None])
    order = PurchaseOrder(supplier_id=supplier_id)
    session.add(order)
    session.flush()
    for item in items:
        product = _known_product(session, item.product_id)
        need = None if item.purchase_line_id is None else needs[item.purchase_line_id]
        if need is not None and need.product_id is None:
            need.product_id = product.id
        session.add(_order_line(order, item))
    session.flush()
    return order.number


def cancel_rest(session: Session, order_line_id: int, *, expected_version: int) -> None:
    """Give up what has not come of an order line: the supplier will not deliver it. The need is open again.

    An order of which nothing is awaited any more closes by itself. Raises ConflictError, DomainError `nothing-open`.
    """
    line = _locked_order_line(session, order_line_id, expected_version)
    rest = line.ordered - line.received - line.cancelled
    if rest <= 0:
        raise DomainError("nothing-open")
    line.cancelled += rest
    session.flush()


def expect_on(session: Session, order_line_id: int, expected_on: date | None, *, expected_version: int) -> None:
    """Note the day on which the rest of an order line is promised. Raises ConflictError."""
    _locked_order_line(session, order_line_id, expected_version).expected_on = expected_on
    session.flush()


def _require_open_ticket(session: Session, ticket_id: int) -> None:
    found = session.execute(select(Ticket.number, Ticket.closed_at).where(Ticket.id == ticket_id)).one_or_none()
    if found is None:
        raise DomainError("ticket-unknown", ticket=ticket_id)
    if found.closed_at is not None:
        raise DomainError("ticket-closed", number=found.number)


def _fill(session: Session, line: PurchaseLine, need: Need) -> None:
    product = None if need.product_id is None else _known_product(session, need.product_id)
    line.description = " ".join(need.description.split())
    if product is None and not line.description:
        raise DomainError("description-wanted")
    line.product_id = need.product_id
    line.quantity = read_quantity(need.quantity)
    line.unit = product.unit if product is not None else need.unit.strip() or PIECE
    if need.variant is not None:
        if not 1 <= need.variant <= MOST_VARIANTS:
            raise DomainError("variant-unknown", variant=need.variant)
        line.variant = need.variant


def _known_product(session: Session, product_id: int) -> Product:
    product = session.get(Product, product_id)
    if product is None or not product.active:
        raise DomainError("product-unknown", id=product_id)
    return product


def _locked_line(session: Session, line_id: int, expected_version: int) -> PurchaseLine:
    line = locked(session, PurchaseLine, line_id, expected_version=expected_version, unknown="line-unknown")
    if line.cancelled:
        raise DomainError("line-cancelled")
    return line


def _locked_order_line(session: Session, order_line_id: int, expected_version: int) -> PurchaseOrderLine:
    """Lock the order first, then the line: the order in which posting locks them."""
    order_id = session.scalar(select(PurchaseOrderLine.order_id).where(PurchaseOrderLine.id == order_line_id))
    if order_id is None:
        raise DomainError("line-unknown", id=order_line_id)
    locked(session, PurchaseOrder, order_id, expected_version=None, unknown="order-unknown")
    return locked(session, PurchaseOrderLine, order_line_id, expected_version=expected_version, unknown="line-unknown")


def _locked_needs(session: Session, line_ids: list[int]) -> dict[int, PurchaseLine]:
    """Lock the needs to be ordered, so that two buyers cannot order the same one."""
    wanted = select(PurchaseLine).where(PurchaseLine.id.in_(line_ids)).order_by(PurchaseLine.id).with_for_update()
    needs = {line.id: line for line in session.scalars(wanted)}
    if len(set(line_ids)) < len(line_ids):
        raise DomainError("line-twice-in-order")
    for line_id in line_ids:
        if line_id not in needs:
            raise DomainError("line-unknown", id=line_id)
        if needs[line_id].cancelled:
            raise DomainError("line-cancelled")
        _require_unordered(session, needs[line_id])
    return needs


def _require_unordered(session: Session, need: PurchaseLine) -> None:
    standing = session.execute(
        select(func.sum(PurchaseOrderLine.ordered - PurchaseOrderLine.cancelled), func.max(PurchaseOrder.number))
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseOrderLine.order_id)
        .where(PurchaseOrderLine.purchase_line_id == need.id, PurchaseOrderLine.ordered > PurchaseOrderLine.cancelled)
    ).one()
    if standing[0] is not None and standing[0] >= need.quantity:
        raise DomainError("line-already-ordered", orders=str(standing[1]), quantity=shown(standing[0]))


def _order_line(order: PurchaseOrder, item: OrderItem) -> PurchaseOrderLine:
    tolerance = Decimal(0) if Decimal(str(item.tolerance)) == 0 else read_quantity(item.tolerance)
    return PurchaseOrderLine(
        order_id=order.id,
        purchase_line_id=item.purchase_line_id,
        product_id=item.product_id,
        ordered=read_quantity(item.quantity),
        tolerance=tolerance,
        expected_on=item.expected_on,
    )
