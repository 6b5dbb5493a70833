"""Time as the server tells it: a PC clock that is wrong must not make a ticket late."""

from datetime import UTC, datetime, timedelta
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

MINUTE_MS = 60_000


class Clock(QObject):
    """Server time, kept from the last answer of the server by this PC's steady counter."""

    minute = Signal()
    """A minute passed: ages on screen are to be drawn again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server_time = datetime.now(UTC)
        self._heard_at = monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.minute)
        self._timer.start(MINUTE_MS)

    def set(self, server_time: datetime) -> None:
        """Take over the server's time, just received; it must carry its time zone."""
        if server_time.tzinfo is None:
            raise ValueError(f"time without a zone: {server_time}")
        self._server_time, self._heard_at = server_time, monotonic()
        self.minute.emit()

    def now(self) -> datetime:
        """Return the server's time now, in UTC."""
        return (self._server_time + timedelta(seconds=monotonic() - self._heard_at)).astimezone(UTC)
