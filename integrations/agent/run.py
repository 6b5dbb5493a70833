"""Runs the agent: until it is stopped, or once through what is due."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from contextlib import suppress

import psycopg
import psycopg_pool
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from database.errors import DatabaseUnreachableError
from domain.exchange.actions import forget_reports
from domain.exchange.queries import due_jobs
from integrations.agent.jobs import RHYTHM, Rhythm
from integrations.agent.office import Office
from integrations.agent.queue import BITRIX24, CLOCK, QUEUE, make_app

CONCURRENCY, AT_BITRIX24 = 4, 2
HEARTBEAT, STALLED = 10.0, 45.0  # seconds: an agent gives a sign of life; one silent for so long is taken for dead
_POLL = 5.0
_RECONNECT = 5.0
_KEEP_HOURS = 24 * 7
_LOST = (psycopg.OperationalError, psycopg_pool.PoolTimeout, ConnectorException)
_LOG = logging.getLogger("vetka.agent")


class Agent:
    """One agent; any number may run, on any computers."""

    def __init__(
        self,
        office: Office,
        *,
        rhythm: Sequence[Rhythm] = RHYTHM,
        heartbeat: float = HEARTBEAT,
        stalled: float = STALLED,
    ) -> None:
        self._office, self._rhythm = office, rhythm
        self._heartbeat, self._stalled = heartbeat, stalled
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serving: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Ask it to end after the jobs under way; from any thread."""
        self._stopping.set()
        if self._loop is not None and self._serving is not None:
            with suppress(RuntimeError):  # it has just ended by itself
                self._loop.call_soon_threadsafe(self._serving.cancel)

    def run_once(self) -> None:
        """Do what is due now, with one round of everything that comes by the clock. Raises DatabaseUnreachableError."""
        try:
            with _runner() as runner:
                runner.run(self._round())
        except _LOST as error:
            raise DatabaseUnreachableError(message=_first_line(error)) from error

    def run(self) -> None:
        """Serve until `stop`; comes back by itself when the server was away."""
        with _runner() as runner:
            runner.run(self._serve())

    async def _round(self) -> None:
        app = make_app(self._office, self._rhythm)
        async with app.open_async():
            await self._requeue_stalled(app)
            for one in self._rhythm:
                with suppress(AlreadyEnqueued):
                    await app.configure_task(one.task, lock=one.lock, queueing_lock=one.task).defer_async()
            tried: dict[int, int] = {}
            while self._fresh_ones_due(tried):
                await app.run_worker_async(
                    wait=False, concurrency=CONCURRENCY, listen_notify=False, install_signal_handlers=False,
                    queues=[QUEUE, CLOCK, BITRIX24],
                )  # fmt: skip

    def _fresh_ones_due(self, tried: dict[int, int]) -> bool:
        """Tell whether a job may be fetched that this round has not tried; `tried`: its attempts when first met.

        The worker leaves when it finds nothing to fetch, and those behind a lock come free only after that.
        """
        due = self._office.database.ask(due_jobs)
        fresh = [job for job, attempts in due if tried.setdefault(job, attempts) == attempts]
        return bool(fresh)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            self._serving = asyncio.create_task(self._work())
            try:
                await self._serving
            except asyncio.CancelledError:
                return
            except _LOST as error:
                _LOG.warning("the server is away: %s", _first_line(error))
                await asyncio.sleep(_RECONNECT)

    async def _work(self) -> None:
        app = make_app(self._office, self._rhythm)
        async with app.open_async():
            serving = [
                asyncio.create_task(self._serve_queues(app, [QUEUE, CLOCK], CONCURRENCY)),
                asyncio.create_task(self._serve_queues(app, [BITRIX24], AT_BITRIX24)),
                asyncio.create_task(self._look_after(app)),
            ]
            try:
                done, _ = await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in serving:
                    task.cancel()
                await asyncio.gather(*serving, return_exceptions=True)

    async def _serve_queues(self, app: App, queues: list[str], concurrency: int) -> None:
        await app.run_worker_async(
            concurrency=concurrency, queues=queues, fetch_job_polling_interval=_POLL, install_signal_handlers=False,
            update_heartbeat_interval=self._heartbeat, stalled_worker_timeout=self._stalled,
        )  # fmt: skip

    async def _look_after(self, app: App) -> None:
        """Bring back the jobs of agents that died, and forget what ended long ago."""
        while True:
            try:
                await self._requeue_stalled(app)
                for queue in (QUEUE, BITRIX24):
                    await app.job_manager.delete_old_jobs(_KEEP_HOURS, queue=queue, include_cancelled=True)
                await app.job_manager.delete_old_jobs(1, queue=CLOCK, include_failed=True)
                await asyncio.to_thread(self._office.database.act, forget_reports)
            except (*_LOST, DatabaseUnreachableError) as error:  # the worker meets it as well, and comes back
                _LOG.warning("could not look after the queue: %s", _first_line(error))
            await asyncio.sleep(self._stalled / 2)

    async def _requeue_stalled(self, app: App) -> None:
        await app.job_manager.prune_stalled_workers(self._stalled)
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled):
            _LOG.warning("job %s %s was left by an agent that died", job.task_name, job.id)
            with suppress(ConnectorException):  # another agent was quicker
                if job.queue == CLOCK:  # the next round may be waiting already
                    await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
                else:
                    await app.job_manager.retry_job(job)


def _runner() -> asyncio.Runner:
    """Give a loop that psycopg can use; the usual one of Windows is none."""
    return asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0]
