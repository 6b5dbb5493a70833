"""The first and a middle page of all tickets, against bare psycopg2 and against Qt's own table model."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.readers import WINDOW, Course, Run
from database import address
from database.embedded.programs import Programs
from database.engine import Database
from domain.tickets.pages import PAGE, TicketFilter, page

DRIVER_LIMIT = 4.0
"""A page may cost so many times the bare driver: on this computer's own server round trips weigh most, ours makes five
(still there?, begin, read only, the page, end) where the driver alone makes three."""
MEMORY_LIMIT = 4.0
"""As much memory as the bare driver's process, for the whole of SQLAlchemy and the tables of the domain."""
MODEL_LIMIT = 0.05
"""What a list over a key must save against a model that reads the table, from this many tickets on:"""
MODEL_FROM = 100_000
DEPTH_LIMIT = 1.5
"""A middle page against the first one."""


def measure(ground: Ground) -> list[Figure]:
    """Let every contestant run the same course."""
    course = _course(ground)
    ours, driver, model = (_run(name, course) for name in ("pages", "psycopg2", "QSqlTableModel"))
    if ours is None or driver is None:
        raise SystemExit("the ticket list could not be measured")
    figures = [
        Figure("first page", "psycopg2", ours.first * 1e3, driver.first * 1e3, "ms", DRIVER_LIMIT),
        Figure("middle page", "psycopg2", ours.middle * 1e3, driver.middle * 1e3, "ms", DRIVER_LIMIT),
        Figure("middle page", "our first page", ours.middle * 1e3, ours.first * 1e3, "ms", DEPTH_LIMIT),
        Figure("peak memory", "psycopg2", ours.megabytes, driver.megabytes, "MB", MEMORY_LIMIT),
    ]
    return figures if model is None else figures + _against_model(ours, model, ground.tickets)


def _against_model(ours: Run, model: Run, tickets: int) -> list[Figure]:
    enough = tickets >= MODEL_FROM
    saved, smaller = (MODEL_LIMIT, 1.0) if enough else (None, None)
    return [
        Figure("first page", "QSqlTableModel", ours.first * 1e3, model.first * 1e3, "ms", saved),
        Figure("middle page", "QSqlTableModel", ours.middle * 1e3, model.middle * 1e3, "ms", saved),
        Figure("peak memory", "QSqlTableModel", ours.megabytes, model.megabytes, "MB", smaller),
    ]


def _course(ground: Ground) -> Course:
    database, wanted = Database(ground.dispatcher), TicketFilter(open_only=False)
    try:
        middle = database.ask(_middle, ground.tickets // 2)
        statements = {
            "first": _statement(database, wanted, None, PAGE),
            "middle": _statement(database, wanted, middle, PAGE),
            "window": _statement(database, wanted, middle, WINDOW),
        }
    finally:
        database.close()
    url = ground.dispatcher
    return Course(
        url.render_as_string(hide_password=False), address.for_psql(url), ground.tickets, PAGE, middle, statements
    )


def _middle(session: Session, place: int) -> tuple[int, int]:
    query = text("SELECT number, id FROM ticket ORDER BY number DESC, id DESC OFFSET :place LIMIT 1")
    number, row_id = session.execute(query, {"place": place - 1}).one()
    return number, row_id


def _statement(
    database: Database, wanted: TicketFilter, after: tuple[int, int] | None, limit: int
) -> tuple[str, dict[str, Any]]:
    """Return what the page sends to the server, word for word, so that the rival is asked the same."""
    sent: list[tuple[str, dict[str, Any]]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, dict(values or {})))

    event.listen(database.engine, "before_cursor_execute", note)
    database.ask(page, wanted, after=after, limit=limit)
    event.remove(database.engine, "before_cursor_execute", note)
    return next(one for one in sent if one[0].startswith("SELECT"))


def _run(name: str, course: Course) -> Run | None:
    root = Path(__file__).resolve().parent.parent
    libraries = str(Programs.carried().folder.parent / "lib")  # Qt's driver brings no libpq of its own
    environment = os.environ | {"LD_LIBRARY_PATH": libraries} if name == "QSqlTableModel" else os.environ
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.readers", name],
        input=json.dumps(asdict(course)),
        capture_output=True,
        text=True,
        cwd=root,
        env=environment,
        check=False,
    )
    if done.returncode:
        print(f"{name} was not measured: {(done.stderr.strip() or 'no reason given').splitlines()[-1]}")
        return None
    return Run(**json.loads(done.stdout.splitlines()[-1]))
