"""The command palette: every page, every action that can be done now, what was open lately, by a few letters."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLineEdit, QVBoxLayout, QWidget

from desktop.shell.command_list import Command, CommandList
from desktop.shell.fuzzy import score
from desktop.shell.widgets import label, rule

WIDTH = 600
MOST_ROWS = 11
MOST_MATCHES = 40
Offer = Callable[[str], list[Command]]


def best(query: str, commands: list[Command]) -> list[Command]:
    """Return the commands that answer the query, the best first; all of them, as they are, for an empty query."""
    if not query.strip():
        return commands
    scored = []
    for place, command in enumerate(commands):
        found = score(query, f"{command.title} {command.also}".strip())
        if found is not None:
            scored.append((-(found + command.weight), place, command))
    return [command for _, _, command in sorted(scored, key=lambda one: one[:2])][:MOST_MATCHES]


class Overlay(QFrame):
    """A panel over the window that closes on Esc, on a click beside it and when the focus goes elsewhere."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self._before: QWidget | None = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.hide()
        window.installEventFilter(self)

    def open_over(self, width: int, height: int, focus: QWidget) -> None:
        """Show the panel in the upper middle of the window; the focus comes back when it closes."""
        window = self.parentWidget()
        if window is None:
            return
        if self.isHidden():
            self._before = window.focusWidget()
        self.resize(min(width, window.width() - 32), min(height, window.height() - 32))
        self.move((window.width() - self.width()) // 2, min(88, (window.height() - self.height()) // 2))
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_over(self) -> None:
        """Hide the panel and give the focus back to where it was."""
        if self.isVisible():
            self.hide()
            if self._before and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; no key goes through to the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_over()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a click beside the panel and when the window changes its size."""
        if watched is self.parent() and event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Resize):
            self.close_over()
        return False


class CommandPalette(Overlay):
    """Asks `offer` for commands at every opening, filters them as one types."""

    def __init__(self, window: QWidget, offer: Offer) -> None:
        super().__init__(window, "palette")
        self._offer = offer
        self._field = QLineEdit(objectName="paletteField")
        self._field.setPlaceholderText(self.tr("What would you like to do?"))
        self._field.setAccessibleName(self.tr("Command palette"))
        self._list = CommandList("paletteList")
        self._nothing = label(self.tr("Nothing like that here."), "muted", name="paletteNothing")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self._field, rule(), self._list, self._nothing):
            column.addWidget(widget)
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list.ran.connect(self.close_over)

    def toggle(self) -> None:
        """Open with an empty field, or close."""
        if self.isVisible():
            self.close_over()
            return
        self._field.clear()
        self._filter("")
        self.open_over(WIDTH, self.sizeHint().height(), self._field)

    def titles(self) -> list[str]:
        """Return what is offered now, the best first."""
        return self._list.titles()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and run by keys while the field has the focus."""
        if watched is self._field and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steer(event)
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self._list.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.run_current()
        elif key == Qt.Key.Key_Escape:
            self.close_over()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def _filter(self, text: str) -> None:
        found = best(text, self._offer(text))
        self._list.show_commands(found)
        self._list.setFixedHeight(max(1, self._list.fitting_height(MOST_ROWS)))
        self._list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if self.isVisible():
            self.adjustSize()
            self.resize(min(WIDTH, self.window().width() - 32), self.height())
