"""When a part of a page is to be read again: at changes and after a lost connection, but not while nobody sees it."""

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.shell.feed import Feed


class Freshness(QObject):
    """Lives with `part`: `Freshness(part, feed, "company").wanted.connect(part.refresh)`."""

    wanted = Signal()
    """Read again now: something changed, or did so while the part was hidden and it is shown now."""

    def __init__(self, part: QWidget, feed: Feed, *tables: str) -> None:
        """`tables`: whose changes count."""
        super().__init__(part)
        self._part = part
        self._tables = frozenset(tables)
        self._missed = False
        part.installEventFilter(self)
        feed.changed.connect(self._hear)
        feed.reconnected.connect(self._note)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Make up for what was missed when the part is shown."""
        if event.type() == QEvent.Type.Show and self._missed:
            self._missed = False
            self.wanted.emit()
        return False

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        if table in self._tables:
            self._note()

    @Slot()
    def _note(self) -> None:
        if self._part.isVisible():
            self.wanted.emit()
        else:
            self._missed = True
