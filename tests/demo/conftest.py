"""A small demo company, loaded once for each module that reads it."""

import pytest

from demo.company import load
from demo.sizes import Size
from tests.demo.companies import TODAY, empty_database


@pytest.fixture(scope="module")
def demo_company(server):
    """A database with the small demo company, as its owner; tests only read it."""
    with empty_database(server.url, "demo_small") as database:
        load(database, Size.SMALL, today=TODAY)
        yield database
