"""The ground that benchmarks stand on: a private server on disk that really writes, with the demo company in it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from sqlalchemy import URL

from database.engine import Database
from demo.company import load
from demo.sizes import Size
from demo.staff import password
from demo.words import read
from domain.settings.installation import install
from tests.servers import running

TICKETS = 1_000_000
_LIKE_AN_OFFICE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "4GB",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A database with `tickets` tickets: the addresses of its owner and of a dispatcher."""

    owner: URL
    dispatcher: URL
    tickets: int


def wanted_tickets() -> int:
    """Return how many tickets to measure with: `VETKA_BENCH_TICKETS`, else a million."""
    return int(os.environ.get("VETKA_BENCH_TICKETS", str(TICKETS)))


@contextmanager
def demo_company(tickets: int) -> Iterator[Ground]:
    """Give the demo company with so many tickets; gone at the end. `VETKA_TEST_SERVER` chooses the server."""
    kind = os.environ.get("VETKA_TEST_SERVER", "embedded")
    with running(kind, place=tempfile.gettempdir(), settings=_LIKE_AN_OFFICE) as server:
        owner = install(server.url, "vetka_bench")
        start = perf_counter()
        _fill(owner, tickets)
        print(f"PostgreSQL {server.major}, {tickets:,} tickets loaded in {perf_counter() - start:.0f} s")
        login = read("staff")["people"][0]["login"]
        yield Ground(owner, owner.set(username=login, password=password()), tickets)


def _fill(owner: URL, tickets: int) -> None:
    database = Database(owner, application="vetka bench")
    try:
        load(database, Size.REFERENCE, tickets=tickets)
    finally:
        database.close()
