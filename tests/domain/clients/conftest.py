"""What the tests of clients begin with."""

import json

import pytest
from sqlalchemy import text

from database.errors import KnownError


@pytest.fixture
def dispatcher(company):
    """The database as the dispatcher has it."""
    return company.database("dispatcher")


@pytest.fixture
def register_ticket(dispatcher):
    """Registers a ticket as the dispatcher and returns its id."""

    def register(title, **entry):
        entry = {"type": "incident", "title": title, "title_key": title, "search_key": title, **entry}
        with dispatcher.session() as session:
            call = text("SELECT api.register_ticket(CAST(:entry AS jsonb)) ->> 'id'")
            return int(session.execute(call, {"entry": json.dumps(entry)}).scalar_one())

    return register


@pytest.fixture
def refusal():
    """Calls and returns the code of the refusal."""

    def code_of(call, *args, **kwargs):
        with pytest.raises(KnownError) as caught:
            call(*args, **kwargs)
        return caught.value.code

    return code_of
