"""The portal as the agent's jobs reach it: with the secret, at the shared pace, its faults told where people look."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from database.engine import Database
from domain.exchange.actions import report_fault, report_found, report_spoken
from domain.exchange.mirroring import access, keep_moved_secret
from domain.exchange.queries import partner
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
from integrations.bitrix24.mirror.rests import KeptRests, close, closed
from integrations.bitrix24.transport import Timeouts

_CLOSED_PAUSE = 600.0
_OFF_PAUSE = 300.0


class Pace:
    """Waits for its turn before each call; `last_word` is done when the turn has come, right before the call leaves."""

    def __init__(self, office: Office) -> None:
        self._wait = office.pace(BITRIX24)
        self._last_word: Callable[[], None] | None = None
        self.calls = 0

    def __call__(self) -> None:
        """Wait for the turn; the call leaves when this returns."""
        self.calls += 1
        self._wait()
        if self._last_word is not None:
            self._last_word()

    @contextmanager
    def noting(self, last_word: Callable[[], None]) -> Iterator[None]:
        """Have something done right before each call that is made inside."""
        self._last_word = last_word
        try:
            yield
        finally:
            self._last_word = None


@contextmanager
def open_portal(office: Office, pace: Pace | None = None) -> Iterator[tuple[Bitrix24, dict[str, Any]]]:
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
    shut = office.database.ask(closed)
    if shut is not None:
        raise TryAgainError(shut.code, seconds=shut.seconds / office.patience.scale, counted=False, **shut.details)
    pace = pace or Pace(office)
    address = WebhookAddress.parse(way.secret)
    portal = Bitrix24(
        address,
        pace,
        timeouts=Timeouts(read=office.read_timeout),
        moved=partial(keep_address, office.database, address),
        rests=KeptRests(office),
    )
    try:
        with portal:
            yield portal, way.settings
    except Bitrix24Error as error:
        if isinstance(error, PortalClosedError):
            pause, used = _CLOSED_PAUSE * office.patience.scale, (way.secret, portal.address.text)
            office.database.act(close, error.code, error.details, pause, used)
        raise _outcome(office.database, error) from error
    if pace.calls:  # where nothing had to be asked, nothing is known
        office.database.act(_all_is_well)


def _all_is_well(session: Any) -> None:
    report_fault(session, BITRIX24, "")
    report_spoken(session, BITRIX24)


def keep_address(database: Database, before: WebhookAddress, address: WebhookAddress) -> None:
    """Keep the new address of a renamed portal, and have the administrator told of it in the settings."""
    database.act(_keep_moved, before, address)


def _keep_moved(session: Session, before: WebhookAddress, address: WebhookAddress) -> None:
    keep_moved_secret(session, BITRIX24, address.text, address.masked)
    moved = {"from": before.portal, "to": address.portal, "at": datetime.now(UTC).isoformat()}
    report_found(session, BITRIX24, {**partner(session, BITRIX24).found, "moved": moved})


def _outcome(database: Database, error: Bitrix24Error) -> TryAgainError | GiveUpError:
    """Say how a job ends with this error; what concerns the portal as a whole is told on the page of exchange."""
    if isinstance(error, PortalClosedError):
        database.act(report_fault, BITRIX24, error.code, error.details)
        return TryAgainError(error.code, seconds=_CLOSED_PAUSE, counted=False, **error.details)
    if isinstance(error, TryLaterError):
        if error.code == "bitrix24-unreachable":
            database.act(report_fault, BITRIX24, error.code, error.details)
        details = {name: value for name, value in error.details.items() if name != "seconds"}
        again = TryAgainError(error.code, seconds=error.seconds, counted=False, **details)
        again.details["seconds"] = round(error.seconds)  # a blank of the sentence
        return again
    if isinstance(error, RefusedError):
        return GiveUpError(error.code, **error.details)
    reason = error.reason if isinstance(error, OutcomeUnknownError) else ""
    return TryAgainError("bitrix24-outcome-unknown", reason=reason)
