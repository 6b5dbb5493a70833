"""What a page says when there is nothing: what belongs here, and the first step."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.shell.icons import icon
from desktop.shell.widgets.basics import action_button, button, label

ICON_SIZE = 40
WIDTH = 440


class EmptyState(QWidget):
    """An icon, a heading, a sentence and at most one button."""

    def __init__(self, icon_name: str, heading: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._heading = label(heading, "heading", name="emptyHeading")
        self._sentence = label(sentence, "muted", wrap=True, name="emptySentence")
        for words in (self._heading, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for widget in (self._picture, self._heading, self._sentence):
            self._column.addWidget(widget)
        around = QVBoxLayout(self)
        around.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        around.addLayout(row)
        around.addStretch(3)
        self._draw_icon()

    def say(self, heading: str, sentence: str = "") -> None:
        """Change the words, e.g. when a filter and not the database is why nothing is shown."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)

    def offer(self, text: str, name: str, clicked: Callable[[], Any], icon_name: str = "plus") -> None:
        """Put a button for the first step under the sentence."""
        self._add(button(text, name, clicked, kind="primary", icon_name=icon_name))

    def offer_action(self, action: QAction, icon_name: str = "plus") -> None:
        """Put a button for an action under the sentence."""
        self._add(action_button(action, kind="primary", icon_name=icon_name))

    def _add(self, first_step: QWidget) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(first_step, 0, Qt.AlignmentFlag.AlignHCenter)

    def _draw_icon(self) -> None:
        size = QSize(ICON_SIZE, ICON_SIZE)
        self._picture.setPixmap(icon(self._icon_name).pixmap(size, self.devicePixelRatioF()))

    def changeEvent(self, event: Any) -> None:
        """Draw the icon again in the new light."""
        super().changeEvent(event)
        if event.type() is event.Type.PaletteChange and hasattr(self, "_picture"):
            self._draw_icon()
