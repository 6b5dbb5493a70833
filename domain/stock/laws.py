"""The laws of the ledger, checked on what is really in the database; whoever may read stock may ask."""

from sqlalchemy.orm import Session

from database.laws import Law, Rule, check
from domain.stock.tables import PHYSICAL_KINDS

# Virtual places keep no balance: the supplier's side of the ledger runs below zero for ever.
_PHYSICAL = f"kind IN {PHYSICAL_KINDS}"

STOCK_LAWS = (
    Rule(
        "balance-is-sum-of-moves",
        "every balance is the sum of its moves",
        "stock_balance",
        f"""SELECT format('place %s product %s', place_id, product_id) FROM (
                SELECT to_place_id AS place_id, product_id, quantity FROM stock_move
                UNION ALL SELECT from_place_id, product_id, -quantity FROM stock_move
                UNION ALL SELECT place_id, product_id, -quantity FROM stock_balance
            ) AS ledger JOIN stock_place p ON p.id = place_id
             WHERE p.{_PHYSICAL} GROUP BY place_id, product_id HAVING sum(quantity) <> 0""",
    ),
    Rule(
        "nothing-below-zero",
        "nothing lies below zero, and no more is reserved than lies there",
        "stock_balance",
        """SELECT format('place %s product %s', place_id, product_id) FROM stock_balance
            WHERE quantity < 0 OR reserved < 0 OR reserved > quantity""",
    ),
    Rule(
        "serial-where-last-moved",
        "every piece with a serial number lies where its last move put it",
        "serial_unit",
        """SELECT format('serial unit %s', u.id) FROM serial_unit u
             LEFT JOIN (SELECT DISTINCT ON (serial_unit_id) serial_unit_id, to_place_id FROM stock_move
                         WHERE serial_unit_id IS NOT NULL ORDER BY serial_unit_id, id DESC) AS last
               ON last.serial_unit_id = u.id
            WHERE u.place_id IS DISTINCT FROM last.to_place_id""",
    ),
    Rule(
        "serials-within-balance",
        "no place has more pieces with serial numbers than pieces",
        "serial_unit",
        f"""SELECT format('place %s product %s', u.place_id, u.product_id) FROM serial_unit u
              JOIN stock_place p ON p.id = u.place_id AND p.{_PHYSICAL}
              LEFT JOIN stock_balance b ON b.place_id = u.place_id AND b.product_id = u.product_id
             GROUP BY u.place_id, u.product_id, b.quantity HAVING count(*) > coalesce(b.quantity, 0)""",
    ),
    Rule(
        "serial-moves-alone",
        "a move of a piece with a serial number is a move of one",
        "stock_move",
        "SELECT format('move %s', id) FROM stock_move WHERE serial_unit_id IS NOT NULL AND quantity <> 1",
    ),
    Rule(
        "moves-are-posted-lines",
        "the moves of a posted line add up to it, and no other line has moves",
        "stock_document_line",
        """SELECT format('document line %s', l.id) FROM stock_document_line l
             JOIN stock_document d ON d.id = l.document_id
             LEFT JOIN stock_move m ON m.document_line_id = l.id
            GROUP BY l.id, l.quantity, d.state
           HAVING coalesce(sum(m.quantity), 0) <> CASE WHEN d.state = 'posted' THEN l.quantity ELSE 0 END""",
    ),
    Rule(
        "received-is-posted",
        "what an order line received is what posted receipts say",
        "purchase_order_line",
        """SELECT format('order line %s', o.id) FROM purchase_order_line o
             LEFT JOIN (SELECT l.order_line_id, sum(l.quantity) AS quantity FROM stock_document_line l
                          JOIN stock_document d ON d.id = l.document_id AND d.state = 'posted' AND d.kind = 'receipt'
                         GROUP BY l.order_line_id) AS posted ON posted.order_line_id = o.id
            WHERE o.received <> coalesce(posted.quantity, 0)""",
    ),
    Rule(
        "order-open-while-awaited",
        "an order is open exactly while something is awaited",
        "purchase_order",
        """SELECT format('order %s', p.number) FROM purchase_order p JOIN purchase_order_line o ON o.order_id = p.id
            GROUP BY p.id HAVING (p.state = 'ordered') <> bool_or(o.received + o.cancelled < o.ordered)""",
    ),
    Rule(
        "numbers-without-gap",
        "numbers of posted documents have no gap",
        "stock_document WHERE state = 'posted'",
        """SELECT format('%s: last %s, posted %s', s.kind, s.last_number, count(d.id)) FROM document_series s
             LEFT JOIN stock_document d ON d.kind = s.kind AND d.state = 'posted'
            GROUP BY s.kind, s.last_number HAVING count(d.id) <> s.last_number""",
    ),
    Rule(
        "received-within-order",
        "nothing was received beyond order and tolerance",
        "purchase_order_line",
        """SELECT format('order line %s', id) FROM purchase_order_line
            WHERE received < 0 OR received > ordered + tolerance OR cancelled < 0""",
    ),
    Rule(
        "serials-once",
        "a serial number of a product is one piece in one place",
        "serial_unit",
        """SELECT format('product %s serial %s', product_id, serial_key) FROM serial_unit
            GROUP BY product_id, serial_key HAVING count(*) > 1""",
    ),
    Rule(
        "documents-numbered-once",
        "posted documents have a number, who and when; drafts have none; no number is given twice",
        "stock_document",
        """SELECT format('document %s', id) FROM stock_document
            WHERE (state = 'posted') <> (number IS NOT NULL AND posted_at IS NOT NULL AND posted_by IS NOT NULL)
            UNION ALL SELECT format('%s number %s', kind, number) FROM stock_document WHERE number IS NOT NULL
            GROUP BY kind, number HAVING count(*) > 1""",
    ),
)


def broken_laws(session: Session) -> list[Law]:
    """Return the laws of stock that do not hold; none is what a sound ledger gives."""
    return [law for law in check(session, STOCK_LAWS) if law.violations]
