"""A company that is connected with a portal, and an agent that serves it at once."""

import pytest

from integrations.agent.run import Agent
from tests.integrations.agent.offices import office
from tests.integrations.bitrix24.offices import connected
from tests.integrations.bitrix24.portal import Portal


@pytest.fixture
def portal():
    """A portal without the limit of calls: its pace is tried where the client is."""
    with Portal(bucket=None) as running:
        yield running


@pytest.fixture
def agent(company, portal):
    """The agent of a company that is connected with the portal; its first round sets the cursors."""
    connected(company, portal)
    working = Agent(office(company))
    working.run_once()
    return working
