"""The line that answers a scan: what was read, what became of it, in green, amber or red."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.shell.icons import LARGE, pixmap
from desktop.shell.scanner import Answer, Scanner
from desktop.shell.theme import Meaning, tokens_of

HEIGHT = 44
SHOWN_MS = 4000
BOUNCE_MS = 1200
_LOOKS = {
    Answer.ACCEPTED: (Meaning.DONE, "circle-check"),
    Answer.ATTENTION: (Meaning.WAITING, "triangle-alert"),
    Answer.REFUSED: (Meaning.LATE, "circle-alert"),
    Answer.BOUNCED: (Meaning.NEUTRAL, "repeat"),
}


class ScanLine(QWidget):
    """Lies over the foot of `over`, where it hides no button; a refusal stays until somebody presses a key."""

    def __init__(self, scanner: Scanner, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("scanLine")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._code = ""
        self._text = ""
        self._answer = Answer.ACCEPTED
        self._over = QTimer(self, singleShot=True)
        self._over.timeout.connect(self.hide)
        scanner.scanned.connect(self._remember)
        scanner.answered.connect(self._show)
        scanner.acknowledged.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def answer(self) -> Answer:
        """The answer shown last."""
        return self._answer

    @property
    def text(self) -> str:
        """The words shown last."""
        return self._text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the width of what is below."""
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self._fit()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, a solid edge, the icon, the code and the sentence."""
        meaning, icon_name = _LOOKS[self._answer]
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.tint(meaning))
        painter.fillRect(QRect(0, 0, self.width(), 3), tokens.solid(meaning))
        colour = tokens.words(meaning)
        middle = (HEIGHT + 3 - LARGE) // 2
        painter.drawPixmap(16, middle, pixmap(icon_name, LARGE, colour, self.devicePixelRatioF()))
        self._paint_words(painter, colour)
        painter.end()

    def _paint_words(self, painter: QPainter, colour: QColor) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colour)
        words = "   ".join(part for part in (self._code, self._text) if part)
        area = self.rect().adjusted(48, 3, -16, 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    @Slot(str)
    def _remember(self, code: str) -> None:
        self._code = code

    @Slot(str, str)
    def _show(self, answer: str, text: str) -> None:
        self._answer = Answer(answer)
        self._text = self.tr("scanned twice, counted once") if self._answer is Answer.BOUNCED else text
        if self._answer is Answer.REFUSED:
            self._over.stop()
            self._text = f"{text}  –  {self.tr('press a key to go on')}"
        else:
            self._over.start(BOUNCE_MS if self._answer is Answer.BOUNCED else SHOWN_MS)
        self.setAccessibleName(f"{self._code} {self._text}")
        self._fit()
        self.raise_()
        self.show()
        self.update()

    def _fit(self) -> None:
        over = self.parentWidget()
        if over:
            self.setGeometry(0, over.height() - HEIGHT, over.width(), HEIGHT)
