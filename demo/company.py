"""Makes the demo company in an empty database, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from psycopg2 import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from database.engine import Database, explained_connect
from database.errors import DomainError
from database.schema import OWNER
from demo import clients, equipment, needs, scans, supplies, thread, tickets
from demo.bulk import advance_sequences, unguarded
from demo.cases import Cases
from demo.copying import Copying
from demo.goods import Goods, stock_up
from demo.names import People, company_bin
from demo.sizes import Scale, Size, scale
from demo.staff import Staff, hire
from demo.ways import Workflow
from demo.words import read
from demo.working_time import ZONE, WorkingTime
from domain.settings.tables import Company, Installation

SEED = 20_090_701
FRESH = 20
"""What was bought for a ticket this many working days ago or later still lies in the warehouse."""

Progress = Callable[[str, int, int], None]
"""Is told what is being made (`people`, `clients`, `tickets`, `stock`, `indexes`, `statistics`), done, of."""

TABLES = (
    *clients.TABLES, *equipment.TABLES, *scans.TABLES, *tickets.TABLES, *thread.TABLES, *needs.TABLES, *supplies.TABLES,
)  # fmt: skip
_MUST_BE_EMPTY = (
    "client", "site", "contact", "device", "ticket", "product", "supplier", "purchase_order", "stock_document",
    "stored_file", "print_job", "imported_row",
)  # fmt: skip
_MOST_PEOPLE = 1  # an administrator may be there already
_PEOPLE = """SELECT count(*) FROM person p WHERE NOT EXISTS (
    SELECT FROM person_role r WHERE r.person_id = p.id AND r.role = 'vetka_agent')"""
_NUMBERED = (
    "client", "site", "contact", "device", "stored_file", "ticket", "purchase_line", "purchase_order",
    "purchase_order_line", "stock_document", "stock_document_line", "serial_unit",
)  # fmt: skip
_BATCH = 5_000  # tickets sent at once


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was made: rows by table."""

    counts: dict[str, int]


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def load(
    database: Database,
    size: Size,
    *,
    tickets: int | None = None,
    devices: int | None = None,
    seed: int = SEED,
    today: datetime | None = None,
    progress: Progress = _silent,
) -> Loaded:
    """Make the demo company and mark the database as its own; all of it or nothing.

    database: as its owner (a superuser's or the database owner's address), migrated, with the workflow published.
    tickets, devices: other numbers than those of the size. today: an aware time; times are counted back from it.
    The same seed, size and today make the same rows. Raises DomainError `demo-not-empty`, `workflow-not-published`,
    `demo-way-missing` where the workflow is not the default one, `login-taken`.
    """
    wanted = scale(size, tickets=tickets, devices=devices)
    with database.session() as session:
        _require_empty(session)
        session.execute(text(f"SET LOCAL ROLE {OWNER}"))
        session.add(Installation(key="demo", value=size.value))
        session.flush()  # first: only here may people have the demo password
        counts = _Maker(session, database, wanted, seed, today or datetime.now(ZONE), progress).make()
    progress("statistics", 0, 1)
    _vacuum(database)
    progress("statistics", 1, 1)
    return Loaded(counts)


def _require_empty(session: Session) -> None:
    filled = [table for table in _MUST_BE_EMPTY if session.scalar(text(f"SELECT EXISTS (SELECT FROM {table})"))]
    people = session.scalar(text(_PEOPLE)) or 0
    if filled or people > _MOST_PEOPLE:
        raise DomainError("demo-not-empty", tables=", ".join(filled or ["person"]))


def _vacuum(database: Database) -> None:
    """Let the planner know the new rows, and index-only scans trust them."""
    with explained_connect(database.url) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


class _Maker:
    """Makes one company: first what is small, through the actions of the domain; then what is large, by COPY."""

    def __init__(
        self, session: Session, database: Database, wanted: Scale, seed: int, today: datetime, progress: Progress
    ) -> None:
        self._session, self._url, self._wanted, self._tell = session, database.url, wanted, progress
        self._random = Random(seed)
        self._time = WorkingTime(today, read("companies")["days_off"])
        self._people = People(self._random, read("names"))
        self._workflow = Workflow(session)

    def make(self) -> dict[str, int]:
        """Make everything and return how many rows each table got."""
        self._tell("people", 0, 1)
        host = self._describe_company()
        staff = hire(self._session, self._url, self._time, self._people, host)
        goods = stock_up(self._session, self._random, self._people, staff)
        numbers = equipment.numbering(self._session, self._wanted.devices)
        self._tell("people", 1, 1)
        with unguarded(self._session, TABLES):
            copying = Copying(self._session)
            try:
                self._copy(copying, staff, goods, numbers)
            finally:
                copying.close()
            self._tell("indexes", 0, 1)
        self._advance(copying)
        self._tell("indexes", 1, 1)
        return copying.counts()

    def _describe_company(self) -> str:
        """Give the company its name and details; return its mail domain."""
        words, staff = read("staff")["company"], read("staff")["people"]
        company = self._session.get_one(Company, 1)
        company.name, company.address = words["name"], words["address"]
        company.phone, company.email = words["phone"], words["email"]
        company.bin = company_bin(self._random, words["founded"])
        company.director = next(one["name"] for one in staff if "director" in one["roles"])
        company.director_post, company.hours = "Директор", "Пн–Пт 09:00–18:00"
        self._session.flush()
        return str(words["email"].partition("@")[2])

    def _copy(self, copying: Copying, staff: Staff, goods: Goods, numbers: equipment.Numbering) -> None:
        self._tell("clients", 0, self._wanted.clients)
        served = clients.take_on(
            copying, self._time, self._random, self._people, self._wanted.clients, self._wanted.devices
        )
        register = equipment.equip(self._time, self._random, served)
        self._tell("clients", self._wanted.clients, self._wanted.clients)
        cases = Cases(self._time, self._random, self._workflow, served, register, staff)
        orders = self._write_tickets(copying, cases, staff, goods)
        self._tell("stock", 0, 1)
        equipment.write(copying, self._time, self._random, register, numbers)
        own = supplies.own_orders(self._time, self._random, goods, staff)
        stock = supplies.Supplies(copying, self._time, self._random, staff, goods)
        stock.write(supplies.placed_together([*orders, *own]))
        self._tell("stock", 1, 1)

    def _write_tickets(self, copying: Copying, cases: Cases, staff: Staff, goods: Goods) -> list[needs.Order]:
        total = self._wanted.tickets
        hands = tickets.Hands(self._random, staff)
        writer = tickets.TicketWriter(copying, self._time, self._random, scans.Scans(copying, self._random))
        needed = needs.Needs(copying, self._time, self._random, goods, self._workflow, FRESH)
        talk = thread.Thread(copying, self._time, self._random)
        for number, case in enumerate(cases.all(total, self._wanted.open_tickets), start=1):
            wanted = needed.wanted(case)
            ticket = hands.ticket(number, case, needed.notes(wanted))
            writer.write(ticket)
            talk.write(ticket, wanted)
            if wanted:
                needed.write(ticket, wanted)
            if number % _BATCH == 0 and number < total:
                copying.send()
                self._tell("tickets", number, total)
        self._tell("tickets", total, total)
        return needed.orders

    def _advance(self, copying: Copying) -> None:
        """Let all numbers go on behind those that were given here."""
        advance_sequences(self._session, _NUMBERED)
        counts = copying.counts()
        for sequence, table in (
            ("device_number_seq", "device"), ("ticket_number_seq", "ticket"),
            ("purchase_order_number_seq", "purchase_order"),
        ):  # fmt: skip
            if counts[table]:
                self._session.execute(text(f"SELECT setval('{sequence}', {counts[table]})"))
        self._session.execute(
            text("UPDATE document_series SET last_number = :last WHERE kind = 'receipt'"),
            {"last": counts["stock_document"]},
        )
