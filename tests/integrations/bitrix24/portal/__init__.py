"""A portal of Bitrix24 on this computer, for tests."""

from tests.integrations.bitrix24.portal.faults import Fault, every_kind
from tests.integrations.bitrix24.portal.simulated import BUYER, Portal

__all__ = ["BUYER", "Fault", "Portal", "every_kind"]
