"""The portal's clock: it goes only while calls are carried out and when a test turns it."""

import threading
from datetime import UTC, datetime, timedelta

_START = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self, start: datetime = _START) -> None:
        self._start = start
        self._passed = 0.0
        self._lock = threading.Lock()

    def forward(self, seconds: float) -> None:
        with self._lock:
            self._passed += seconds

    def passed(self) -> float:
        """Seconds since the start."""
        with self._lock:
            return self._passed

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.passed())
