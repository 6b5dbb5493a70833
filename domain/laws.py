"""Every law that must hold on any database of ours, checked at once: `vetka db verify`, tests, and after a restore."""

from sqlalchemy.orm import Session

import domain.schema  # noqa: F401 - the law of names walks over all tables
from database.catalogue_laws import CATALOGUE_LAWS
from database.laws import Law, check
from domain.exchange.laws import EXCHANGE_LAWS
from domain.key_laws import key_laws
from domain.people.laws import PEOPLE_LAWS
from domain.printouts.laws import PRINTOUT_LAWS
from domain.stock.laws import STOCK_LAWS
from domain.tickets.laws import TICKET_LAWS

__all__ = ["Law", "verify"]


def verify(session: Session) -> list[Law]:
    """Check every law and return what was found, broken or not; reads only, and any person of the company may ask."""
    rules = (*TICKET_LAWS, *STOCK_LAWS, *PRINTOUT_LAWS, *PEOPLE_LAWS, *EXCHANGE_LAWS, *CATALOGUE_LAWS)
    return [*check(session, rules), *key_laws(session)]
