"""The queue as procrastinate serves it: our jobs as its tasks, our outcomes as its decisions to try again.

The queue's own tables say what waits; why something failed stands in `job_report`. A job is never left as failed: one
that was given up is parked far in the future, so that it keeps its lock and whatever comes after it for the same ticket
and partner waits for a person's Retry or Skip.
"""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy import URL, text
from sqlalchemy.orm import Session

from database import address
from database.errors import DatabaseUnreachableError, KnownError
from integrations.agent.jobs import JOBS, RHYTHM, Rhythm
from integrations.agent.office import Office
from integrations.agent.outcomes import TryAgainError

QUEUE, CLOCK = "vetka", "clock"
"""What people caused, and what comes round by the clock."""
PARKED_UNTIL = datetime(2999, 1, 1, tzinfo=UTC)
_UNHEARD_PAUSE = timedelta(seconds=30)
_LOG = logging.getLogger("vetka.agent")
_CONNECTIONS = 4

JobFunction = Callable[..., None]


class AnotherTimeError(Exception):
    """Carries the moment of the next attempt from a worker thread to the queue."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class _Decision(BaseRetryStrategy):
    """Whatever happened, a job comes back: when, the attempt has said; if it could not, soon."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:  # noqa: ARG002 - its signature
        at = exception.at if isinstance(exception, AnotherTimeError) else datetime.now(UTC) + _UNHEARD_PAUSE
        return RetryDecision(retry_at=at)


def make_app(office: Office, rhythm: Sequence[Rhythm] = RHYTHM) -> App:
    """Return the queue of an office, not opened yet. `rhythm`: what comes round by the clock, and when."""
    app = App(connector=PsycopgConnector(**connection(office.database.url), min_size=1, max_size=_CONNECTIONS))
    clock = {one.task: one for one in rhythm}
    for name, job in JOBS.items():
        if name in clock:
            task = app.task(name=name, queue=CLOCK, pass_context=True)(_round(office, name, job))
            app.periodic(cron=clock[name].cron, lock=clock[name].lock, queueing_lock=name)(task)
        else:
            app.task(name=name, queue=QUEUE, pass_context=True, retry=_Decision())(_attempt(office, name, job))
    return app


def connection(url: URL) -> dict[str, Any]:
    """Return how psycopg 3 connects to the queue's schema."""
    options = "-c search_path=jobs,public -c timezone=UTC"
    return {"conninfo": address.for_psql(url), "kwargs": {"options": options, "application_name": "vetka agent"}}


def _attempt(office: Office, name: str, job: JobFunction) -> Callable[..., None]:
    """Return the task for a job: it makes one attempt and notes what came of it."""

    def attempt(context: JobContext, **arguments: Any) -> None:
        try:
            job(office, **arguments)
        except DatabaseUnreachableError:
            raise  # nobody can be told now; the queue will not hear of it either, and the job is found stalled
        except Exception as error:
            raise AnotherTimeError(_next_time(office, context.job, name, error)) from error

    return attempt


def _round(office: Office, name: str, job: JobFunction) -> Callable[..., None]:
    """Return the task for a job that comes by the clock: a failed round is noted, the next one comes anyway."""

    def attempt(context: JobContext, timestamp: int | None = None) -> None:  # noqa: ARG001 - the queue gives it
        try:
            job(office)
        except DatabaseUnreachableError:
            raise
        except Exception as error:  # noqa: BLE001 - noted; the next round comes anyway
            code, details = _reason(name, context.job, error)
            office.database.act(_report, context.job.id, name, None, code, details, parked=False)

    return attempt


def _next_time(office: Office, job: Job, name: str, error: Exception) -> datetime:
    """Note why an attempt failed, and return when the next one is due."""
    code, details = _reason(name, job, error)
    final = isinstance(error, KnownError) and not isinstance(error, TryAgainError)
    ticket = _ticket_of(job)
    attempts = office.database.act(_report, job.id, name, ticket, code, details, parked=final)
    if final:
        return PARKED_UNTIL
    counted = not isinstance(error, TryAgainError) or error.counted
    if counted and attempts >= office.patience.attempts:
        office.database.act(_report, job.id, name, ticket, code, details, parked=True)
        return PARKED_UNTIL
    given = error.seconds if isinstance(error, TryAgainError) else None
    pause = office.patience.pause(attempts) if given is None else given * office.patience.scale
    return datetime.now(UTC) + timedelta(seconds=pause)


def _reason(name: str, job: Job, error: Exception) -> tuple[str, dict[str, Any]]:
    """Return the sentence's code and details; a fault of the program goes to the log as a whole."""
    if isinstance(error, KnownError):
        return error.code, error.details
    _LOG.error("job %s %s broke", name, job.id, exc_info=error)
    return "job-broke", {"message": f"{type(error).__name__}: {error}"[:500]}


def _ticket_of(job: Job) -> int | None:
    parts = (job.lock or "").split(":")
    return int(parts[1]) if parts[0] == "ticket" and len(parts) == 3 else None


def _report(
    session: Session,
    job: int | None,
    task: str,
    ticket: int | None,
    code: str,
    details: dict[str, Any],
    *,
    parked: bool,
) -> int:
    call = text("SELECT api.report_job(:job, :task, :ticket, :code, CAST(:details AS jsonb), :parked)")
    plain = {
        name: value if isinstance(value, int | float | str | bool) else str(value) for name, value in details.items()
    }
    values = {
        "job": job,
        "task": task,
        "ticket": ticket,
        "code": code,
        "details": json.dumps(plain, ensure_ascii=False),
        "parked": parked,
    }
    attempts: int = session.execute(call, values).scalar_one()
    return attempts
