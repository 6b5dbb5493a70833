"""The list of the agent's jobs: read whole, filtered here, and kept up while the agent works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Slot

from desktop.models.keyset_list import Column, Index, KeysetList
from desktop.shell.background import Background
from desktop.shell.theme import Meaning
from domain.exchange.queries import JobRow, jobs

_GATHER_MS = 400  # an agent at work changes jobs many times a second
_REST = 3  # times as long as a reading took the list rests before the next one that nobody asked for by hand
_MEANINGS = {
    "running": Meaning.INFORMATION,
    "blocked": Meaning.WAITING,
    "parked": Meaning.LATE,
    "failed": Meaning.LATE,
    "done": Meaning.DONE,
}


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    ATTENTION = "attention"
    WAITING = "waiting"
    DONE = "done"

    def has(self, job: JobRow) -> bool:
        """Tell whether a job belongs here."""
        if self is Group.ATTENTION:
            return job.state in ("parked", "blocked", "failed") or (job.state == "waiting" and job.code != "")
        if self is Group.WAITING:
            return job.state in ("waiting", "running", "blocked")
        return self is Group.ALL or job.state in ("done", "skipped")


@dataclass(frozen=True, slots=True)
class JobWords:
    """How jobs are said on the screen: the task, the state, the time that counts, and why."""

    task: Callable[[JobRow], str]
    state: Callable[[JobRow], str]
    when: Callable[[JobRow], str]
    why: Callable[[JobRow], str]


def _tr(text: str) -> str:
    return QCoreApplication.translate("JobList", text)


def columns(words: JobWords) -> list[Column[JobRow]]:
    """Return the columns of the list of jobs."""
    return [
        Column("task", _tr("Job"), words.task, 196),
        Column("ticket", _tr("Ticket"), lambda row: str(row.ticket_number or ""), 72, right=True),
        Column("state", _tr("State"), words.state, 130, chip=_meaning),
        Column("attempts", _tr("Attempts"), lambda row: str(row.attempts or ""), 76, right=True),
        Column("when", _tr("When"), words.when, 108, muted=True),
        Column("why", _tr("Why"), words.why, 420),
    ]


def _meaning(row: JobRow) -> Meaning:
    if row.state == "waiting" and row.code:
        return Meaning.WAITING
    return _MEANINGS.get(row.state, Meaning.NEUTRAL)


class JobList(KeysetList[JobRow]):
    """Jobs, the newest first."""

    def __init__(
        self, background: Background, database: Any, words: JobWords, parent: QObject | None = None,
        *, clock: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        """`clock`: seconds, to tell how long a reading takes."""
        super().__init__(background, columns(words), parent)
        self._database = database
        self._words = words
        self._every: list[JobRow] = []
        self._group, self._text = Group.ALL, ""
        self._again = False
        self._clock = clock
        self._began = 0.0
        self._refreshing.setInterval(_GATHER_MS)

    # Everything is here: there are no further pages.

    def canFetchMore(self, _parent: Index) -> bool:
        """All is read at once."""
        return False

    def fetch_before(self) -> None:
        """Nothing was dropped."""

    # Choosing -----------------------------------------------------------------------------------------------------

    def narrow(self, group: Group, text: str) -> None:
        """Show those of a group whose task or ticket has this text."""
        self._group, self._text = group, text.strip().lstrip("№#").strip().casefold()
        self.beginResetModel()
        self._rows = self._wanted()
        self.endResetModel()
        self.loaded.emit()

    def counts(self) -> dict[Group, int]:
        """Return how many jobs each group has."""
        return {group: sum(map(group.has, self._every)) for group in Group}

    def parked(self) -> list[int]:
        """Return the ids of all that were given up, whatever is shown, the oldest first."""
        return sorted(job.id for job in self._every if job.state == "parked")

    def _wanted(self) -> list[JobRow]:
        return [job for job in self._every if self._group.has(job) and self._speaks_of(job)]

    def _speaks_of(self, job: JobRow) -> bool:
        if not self._text:
            return True
        if self._text.isdigit():
            return str(job.ticket_number or "").startswith(self._text)
        return self._text in f"{self._words.task(job)} {job.task}".casefold()

    # Reading ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again soon; changes that come meanwhile do not put it off."""
        if not self._refreshing.isActive():
            self._refreshing.start()

    def read(self) -> None:
        """Read at once."""
        self._refresh_now()

    @Slot()
    def _refresh_now(self) -> None:
        self._refreshing.stop()
        if self._loading:
            self._again = True
            return
        self._loading = True
        self._began = self._clock()
        self._background.run(self, partial(self._database.ask, jobs), self._take, self._fail, key="rows")

    def _take(self, found: Sequence[JobRow]) -> None:
        self._every = list(found)
        wanted = self._wanted()
        if self._rows:
            self._merge(self._request, len(wanted) + 1, wanted)
        else:
            self._replace(self._request, wanted)
        self._refreshing.setInterval(max(_GATHER_MS, round((self._clock() - self._began) * 1000 * _REST)))
        if self._again:
            self._again = False
            self.refresh()
