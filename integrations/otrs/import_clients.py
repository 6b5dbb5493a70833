"""Companies of OTRS become clients."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.clients.actions import add_site, register_client
from domain.clients.bin_number import checked_bin
from domain.clients.tables import Client
from integrations.otrs.import_ledger import Ledger, digest_of, outcome_of
from integrations.otrs.import_report import Outcome
from integrations.otrs.records import Company

KIND = "company"
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d{12}(?!\d)")
_MAIN_SITE = "Основной адрес"


def digest(company: Company) -> str:
    """Return the hash of what is brought of a company."""
    return digest_of(company)


def bring_company(session: Session, system: str, company: Company) -> Outcome:
    """Make a client of a company, or bring one up to date that nobody changed in Vetka.

    A client that Vetka already has (the same BIN, else the same name) is taken for it and stays as it is.
    """
    ledger, said = Ledger(session, system), digest(company)
    known = ledger.find(KIND, company.key)
    client = session.get(Client, known.our_id) if known else None
    outcome = outcome_of(known, said, client.version if client else None)
    if outcome == "new":
        ours = _ours_before(session, system, company)
        if ours is not None:
            ledger.note(KIND, company.key, ours, digest=said)
            return "kept"
        client = _registered(session, company)
    elif outcome == "changed" and client is not None:
        _describe(client, company)
        session.flush()
    if outcome in ("new", "changed") and client is not None:
        session.refresh(client)
        ledger.note(KIND, company.key, client.id, version=client.version, digest=said)
    return outcome


def client_of(session: Session, system: str, key: str) -> int | None:
    """Return the client that a company became, or the one it was merged into since; None for an unknown company."""
    known = Ledger(session, system).find(KIND, key) if key else None
    client = session.get(Client, known.our_id) if known else None
    while client is not None and client.merged_into_id is not None:
        client = session.get(Client, client.merged_into_id)
    return None if client is None else client.id


def bin_of(company: Company) -> str | None:
    """Return the BIN that stands in key, name or comments; None where there is none or its control digit is wrong."""
    for found in _TWELVE_DIGITS.findall(f"{company.key} {company.name} {company.comments}"):
        try:
            return checked_bin(found)
        except DomainError:
            continue
    return None


def _registered(session: Session, company: Company) -> Client:
    client_id = register_client(session, name=_name(company), bin=bin_of(company), note=_note(company), confirmed=True)
    address = ", ".join(part for part in (company.zip, company.city, company.street, company.country) if part.strip())
    if address:
        add_site(session, client_id, name=company.city.strip() or _MAIN_SITE, address=address)
    client = session.get_one(Client, client_id)
    client.active = company.valid
    session.flush()
    return client


def _describe(client: Client, company: Company) -> None:
    client.bin = bin_of(company)
    client.note, client.active = _note(company), company.valid
    client.rename(_name(company), client.code, client.bin, client.email)


def _ours_before(session: Session, system: str, company: Company) -> int | None:
    brought = {known.our_id for known in Ledger(session, system).all(KIND).values()}
    number = bin_of(company)
    tests = [] if number is None else [Client.bin == number]
    tests.append(func.lower(Client.name) == _name(company).lower())
    for test in tests:
        for client_id in session.scalars(select(Client.id).where(test, Client.merged_into_id.is_(None))):
            if client_id not in brought:
                return client_id
    return None


def _name(company: Company) -> str:
    return " ".join(company.name.split()) or company.key


def _note(company: Company) -> str:
    lines = [f"OTRS: {company.key}", company.url.strip(), company.comments.strip()]
    lines += [f"{field.label}: {', '.join(field.shown)}" for field in company.fields]
    return "\n".join(line for line in lines if line)
