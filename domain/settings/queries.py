"""What the company says of itself."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.settings import tables


@dataclass(frozen=True, slots=True)
class Company:
    """The company's own details; `label_prefix` begins every device number, `time_zone` is an IANA name."""

    name: str
    bin: str | None
    address: str
    phone: str
    email: str
    label_prefix: str
    time_zone: str
    version: int


def company(session: Session) -> Company:
    """Return the company's details. Raises DomainError `company-missing` for a database that was not filled."""
    row = session.execute(
        select(
            tables.Company.name, tables.Company.bin, tables.Company.address, tables.Company.phone,
            tables.Company.email, tables.Company.label_prefix, tables.Company.time_zone, tables.Company.version,
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        raise DomainError("company-missing")
    return Company(*row)
