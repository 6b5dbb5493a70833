"""A portal and our client at it, for every test of Bitrix24."""

from collections.abc import Iterator

import pytest

from integrations.bitrix24.address import WebhookAddress
from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.rests import RestsInMemory
from integrations.bitrix24.transport import Timeouts
from tests.integrations.bitrix24.portal import Portal


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


@pytest.fixture
def client(portal: Portal) -> Iterator[Bitrix24]:
    """Keeps to one request a second of the portal's clock."""
    with client_of(portal) as opened:
        yield opened


def client_of(portal: Portal, *, read: float = 5.0, **options) -> Bitrix24:
    address = WebhookAddress.parse(options.pop("address", portal.address))
    options.setdefault("pace", lambda: portal.clock.forward(1))
    options.setdefault("rests", RestsInMemory(portal.clock.passed))
    return Bitrix24(address, timeouts=Timeouts(5.0, read), **options)
