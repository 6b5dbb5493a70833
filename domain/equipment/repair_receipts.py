"""What stands on a receipt for equipment taken in for repair. A password is never part of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.printouts.parties import Caller, ClientDetails, CompanyDetails

PASSWORD_WAYS = ("not_given", "sealed", "on_sticker")
DATA_WISHES = ("keep", "may_erase")
PAYMENTS = ("warranty", "contract", "paid")


@dataclass(frozen=True, slots=True)
class ReceivedDevice:
    """The device as its card knows it."""

    type: str = ""
    model: str = ""
    serial: str = ""
    inventory_number: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class KitPart:
    """A part that belongs to such a device, and whether it was handed over; None: to be ticked by hand."""

    name: str
    there: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """How the device came in; `powers_on` and `seals_whole` are None where they are to be ticked by hand."""

    appearance: str = ""
    powers_on: bool | None = None
    seals_whole: bool | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """How a password was handed over (never the password), what becomes of data; empty: to be ticked by hand."""

    password: str = ""
    data: str = ""
    backup: bool | None = None


@dataclass(frozen=True, slots=True)
class RepairMoney:
    """Who pays; `agreed_up_to` and `diagnostics` in tenge."""

    payment: str = ""
    agreed_up_to: Decimal | None = None
    diagnostics: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RepairReceipt:
    """A whole receipt; `taken_at` is local time without zone."""

    number: str
    ticket: int
    payload: str
    taken_at: datetime
    company: CompanyDetails
    client: ClientDetails
    handed_by: Caller
    device: ReceivedDevice
    condition: Condition
    kit: tuple[KitPart, ...]
    declared_fault: str
    access: Access
    money: RepairMoney
    terms: tuple[str, ...]
    taken_by: str
    expected_on: date | None = None
    replacement: str = ""
    replacement_act: str = ""
