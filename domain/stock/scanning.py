"""Goods-in by scanner: what one scan means while a delivery is received, and for whom the piece is."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from domain.procurement.orders import OrderLine, open_order_lines, order_line
from domain.stock.actions import add_scanned, begin_receipt
from domain.stock.queries import product_by_barcode
from domain.stock.receipts import counts

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What a scan meant: `counted`, `serial_wanted`, `all_counted`, `not_ordered` or `unknown`.

    line: the order line it counts for, with who waits; counted: how much of it is in the draft now.
    """

    meaning: str
    scanned: str
    line: OrderLine | None = None
    counted: Decimal = NOTHING


def take_scan(
    session: Session, key: UUID, scanned: str, *, to_place_id: int, serial_for: int | None = None
) -> ScanAnswer:
    """Take a scan into the draft receipt `key`, which begins with the first one.

    A product's barcode counts one piece for whoever waits most urgently; for a product with serial numbers it asks for
    them, and `serial_for` (the order line asked for last) says where a serial number goes.
    """
    product = product_by_barcode(session, scanned)
    if product is None:
        if serial_for is None:
            return ScanAnswer("unknown", scanned)
        return _count(session, key, serial_for, scanned, to_place_id=to_place_id, serial=scanned)
    counted = counts(session, key)
    waiting = open_order_lines(session, product_id=product.id)
    line = next((one for one in waiting if counted.get(one.id, NOTHING) < one.rest), None)
    if line is None:
        return ScanAnswer("all_counted" if waiting else "not_ordered", product.name, waiting[0] if waiting else None)
    if product.serial_tracked:
        return ScanAnswer("serial_wanted", scanned, line, counted.get(line.id, NOTHING))
    return _count(session, key, line.id, scanned, to_place_id=to_place_id)


def count_by_hand(session: Session, key: UUID, line: OrderLine, *, to_place_id: int) -> ScanAnswer:
    """Count one more piece of an order line by hand, where its barcode cannot be read."""
    return _count(session, key, line.id, line.product, to_place_id=to_place_id)


def _count(
    session: Session, key: UUID, order_line_id: int, scanned: str, *, to_place_id: int, serial: str | None = None
) -> ScanAnswer:
    begin_receipt(session, key, to_place_id=to_place_id)
    entered = add_scanned(session, key, order_line_id, serial=serial)
    return ScanAnswer("counted", scanned, order_line(session, order_line_id), entered.quantity)
