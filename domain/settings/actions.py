"""The company says of itself what stands on labels and papers."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from database.errors import DomainError
from database.rows import locked
from domain.clients.bin_number import checked_bin
from domain.settings.tables import Company


def edit_company(
    session: Session,
    *,
    name: str,
    bin: str | None,
    address: str,
    phone: str,
    email: str,
    time_zone: str,
    expected_version: int,
) -> None:
    """Set the company's details; administrators and the director. The prefix of device numbers stays for ever.

    time_zone: a name of the IANA database, such as "Asia/Almaty".
    Raises DomainError `name-wanted`, `bin-wrong`, `time-zone-unknown`, or ConflictError.
    """
    if not name.strip():
        raise DomainError("name-wanted")
    company = locked(session, Company, 1, expected_version=expected_version, unknown="company-missing")
    company.name, company.bin = " ".join(name.split()), checked_bin(bin)
    company.address, company.phone, company.email = address.strip(), phone.strip(), email.strip()
    company.time_zone = _known_zone(time_zone)
    session.flush()


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name.strip()).key
    except (KeyError, ValueError, OSError) as error:  # OSError: "Asia" is a folder of zones
        raise DomainError("time-zone-unknown", zone=name) from error
