"""Goods-in by scanner: what one scan means while a delivery is received, and for whom the piece is."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from domain.procurement.orders import OrderLine, open_order_lines
from domain.stock.actions import add_scanned, begin_receipt
from domain.stock.queries import product_by_barcode
from domain.stock.receipts import receipt
from domain.stock.tables import StockDocument


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What a scan meant: `counted`, `serial_wanted`, `all_counted`, `not_ordered` or `unknown`.

    line: the order line it counts for, with who waits; counted: how much of it is in the draft now.
    """

    meaning: str
    scanned: str
    line: OrderLine | None = None
    counted: Decimal = Decimal(0)


def take_scan(
    session: Session, key: UUID, scanned: str, *, to_place_id: int, serial_for: int | None = None
) -> ScanAnswer:
    """Take a scan into the draft receipt `key`, which begins with the first one.

    A product's barcode counts one piece for whoever waits most urgently; for a product with serial numbers it asks for
    them, and `serial_for` (the order line asked for last) says where a serial number goes.
    """
    counted = _counted(session, key)
    product = product_by_barcode(session, scanned)
    if product is None:
        return (
            _take_serial(session, key, scanned, serial_for, to_place_id)
            if serial_for
            else ScanAnswer("unknown", scanned)
        )
    waiting = [line for line in open_order_lines(session) if line.product_id == product.id]
    open_ones = [line for line in waiting if counted.get(line.id, Decimal(0)) < line.rest]
    if not open_ones:
        return ScanAnswer("all_counted" if waiting else "not_ordered", product.name, waiting[0] if waiting else None)
    line = open_ones[0]
    before = counted.get(line.id, Decimal(0))
    if product.serial_tracked:
        return ScanAnswer("serial_wanted", scanned, line, before)
    begin_receipt(session, key, to_place_id=to_place_id)
    add_scanned(session, key, line.id)
    return ScanAnswer("counted", scanned, line, before + 1)


def _take_serial(session: Session, key: UUID, scanned: str, order_line_id: int, to_place_id: int) -> ScanAnswer:
    begin_receipt(session, key, to_place_id=to_place_id)
    add_scanned(session, key, order_line_id, serial=scanned)
    line = next((one for one in open_order_lines(session) if one.id == order_line_id), None)
    return ScanAnswer("counted", scanned, line, _counted(session, key).get(order_line_id, Decimal(0)))


def count_by_hand(session: Session, key: UUID, line: OrderLine, *, to_place_id: int) -> ScanAnswer:
    """Count one more piece of an order line by hand, where its barcode cannot be read."""
    begin_receipt(session, key, to_place_id=to_place_id)
    add_scanned(session, key, line.id)
    return ScanAnswer("counted", line.product, line, _counted(session, key)[line.id])


def _counted(session: Session, key: UUID) -> dict[int, Decimal]:
    session.flush()
    if session.query(StockDocument.id).filter(StockDocument.key == key).one_or_none() is None:
        return {}
    return {line.order_line_id: line.quantity for line in receipt(session, key).lines}
