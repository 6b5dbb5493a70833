"""Fixtures for every test: a real server a worker, a fresh company a test."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.company import Company, company_copy, make_template
from tests.servers import Server, running

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A private server for this worker: `VETKA_TEST_SERVER` is "embedded" (default) or "system"."""
    with running(os.environ.get("VETKA_TEST_SERVER", "embedded")) as started:
        yield started


@pytest.fixture(scope="session")
def pgbin(server: Server) -> Path:
    """The folder of psql, pg_dump and the rest, of the server's own version."""
    return server.programs


@pytest.fixture(scope="session")
def cluster(server: Server) -> Server:
    """The same server with the template database made."""
    make_template(server.url)
    return server


@pytest.fixture
def company(cluster: Server) -> Iterator[Company]:
    """The test company on a database of its own."""
    with company_copy(cluster.url, f"company_{next(_numbers)}") as made:
        yield made
