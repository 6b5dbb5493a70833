"""Counters of the rail: asked once at the start, then after changes in the tables they depend on."""

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.shell.pages import Counter, PageContext, PageEntry

log = logging.getLogger(__name__)
GATHER_MS = 400
Show = Callable[[str, Counter], None]


class Counters(QObject):
    """Keeps the counters of the pages shown up to date; a change storm costs one question a page."""

    def __init__(self, entries: list[PageEntry], context: PageContext, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._entries = [entry for entry in entries if entry.counter]
        self._context = context
        self._show = show
        self._stale: set[str] = set()
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._ask)
        context.feed.changed.connect(self._hear)
        context.feed.reconnected.connect(self.ask_all)
        context.clock.minute.connect(self.ask_all)  # what is late changes by itself

    @Slot()
    def ask_all(self) -> None:
        """Ask for every counter now."""
        self._stale = {entry.code for entry in self._entries}
        self._ask()

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        touched = {entry.code for entry in self._entries if table in entry.counter_tables}
        if touched:
            self._stale |= touched
            self._gather.start()

    @Slot()
    def _ask(self) -> None:
        stale, self._stale = self._stale, set()
        if not self._context.feed.connected:
            return
        for entry in self._entries:
            if entry.code in stale and entry.counter:
                work = partial(entry.counter, self._context.database)
                done = partial(self._show, entry.code)
                self._context.background.run(self, work, done, _leave_as_it_is, key=entry.code)


def _leave_as_it_is(error: Exception) -> None:
    """A counter that cannot be asked for keeps its number; the page itself tells what is wrong."""
    log.warning("a counter of the rail could not be asked for: %r", error)
