"""A sentence across the page that stays until its matter is settled."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.shell.icons import SMALL, icon
from desktop.shell.theme import Meaning
from desktop.shell.widgets.basics import button, label, restyle

ICONS = {
    Meaning.LATE: "circle-alert",
    Meaning.WAITING: "triangle-alert",
    Meaning.DONE: "circle-check",
    Meaning.INFORMATION: "info",
    Meaning.NEUTRAL: "info",
}
COPIED_MS = 2000


class Banner(QFrame):
    """An icon, a sentence, a way to act, to copy the details and to close."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        meaning: Meaning = Meaning.INFORMATION,
        *,
        details: str = "",
        action_text: str = "",
        action: Callable[[], object] | None = None,
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("meaning", str(meaning))
        self.setObjectName("banner")
        self._meaning = meaning
        self._details = details
        self._picture = QLabel()
        self._text = label(text, wrap=True, name="bannerText")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = button(self.tr("Copy details"), "bannerCopy", self._copy_details, kind="quiet", icon_name="copy")
        self._lay_out()
        if action:
            self._row.insertWidget(2, button(action_text, "bannerAction", action, kind="plain"))
        if closable:
            self._row.addWidget(self._closing_button())

    def say(self, text: str, meaning: Meaning) -> None:
        """Change the sentence and its colour."""
        self._text.setText(text)
        self._meaning = meaning
        self.setProperty("meaning", str(meaning))
        restyle(self)
        self._draw_icon()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self.setMinimumHeight(40)
        self._row.setContentsMargins(16, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._copy)
        self._copy.setVisible(bool(self._details))
        self._draw_icon()

    def _closing_button(self) -> QPushButton:
        made = button("", "bannerClose", self._close, kind="quiet", icon_name="x")
        made.setToolTip(self.tr("Close"))
        made.setAccessibleName(self.tr("Close"))
        return made

    def _draw_icon(self) -> None:
        self._picture.setPixmap(
            icon(ICONS[self._meaning], self._meaning).pixmap(QSize(SMALL, SMALL), self.devicePixelRatioF())
        )

    @Slot()
    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n\n{self._details}")
        self._copy.setText(self.tr("Copied"))
        QTimer.singleShot(COPIED_MS, self._copy, lambda: self._copy.setText(self.tr("Copy details")))

    @Slot()
    def _close(self) -> None:
        self.hide()
        self.closed.emit()
