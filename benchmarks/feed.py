"""How many changes a second the server takes with the change feed and without it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import psycopg2
from sqlalchemy import URL

from benchmarks.figures import Figure
from benchmarks.ground import Ground
from database import address
from database.feed import listen

WRITERS = 4
SECONDS = 4.0
ROUNDS = 2
LIMIT = 3.0
"""Times slower with the feed: NOTIFY lets one transaction commit at a time, so writers no longer share a flush."""


def measure(ground: Ground) -> list[Figure]:
    """Let writers change one ticket each; one desktop listens in both cases. Best of the rounds, taken in turns."""
    with _listener(ground.owner):
        rounds = [(_commits(ground, told=True), _commits(ground, told=False)) for _ in range(ROUNDS)]
    told, silent = (max(times) for times in zip(*rounds, strict=True))
    return [
        Figure("a change with the feed", "without", 1e6 / told, 1e6 / silent, "µs", LIMIT),
        Figure("changes with the feed", "without", told, silent, "commits/s"),
    ]


def _commits(ground: Ground, *, told: bool) -> float:
    """Return commits a second of all writers together."""
    _switch(ground.owner, told=told)
    until = perf_counter() + SECONDS
    counts: list[int] = []
    writers = [
        threading.Thread(target=_write, args=(ground.owner, row, until, counts)) for row in range(1, WRITERS + 1)
    ]
    start = perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    spent = perf_counter() - start
    _switch(ground.owner, told=True)
    return sum(counts) / spent


def _write(url: URL, ticket: int, until: float, counts: list[int]) -> None:
    connection = psycopg2.connect(address.for_psql(url))
    connection.autocommit = True
    done = 0
    with connection.cursor() as cursor:
        while perf_counter() < until:
            cursor.execute("UPDATE ticket SET due_at = now() WHERE id = %s", (ticket,))
            done += 1
    connection.close()
    counts.append(done)


def _switch(url: URL, *, told: bool) -> None:
    connection: Any = psycopg2.connect(address.for_psql(url))
    with connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ticket {'ENABLE' if told else 'DISABLE'} TRIGGER vetka_feed_update")
    connection.close()


@contextmanager
def _listener(url: URL) -> Iterator[None]:
    stopping, ready = threading.Event(), threading.Event()

    def hear() -> None:
        for _ in listen(url, stopping):
            ready.set()

    thread = threading.Thread(target=hear)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        stopping.set()
        thread.join()
