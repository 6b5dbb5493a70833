"""Clients are taken on and described, with their sites and the people who call."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from database.errors import DomainError
from database.rows import locked
from domain.clients.bin_number import checked_bin
from domain.clients.codes import client_code
from domain.clients.phones import last_digits, normalise
from domain.clients.tables import Client, Contact, ContactPhone, Site

LONGEST_CODE = 60
NOTICE_LANGUAGES = ("ru", "en", "kk")


def register_client(
    session: Session,
    *,
    name: str,
    code: str | None = None,
    bin: str | None = None,
    email: str | None = None,
    note: str = "",
    confirmed: bool = False,
) -> int:
    """Take on a client and return its id. Without a `code` one is made from the name.

    confirmed: register it although another client has the same BIN (branches of one company).
    Raises DomainError `name-wanted`, `code-wrong`, `code-taken`, `bin-wrong`, `bin-taken`, `email-wrong`.
    """
    name, digits = _name(name), checked_bin(bin)
    if digits and not confirmed:
        _refuse_known_bin(session, digits)
    client = Client(code=_new_code(session, code, name), bin=digits, email=_email(email), note=note.strip())
    client.rename(name, client.code, client.bin, client.email)
    session.add(client)
    session.flush()
    return client.id


def edit_client(
    session: Session,
    client_id: int,
    *,
    name: str,
    code: str,
    bin: str | None,
    email: str | None,
    note: str,
    active: bool,
    notices: bool | None = None,
    notice_language: str | None = None,
    expected_version: int,
) -> None:
    """Set a client's details. Raises as `register_client`, `client-merged`, `language-unknown`, or ConflictError.

    notices, notice_language: whether it wants to hear of its tickets' statuses, and in what; None leaves that as it is.
    """
    client = _locked_client(session, client_id, expected_version)
    if notices is not None:
        client.notices = notices
    if notice_language is not None:
        client.notice_language = _language(notice_language)
    if code.strip() != client.code:
        client.code = _new_code(session, code, name)
    client.bin, client.email = checked_bin(bin), _email(email)
    client.note, client.active = note.strip(), active
    client.rename(_name(name), client.code, client.bin, client.email)
    session.flush()


def add_site(
    session: Session, client_id: int, *, name: str, address: str = "", directions: str = "", hours: str = ""
) -> int:
    """Add a place where a client's devices stand and return its id.

    directions: how to get in, hours: when; both stand on round sheets.
    Raises DomainError `name-wanted`, `site-taken`, `client-merged`, `client-unknown`.
    """
    _locked_client(session, client_id, None)
    site = Site(client_id=client_id, address=address.strip(), directions=directions.strip(), hours=hours.strip())
    _rename_site(session, site, name)
    session.add(site)
    session.flush()
    return site.id


def edit_site(
    session: Session,
    site_id: int,
    *,
    name: str,
    address: str,
    active: bool,
    expected_version: int,
    directions: str | None = None,
    hours: str | None = None,
) -> None:
    """Set a site's details; `directions` and `hours` stay as they are where they are None.

    Raises DomainError `name-wanted`, `site-taken`, `site-unknown`, or ConflictError.
    """
    site = locked(session, Site, site_id, expected_version=expected_version, unknown="site-unknown")
    site.address, site.active = address.strip(), active
    if directions is not None:
        site.directions = directions.strip()
    if hours is not None:
        site.hours = hours.strip()
    _rename_site(session, site, name)
    session.flush()


def add_contact(
    session: Session,
    client_id: int,
    *,
    name: str,
    phones: Iterable[str] = (),
    site_id: int | None = None,
    post: str = "",
    email: str | None = None,
) -> int:
    """Add a person at a client and return the contact's id; of a phone written twice one is kept.

    Raises DomainError `name-wanted`, `phone-wrong`, `email-wrong`, `site-of-another-client`, `client-merged`.
    """
    _locked_client(session, client_id, None)
    _check_site(session, client_id, site_id)
    contact = Contact(client_id=client_id, site_id=site_id, post=post.strip(), email=_email(email))
    contact.rename(_name(name), contact.email)
    numbers = _phones(phones)
    session.add(contact)
    session.flush()
    _set_phones(session, contact.id, numbers)
    return contact.id


def edit_contact(
    session: Session,
    contact_id: int,
    *,
    name: str,
    phones: Iterable[str],
    site_id: int | None,
    post: str,
    email: str | None,
    active: bool,
    expected_version: int,
) -> None:
    """Set a contact's details and exactly these phones.

    Raises as `add_contact`, `contact-unknown`, or ConflictError.
    """
    contact = locked(session, Contact, contact_id, expected_version=expected_version, unknown="contact-unknown")
    _check_site(session, contact.client_id, site_id)
    contact.site_id, contact.post, contact.email, contact.active = site_id, post.strip(), _email(email), active
    contact.rename(_name(name), contact.email)
    flag_modified(contact, "name")  # counts the version up also where only the phones change
    _set_phones(session, contact.id, _phones(phones))


def _name(name: str) -> str:
    if not name.strip():
        raise DomainError("name-wanted")
    return " ".join(name.split())


def _email(email: str | None) -> str | None:
    address = (email or "").strip()
    user, at, host = address.rpartition("@")
    if address and not (at and user and host and address.split() == [address]):
        raise DomainError("email-wrong", email=address)
    return address or None


def _language(code: str) -> str:
    if code not in NOTICE_LANGUAGES:
        raise DomainError("language-unknown", language=code)
    return code


def _new_code(session: Session, typed: str | None, name: str) -> str:
    code = (typed or "").strip()
    if not code:
        return client_code(name, set(session.scalars(select(Client.code))))
    if len(code) > LONGEST_CODE or not code.isprintable():
        raise DomainError("code-wrong", client_code=code[:LONGEST_CODE], longest=LONGEST_CODE)
    holder = session.scalar(select(Client.name).where(Client.code == code))
    if holder is not None:
        raise DomainError("code-taken", client_code=code, client=holder)
    return code


def _refuse_known_bin(session: Session, digits: str) -> None:
    known = select(Client.name).where(Client.bin == digits, Client.merged_into_id.is_(None)).limit(1)
    holder = session.scalar(known)
    if holder is not None:
        raise DomainError("bin-taken", bin=digits, client=holder)


def _locked_client(session: Session, client_id: int, expected_version: int | None) -> Client:
    client = locked(session, Client, client_id, expected_version=expected_version, unknown="client-unknown")
    if client.merged_into_id is not None:
        target = session.get_one(Client, client.merged_into_id)
        raise DomainError("client-merged", client=target.name)
    return client


def _rename_site(session: Session, site: Site, name: str) -> None:
    name = _name(name)
    taken = select(Site.id).where(
        Site.client_id == site.client_id, Site.name == name, Site.id.is_distinct_from(site.id)
    )
    with session.no_autoflush:
        if session.scalar(taken) is not None:
            raise DomainError("site-taken", site=name)
    site.rename(name, site.address)


def _check_site(session: Session, client_id: int, site_id: int | None) -> None:
    if site_id is not None and session.scalar(select(Site.client_id).where(Site.id == site_id)) != client_id:
        raise DomainError("site-of-another-client")


def _phones(typed: Iterable[str]) -> dict[str, ContactPhone]:
    """Return the phones to keep, one for each number, by `tail`."""
    phones: dict[str, ContactPhone] = {}
    for text in (one.strip() for one in typed):
        if not text:
            continue
        tail = last_digits(text)[::-1]
        if not tail:
            raise DomainError("phone-wrong", phone=text)
        phones.setdefault(tail, ContactPhone(typed=text, e164=normalise(text), tail=tail))
    return phones


def _set_phones(session: Session, contact_id: int, wanted: dict[str, ContactPhone]) -> None:
    for phone in session.scalars(select(ContactPhone).where(ContactPhone.contact_id == contact_id)):
        kept = wanted.pop(phone.tail, None)
        if kept is None:
            session.delete(phone)
        else:
            phone.typed, phone.e164 = kept.typed, kept.e164
    for phone in wanted.values():
        phone.contact_id = contact_id
        session.add(phone)
    session.flush()
