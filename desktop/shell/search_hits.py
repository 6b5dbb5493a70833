"""What the search found, in a panel under the search field."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.shell.command_list import Command, CommandList
from desktop.shell.widgets import SearchField, label

MOST_ROWS = 12


class SearchHits(QFrame):
    """Hits under the field; the field keeps the focus, ↑ ↓ choose, Enter opens, Esc closes."""

    def __init__(self, field: SearchField, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._field = field
        self._list = CommandList("searchHits")
        self._nothing = label("", "muted", name="searchNothing")
        self._nothing.setMargin(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._list)
        column.addWidget(self._nothing)
        self._list.ran.connect(self._leave)
        field.installEventFilter(self)
        self.hide()

    def show_hits(self, text: str, hits: list[Command]) -> None:
        """Show what was found for `text`, unless the field says something else by now."""
        if text != self._field.text().strip() or not text or not self._field.hasFocus():
            return
        self._list.show_commands(hits)
        self._list.setFixedHeight(max(1, self._list.fitting_height(MOST_ROWS)))
        self._list.setVisible(bool(hits))
        self._nothing.setText(self.tr("Nothing found for “%1”.").replace("%1", text))
        self._nothing.setVisible(not hits)
        self.setFixedWidth(max(480, self._field.width()))
        self.adjustSize()
        window = self.parentWidget()
        if window:
            self.move(self._field.mapTo(window, QPoint(0, self._field.height() + 4)))
        self.show()
        self.raise_()

    def titles(self) -> list[str]:
        """Return what is shown, top down."""
        return self._list.titles() if self.isVisible() else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer by the keys of the field, close with its focus."""
        if watched is not self._field:
            return False
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif self.isVisible() and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._steer(event)
        return False

    def _steer(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._list.run_current()
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _leave(self) -> None:
        self.hide()
        self._field.clear()
