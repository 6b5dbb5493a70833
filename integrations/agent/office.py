"""What every job of the agent is handed: the database as the agent sees it, and how patient to be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from sqlalchemy import URL, text
from sqlalchemy.orm import Session

from database.engine import Database


@dataclass(frozen=True, slots=True)
class Patience:
    """When a failed attempt is made again. Seconds throughout.

    The pause doubles from `first` up to `longest`; after `attempts` in a row the job is parked. `unknown` is how long
    a request without an answer may still be under way at the partner, and so must not be sent a second time. `scale`
    shortens the rests that a partner asks for, where its clock is not ours.
    """

    first: float = 15.0
    longest: float = 1800.0
    attempts: int = 20
    unknown: float = 70.0
    scale: float = 1.0

    def pause(self, attempt: int) -> float:
        """Return the seconds to wait after the `attempt`-th failure in a row, from 1."""
        return min(self.first * 2.0 ** min(attempt - 1, 30), self.longest)


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where nightly backups go. `url`: who may read everything; without it no backup can be made. `keep`: how many."""

    folder: Path
    url: URL | None = None
    keep: int = 14


@dataclass(frozen=True, slots=True)
class Office:
    """The agent's view of the company. `call_gap`: seconds between two calls to a partner, for all agents together."""

    database: Database
    backups: BackupPlan
    patience: Patience = field(default_factory=Patience)
    call_gap: float = 1.0
    read_timeout: float = 65.0

    def pace(self, system: str) -> Callable[[], None]:
        """Return what waits until the next call to a partner may leave."""

        def wait() -> None:
            sleep(self.database.act(_book_call, system, self.call_gap))

        return wait


def _book_call(session: Session, system: str, gap: float) -> float:
    call = text("SELECT api.book_call(:system, :gap)")
    seconds: float = session.execute(call, {"system": system, "gap": gap}).scalar_one()
    return seconds
