"""What changed in the database, as the desktop hears it."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Feed(QObject):
    """The one place that says "these rows changed"; the listener thread of the start-up module fills it.

    `announce` and `report_connection` may be called from any thread: receivers are called in their own.
    """

    changed = Signal(str, object)
    """table, frozenset of ids – or None: so many that everything of this table is to be read again."""
    reconnected = Signal()
    """The connection is back after a loss: whatever is shown is to be read again."""
    connection_changed = Signal(bool)
    """Whether the server can be reached now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connected = True

    @property
    def connected(self) -> bool:
        """Whether the server was reachable when last heard of."""
        return self._connected

    def announce(self, table: str, ids: Iterable[int] | None) -> None:
        """Tell every view that these rows of `table` changed; None means many."""
        self.changed.emit(table, None if ids is None else frozenset(ids))

    def report_connection(self, connected: bool) -> None:
        """Tell whether the server answers; after a loss the first True also says `reconnected`."""
        if connected == self._connected:
            return
        self._connected = connected
        self.connection_changed.emit(connected)
        if connected:
            self.reconnected.emit()
