"""What the company says of itself on papers beyond its address: bank, director, tax, logo."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database.errors import DomainError
from database.rows import locked
from domain.files.tables import StoredFile
from domain.printouts.parties import CompanyDetails
from domain.settings.tables import Company

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
"""Cyrillic letters that people type for Latin ones of the same shape."""
_IBAN_DIGITS = 97


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """What only papers need; `hours` when the company is there, `version` the one of the company's row."""

    vat_payer: bool
    bank: str
    iban: str
    bic: str
    kbe: str
    director: str
    director_post: str
    hours: str
    logo_file_id: int | None
    version: int


def paper_details(session: Session) -> PaperDetails:
    """Return the details. Raises DomainError `company-missing` for a database that was not filled."""
    row = session.execute(
        select(
            Company.vat_payer, Company.bank, Company.iban, Company.bic, Company.kbe, Company.director,
            Company.director_post, Company.hours, Company.logo_file_id, Company.version,
        )
    ).one_or_none()  # fmt: skip
    if row is None:
        raise DomainError("company-missing")
    return PaperDetails(**row._mapping)


def edit_paper_details(
    session: Session,
    *,
    vat_payer: bool,
    bank: str,
    iban: str,
    bic: str,
    kbe: str,
    director: str,
    director_post: str,
    hours: str,
    expected_version: int,
) -> None:
    """Set what stands on papers; administrators and the director.

    Raises DomainError `iban-wrong`, `bic-wrong`, `kbe-wrong`, or ConflictError.
    """
    company = locked(session, Company, 1, expected_version=expected_version, unknown="company-missing")
    company.vat_payer, company.bank = vat_payer, " ".join(bank.split())
    company.iban, company.bic, company.kbe = checked_iban(iban), checked_bic(bic), checked_kbe(kbe)
    company.director, company.director_post = " ".join(director.split()), " ".join(director_post.split())
    company.hours = " ".join(hours.split())
    session.flush()


def set_logo_file(session: Session, file_id: int | None, *, expected_version: int) -> None:
    """Set or take away the logo, a file that was checked to be a picture. Raises ConflictError."""
    company = locked(session, Company, 1, expected_version=expected_version, unknown="company-missing")
    company.logo_file_id = file_id
    session.flush()


def logo(session: Session) -> bytes | None:
    """Return the bytes of the company's logo, or None."""
    query = select(StoredFile.content).join(Company, Company.logo_file_id == StoredFile.id)
    return session.scalars(query).one_or_none()


def checked_iban(typed: str) -> str:
    """Return an account of Kazakhstan (ИИК) without blanks, empty where none was typed.

    Twenty characters: KZ, two check digits, three digits of the bank, thirteen letters or digits; ISO 13616 modulo 97.
    Raises DomainError `iban-wrong`.

    >>> checked_iban("KZ86 125K ZT50 0410 0100"), checked_iban("кz64000a000000012345")
    ('KZ86125KZT5004100100', 'KZ64000A000000012345')
    """
    iban = "".join(typed.split()).upper().translate(_LOOK_ALIKES)
    if not iban:
        return ""
    if not re.fullmatch(r"KZ[0-9]{5}[0-9A-Z]{13}", iban):
        raise DomainError("iban-wrong", iban=typed)
    if int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % _IBAN_DIGITS != 1:
        raise DomainError("iban-wrong", iban=typed)
    return iban


def checked_bic(typed: str) -> str:
    """Return a bank's code of 8 or 11 characters, empty where none was typed. Raises DomainError `bic-wrong`."""
    bic = "".join(typed.split()).upper().translate(_LOOK_ALIKES)
    if bic and not re.fullmatch(r"[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?", bic):
        raise DomainError("bic-wrong", bic=typed)
    return bic


def checked_kbe(typed: str) -> str:
    """Return a beneficiary code (residency 1 or 2, sector 1 to 9), empty where none. Raises DomainError `kbe-wrong`."""
    kbe = typed.strip()
    if kbe and not re.fullmatch(r"[12][1-9]", kbe):
        raise DomainError("kbe-wrong", kbe=typed)
    return kbe


def company_on_paper(session: Session) -> CompanyDetails:
    """Return the company as papers name it. Raises DomainError `company-missing`."""
    row = session.execute(
        select(Company, StoredFile.sha256).outerjoin(StoredFile, StoredFile.id == Company.logo_file_id)
    ).one_or_none()
    if row is None:
        raise DomainError("company-missing")
    company, logo_sha256 = row
    return CompanyDetails(
        name=company.name, bin=company.bin or "", address=company.address, phone=company.phone, email=company.email,
        bank=company.bank, iban=company.iban, bic=company.bic, kbe=company.kbe, director=company.director,
        director_post=company.director_post, hours=company.hours, logo_sha256=logo_sha256,
    )  # fmt: skip


def zone(session: Session) -> ZoneInfo:
    """Return the company's time zone."""
    return ZoneInfo(session.scalars(select(Company.time_zone)).one())


def local_now(session: Session) -> datetime:
    """Return the server's clock as local time of the company, without zone."""
    now: datetime = session.execute(select(func.now())).scalar_one()
    return now.astimezone(zone(session)).replace(tzinfo=None)


def local_today(session: Session) -> date:
    """Return the company's day by the server's clock."""
    return local_now(session).date()
