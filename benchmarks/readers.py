"""The contestants of the ticket list, each in a process of its own so that its memory is its own.

`python -m benchmarks.readers NAME` takes a `Course` as JSON on stdin and prints a `Run` as JSON.
"""

import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

WINDOW = 2_000
"""Rows that a list of the desktop holds at most."""


@dataclass(frozen=True, slots=True)
class Course:
    """What all must read. `statements`: page → its SQL and values; `middle`: the key behind which that page starts."""

    url: str
    dsn: str
    tickets: int
    page: int
    middle: tuple[int, int]
    statements: dict[str, tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Run:
    """Median seconds from asking to the last cell in hand, and the most memory that was ever used, in megabytes."""

    first: float
    middle: float
    megabytes: float


def through_pages(course: Course) -> Run:
    """Read as the desktop does: `domain.tickets.pages.page`, a transaction and a dataclass a row."""
    from database.engine import Database  # noqa: PLC0415 - what a contestant imports is its memory
    from domain.tickets.pages import TicketFilter, page  # noqa: PLC0415

    database, wanted = Database(course.url), TicketFilter(open_only=False)
    middle = (course.middle[0], course.middle[1])  # JSON knows no tuples
    first = _median(lambda: database.ask(page, wanted, limit=course.page), 60)
    later = _median(lambda: database.ask(page, wanted, after=middle, limit=course.page), 60)
    window = database.ask(page, wanted, after=middle, limit=WINDOW)
    assert window
    return Run(first, later, _peak_megabytes())


def bare_psycopg2(course: Course) -> Run:
    """Read the same statements with nothing between the driver and the tuples."""
    import psycopg2  # noqa: PLC0415

    connection = psycopg2.connect(course.dsn)
    connection.set_session(readonly=True)

    def read(name: str) -> list[tuple[Any, ...]]:
        with connection, connection.cursor() as cursor:
            cursor.execute(*course.statements[name])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    first = _median(lambda: read("first"), 60)
    later = _median(lambda: read("middle"), 60)
    window = read("window")
    assert window
    return Run(first, later, _peak_megabytes())


def sql_table_model(course: Course) -> Run:
    """Read with Qt's own model: the table alone, without the names of client, status and engineer.

    Its driver fetches the whole table at `select()`, so each page is counted from there: as at every refresh.
    """
    from PySide6.QtCore import QCoreApplication, Qt  # noqa: PLC0415
    from PySide6.QtSql import QSqlDatabase, QSqlTableModel  # noqa: PLC0415
    from sqlalchemy import make_url  # noqa: PLC0415

    application = QCoreApplication([])
    url, connection = make_url(course.url), QSqlDatabase.addDatabase("QPSQL")
    connection.setHostName(url.host or "")
    connection.setPort(url.port or 5432)
    connection.setUserName(url.username or "")
    connection.setPassword(str(url.password or ""))
    connection.setDatabaseName(url.database or "")
    if not connection.open():
        raise SystemExit(f"QPSQL does not open: {connection.lastError().text()}")
    model = QSqlTableModel(None, connection)
    model.setTable("ticket")
    model.setSort(model.fieldIndex("number"), Qt.SortOrder.DescendingOrder)

    def read(start: int) -> list[Any]:
        if not model.select():
            raise SystemExit(model.lastError().text())
        while model.rowCount() < start + course.page and model.canFetchMore():
            model.fetchMore()
        rows = range(start, min(start + course.page, model.rowCount()))
        return [model.data(model.index(row, column)) for row in rows for column in range(model.columnCount())]

    first = _median(lambda: read(0), 3)
    later = _median(lambda: read(course.tickets // 2), 3)
    run = Run(first, later, _peak_megabytes())
    model.clear()
    del application
    return run


CONTESTANTS: dict[str, Callable[[Course], Run]] = {
    "pages": through_pages,
    "psycopg2": bare_psycopg2,
    "QSqlTableModel": sql_table_model,
}


def _median(read: Callable[[], list[Any]], times: int) -> float:
    read()
    spent = []
    for _ in range(times):
        start = perf_counter()
        rows = read()
        spent.append(perf_counter() - start)
        assert rows
    return statistics.median(spent)


def _peak_megabytes() -> float:
    """Return the peak of this process alone; `getrusage` would count what its parent had before it became this."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import psutil  # noqa: PLC0415

    used = psutil.Process().memory_info()
    return float(getattr(used, "peak_wset", used.rss)) / (1 << 20)


if __name__ == "__main__":
    print(json.dumps(asdict(CONTESTANTS[sys.argv[1]](Course(**json.load(sys.stdin))))))
