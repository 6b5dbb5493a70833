"""The forms there are: which tickets each is for, what is typed for it, how it is read and drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.equipment import receipt_queries
from domain.equipment.repair_receipts import RepairReceipt
from domain.printouts.given import PaperField, paper_fields, read_given
from domain.printouts.papers import PaperMark
from domain.procurement import offer_queries
from domain.procurement.offers import CommercialOffer
from domain.rounds import queries as rounds
from domain.rounds.round_sheet import RoundSheet
from printing.paper.commercial_offer import NAME as OFFER
from printing.paper.commercial_offer import commercial_offer
from printing.paper.document import Document
from printing.paper.repair_half import NAME as RECEIPT
from printing.paper.repair_receipt import repair_receipt
from printing.paper.round_sheet import NAME as SHEET
from printing.paper.round_sheet import round_sheet


@dataclass(frozen=True, slots=True)
class Form:
    """A form. ticket_types, branches: tickets for which a window proposes it; it can be made for any with a client.

    makers: whom a window offers it; the database refuses all others. data: the frozen dataclass of what stands on it,
    with `number`, `payload` and `company`. given: the dataclass of what is typed. gather: reads the data in a
    session. draw: makes the document of the data.
    """

    code: str
    title: str
    ticket_types: frozenset[str]
    branches: frozenset[str]
    makers: frozenset[str]
    data: type[Any]
    given: type[Any]
    gather: Callable[[Session, int, Any, PaperMark, str], Any]
    draw: Callable[[Any, Image.Image | None], Document]

    @property
    def fields(self) -> tuple[PaperField, ...]:
        """What can be typed for a paper of this form."""
        return paper_fields(self.code, self.given)

    def read(self, typed: dict[str, str]) -> Any:
        """Return what was typed as the form's given values. Raises DomainError `paper-field-…`."""
        return read_given(self.code, self.given, typed)

    def suits(self, ticket_type: str, branch: str) -> bool:
        """Whether this form is usual for such a ticket."""
        return ticket_type in self.ticket_types or branch in self.branches


_FIELD = frozenset({"dispatcher", "lead", "engineer", "admin"})
FORMS = (
    Form(
        rounds.FORM, SHEET, frozenset({"planned_round"}), frozenset({"planned_round"}), _FIELD, RoundSheet,
        rounds.SheetGiven, rounds.round_sheet, round_sheet,
    ),
    Form(
        offer_queries.FORM, OFFER, frozenset({"purchase"}), frozenset({"procurement"}),
        frozenset({"procurement", "director", "admin"}), CommercialOffer,
        offer_queries.OfferGiven, offer_queries.commercial_offer, commercial_offer,
    ),
    Form(
        receipt_queries.FORM, RECEIPT, frozenset({"repair_intake"}), frozenset({"repair"}), _FIELD | {"warehouse"},
        RepairReceipt, receipt_queries.ReceiptGiven, receipt_queries.repair_receipt, repair_receipt,
    ),
)  # fmt: skip


def form(code: str) -> Form:
    """Return a form by its code. Raises DomainError `form-unknown` (with `known`)."""
    for one in FORMS:
        if one.code == code:
            return one
    raise DomainError("form-unknown", form=code, known=", ".join(one.code for one in FORMS))
