"""Every action is a QAction with a name, a shortcut, an icon and a place in the command palette."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.shell.icons import icon as icon_named


@dataclass(frozen=True)
class Listed:
    """An action and the group under which palette and shortcut sheet show it."""

    action: QAction
    owner: QWidget
    group: str
    in_palette: bool
    icon: str = ""

    @property
    def usable(self) -> bool:
        """Whether it can be done now: enabled, and its owner is seen."""
        return self.action.isEnabled() and self.action.isVisible() and self.owner.isVisible()


class Actions(QObject):
    """The list of all actions that exist now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listed: list[Listed] = []

    def add(
        self,
        owner: QWidget,
        name: str,
        text: str,
        slot: Callable[..., Any],
        *,
        shortcut: str | QKeySequence.StandardKey | list[str] = "",
        icon: str = "",
        group: str = "",
        tip: str = "",
        in_palette: bool = True,
        everywhere: bool = False,
    ) -> QAction:
        """Make an action that lives as long as `owner` and is reached while `owner` is seen.

        name: its objectName, such as ``tickets.new``; `text` and `tip` are translated already.
        shortcut: holds while the focus is inside `owner`; with `everywhere` in the whole window of `owner`. A single
        letter works where no field has the focus, under any layout by its place.
        """
        action = QAction(text, owner)
        action.setObjectName(name)
        if icon:
            action.setIcon(icon_named(icon))
        action.setShortcuts(_sequences(shortcut))
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut if everywhere else inside)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip or text.replace('&', '')}  {keys}".rstrip())
        action.triggered.connect(lambda: slot())  # noqa: PLW0108 - without the `checked` that Qt would pass
        owner.addAction(action)
        self._listed.append(Listed(action, owner, group, in_palette, icon))
        return action

    def usable(self) -> list[Listed]:
        """Return the actions that can be done now, in the order they were added."""
        self._listed = [one for one in self._listed if isValid(one.action) and isValid(one.owner)]
        return [one for one in self._listed if one.usable]

    def single_key(self, *characters: str) -> QAction | None:
        """Return the usable action whose shortcut is one of these single characters, the one added last first.

        Qt does not fire such shortcuts itself here, because a scanner types the same characters (see `scanner`).
        """
        wanted = {QKeySequence(character.upper()) for character in characters if character.strip()}
        for one in reversed(self.usable()):
            if wanted & set(one.action.shortcuts()):
                return one.action
        return None


def _sequences(shortcut: str | QKeySequence.StandardKey | list[str]) -> list[QKeySequence]:
    if isinstance(shortcut, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(shortcut)
    texts = [shortcut] if isinstance(shortcut, str) else shortcut
    return [QKeySequence(text) for text in texts if text]
