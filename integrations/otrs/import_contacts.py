"""People of clients become contacts: one for each of their companies."""

from typing import Any

from sqlalchemy.orm import Session

from domain.clients.actions import add_contact, edit_contact
from domain.clients.phones import last_digits
from domain.clients.tables import Contact
from integrations.otrs.import_clients import client_of
from integrations.otrs.import_ledger import Known, Ledger, digest_of, outcome_of
from integrations.otrs.import_report import Outcome
from integrations.otrs.records import Person

KIND = "person"


def source_id(person: Person, company_key: str) -> str:
    """Return the key of a person at one of its companies."""
    return f"{person.id}:{company_key}"


def digest(person: Person) -> str:
    """Return the hash of what is brought of a person."""
    return digest_of(person)


def bring_person(session: Session, system: str, person: Person) -> tuple[Outcome, ...]:
    """Make contacts of a person or bring them up to date; nothing for companies that were not brought."""
    return tuple(
        _bring_at(session, system, person, key, client_id)
        for key in dict.fromkeys(person.company_keys)
        if (client_id := client_of(session, system, key)) is not None
    )


def contact_of(session: Session, system: str, person: Person | None, company_key: str, client_id: int) -> int | None:
    """Return the contact that a person became at a company; None where it is at another client by now."""
    known = Ledger(session, system).find(KIND, source_id(person, company_key)) if person else None
    contact = session.get(Contact, known.our_id) if known else None
    return contact.id if contact is not None and contact.client_id == client_id else None


def full_name(person: Person) -> str:
    """Return the name of a person as people say it, the login where there is none."""
    return " ".join(f"{person.first_name} {person.last_name}".split()) or person.login


def _bring_at(session: Session, system: str, person: Person, key: str, client_id: int) -> Outcome:
    ledger, said = Ledger(session, system), digest(person)
    known: Known | None = ledger.find(KIND, source_id(person, key))
    contact = session.get(Contact, known.our_id) if known else None
    outcome = outcome_of(known, said, contact.version if contact else None)
    if outcome == "new":
        contact_id = add_contact(session, client_id, **_details(person))
        contact = session.get_one(Contact, contact_id)
        contact.active = person.valid
        session.flush()
    elif outcome == "changed" and contact is not None:
        edit_contact(session, contact.id, site_id=contact.site_id, active=person.valid,
                     expected_version=contact.version, **_details(person))  # fmt: skip
        session.flush()
    if outcome in ("new", "changed") and contact is not None:
        session.refresh(contact)
        ledger.note(KIND, source_id(person, key), contact.id, version=contact.version, digest=said)
    return outcome


def _details(person: Person) -> dict[str, Any]:
    """Return what a contact keeps; texts that are no phone and no e-mail stay readable beside the post."""
    typed = [phone.strip() for phone in (person.mobile, person.phone) if phone.strip()]
    phones = [phone for phone in typed if last_digits(phone)]
    email = person.email.strip()
    is_address = "@" in email.strip("@") and len(email.split()) == 1
    more = [person.title, person.comments, *(phone for phone in typed if phone not in phones)]
    more += [f"{label}: {text.strip()}" for label, text in (("факс", person.fax),) if text.strip()]
    more += [email] if email and not is_address else []
    more += [f"{field.label}: {', '.join(field.shown)}" for field in person.fields]
    return {
        "name": full_name(person),
        "phones": phones,
        "post": "; ".join(text.strip() for text in more if text.strip()),
        "email": email if is_address else None,
    }
