"""The queue as procrastinate serves it: our jobs as its tasks, our outcomes as its decisions to try again.

The queue's own tables say what waits; why something failed stands in `job_report`. A job is never left as failed: one
that was given up is parked far in the future, so that it keeps its lock and whatever comes after it for the same ticket
and partner waits for a person's Retry or Skip.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from database import address
from database.errors import DatabaseUnreachableError, KnownError
from domain.exchange.actions import report_fault, report_job
from domain.exchange.tables import SYSTEMS
from integrations.agent.jobs import ASKED, JOBS, RHYTHM, Rhythm
from integrations.agent.office import Office
from integrations.agent.outcomes import PASSING, TryAgainError

QUEUE, CLOCK, BITRIX24 = "vetka", "clock", "bitrix24"
"""What people caused, what comes round by the clock, and what waits for the pace of Bitrix24; as in `070_queue.sql`."""
PARKED_UNTIL = datetime(2999, 1, 1, tzinfo=UTC)
_UNHEARD_PAUSE = timedelta(seconds=30)
_LOG = logging.getLogger("vetka.agent")
_CONNECTIONS = 4
_PATIENCE = 10.0  # seconds to wait for a connection of the pool, before the agent connects anew

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
    app = App(
        connector=PsycopgConnector(
            **connection(office.database.url), min_size=1, max_size=_CONNECTIONS, timeout=_PATIENCE
        )
    )
    clock = {one.task: one for one in rhythm}
    for name, job in JOBS.items():
        if name in clock:
            task = app.task(name=name, queue=CLOCK, pass_context=True)(_round(office, name, job))
            app.periodic(cron=clock[name].cron, lock=clock[name].lock, queueing_lock=name)(task)
        elif name in ASKED:
            app.task(name=name, queue=_queue_of(name), pass_context=True)(_attempt(office, name, job))
        else:
            app.task(name=name, queue=_queue_of(name), pass_context=True, retry=_Decision())(
                _attempt(office, name, job)
            )
    return app


def _queue_of(name: str) -> str:
    return BITRIX24 if name.startswith("bitrix24.") else QUEUE


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
    """Return the task for a job that comes by the clock: a failed round is told of its partner, the next one comes."""
    system = name.partition(".")[0]

    def attempt(context: JobContext, timestamp: int | None = None) -> None:  # noqa: ARG001 - the queue gives it
        try:
            job(office)
        except DatabaseUnreachableError:
            raise
        except Exception as error:  # noqa: BLE001 - noted; the next round comes anyway
            code, details = _reason(name, context.job, error)
            office.database.act(report_job, context.job.id, name, None, code, details, parked=False, counted=True)
            if system in SYSTEMS and not _passes(code, error):
                office.database.act(report_fault, system, code, details, task=name)
        else:
            if system in SYSTEMS:
                office.database.act(report_fault, system, "", task=name)

    return attempt


def _next_time(office: Office, job: Job, name: str, error: Exception) -> datetime:
    """Note why an attempt failed, and return when the next one is due."""
    code, details = _reason(name, job, error)
    passing = _passes(code, error)
    final = isinstance(error, KnownError) and not isinstance(error, TryAgainError) and not passing
    parked = final and name not in ASKED
    ticket = _ticket_of(job)
    attempts = office.database.act(report_job, job.id, name, ticket, code, details, parked=parked, counted=not passing)
    if parked:
        return PARKED_UNTIL
    if not passing and attempts >= office.patience.attempts and name not in ASKED:
        office.database.act(report_job, job.id, name, ticket, code, details, parked=True, counted=False)
        return PARKED_UNTIL
    given = error.seconds if isinstance(error, TryAgainError) else None
    pause = office.patience.pause(max(attempts, 1)) if given is None else given * office.patience.scale
    return datetime.now(UTC) + timedelta(seconds=pause)


def _passes(code: str, error: Exception) -> bool:
    """Tell waiting from failing; what a partner is waited for, the one who met it first has told."""
    return code in PASSING or (isinstance(error, TryAgainError) and not error.counted)


def _reason(name: str, job: Job, error: Exception) -> tuple[str, dict[str, Any]]:
    """Return the sentence's code and details; a fault of the program goes to the log as a whole.

    What a driver says may hold values that are not for everybody: of it only its kind is told.
    """
    if isinstance(error, KnownError):
        return error.code, error.details
    _LOG.error("job %s %s broke", name, job.id, exc_info=error)
    if isinstance(error, DBAPIError):
        return "job-broke", {"message": f"{type(error).__name__} {getattr(error.orig, 'pgcode', None) or ''}".strip()}
    return "job-broke", {"message": f"{type(error).__name__}: {error}"[:500]}


def _ticket_of(job: Job) -> int | None:
    parts = (job.lock or "").split(":")
    return int(parts[1]) if parts[0] == "ticket" and len(parts) == 3 else None
