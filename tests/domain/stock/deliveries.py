"""A buyer's morning for tests: a ticket with an engineer, sent to procurement, and what it needs ordered."""

import json
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from string import Formatter
from uuid import UUID, uuid4

from sqlalchemy import select, text

import resources
from database.errors import KnownError
from domain.people.tables import Person
from domain.procurement import actions as procurement
from domain.procurement.orders import OrderLine, order
from domain.stock import actions, nomenclature
from domain.stock.tables import StockPlace
from domain.tickets import actions as tickets
from resources.sentences import LANGUAGES
from tests.company import Company

_numbers = count(1)


@dataclass
class Delivery:
    """A ticket waiting for an order, and the lines of that order in the order of the goods."""

    ticket_id: int
    ticket_number: int
    order_number: int
    lines: list[int] = field(default_factory=list)
    products: list[int] = field(default_factory=list)


def product(company: Company, name: str = "Картридж", **details) -> int:
    return company.database("buyer").act(
        nomenclature.register_product, code=f"A-{next(_numbers)}", name=name, **details
    )


def supplier(company: Company) -> int:
    return company.database("buyer").act(procurement.register_supplier, name=f"ТОО «Поставка {next(_numbers)}»")


def person_id(company: Company, login: str) -> int:
    return company.owner().ask(lambda session: session.scalar(select(Person.id).where(Person.login == login)))


def warehouse(company: Company) -> int:
    return company.owner().ask(lambda session: session.scalar(select(StockPlace.id).where(StockPlace.code == "main")))


def ticket_in_work(company: Company, engineer: str = "engineer", priority: int = 3) -> tickets.Registered:
    dispatcher = company.database("dispatcher")
    entry = tickets.NewTicket(type="incident", title="Не печатает принтер в бухгалтерии", priority=priority)
    made = dispatcher.act(tickets.register, entry)
    dispatcher.act(tickets.assign, made.id, person_id(company, engineer), expected_version=None)
    return made


def waiting_ticket(company: Company, needs: list[procurement.Need], **ticket) -> tuple[tickets.Registered, list[int]]:
    """Register, assign, add lines and press until the ticket may be ordered for."""
    made = ticket_in_work(company, **ticket)
    engineer, buyer = company.database(ticket.get("engineer", "engineer")), company.database("buyer")
    lines = engineer.act(procurement.add_purchase_lines, made.id, needs)
    engineer.act(tickets.move, made.id, "to_procurement", expected_version=None)
    buyer.act(tickets.move, made.id, "internal_need", expected_version=None, comment="для себя")
    return made, lines


def ordered(
    company: Company, *quantities: int, tolerance: int = 0, tracked: bool = False, by: int | None = None, **ticket
) -> Delivery:
    """Order goods for one ticket, a product each quantity, and say on the ticket that they are ordered."""
    buyer = company.database("buyer")
    goods = [product(company, serial_tracked=tracked) for _ in quantities]
    needs = [procurement.Need(quantity, product_id) for quantity, product_id in zip(quantities, goods, strict=True)]
    made, lines = waiting_ticket(company, needs, **ticket)
    items = [
        procurement.OrderItem(line, product_id, quantity, tolerance, date(2027, 1, 15))
        for line, product_id, quantity in zip(lines, goods, quantities, strict=True)
    ]
    number = buyer.act(procurement.order_from_supplier, by or supplier(company), items)
    buyer.act(tickets.move, made.id, "order", expected_version=None)
    return Delivery(made.id, made.number, number, [line.id for line in order_lines(company, number)], goods)


def order_lines(company: Company, number: int) -> list[OrderLine]:
    return list(company.database("clerk").ask(order, number).lines)


def draft(company: Company, counts: dict[int, int], login: str = "clerk", serials: str = "") -> tuple[UUID, int]:
    """Enter a receipt and return its key and version."""
    clerk, key = company.database(login), uuid4()
    version = clerk.act(actions.begin_receipt, key, to_place_id=warehouse(company)).version
    for order_line, quantity in counts.items():
        version = clerk.act(actions.put_line, key, order_line, quantity=quantity, serials=serials).version
    return key, version


def receive(company: Company, counts: dict[int, int], login: str = "clerk", serials: str = "") -> actions.Posted:
    key, version = draft(company, counts, login, serials)
    return company.database(login).act(actions.post_receipt, key, version)


def status_of(company: Company, ticket_id: int) -> tuple[str, str | None]:
    """Return a ticket's status and the login of its engineer."""
    with company.owner().session() as session:
        row = session.execute(
            text(
                "SELECT s.code, p.login FROM ticket k JOIN status s ON s.id = k.status_id "
                "LEFT JOIN person p ON p.id = k.engineer_id WHERE k.id = :id"
            ),
            {"id": ticket_id},
        ).one()
    return row.code, row.login


def refusal(call, *args, **kwargs) -> KnownError:
    """Return the refusal that a call must end in; it has a sentence in every language, and every blank a value."""
    try:
        call(*args, **kwargs)
    except KnownError as error:
        for language in LANGUAGES:
            sentences = json.loads(resources.read_text("sentences", f"{language}.json"))
            blanks = {name for _, name, _, _ in Formatter().parse(sentences[error.code]) if name}
            assert blanks <= {name for name, value in error.details.items() if value is not None}, error
        return error
    raise AssertionError("nothing was refused")
