"""What stands on a round sheet: one visit to a client with all that waits there. Times are the company's local ones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.printouts.parties import Caller, ClientDetails, CompanyDetails, ContractMark, Place


@dataclass(frozen=True, slots=True)
class SheetTicket:
    """A ticket to work on during the round. `device` is the number as on its sticker, empty where there is none."""

    number: int
    registered_on: date
    status: str
    task: str
    device: str = ""
    device_type: str = ""
    inventory_number: str = ""
    room: str = ""
    caller: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SheetDocument:
    """A document to collect; what is not known is written in by hand."""

    document: str
    ticket: int
    number: str = ""
    dated: date | None = None
    amount: Decimal | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class SheetHandOver:
    """A thing to hand over, and to whom."""

    what: str
    whom: str = ""


@dataclass(frozen=True, slots=True)
class RoundCount:
    """Round `number` of `planned` in a month; `planned` is fixed by the contract and None where there is none."""

    month: date
    number: int | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class RoundSheet:
    """A whole sheet. `day` is the day of the round, None to be written by hand; `payload` is what its code says."""

    number: str
    ticket: int
    payload: str
    made_on: date
    day: date | None
    company: CompanyDetails
    client: ClientDetails
    place: Place
    count: RoundCount
    engineer: str
    contact: Caller
    result_codes: tuple[str, ...]
    statement: str
    contract: ContractMark | None = None
    tickets: tuple[SheetTicket, ...] = ()
    documents: tuple[SheetDocument, ...] = ()
    hand_over: tuple[SheetHandOver, ...] = ()
    checklist: tuple[str, ...] = ()
    empty_lines: int = 5


def walking_order(ticket: SheetTicket) -> tuple[str, str, str, int]:
    """Return the key by which tickets lie on the route: by room (numbers as numbers), then device, then ticket."""
    room = "".join(part.zfill(6) if part.isdigit() else part for part in _parts(ticket.room.casefold()))
    return ("~" if not room else "", room, ticket.device, ticket.number)


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for character in text:
        if parts and parts[-1].isdigit() and character.isdigit():
            parts[-1] += character
        else:
            parts.append(character)
    return parts
