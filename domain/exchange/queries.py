"""What can be asked about partners and about the agent's jobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from domain.exchange.tables import BackupRun, Partner, PartnerReport, StageMeaning
from domain.workflow.tables import Status


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job of the agent. State: running, waiting, blocked (behind a parked one), parked, done, skipped, failed.

    `code` and `details` make the sentence of the last refusal; `waits_behind` is the parked job in front.
    """

    id: int
    task: str
    state: str
    ticket_id: int | None
    ticket_number: int | None
    attempts: int
    due_at: datetime | None
    queued_at: datetime | None
    ended_at: datetime | None
    code: str
    details: dict[str, Any]
    waits_behind: int | None

    @property
    def key(self) -> int:
        """The place in the list, the newest first."""
        return self.id


@dataclass(frozen=True, slots=True)
class PartnerState:
    """How a partner is set up and how it goes. `secret`: {hint, changed_at, changed_by}, None where there is none.

    `fault` is the code of a sentence, filled by `fault_details`; empty where all is well.
    """

    system: str
    active: bool
    settings: dict[str, Any]
    version: int
    checked_at: datetime | None
    checks: tuple[dict[str, Any], ...]
    found: dict[str, Any]
    fault: str
    fault_details: dict[str, Any]
    fault_since: datetime | None
    spoken_at: datetime | None


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup and its proof."""

    id: int
    state: str
    file: str
    computer: str
    size: int | None
    laws: int | None
    broken: int | None
    code: str
    details: dict[str, Any]
    began_at: datetime
    ended_at: datetime | None


def jobs(session: Session) -> list[JobRow]:
    """Return what waits, runs or failed, and what ended in the last day, newest first; for those who answer for it."""
    return [
        JobRow(**one._mapping) for one in session.execute(text("SELECT * FROM api.exchange_jobs() ORDER BY id DESC"))
    ]


def parked_jobs(session: Session) -> int:
    """Return how many jobs failed for good and wait for a person's Retry or Skip."""
    counted: int = session.execute(text("SELECT api.parked_jobs()")).scalar_one()
    return counted


def agent_seen(session: Session) -> datetime | None:
    """Return when an agent was last alive."""
    seen: datetime | None = session.execute(text("SELECT api.agent_seen()")).scalar_one()
    return seen


def partner(session: Session, system: str) -> PartnerState:
    """Return how a partner is set up and how it goes."""
    query = (
        select(Partner.system, Partner.active, Partner.settings, Partner.version, PartnerReport.checked_at,
               PartnerReport.checks, PartnerReport.found, PartnerReport.fault, PartnerReport.fault_details,
               PartnerReport.fault_since, PartnerReport.spoken_at)
        .join(PartnerReport, PartnerReport.system == Partner.system)
        .where(Partner.system == system)
    )  # fmt: skip
    values = dict(session.execute(query).one()._mapping)
    return PartnerState(**{**values, "checks": tuple(values["checks"])})


def missing_deals(session: Session) -> int:
    """Return how many purchases under way have no deal: they began before Bitrix24 was switched on."""
    counted: int = session.execute(text("SELECT api.count_missing_deals()")).scalar_one()
    return counted


def secret_state(session: Session, system: str) -> dict[str, Any] | None:
    """Return what may be known of a secret: its masked form, when and by whom it was set; None where there is none."""
    found: dict[str, Any] | None = session.execute(
        text("SELECT api.secret_state(:system)"), {"system": system}
    ).scalar_one_or_none()
    return found


def stage_meanings(session: Session, system: str) -> dict[str, str]:
    """Return stage → code of the status it stands for."""
    query = select(StageMeaning.stage, Status.code).join(Status, Status.id == StageMeaning.status_id)
    return {stage: code for stage, code in session.execute(query.where(StageMeaning.system == system))}  # noqa: C416


def backups(session: Session, limit: int = 30) -> list[BackupRow]:
    """Return the last backups, the newest first."""
    columns = (BackupRun.id, BackupRun.state, BackupRun.file, BackupRun.computer, BackupRun.size, BackupRun.laws,
               BackupRun.broken, BackupRun.code, BackupRun.details, BackupRun.began_at, BackupRun.ended_at)  # fmt: skip
    query = select(*columns).order_by(BackupRun.id.desc()).limit(limit)
    return [BackupRow(**one._mapping) for one in session.execute(query)]


def last_good_backup(session: Session) -> datetime | None:
    """Return when the last backup was begun that was restored and broke no law."""
    return session.scalar(select(func.max(BackupRun.began_at)).where(BackupRun.state == "verified"))


def due_jobs(session: Session) -> list[tuple[int, int]]:
    """Return id and attempts of the jobs that an agent would fetch now; the agent's role alone may look there."""
    found = session.execute(
        text("""
            SELECT j.id, j.attempts FROM jobs.procrastinate_jobs j
             WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now() AND NOT EXISTS (
                   SELECT FROM jobs.procrastinate_jobs o WHERE o.lock = j.lock
                      AND (o.status = 'doing' OR o.status = 'todo' AND o.id < j.id))""")
    )
    return [(job, attempts) for job, attempts in found]
