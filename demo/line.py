"""The line of the day: a call, an engineer, a purchase, a delivery, back to the engineer, labels for the devices.

Every step goes through the same actions as the buttons, on the connection of the person whose step it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

from database.errors import DomainError
from demo.cast import Cast, Player
from demo.papers import make_paper
from domain.clients.actions import register_client
from domain.clients.contacts import contacts
from domain.clients.pages import ClientFilter
from domain.clients.pages import page as clients_page
from domain.equipment.actions import DeviceEntry, register_device
from domain.equipment.pages import DeviceFilter
from domain.equipment.pages import page as devices_page
from domain.equipment.queries import device_types
from domain.printouts import actions as printing
from domain.printouts.queries import devices_to_label, stickers, templates
from domain.procurement.actions import Need, add_purchase_lines, register_supplier, set_cost
from domain.procurement.ordering import order_wanted_lines
from domain.procurement.orders import open_order_lines
from domain.procurement.queries import lines_of_ticket, suppliers
from domain.stock.actions import post_receipt
from domain.stock.nomenclature import remember_barcode
from domain.stock.queries import places
from domain.stock.receipts import receipt
from domain.stock.scanning import take_scan
from domain.tickets.actions import NewTicket, assign, move
from domain.tickets.intake import find_callers, register_and_assign
from domain.tickets.pages import TicketFilter
from domain.tickets.pages import page as tickets_page
from domain.tickets.queries import card
from printing.jobs import TapePrinter

NEEDS = ("Блок питания 500 Вт", "Кабель питания C13")
_TO_PAYMENT = ("send_offer", "approve_offer", "want_invoice", "send_invoice", "approve_invoice", "receive_payment")


@dataclass(frozen=True, slots=True)
class Step:
    """What happened: who did it, in words, and how long the action took in milliseconds."""

    code: str
    who: str
    what: str
    milliseconds: float


@dataclass
class Day:
    """The day under way: what later steps need of earlier ones."""

    cast: Cast
    printer: str
    template: str = "58x40"
    papers: Path | None = None
    """Folder for the papers of the day; None leaves them in the database."""
    steps: list[Step] = field(default_factory=list)
    ticket: int = 0
    number: int = 0
    client: int = 0
    client_code: str = ""
    job: int = 0
    receipt: UUID = field(default_factory=uuid4)

    @property
    def dispatcher(self) -> Player:
        """Who takes calls."""
        return self.cast["vetka_dispatcher"]

    @property
    def engineer(self) -> Player:
        """Who goes to the client."""
        return self.cast["vetka_engineer"]

    @property
    def buyer(self) -> Player:
        """Who buys."""
        return self.cast["vetka_procurement"]

    @property
    def clerk(self) -> Player:
        """Who receives."""
        return self.cast["vetka_warehouse"]

    def paper(self, who: Player, form: str) -> None:
        """Make a paper of the day's ticket, and write the step down."""
        title, started = make_paper(who, form, self.ticket, self.papers)
        self.note("paper", who, started, title)

    def note(self, code: str, who: Player, started: float, what: str) -> None:
        """Write a step down."""
        self.steps.append(Step(code, who.name, what, (perf_counter() - started) * 1000))


def scenes(day: Day) -> Iterator[str]:
    """Play the day; after each scene its code is yielded, so that pictures can be taken of what people see then."""
    for code, scene in SCENES:
        scene(day)
        yield code


def call(day: Day) -> None:
    """A client calls, and the ticket goes to the engineer – or an open imported ticket does."""
    started = perf_counter()
    ask, act = day.dispatcher.database.ask, day.dispatcher.database.act_once
    waiting = [
        row for row in ask(tickets_page, TicketFilter(statuses=frozenset({"open"})), limit=50)
        if row.client and (found := ask(card, row.id)) is not None and found.client_id and found.origin == "import"
    ]  # fmt: skip
    if waiting:
        row = waiting[0]
        day.dispatcher.database.act(
            partial(assign, ticket_id=row.id, engineer_id=day.engineer.id, expected_version=row.version)
        )
        day.ticket, day.number = row.id, row.number
        said = f"№ {row.number} «{row.title}» назначена: {day.engineer.name}"
    else:
        client = _client_with_phone(day)
        caller = ask(find_callers, client)[0]
        entry = NewTicket(title="Сервер не включается после грозы", client_id=caller.client_id,
                          contact_id=caller.contact_id, site_id=caller.site_id, priority=2)  # fmt: skip
        made = act(uuid4(), partial(register_and_assign, entry=entry, engineer_id=day.engineer.id))
        day.ticket, day.number = made["id"], made["number"]
        said = f"{caller.words} → № {day.number}, назначена: {day.engineer.name}"
    shown = ask(card, day.ticket)
    if shown is None or shown.client_id is None or shown.client_code is None:
        raise DomainError("ticket-unknown", ticket=day.number)
    day.client, day.client_code = shown.client_id, shown.client_code
    day.note("call", day.dispatcher, started, said)


def _client_with_phone(day: Day) -> str:
    ask = day.dispatcher.database.ask
    for client in ask(clients_page, ClientFilter(), limit=200):
        for one in ask(contacts, client.id):
            if one.phones:
                return str(one.phones[0])[-10:]
    day.dispatcher.database.act(partial(register_client, name="ТОО «Первый звонок»"))
    return "Первый звонок"


def need(day: Day) -> None:
    """The engineer writes what is needed, and the ticket leaves for procurement."""
    started = perf_counter()
    needs = [Need(1, description=words) for words in NEEDS]
    act = day.engineer.database.act
    act(add_purchase_lines, day.ticket, needs)
    moved = act(partial(move, ticket_id=day.ticket, transition="to_procurement", expected_version=None))
    day.note(
        "need",
        day.engineer,
        started,
        f"{len(needs)} позиции, ход: {moved.holder}, инженер снят: {moved.engineer_id is None}",
    )


def buy(day: Day) -> None:
    """Offer, invoice, payment, order to a supplier."""
    act, ask = day.buyer.database.act, day.buyer.database.ask
    for line in ask(lines_of_ticket, day.ticket):
        act(partial(set_cost, line_id=line.id, cost=Decimal(8500), price=Decimal(11200), expected_version=None))
    day.paper(day.buyer, "commercial-offer")
    for transition in _TO_PAYMENT:
        started = perf_counter()
        moved = act(partial(move, ticket_id=day.ticket, transition=transition, expected_version=None))
        day.note("buy", day.buyer, started, f"{transition} → {moved.status}")
    started = perf_counter()
    found = ask(suppliers)
    supplier = found[0].id if found else act(partial(register_supplier, code="S-1", name="ТОО «Поставка»"))
    order = act(order_wanted_lines, day.ticket, supplier)
    moved = act(partial(move, ticket_id=day.ticket, transition="order", expected_version=None))
    day.note("order", day.buyer, started, f"заказ поставщику № {order}, статус {moved.status}")


def receive(day: Day) -> None:
    """The delivery is scanned and posted; the ticket returns to the engineer by itself."""
    ask, act = day.clerk.database.ask, day.clerk.database.act
    place = ask(partial(places, kinds=("warehouse",)))[0]
    for line in [one for one in ask(open_order_lines) if one.ticket_id == day.ticket]:
        started = perf_counter()
        barcode = f"20{line.product_id:010d}"
        act(remember_barcode, line.product_id, barcode)
        for _ in range(int(line.rest)):
            answer = act(partial(take_scan, key=day.receipt, scanned=barcode, to_place_id=place.id))
        day.note(
            "scan",
            day.clerk,
            started,
            f"{line.product}: {answer.meaning}, ждёт № {line.ticket_number}, {line.engineer}",
        )
    started = perf_counter()
    posted = act(post_receipt, day.receipt, ask(receipt, day.receipt).version)
    back = next((one for one in posted.tickets if one.id == day.ticket), None)
    if back is None or back.engineer != day.engineer.name:
        raise DomainError("day-went-wrong", step="receive")
    day.note(
        "receive",
        day.clerk,
        started,
        f"поступление № {posted.number}; № {back.number} → {back.engineer}, {back.status}",
    )


def label(day: Day) -> None:
    """The client's devices get their stickers; a client without any gets the first three."""
    act, ask = day.clerk.database.act, day.clerk.database.ask
    started = perf_counter()
    if not ask(devices_page, DeviceFilter(client_id=day.client), limit=1):
        kind = ask(device_types)[0].id
        for number in range(1, 4):
            act(
                partial(
                    register_device, entry=DeviceEntry(kind, day.client, model="ProDesk 400", room=f"каб. {number}")
                )
            )
    devices = ask(devices_to_label, client_code=day.client_code)
    template = next(one for one in ask(templates) if one.code == day.template)
    day.job = act(
        partial(
            printing.create_job,
            printer_url=day.printer,
            template_id=template.id,
            devices=devices,
            title=day.client_code,
        )
    )
    outcome = TapePrinter(day.clerk.database, day.job).run()
    if outcome.reason is not None:
        raise outcome.reason
    printed = [one for one in ask(stickers, day.job) if one.state == "printed"]
    each = (perf_counter() - started) * 1000 / max(len(printed), 1)
    day.note("labels", day.clerk, started, f"{len(printed)} наклеек {template.code}, {each:.1f} мс на наклейку")


def finish(day: Day) -> None:
    """The engineer comes with a sheet and a receipt and solves, the dispatcher closes."""
    day.paper(day.engineer, "round-sheet")
    day.paper(day.engineer, "repair-receipt")
    started = perf_counter()
    day.engineer.database.act(
        partial(move, ticket_id=day.ticket, transition="solve", expected_version=None, comment="Блок питания заменён")
    )
    moved = day.dispatcher.database.act(partial(move, ticket_id=day.ticket, transition="close", expected_version=None))
    day.note("close", day.dispatcher, started, f"№ {moved.number}: {moved.status}")


SCENES: tuple[tuple[str, Callable[[Day], None]], ...] = (
    ("call", call), ("need", need), ("buy", buy), ("receive", receive), ("labels", label), ("close", finish),
)  # fmt: skip


def default_printer(out: Path) -> str:
    """Return the address of a file that stands for a printer where none was given."""
    return f"file:{out / 'labels.zpl'}?language=zpl&dpi=203"
