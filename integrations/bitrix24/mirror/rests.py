"""When the portal, or one of its methods, may be called again: kept in the database, for all jobs and all agents.

Rows of `partner_cursor`: `rests:{method}` and `resets:{method}` hold seconds from the row's own moment, `closed` what
closed the portal and the version of its settings at that time. The server's clock alone counts.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from database.engine import Database
from domain.exchange.mirroring import keep_cursor
from domain.exchange.tables import BITRIX24, IntegrationSecret, Partner, PartnerCursor
from integrations.agent.office import Office

_CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Closed:
    """A portal that answers nobody for now: the sentence that says why, and the seconds until it is tried again."""

    code: str
    details: dict[str, Any]
    seconds: float


class KeptRests:
    """`Rests` of the client in the database. Tests shorten the rests that a portal asks for (`Patience.scale`)."""

    def __init__(self, office: Office) -> None:
        self._database: Database = office.database
        self._scale = office.patience.scale

    def get(self, name: str) -> float:
        """As `Rests.get`."""
        return self._database.ask(_seconds_left, name) / self._scale

    def put(self, name: str, seconds: float) -> None:
        """As `Rests.put`."""
        self._database.act(keep_cursor, BITRIX24, name, f"{seconds * self._scale:.3f}")


def close(session: Session, code: str, details: dict[str, Any], seconds: float, used: Collection[str]) -> None:
    """Have the portal left alone for so long, unless its address or its settings change.

    used: the address that was refused; where another one was given meanwhile, nothing is known of that.
    """
    if session.scalar(select(IntegrationSecret.value).where(IntegrationSecret.system == BITRIX24)) not in used:
        return
    version = session.scalar(select(Partner.version).where(Partner.system == BITRIX24))
    value = {"code": code, "details": details, "seconds": seconds, "version": version}
    keep_cursor(session, BITRIX24, _CLOSED, json.dumps(value, default=str))


def reopen(session: Session) -> None:
    """Let the portal be called again: it answered a person's test."""
    if session.get(PartnerCursor, (BITRIX24, _CLOSED)) is not None:
        keep_cursor(session, BITRIX24, _CLOSED, "")


def closed(session: Session) -> Closed | None:
    """Return why the portal must not be called now, None where it may be.

    It counts as closed until its time has passed, an address was given after it, or its settings were changed.
    """
    query = (
        select(PartnerCursor.value, _age().label("age"), Partner.version)
        .join(Partner, Partner.system == PartnerCursor.system)
        .join(IntegrationSecret, IntegrationSecret.system == PartnerCursor.system)
        .where(PartnerCursor.system == BITRIX24, PartnerCursor.name == _CLOSED, PartnerCursor.value != "")
        .where(PartnerCursor.at > IntegrationSecret.changed_at)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    kept = json.loads(row.value)
    left = float(kept["seconds"]) - float(row.age)
    return Closed(kept["code"], kept["details"], left) if left > 0 and kept["version"] == row.version else None


def _seconds_left(session: Session, name: str) -> float:
    query = select(PartnerCursor.value, _age()).where(PartnerCursor.system == BITRIX24, PartnerCursor.name == name)
    row = session.execute(query).one_or_none()
    return 0.0 if row is None else max(float(row[0]) - float(row[1]), 0.0)


def _age() -> Any:
    return extract("epoch", func.clock_timestamp() - PartnerCursor.at)
