"""What stands on a commercial offer. What goods cost us, our margin and the supplier are not here at all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.pricing.vat import vat_of_lines
from domain.pricing.words import rounded
from domain.printouts.parties import Caller, ClientDetails, CompanyDetails, Place


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A thing offered; `price` is in tenge for one unit with tax, `delivery` in words (days)."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    delivery: str = ""

    @property
    def amount(self) -> Decimal:
        """Quantity by price, rounded half up to whole tiyn."""
        return rounded(self.quantity * self.price)


@dataclass(frozen=True, slots=True)
class OfferVariant:
    """One of up to three alternatives."""

    number: int
    lines: tuple[OfferLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    def vat(self, percent: Decimal) -> Decimal:
        """The tax contained, line by line."""
        return vat_of_lines((line.amount for line in self.lines), percent)


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """The conditions in words; an empty one is a blank to write on."""

    payment: str = ""
    delivery: str = ""
    lead_time: str = ""
    warranty: str = ""
    validity_days: int | None = None


@dataclass(frozen=True, slots=True)
class CommercialOffer:
    """A whole offer. `vat_percent` is None for a company that pays no value added tax: «Без НДС»."""

    number: str
    ticket: int
    payload: str
    made_on: date
    company: CompanyDetails
    client: ClientDetails
    addressee: Caller
    place: Place
    ground: str
    variants: tuple[OfferVariant, ...]
    vat_percent: Decimal | None
    terms: OfferTerms
    author: str
    author_phone: str = ""
    language: str = "ru"
