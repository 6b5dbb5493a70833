"""A client with tickets, devices and needs, on the test company's database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import text

from domain.contracts.actions import register_contract
from domain.equipment.actions import DeviceEntry, register_device
from domain.equipment.queries import device_types
from domain.procurement import actions as procurement
from domain.procurement.actions import Need
from domain.tickets import actions as tickets
from domain.tickets.actions import NewTicket
from tests.company import Company
from tests.domain.tickets.line import person_id

NOVEMBER = datetime(2026, 11, 20, 5, tzinfo=UTC)


@dataclass
class Office:
    """A client called «Жаңа Өріс», with a site, a contact and a contract of four rounds a month."""

    company: Company
    client: int
    site: int
    contact: int

    def ticket(self, title: str = "Не печатает принтер", **fields: object) -> tickets.Registered:
        entry = NewTicket(title=title, client_id=self.client, site_id=self.site, contact_id=self.contact, **fields)  # type: ignore[arg-type]
        return self.company.database("dispatcher").act(tickets.register, entry)

    def device(self, ticket: int, room: str = "каб. 7", model: str = "ProDesk 400", kind: str = "computer") -> int:
        """Add a device to the register and to a ticket."""
        engineer = self.company.database("engineer")
        type_id = next(one.id for one in engineer.ask(device_types) if one.code == kind)
        made = engineer.act(register_device, DeviceEntry(type_id, self.client, model=model, room=room)).id
        with self.company.owner().session() as session:
            session.execute(
                text("INSERT INTO ticket_device (ticket_id, device_id) VALUES (:ticket, :device)"),
                {"ticket": ticket, "device": made},
            )
        return made

    def need(self, ticket: int, *prices: str | None, variant: int = 1) -> list[int]:
        """Write needs on a ticket, each with a price unless it is None; our own cost is 1234567.89 each."""
        needs = [Need(2, description=f"Блок питания {n}", variant=variant) for n, _ in enumerate(prices, 1)]
        lines = self.company.database("engineer").act(procurement.add_purchase_lines, ticket, needs)
        buyer = self.company.database("buyer")
        for line, price in zip(lines, prices, strict=True):
            if price is not None:
                buyer.act(procurement.set_cost, line, cost=Decimal("1234567.89"), price=Decimal(price),
                          expected_version=None)  # fmt: skip
        return lines


def opened(company: Company) -> Office:
    with company.owner().session() as session:
        session.execute(
            text(
                "UPDATE company SET name = 'ТОО «Ветка Сервис»', bin = '940440000405', address = 'г. Алматы, Абая 1', "
                "phone = '+7 727 355-12-34', director = 'Ахметов Т. С.', director_post = 'Директор'"
            )
        )
        client = session.execute(
            text(
                "INSERT INTO client (code, name, sort_key, search_key, bin) "
                "VALUES ('ЖӨ', 'ТОО «Жаңа Өріс»', 'a', 'жана', '170740032780') RETURNING id"
            )
        ).scalar_one()
        site = session.execute(
            text(
                "INSERT INTO site (client_id, name, sort_key, address, directions, hours) VALUES "
                "(:client, 'Главный офис', 'a', 'пр. Абая, 10', 'пропуск у охраны', '09:00–18:00') RETURNING id"
            ),
            {"client": client},
        ).scalar_one()
        contact = session.execute(
            text(
                "INSERT INTO contact (client_id, name, sort_key, post) "
                "VALUES (:client, 'Әбенова Дана', 'a', 'завхоз') RETURNING id"
            ),
            {"client": client},
        ).scalar_one()
        session.execute(
            text("INSERT INTO contact_phone (contact_id, typed, tail) VALUES (:contact, '+7 701 123-45-67', '76543')"),
            {"contact": contact},
        )
    company.database("bookkeeper").act(
        register_contract, client, number="17/2026", signed_on=date(2026, 1, 12), rounds_per_month=4
    )
    return Office(company, client, site, contact)


def moved(company: Company, login: str, ticket: int, *transitions: str, **given: object) -> None:
    for transition in transitions:
        company.database(login).act(
            lambda session, code=transition: tickets.move(session, ticket, code, expected_version=None, **given)
        )


def assigned(company: Company, ticket: int, engineer: str = "engineer") -> None:
    company.database("dispatcher").act(tickets.assign, ticket, person_id(company, engineer), expected_version=None)
