"""A field that filters as one types, without a question for every letter."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.shell.icons import icon

PAUSE_MS = 120


class SearchField(QLineEdit):
    """A line with a magnifier; `wanted` comes after a short pause in typing, at once on Enter, Esc empties it."""

    wanted = Signal(str)
    """The text to look for, stripped; not repeated while it is the same."""
    left = Signal()
    """Enter or ↓ was pressed: the results want the focus."""

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(icon("x"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(self.tr("Clear"))
        self._clear.triggered.connect(self._empty)
        self._clear.setVisible(False)
        self._last = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches at once, ↓ goes to the results, Esc empties before it leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._tell()
            self.left.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self._empty()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _note(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    @Slot()
    def _empty(self) -> None:
        self.clear()
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.wanted.emit(text)
