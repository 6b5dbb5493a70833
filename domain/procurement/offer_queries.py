"""Reads what a ticket needs and what the client pays for it, for a commercial offer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.pricing.queries import vat_rates
from domain.pricing.vat import rate_on
from domain.printouts.form_texts import form_texts
from domain.printouts.given import LONG
from domain.printouts.papers import PaperMark
from domain.printouts.parties import Caller
from domain.procurement.offers import CommercialOffer, OfferLine, OfferTerms, OfferVariant
from domain.procurement.tables import PurchaseLine, PurchaseLineCost
from domain.settings.paper_details import company_on_paper, local_today, paper_details
from domain.stock.tables import Product
from domain.tickets.on_paper import TicketOnPaper, signed_in, ticket_on_paper

FORM = "commercial-offer"
TENGE = "KZT"


@dataclass(frozen=True, slots=True)
class OfferGiven:
    """What is typed for an offer; what is not given comes from the company's texts of the form, or the ticket.

    made_on: the day of the offer, by which the rate of tax is chosen; today unless given.
    """

    addressee: str | None = None
    ground: str | None = None
    payment: Annotated[str | None, LONG] = None
    delivery: Annotated[str | None, LONG] = None
    lead_time: str | None = None
    line_delivery: str | None = None
    warranty: Annotated[str | None, LONG] = None
    validity_days: int | None = None
    made_on: date | None = None


def commercial_offer(
    session: Session, ticket_id: int, given: OfferGiven, mark: PaperMark, language: str
) -> CommercialOffer:
    """Return the offer of a ticket's lines that were not cancelled.

    Raises DomainError `ticket-unknown`, `paper-client-wanted`, `offer-without-lines`, `offer-without-price` (with
    `line`), `offer-not-in-tenge`, `vat-rate-missing` (with `day`), and `no-right` for those who may not see prices.
    """
    ticket = ticket_on_paper(session, ticket_id)
    texts, made_on = form_texts(session, FORM, language), given.made_on or local_today(session)
    author = signed_in(session)
    return CommercialOffer(
        number=mark.number, ticket=ticket.number, payload=mark.payload, made_on=made_on,
        company=company_on_paper(session), client=ticket.client, addressee=_addressee(ticket, given.addressee),
        place=ticket.place, ground=given.ground or texts["ground"], variants=_variants(session, ticket, given),
        vat_percent=_percent(session, made_on),
        terms=OfferTerms(
            given.payment or texts["payment"], given.delivery or texts["delivery"],
            given.lead_time or texts["lead_time"], given.warranty or texts["warranty"],
            texts["validity_days"] if given.validity_days is None else given.validity_days,
        ),
        author=author.name, author_phone=author.phone, language=language,
    )  # fmt: skip


def _addressee(ticket: TicketOnPaper, typed: str | None) -> Caller:
    return Caller(typed) if typed else Caller(ticket.caller.name, ticket.caller.post, ticket.caller.phone)


def _percent(session: Session, day: date) -> Decimal | None:
    """Return the rate of value added tax on a day, None for a company that pays none."""
    if not paper_details(session).vat_payer:
        return None
    percent = rate_on(day, ((one.since, one.percent) for one in vat_rates(session)))
    if percent is None:  # an offer that names no tax would promise that there is none
        raise DomainError("vat-rate-missing", day=f"{day:%d.%m.%Y}")
    return percent


def _variants(session: Session, ticket: TicketOnPaper, given: OfferGiven) -> tuple[OfferVariant, ...]:
    query = (
        select(PurchaseLine.variant, PurchaseLine.position, func.coalesce(Product.name, "").label("product"),
               PurchaseLine.description, PurchaseLine.unit, PurchaseLine.quantity, PurchaseLineCost.price,
               PurchaseLineCost.currency)
        .outerjoin(Product, Product.id == PurchaseLine.product_id)
        .outerjoin(PurchaseLineCost, PurchaseLineCost.purchase_line_id == PurchaseLine.id)
        .where(PurchaseLine.ticket_id == ticket.id, ~PurchaseLine.cancelled)
        .order_by(PurchaseLine.variant, PurchaseLine.position, PurchaseLine.id)
    )  # fmt: skip
    variants: dict[int, list[OfferLine]] = {}
    for one in session.execute(query):
        name = ", ".join(dict.fromkeys(part for part in (one.product, one.description) if part))
        if one.price is None:
            raise DomainError("offer-without-price", line=name)
        if one.currency != TENGE:
            raise DomainError("offer-not-in-tenge", line=name, currency=one.currency)
        line = OfferLine(name, one.unit, one.quantity, one.price, given.line_delivery or "")
        variants.setdefault(one.variant, []).append(line)
    if not variants:
        raise DomainError("offer-without-lines", ticket=ticket.number)
    return tuple(OfferVariant(number, tuple(lines)) for number, lines in variants.items())
