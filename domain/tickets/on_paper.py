"""What papers say of a ticket: its client, place, caller and devices, with times of the company's zone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from domain.clients.tables import Client, Contact, ContactPhone, Site
from domain.equipment.numbers import readable_number
from domain.equipment.tables import Device, DeviceCode, DeviceType
from domain.people.tables import Person
from domain.printouts.parties import Caller, ClientDetails, Place
from domain.settings.paper_details import zone
from domain.settings.tables import Company
from domain.tickets.tables import Ticket, TicketDevice

INVENTORY = "inventory_number"
"""Source of a device's code that is the client's inventory number; any other code stands in for it."""


@dataclass(frozen=True, slots=True)
class TicketOnPaper:
    """A ticket with its client. `registered` and `due` are local."""

    id: int
    number: int
    type: str
    title: str
    description: str
    client_id: int
    client: ClientDetails
    place: Place
    caller: Caller
    engineer: str
    registered: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class DeviceOnPaper:
    """A device of a ticket; `number` as its sticker says it."""

    ticket_id: int
    number: str
    type: str
    type_code: str
    model: str
    serial: str
    inventory_number: str
    room: str
    state: str


def ticket_on_paper(session: Session, ticket_id: int) -> TicketOnPaper:
    """Return a ticket for a paper. Raises DomainError `ticket-unknown`, `paper-client-wanted`."""
    local = zone(session)
    phone = select(func.min(ContactPhone.typed)).where(ContactPhone.contact_id == Contact.id).scalar_subquery()
    row = session.execute(
        select(Ticket, Client, Site, Contact, phone.label("phone"), Person.name.label("engineer"))
        .outerjoin(Client, Client.id == Ticket.client_id)
        .outerjoin(Site, Site.id == Ticket.site_id)
        .outerjoin(Contact, Contact.id == Ticket.contact_id)
        .outerjoin(Person, Person.id == Ticket.engineer_id)
        .where(Ticket.id == ticket_id)
    ).one_or_none()
    if row is None:
        raise DomainError("ticket-unknown", ticket=ticket_id)
    ticket, client, site, contact = row.Ticket, row.Client, row.Site, row.Contact
    if client is None:
        raise DomainError("paper-client-wanted", ticket=ticket.number)
    site = site or _only_site(session, client.id)
    return TicketOnPaper(
        ticket.id, ticket.number, ticket.type, ticket.title, ticket.description, client.id,
        ClientDetails(client.name, client.bin or ""),
        Place(site.name, site.address, site.directions) if site else Place(),
        Caller(contact.name if contact else "", contact.post if contact else "", row.phone or "",
               site.hours if site else ""),
        row.engineer or "", ticket.registered_at.astimezone(local).replace(tzinfo=None),
        ticket.due_at.astimezone(local).replace(tzinfo=None) if ticket.due_at else None,
    )  # fmt: skip


def devices_on_paper(session: Session, tickets: list[int]) -> list[DeviceOnPaper]:
    """Return the devices of tickets, by ticket and number."""
    code = aliased(DeviceCode)
    inventory = (
        select(code.code)
        .where(code.device_id == Device.id)
        .order_by((code.source != INVENTORY), code.id)
        .limit(1)
        .correlate(Device)
        .scalar_subquery()
    )
    query = (
        select(TicketDevice.ticket_id, Device.number, Device.check_character, Company.label_prefix,
               DeviceType.name.label("type"), DeviceType.code.label("type_code"), Device.model, Device.serial,
               func.coalesce(inventory, "").label("inventory_number"), Device.room,
               Device.service_state.label("state"))
        .join(Device, Device.id == TicketDevice.device_id)
        .join(DeviceType, DeviceType.id == Device.type_id)
        .join(Company, Company.id == 1)
        .where(TicketDevice.ticket_id.in_(tickets))
        .order_by(TicketDevice.ticket_id, Device.number)
    )  # fmt: skip
    return [
        DeviceOnPaper(
            one.ticket_id, readable_number(one.label_prefix, one.number, one.check_character), one.type, one.type_code,
            one.model, one.serial, one.inventory_number, one.room, one.state,
        )
        for one in session.execute(query)
    ]  # fmt: skip


def signed_in(session: Session) -> Caller:
    """Return who makes a paper, for its signatures; without a name where the login is no person's."""
    query = select(Person.name, Person.phone).where(Person.login == text("session_user"))
    found = session.execute(query).one_or_none()
    return Caller(found.name, phone=found.phone or "") if found else Caller()


def _only_site(session: Session, client_id: int) -> Site | None:
    """Return the client's site where there is no choice."""
    sites = session.scalars(select(Site).where(Site.client_id == client_id, Site.active).limit(2)).all()
    return sites[0] if len(sites) == 1 else None
