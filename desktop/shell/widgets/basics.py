"""Labels, buttons and lines in the variants that the style sheet knows."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from desktop.shell.icons import BESIDE_TEXT, SMALL, icon


def label(text: str = "", kind: str = "", *, wrap: bool = False, name: str = "") -> QLabel:
    """Return a label; kind: "title", "heading", "muted", "small", "error" or "key"; plain text only."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    made.setObjectName(name)
    return made


def button(
    text: str, name: str, clicked: Callable[[], Any] | None = None, *, kind: str = "plain", icon_name: str = ""
) -> QPushButton:
    """Return a push button; kind: "primary" (one a view), "plain", "danger", "quiet" or "link"."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAutoDefault(False)
    if clicked:
        made.clicked.connect(lambda: clicked())  # noqa: PLW0108 - without the `checked` that Qt would pass
    _dress(made, kind, icon_name)
    return made


class ActionButton(QPushButton):
    """A button that does an action, is enabled and named like it and shows its shortcut."""

    def __init__(self, action: QAction, *, show_keys: bool) -> None:
        super().__init__()
        self._action = action
        self._show_keys = show_keys
        self.setAutoDefault(False)
        self.setObjectName(f"{action.objectName()}.button")
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) if self._show_keys else ""
        self.setText(f"{self._action.text()}   {keys}".rstrip())
        self.setAccessibleName(self._action.text().replace("&", ""))
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        if not self._action.isVisible():
            self.hide()
        elif self.isHidden() and self.parent():  # without a parent it would become a window
            self.show()


def action_button(action: QAction, *, kind: str = "plain", icon_name: str = "", show_keys: bool = True) -> ActionButton:
    """Return an `ActionButton` of this kind, with its own icon or the action's."""
    made = ActionButton(action, show_keys=show_keys)
    _dress(made, kind, icon_name)
    if not icon_name and kind != "primary":
        made.setIcon(action.icon())
    return made


def rule(orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setProperty("kind", "rule")
    made.setProperty("orientation", "horizontal" if orientation is Qt.Orientation.Horizontal else "vertical")
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a dynamic property was changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _dress(made: QPushButton, kind: str, icon_name: str) -> None:
    made.setProperty("kind", kind)
    made.setIconSize(BESIDE_TEXT if made.text() else QSize(SMALL, SMALL))
    if icon_name:
        meaning = {"primary": "on-accent", "danger": "late", "link": "accent"}.get(kind)
        made.setIcon(icon(icon_name, meaning))


def on_keys(owner: QWidget, act: Callable[[], object], *keys: str, alone: bool = False) -> None:
    """Call `act` at these keys while `owner` has the focus, or one of its children unless `alone`.

    The scope is set afterwards: PySide6 passes over it as an argument beside a callable, and two forms that both
    listen window-wide make the key ambiguous, so that neither hears it.
    """
    scope = Qt.ShortcutContext.WidgetShortcut if alone else Qt.ShortcutContext.WidgetWithChildrenShortcut
    for one in keys:
        QShortcut(QKeySequence(one), owner, act).setContext(scope)
