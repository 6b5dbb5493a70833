"""Every law that must hold on any database of ours, checked at once: `vetka db verify`, tests, and after a restore."""

from sqlalchemy.orm import Session

import domain.schema  # noqa: F401 - the law of names walks over all tables
from database.catalogue_laws import CATALOGUE_LAWS
from database.laws import Law, Rule, check
from domain.key_laws import key_laws
from domain.people.laws import PEOPLE_LAWS
from domain.printouts.laws import STICKER_LAWS
from domain.stock.laws import LAWS as LEDGER_LAWS
from domain.tickets.laws import TICKET_LAWS

__all__ = ["Law", "verify"]

# The ledger's laws are asked by the day's checks too; these add what constraints promise, should one be missing.
STOCK_LAWS = (
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


def verify(session: Session) -> list[Law]:
    """Check every law and return what was found, broken or not; reads only, and any person of the company may ask."""
    rules = (*TICKET_LAWS, *_ledger_rules(), *STOCK_LAWS, *STICKER_LAWS, *PEOPLE_LAWS, *CATALOGUE_LAWS)
    return [*check(session, rules), *key_laws(session)]


def _ledger_rules() -> list[Rule]:
    """Return the ledger's laws as rules; what they look at is the ledger: its moves and balances."""
    ledger = "(SELECT FROM stock_move UNION ALL SELECT FROM stock_balance) AS ledger"
    return [Rule(f"ledger-{place}", law, ledger, broken) for place, (law, broken) in enumerate(LEDGER_LAWS.items(), 1)]
