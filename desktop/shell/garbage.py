"""Garbage is collected in the GUI thread only: a collection in a worker thread may destroy a widget there."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 1000


class GarbageOnGuiThread(QObject):
    """Turns Python's own collector off and collects on a timer, generation by generation, by the usual thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    @Slot()
    def collect(self) -> int:
        """Collect the oldest generation whose count is over its threshold; returns how much was found."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                return gc.collect(generation)
        return 0

    def stop(self) -> None:
        """Give the collector back to Python, at exit."""
        self._timer.stop()
        gc.enable()
