"""The portal as the agent's jobs reach it: with the secret, at the shared pace, its faults told where people look."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from database.engine import Database
from domain.exchange.actions import report_fault, report_spoken
from domain.exchange.mirroring import access, keep_moved_secret
from domain.exchange.tables import BITRIX24
from integrations.agent.office import Office
from integrations.agent.outcomes import GiveUpError, TryAgainError
from integrations.bitrix24.address import WebhookAddress
from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.errors import (
    Bitrix24Error,
    OutcomeUnknownError,
    PortalClosedError,
    RefusedError,
    TryLaterError,
)
from integrations.bitrix24.transport import Timeouts

_CLOSED_PAUSE = 600.0
_OFF_PAUSE = 300.0


@contextmanager
def open_portal(office: Office) -> Iterator[tuple[Bitrix24, dict[str, Any]]]:
    """Give the portal and its settings. What goes wrong inside comes out as an outcome of the job.

    Raises TryAgainError (not counted while the portal is switched off, busy or closed), GiveUpError for what the portal
    refuses for good.
    """
    way = office.database.ask(access, BITRIX24)
    if not way.active:
        raise TryAgainError("bitrix24-off", seconds=_OFF_PAUSE, counted=False)
    if way.secret is None:
        office.database.act(report_fault, BITRIX24, "bitrix24-address-wanted")
        raise TryAgainError("bitrix24-address-wanted", seconds=_OFF_PAUSE, counted=False)
    wait, asked = office.pace(BITRIX24), []

    def pace() -> None:
        asked.append(True)
        wait()

    portal = Bitrix24(
        WebhookAddress.parse(way.secret),
        pace,
        timeouts=Timeouts(read=office.read_timeout),
        moved=partial(_keep_address, office.database),
    )
    try:
        with portal:
            yield portal, way.settings
    except Bitrix24Error as error:
        raise _outcome(office.database, error) from error
    if asked:  # where nothing had to be asked, nothing is known
        office.database.act(_all_is_well)


def _all_is_well(session: Any) -> None:
    report_fault(session, BITRIX24, "")
    report_spoken(session, BITRIX24)


def _keep_address(database: Database, address: WebhookAddress) -> None:
    database.act(keep_moved_secret, BITRIX24, address.text, address.masked)


def _outcome(database: Database, error: Bitrix24Error) -> TryAgainError | GiveUpError:
    """Say how a job ends with this error; what concerns the portal as a whole is told on the page of exchange."""
    if isinstance(error, PortalClosedError):
        database.act(report_fault, BITRIX24, error.code, error.details)
        return TryAgainError(error.code, seconds=_CLOSED_PAUSE, counted=False, **error.details)
    if isinstance(error, TryLaterError):
        if error.code == "bitrix24-unreachable":
            database.act(report_fault, BITRIX24, error.code, error.details)
        details = {name: value for name, value in error.details.items() if name != "seconds"}
        return TryAgainError(error.code, seconds=error.seconds, counted=False, **details)
    if isinstance(error, RefusedError):
        return GiveUpError(error.code, **error.details)
    reason = error.reason if isinstance(error, OutcomeUnknownError) else ""
    return TryAgainError("bitrix24-outcome-unknown", reason=reason)
