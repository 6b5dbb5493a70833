"""Work off the GUI thread: one pool, answers delivered where the windows live.

    self._background.run(self, partial(open_tickets, self._database, text), self._show, self._fail, key="list")

`work` opens its own session, touches no Qt object and returns plain values. Its answer is dropped when the owner is
gone, when the task was cancelled, or when a newer request of the same owner and key was made.
"""

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import count
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
Work = Callable[[], T]
LongWork = Callable[["Progress"], T]
Done = Callable[[T], None]
Failed = Callable[[Exception], None]

THREADS = 4
REPORT_EVERY = 0.1  # seconds between two progress reports that reach the screen


class WorkCancelled(Exception):  # noqa: N818 - not a fault: the person pressed Cancel
    """Raised inside long work by `Progress.step` after Cancel; the work may clean up and let it pass."""


class Progress:
    """What long work tells and asks, from its own thread."""

    def __init__(self, report: Callable[[], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._on_cancel: Callable[[], None] | None = None
        self._reported_at = 0.0
        self.done = 0
        self.total = 0
        self.text = ""

    @property
    def cancelled(self) -> bool:
        """Whether Cancel was pressed; work that cannot stop in the middle of a step asks this between steps."""
        return self._cancelled.is_set()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is (`total` 0: nobody knows); raises WorkCancelled after Cancel."""
        if self.cancelled:
            raise WorkCancelled
        self.done, self.total, self.text = done, total, text
        if monotonic() - self._reported_at >= REPORT_EVERY or done == total:
            self._reported_at = monotonic()
            self._report()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()
        if self._on_cancel is not None:
            self._on_cancel()

    def on_cancel(self, act: Callable[[], None]) -> None:
        """Have `act` called at Cancel, from the GUI thread: for work that waits long between two steps."""
        self._on_cancel = act
        if self.cancelled:
            act()


class Task:
    """One piece of work under way, as its asker and the status line see it."""

    def __init__(self, number: int, owner: QObject, done: Done[Any], failed: Failed | None) -> None:
        self.number = number
        self.owner = owner
        self.done = done
        self.failed = failed
        self.key: str | None = None
        self.title = ""
        self.progress: Progress | None = None
        self.stopped: Callable[[], None] | None = None
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Drop the answer; work not begun is never begun, long work stops at its next step."""
        self._cancelled.set()
        if self.progress:
            self.progress.cancel()


class Background(QObject):
    """Runs work in pool threads and calls back in the thread where this object lives."""

    busy_changed = Signal(int)
    """How many tasks are under way or waiting."""
    long_work_changed = Signal()
    """A long work began, stepped or ended; `long_works()` has them."""
    unheard = Signal(object)
    """The error of work whose asker gave no `failed`."""

    _ended = Signal(int, object, object)
    _stepped = Signal()

    def __init__(self, parent: QObject | None = None, *, threads: int = THREADS) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(max(2, threads))
        self._numbers = count(1)
        self._tasks: dict[int, Task] = {}
        self._newest: dict[tuple[int, str], Task] = {}
        self._long_waiting: deque[tuple[Task, Work[Any]]] = deque()
        self._long_running = 0
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self.long_work_changed, Qt.ConnectionType.QueuedConnection)

    def run(
        self, owner: QObject, work: Work[T], done: Done[T], failed: Failed | None = None, *, key: str | None = None
    ) -> Task:
        """Do `work` soon; then `done(result)` or `failed(error)` is called in the GUI thread.

        key: names what is asked for; a newer request of the same owner and key cancels this one.
        Without `failed` the error goes to `unheard`, that is to the error message of the window.
        """
        task = self._enlist(owner, done, failed, key)
        self._start(task, work)
        return task

    def run_long(
        self,
        owner: QObject,
        title: str,
        work: LongWork[T],
        done: Done[T],
        failed: Failed | None = None,
        *,
        stopped: Callable[[], None] | None = None,
    ) -> Task:
        """Do work that takes seconds, shown in the status line as `title` with its progress and Cancel.

        `stopped` is called instead of `done` or `failed` when Cancel took effect. One thread is always left to
        short work, however much long work waits.
        """
        task = self._enlist(owner, done, failed, None)
        task.title, task.stopped = title, stopped
        task.progress = Progress(self._stepped.emit)
        self._long_waiting.append((task, partial(work, task.progress)))
        self._start_long()
        self.long_work_changed.emit()
        return task

    def long_works(self) -> list[Task]:
        """Return the long works under way or waiting, oldest first."""
        return [task for task in self._tasks.values() if task.progress]

    def busy(self) -> int:
        """Return how many tasks are under way or waiting."""
        return len(self._tasks)

    def cancel_all(self, owner: QObject) -> None:
        """Cancel everything that this owner asked for."""
        for task in list(self._tasks.values()):
            if task.owner is owner:
                task.cancel()

    def wait(self, milliseconds: int = 10_000) -> bool:
        """At exit: cancel everything and wait for the threads; False when one did not end in time."""
        for task in self._tasks.values():
            task.cancel()
        for task, _ in self._long_waiting:
            del self._tasks[task.number]
        self._long_waiting.clear()
        return self._pool.waitForDone(milliseconds)

    def _enlist(self, owner: QObject, done: Done[Any], failed: Failed | None, key: str | None) -> Task:
        task = Task(next(self._numbers), owner, done, failed)
        if key is not None:
            task.key = key
            older = self._newest.get((id(owner), key))
            if older:
                older.cancel()
            self._newest[id(owner), key] = task
        self._tasks[task.number] = task
        self.busy_changed.emit(len(self._tasks))
        return task

    def _start(self, task: Task, work: Work[Any]) -> None:
        self._pool.start(partial(self._work, task, work))

    def _start_long(self) -> None:
        while self._long_waiting and self._long_running < self._pool.maxThreadCount() - 1:
            self._long_running += 1
            self._start(*self._long_waiting.popleft())

    def _work(self, task: Task, work: Work[Any]) -> None:  # in a pool thread
        result: Any = None
        error: Exception | None = None
        try:
            if task.cancelled:
                raise WorkCancelled
            result = work()
        except Exception as raised:  # noqa: BLE001 - delivered, not swallowed
            error = raised
        if isValid(self):
            self._ended.emit(task.number, result, error)

    @Slot(int, object, object)
    def _deliver(self, number: int, result: object, error: Exception | None) -> None:
        task = self._tasks.pop(number)
        if task.key is not None and self._newest.get((id(task.owner), task.key)) is task:
            del self._newest[id(task.owner), task.key]
        if task.progress:
            self._long_running -= 1
            self._start_long()
            self.long_work_changed.emit()
        self.busy_changed.emit(len(self._tasks))
        if isValid(task.owner):  # else its window was closed meanwhile
            self._answer(task, result, error)

    def _answer(self, task: Task, result: object, error: Exception | None) -> None:
        if isinstance(error, WorkCancelled):
            if task.stopped:
                task.stopped()
        elif task.cancelled and not task.progress:
            return
        elif error is None:
            task.done(result)
        elif task.failed:
            task.failed(error)
        else:
            self.unheard.emit(error)
