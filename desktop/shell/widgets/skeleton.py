"""Grey rows where a list will be, so that a wait of more than 150 ms looks like work and not like nothing."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.shell.theme import ROW_HEIGHT, tokens_of

DELAY_MS = 150
_WIDTHS = (0.12, 0.46, 0.2, 0.1)
_VARIANTS = (1.0, 0.8, 0.92, 0.7, 0.85)


class Skeleton(QWidget):
    """Covers `over` with skeleton rows from `begin` + 150 ms until `end`."""

    def __init__(self, over: QWidget, row_height: int = ROW_HEIGHT) -> None:
        super().__init__(over)
        self._row_height = row_height
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self._appear)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.installEventFilter(self)

    def begin(self) -> None:
        """Something is being loaded; nothing is shown if it comes within 150 ms."""
        if self.isHidden():
            self._delay.start()

    def end(self) -> None:
        """It is there, or failed."""
        self._delay.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the size of what is covered."""
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self._fit()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars of different lengths, fading downwards."""
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(Qt.PenStyle.NoPen)
        rows = min(12, self.height() // self._row_height + 1)
        for row in range(rows):
            colour = QColor(tokens.pressed)
            colour.setAlphaF(1 - row / 12)
            painter.setBrush(colour)
            self._paint_row(painter, row)
        painter.end()

    def _paint_row(self, painter: QPainter, row: int) -> None:
        left = 12.0
        top = row * self._row_height + (self._row_height - 10) / 2
        usable = self.width() - 24 - 16 * len(_WIDTHS)
        for column, share in enumerate(_WIDTHS):
            room = usable * share
            length = room * _VARIANTS[(row * 3 + column) % len(_VARIANTS)]
            painter.drawRoundedRect(QRectF(left, top, length, 10), 5, 5)
            left += room + 16

    def _appear(self) -> None:
        self._fit()
        self.raise_()
        self.show()

    def _fit(self) -> None:
        over = self.parentWidget()
        if over:
            self.setGeometry(over.rect())
