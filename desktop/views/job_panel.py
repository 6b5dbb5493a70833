"""What can be done with the chosen jobs: why they stand where they stand, Retry, Skip, the ticket."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from database.errors import DomainError
from desktop.shell.background import Progress
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import action_button, button, label
from desktop.views.exchange_words import reason, skipping, task_name
from desktop.views.question_row import QuestionRow
from domain.exchange.actions import retry_job, skip_job
from domain.exchange.queries import JobRow

_LOW = 54
_MANY = 20  # above it the work has a progress and Cancel
_OPEN = ("waiting", "blocked", "parked")


class JobPanel(QFrame):
    """The foot of the page. Skip asks once, here and not in a dialog, and says what it means."""

    settled = Signal()
    open_wanted = Signal(object)
    acting = Signal()
    """Something is to be done at once with the chosen jobs: whoever chooses them says now which they are."""
    answered = Signal()
    """The question that had the focus is gone."""

    def __init__(self, context: PageContext, page: QWidget, *, settles: bool) -> None:
        """`page`: while the focus is inside of it the keys of this panel hold. `settles`: the person may do so."""
        super().__init__(objectName="job_panel")
        self.setProperty("kind", "card")
        self._context = context
        self._settles = settles
        self._jobs: list[JobRow] = []
        self._words = label("", wrap=True, name="job_words")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        add = context.actions.add
        self._retry = add(page, "exchange.retry", self.tr("Retry"), self._retry_now, shortcut="Ctrl+R", icon="repeat")
        self._skip = add(page, "exchange.skip", self.tr("Skip"), self._ask, shortcut="Del", icon="ban")
        self._open = button(self.tr("Open the ticket"), "job_open", self._go, kind="quiet", icon_name="ticket")
        self._asking = QuestionRow("job_skip", no=self.tr("Leave it"), yes=self.tr("Yes, skip"))
        self._asking.agreed.connect(self._skip_now)
        self._asking.left.connect(self._stop_asking)
        self._lay_out()
        self.show_jobs([])

    def _lay_out(self) -> None:
        self._usual = QWidget()
        row = QHBoxLayout(self._usual)
        row.setContentsMargins(0, 0, 0, 0)
        for one in (self._open, action_button(self._retry, icon_name="repeat"), action_button(self._skip)):
            row.addWidget(one)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 8, 8, 8)
        whole.setSpacing(16)
        whole.addWidget(self._words, 1)
        right = QVBoxLayout()
        right.addWidget(self._usual)
        right.addWidget(self._asking)
        right.addStretch()
        whole.addLayout(right)
        self.setMinimumHeight(_LOW)  # two lines, so that the list above does not jump from row to row

    # Showing ------------------------------------------------------------------------------------------------------

    def show_jobs(self, jobs: Sequence[JobRow]) -> None:
        """Show what can be done with these jobs; a question is taken back when others are chosen."""
        if [job.id for job in jobs] != [job.id for job in self._jobs]:
            self._put_away()
        self._jobs = list(jobs)
        settleable = self._settles and any(job.state in _OPEN for job in jobs)
        self._retry.setEnabled(settleable)
        self._skip.setEnabled(settleable)
        self._open.setEnabled(len(jobs) == 1 and jobs[0].ticket_id is not None)
        if self._asking.isHidden():
            self._words.setText(self._told())

    def _told(self) -> str:
        if not self._jobs:
            return self.tr("Choose a job to see what can be done.")
        if len(self._jobs) > 1:
            return self.tr("%n job(s) chosen", "", len(self._jobs))
        job = self._jobs[0]
        title = task_name(job.task) + (f" · № {job.ticket_number}" if job.ticket_number else "")
        return "\n".join(filter(None, (title, reason(job, self._context.language))))

    # Acting -------------------------------------------------------------------------------------------------------

    @Slot()
    def _go(self) -> None:
        self.open_wanted.emit(self._jobs[0])

    @Slot()
    def _ask(self) -> None:
        self.acting.emit()
        wanted = [job for job in self._jobs if job.state in _OPEN]
        if not wanted:
            return
        what = task_name(wanted[0].task) if len(wanted) == 1 else self.tr("%n job(s)", "", len(wanted))
        meanings = list(dict.fromkeys(filter(None, (skipping(job.task) for job in wanted))))
        words = [self.tr("Skip for good: %1?").replace("%1", what), *meanings]
        words.append(self.tr("What waits behind it goes on."))
        self._words.setText(" ".join(words))
        self._usual.hide()
        self._asking.ask()

    @Slot()
    def _stop_asking(self) -> None:
        self._put_away()
        self._words.setText(self._told())

    def _put_away(self) -> None:
        focused = self._asking.holds_focus()
        self._asking.hide()
        self._usual.show()
        if focused:
            self.answered.emit()

    @Slot()
    def _retry_now(self) -> None:
        self.acting.emit()
        self._settle(self.tr("Retrying"), retry_job, self._told_retried)

    @Slot()
    def _skip_now(self) -> None:
        self._settle(self.tr("Skipping"), skip_job, self._told_skipped)
        self._stop_asking()

    def _settle(self, title: str, action: Callable[..., None], done: Callable[[int], None]) -> None:
        ids = [job.id for job in reversed(self._jobs) if job.state in _OPEN]
        background, database = self._context.background, self._context.database
        if len(ids) > _MANY:
            work = partial(settle_many, database, action, ids)
            background.run_long(self, title, work, done, stopped=self.settled.emit)
        elif ids:
            background.run(self, partial(settle_each, database, action, ids), done)

    def _told_retried(self, count: int) -> None:
        self._context.notices.say(self.tr("%n job(s) are tried again", "", count))
        self.settled.emit()

    def _told_skipped(self, count: int) -> None:
        self._context.notices.say(self.tr("%n job(s) skipped", "", count))
        self.settled.emit()


def settle_each(
    database: Any, action: Callable[..., None], ids: Sequence[int], step: Callable[[int, int], None] | None = None
) -> int:
    """Retry or skip these jobs one by one; returns how many, for meanwhile some may have been settled by others.

    step: is told (done, of) after each.
    """
    settled = 0
    for done, job in enumerate(ids, start=1):
        try:
            database.act(action, job)
            settled += 1
        except DomainError as error:
            if error.code != "job-not-waiting":
                raise
        if step is not None:
            step(done, len(ids))
    return settled


def settle_many(database: Any, action: Callable[..., None], ids: Sequence[int], progress: Progress) -> int:
    """Do as `settle_each` in long work: it tells how far it is, and Cancel ends it between two jobs."""
    return settle_each(database, action, ids, progress.step)
