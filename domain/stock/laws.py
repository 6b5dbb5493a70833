"""The laws of the ledger, checked on what is really in the database; any person may ask."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class BrokenLaw:
    """A law that does not hold, with how many rows break it and the first of them."""

    law: str
    count: int
    example: str


# Each selects what breaks the law, as one text a row. Moves of virtual places have no balance: they may go below zero.
LAWS = {
    "every balance is the sum of its moves": """
        SELECT format('place %s product %s', place_id, product_id) FROM (
            SELECT to_place_id AS place_id, product_id, quantity FROM stock_move
            UNION ALL SELECT from_place_id, product_id, -quantity FROM stock_move
            UNION ALL SELECT place_id, product_id, -quantity FROM stock_balance
        ) AS ledger JOIN stock_place p ON p.id = place_id
         WHERE p.kind IN ('warehouse', 'bag', 'in_transit')
         GROUP BY place_id, product_id HAVING sum(quantity) <> 0""",
    "nothing lies below zero": """
        SELECT format('place %s product %s', place_id, product_id) FROM stock_balance
         WHERE quantity < 0 OR reserved < 0 OR reserved > quantity""",
    "every piece with a serial number lies where its last move put it": """
        SELECT format('serial unit %s', u.id) FROM serial_unit u
         WHERE u.place_id IS DISTINCT FROM (
            SELECT m.to_place_id FROM stock_move m WHERE m.serial_unit_id = u.id ORDER BY m.id DESC LIMIT 1)""",
    "no place has more pieces with serial numbers than pieces": """
        SELECT format('place %s product %s', u.place_id, u.product_id) FROM serial_unit u
          JOIN stock_place p ON p.id = u.place_id AND p.kind IN ('warehouse', 'bag', 'in_transit')
          LEFT JOIN stock_balance b ON b.place_id = u.place_id AND b.product_id = u.product_id
         GROUP BY u.place_id, u.product_id, b.quantity HAVING count(*) > coalesce(b.quantity, 0)""",
    "a move of one piece with a serial number is a move of one": """
        SELECT format('move %s', id) FROM stock_move WHERE serial_unit_id IS NOT NULL AND quantity <> 1""",
    "the moves of a posted line add up to it, and no other line has moves": """
        SELECT format('document line %s', l.id) FROM stock_document_line l
          JOIN stock_document d ON d.id = l.document_id
          LEFT JOIN stock_move m ON m.document_line_id = l.id
         GROUP BY l.id, l.quantity, d.state
        HAVING coalesce(sum(m.quantity), 0) <> CASE WHEN d.state = 'posted' THEN l.quantity ELSE 0 END""",
    "what an order line received is what posted receipts say": """
        SELECT format('order line %s', o.id) FROM purchase_order_line o
          LEFT JOIN (SELECT l.order_line_id, sum(l.quantity) AS quantity FROM stock_document_line l
                       JOIN stock_document d ON d.id = l.document_id AND d.state = 'posted' AND d.kind = 'receipt'
                      GROUP BY l.order_line_id) AS posted ON posted.order_line_id = o.id
         WHERE o.received <> coalesce(posted.quantity, 0)""",
    "an order is open exactly while something is awaited": """
        SELECT format('order %s', p.number) FROM purchase_order p JOIN purchase_order_line o ON o.order_id = p.id
         GROUP BY p.id HAVING (p.state = 'ordered') <> bool_or(o.received + o.cancelled < o.ordered)""",
    "numbers of posted documents have no gap": """
        SELECT format('%s: last %s, posted %s', s.kind, s.last_number, count(d.id)) FROM document_series s
          LEFT JOIN stock_document d ON d.kind = s.kind AND d.state = 'posted'
         GROUP BY s.kind, s.last_number HAVING count(d.id) <> s.last_number""",
}


def broken_laws(session: Session) -> list[BrokenLaw]:
    """Return the laws that do not hold; none is what a sound ledger gives."""
    found = []
    for law, rows in LAWS.items():
        count, example = session.execute(text(f"SELECT count(*), min(fault) FROM ({rows}) AS broken (fault)")).one()
        if count:
            found.append(BrokenLaw(law, count, example))
    return found
