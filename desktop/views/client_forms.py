"""The forms of a client's card: details, a site, a person."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit
from sqlalchemy.orm import Session

from desktop.shell.languages import NAMES
from desktop.shell.pages import PageContext
from desktop.views.kept_form import KeptForm, Record, Values
from domain.clients.actions import add_contact, add_site, edit_client, edit_contact, edit_site, register_client
from domain.clients.contacts import ContactRow
from domain.clients.queries import ClientCard, SiteRow, client_card

Action = Callable[[Session], Any]
NEW_CLIENT = Record(
    "client.new",
    {
        "name": "", "code": "", "bin": "", "email": "", "note": "", "active": True, "notices": False,
        "notice_language": "ru",
    },
)  # fmt: skip


def client_record(card: ClientCard) -> Record:
    """Return what the form of a client is filled with."""
    values = {
        "name": card.name, "code": card.code, "bin": card.bin or "", "email": card.email or "", "note": card.note,
        "active": card.active, "notices": card.notices, "notice_language": card.notice_language,
    }  # fmt: skip
    return Record(f"client.{card.id}", values, card.id, card.version)


def site_record(site: SiteRow) -> Record:
    """Return what the form of a site is filled with."""
    values = {
        "name": site.name, "address": site.address, "directions": site.directions, "hours": site.hours,
        "active": site.active,
    }  # fmt: skip
    return Record(f"site.{site.id}", values, site.id, site.version)


def person_record(person: ContactRow) -> Record:
    """Return what the form of a person is filled with."""
    values = {
        "name": person.name, "phones": ", ".join(person.phones), "post": person.post, "email": person.email or "",
        "site": person.site_id or "", "active": person.active,
    }  # fmt: skip
    return Record(f"contact.{person.id}", values, person.id, person.version)


def new_site(client_id: int) -> Record:
    """Return the empty form of a site of this client."""
    values = {"name": "", "address": "", "directions": "", "hours": "", "active": True}
    return Record(f"client.{client_id}.site", values, owner=client_id)


def new_person(client_id: int) -> Record:
    """Return the empty form of a person at this client."""
    values = {"name": "", "phones": "", "post": "", "email": "", "site": "", "active": True}
    return Record(f"client.{client_id}.contact", values, owner=client_id)


class ClientForm(KeptForm):
    """Name, code, BIN and the like; the same BIN as another client's wants a second press of Save."""

    confirmable = frozenset({"bin-taken"})

    def __init__(self, context: PageContext, *, editable: bool) -> None:
        note = QPlainTextEdit(objectName="client_note", tabChangesFocus=True)
        note.setFixedHeight(56)
        self._name = QLineEdit(objectName="client_name")
        code = QLineEdit(objectName="client_code", placeholderText=self.tr("made from the name"))
        fields = {
            "name": (self.tr("&Name"), self._name),
            "code": (self.tr("&Code"), code),
            "bin": (self.tr("&BIN"), QLineEdit(objectName="client_bin")),
            "email": (self.tr("&E-mail"), QLineEdit(objectName="client_email")),
            "note": (self.tr("N&ote"), note),
            "active": (self.tr("Served"), QCheckBox(self.tr("Served"), objectName="client_active")),
            "notices": (
                self.tr("Notices"),
                QCheckBox(self.tr("Tell of the statuses of tickets by mail"), objectName="client_notices"),
            ),
            "notice_language": (self.tr("Notices &in"), _languages()),
        }
        super().__init__(context, "client", fields, editable=editable)
        self.setFocusProxy(self._name)

    def compose(self, record: Record, values: Values) -> Action:
        """Register a new client or save the one that is shown."""
        texts = {"name": values["name"], "bin": values["bin"], "email": values["email"], "note": values["note"]}
        notices = {"notices": values["notices"], "notice_language": values["notice_language"]}
        if record.row_id is None:
            return partial(_register, texts=texts, code=values["code"], confirmed=self.confirmed, notices=notices)
        return partial(
            edit_client, client_id=record.row_id, code=values["code"], active=values["active"],
            expected_version=record.version, **texts, **notices,
        )  # fmt: skip


def _languages() -> QComboBox:
    made = QComboBox(objectName="client_notice_language")
    for code, name in NAMES.items():
        made.addItem(name, code)
    return made


def _register(session: Session, *, texts: dict[str, Any], code: str, confirmed: bool, notices: dict[str, Any]) -> int:
    """Take on a client with its wish for notices; returns the id."""
    client_id = register_client(session, code=code, confirmed=confirmed, **texts)
    if notices["notices"]:
        card = client_card(session, client_id)
        edit_client(session, client_id, code=card.code, active=True, expected_version=card.version, **texts, **notices)
    return client_id


class SiteForm(KeptForm):
    """A place of the client."""

    def __init__(self, context: PageContext, *, editable: bool) -> None:
        name = QLineEdit(objectName="site_name", placeholderText=self.tr("Head office"))
        directions = QLineEdit(
            objectName="site_directions", placeholderText=self.tr("Entrance, floor, who gives the pass")
        )
        fields = {
            "name": (self.tr("&Name"), name),
            "address": (self.tr("&Address"), QLineEdit(objectName="site_address")),
            "directions": (self.tr("&Way in, pass"), directions),
            "hours": (self.tr("Ho&urs"), QLineEdit(objectName="site_hours", placeholderText="09:00–18:00")),
            "active": (self.tr("In use"), QCheckBox(self.tr("In use"), objectName="site_active")),
        }
        super().__init__(context, "site", fields, editable=editable)
        self.setFocusProxy(name)

    def compose(self, record: Record, values: Values) -> Action:
        """Add a site or save the one that is shown."""
        if record.row_id is None:
            given = {name: values[name] for name in ("name", "address", "directions", "hours")}
            return partial(add_site, client_id=record.owner, **given)
        return partial(edit_site, site_id=record.row_id, expected_version=record.version, **values)


class PersonForm(KeptForm):
    """A person at the client; phones are parted by commas."""

    def __init__(self, context: PageContext, *, editable: bool) -> None:
        name = QLineEdit(objectName="contact_name")
        self._site = QComboBox(objectName="contact_site")
        phones = QLineEdit(objectName="contact_phones", placeholderText=self.tr("Several: with a comma between"))
        fields = {
            "name": (self.tr("&Name"), name),
            "phones": (self.tr("&Phones"), phones),
            "post": (self.tr("P&ost"), QLineEdit(objectName="contact_post")),
            "email": (self.tr("&E-mail"), QLineEdit(objectName="contact_email")),
            "site": (self.tr("&Site"), self._site),
            "active": (self.tr("Works there"), QCheckBox(self.tr("Works there"), objectName="contact_active")),
        }
        super().__init__(context, "contact", fields, editable=editable)
        self.setFocusProxy(name)

    def offer_sites(self, sites: Iterable[SiteRow]) -> None:
        """Let the person be put at one of these, or at none."""
        self.fill_choices(self._site, [("", ""), *((site.name, site.id) for site in sites)])

    def compose(self, record: Record, values: Values) -> Action:
        """Add a person or save the one that is shown."""
        given: dict[str, Any] = {
            "name": values["name"], "phones": [one.strip() for one in values["phones"].split(",")],
            "site_id": values["site"] or None, "post": values["post"], "email": values["email"],
        }  # fmt: skip
        if record.row_id is None:
            return partial(add_contact, client_id=record.owner, **given)
        return partial(
            edit_contact, contact_id=record.row_id, active=values["active"], expected_version=record.version, **given
        )
