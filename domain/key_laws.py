"""Laws of stored keys: what lists sort and search by is what the Python functions make of the text.

The functions are Python's, so rows travel here to be compared; of a large table only the newest do.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from database.base import Base, Named
from database.laws import EXAMPLES, Law
from database.text_keys import search_key, serial_key, sort_key
from domain.equipment.tables import Device
from domain.stock.tables import SerialUnit
from domain.tickets.tables import Ticket

NEWEST = 20_000
TITLE_KEY_LENGTH = 400  # domain.tickets.actions cuts there


def key_laws(session: Session) -> list[Law]:
    """Compare the keys of every named table, of tickets and of serial numbers."""
    return [_named_law(session), _title_law(session), _serial_law(session)]


def _named_law(session: Session) -> Law:
    checks = [
        _wrong(session, select(table.id, table.name, table.sort_key, table.search_key).order_by(table.id.desc()),
               f"{table.__tablename__} {{}}", _name_fits)
        for table in _named_tables()
    ]  # fmt: skip
    return _law("name-keys", "names sort and are found by the keys made of them", checks)


def _named_tables() -> Iterator[Any]:
    """Return every table whose rows have a name with keys."""
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        if issubclass(mapper.class_, Named):
            yield mapper.class_


def _title_law(session: Session) -> Law:
    wanted = select(Ticket.number, Ticket.title, Ticket.title_key, Ticket.search_key).order_by(Ticket.id.desc())
    return _law("title-keys", "titles sort and are found by the keys made of them",
                [_wrong(session, wanted, "ticket {}", _title_fits)])  # fmt: skip


def _serial_law(session: Session) -> Law:
    devices = select(Device.number, Device.serial, Device.serial_key).order_by(Device.id.desc())
    units = select(SerialUnit.id, SerialUnit.serial, SerialUnit.serial_key).order_by(SerialUnit.id.desc())
    return _law("serial-keys", "serial numbers are compared by the keys made of them", [
        _wrong(session, devices, "device {}", _serial_fits), _wrong(session, units, "serial unit {}", _serial_fits),
    ])  # fmt: skip


def _name_fits(name: str, sorted_by: str, found_by: str) -> bool:
    return sorted_by == sort_key(name) and found_by.startswith(search_key(name))


def _title_fits(title: str, sorted_by: str, found_by: str) -> bool:
    return sorted_by == sort_key(title)[:TITLE_KEY_LENGTH] and found_by.startswith(search_key(title))


def _serial_fits(serial: str, key: str | None) -> bool:
    return key == serial_key(serial)


def _wrong(
    session: Session, wanted: Select[*tuple[Any, ...]], name: str, fits: Callable[..., bool]
) -> tuple[int, list[str]]:
    """Return how many rows were compared and the names of those whose keys are wrong."""
    rows = session.execute(wanted.limit(NEWEST)).all()
    return len(rows), [name.format(row[0]) for row in rows if not fits(*row[1:])]


def _law(code: str, sentence: str, checks: list[tuple[int, list[str]]]) -> Law:
    wrong = [name for _, names in checks for name in names]
    checked = sum(count for count, _ in checks)
    told = f"{sentence}, in the newest {NEWEST} rows a table"
    return Law(code, told, checked, len(wrong), tuple(wrong[:EXAMPLES]))
