"""Ordering what a ticket still wants in one go."""

from datetime import date

from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.procurement.actions import OrderItem, order_from_supplier
from domain.procurement.queries import TicketLine, lines_of_ticket
from domain.stock.nomenclature import register_product
from domain.stock.queries import products


def order_wanted_lines(session: Session, ticket_id: int, supplier_id: int, expected_on: date | None = None) -> int:
    """Order everything a ticket still wants from one supplier and return the order's number.

    A line in free words becomes an article first, so that it can be received by scan. Raises DomainError
    `nothing-to-order` where every line is ordered already.
    """
    items = [
        OrderItem(line.id, line.product_id or _article(session, line), line.quantity - line.ordered, 0, expected_on)
        for line in lines_of_ticket(session, ticket_id)
        if not line.cancelled and line.ordered < line.quantity
    ]
    if not items:
        raise DomainError("nothing-to-order")
    return order_from_supplier(session, supplier_id, items)


def _article(session: Session, line: TicketLine) -> int:
    """Find the product of exactly this name, or make one; its article number says which line it began with."""
    known = [one for one in products(session, search=line.description) if one.name == line.description]
    return (
        known[0].id if known else register_product(session, code=f"Н-{line.id}", name=line.description, unit=line.unit)
    )
