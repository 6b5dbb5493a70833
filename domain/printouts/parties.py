"""Who stands on a paper: the company itself, its client, and where the work is."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    """The company as its papers name it. An empty text is a blank to write on by hand, or is left out."""

    name: str
    bin: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""
    kbe: str = ""
    director: str = ""
    director_post: str = ""
    hours: str = ""
    logo_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """A client as papers name it."""

    name: str
    bin: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: the site's name and address, how to get in."""

    name: str = ""
    address: str = ""
    directions: str = ""

    @property
    def words(self) -> str:
        """Name and address in one line."""
        return ", ".join(part for part in (self.name, self.address) if part)


@dataclass(frozen=True, slots=True)
class Caller:
    """A person at the client."""

    name: str = ""
    post: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ContractMark:
    """The contract a paper refers to."""

    number: str
    signed_on: date | None = None

    @property
    def words(self) -> str:
        """Number and day, such as ``№ 17/2026 от 12.01.2026``."""
        return f"№ {self.number}" + (f" от {self.signed_on:%d.%m.%Y}" if self.signed_on else "")
