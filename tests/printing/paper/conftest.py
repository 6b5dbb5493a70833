"""What the tests of papers begin with."""

import pytest

from database.errors import KnownError
from tests.printing.paper.office import opened


@pytest.fixture
def office(company):
    """A client with a contract on the test company's database."""
    return opened(company)


@pytest.fixture
def refusal():
    """Calls and returns the refusal."""

    def refused(call, *args, **kwargs):
        with pytest.raises(KnownError) as caught:
            call(*args, **kwargs)
        return caught.value

    return refused
