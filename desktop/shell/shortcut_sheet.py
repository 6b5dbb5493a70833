"""The sheet that `?` shows: every key that does something now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.shell.actions import Actions
from desktop.shell.palette import Overlay
from desktop.shell.widgets import label

WIDTH = 760
COLUMNS = 2


class ShortcutSheet(Overlay):
    """Lists the shortcuts of the actions that can be used now, by group."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window, "shortcutSheet")
        self._actions = actions
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area = QScrollArea(widgetResizable=True, objectName="shortcutArea")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 16, 16)
        column.addWidget(label(self.tr("Keyboard shortcuts"), "title"))
        column.addWidget(self._area)

    def toggle(self) -> None:
        """Show what holds on the page in front, or close."""
        if self.isVisible():
            self.close_over()
            return
        groups = self.groups()
        table = self._table(groups)
        self._area.setWidget(table)
        self.open_over(WIDTH, table.sizeHint().height() + 96, self)

    def groups(self) -> dict[str, list[tuple[str, str]]]:
        """Return text and keys of every usable action that has keys, by group."""
        found: dict[str, list[tuple[str, str]]] = {}
        for one in self._actions.usable():
            keys = ", ".join(_native(sequence) for sequence in one.action.shortcuts())
            if keys:
                found.setdefault(one.group or self.tr("This page"), []).append(
                    (one.action.text().replace("&", ""), keys)
                )
        return found

    def _table(self, groups: dict[str, list[tuple[str, str]]]) -> QWidget:
        table = QWidget(objectName="scrolled")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 8, 8, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(2, 24)
        for column in (0, 3):
            grid.setColumnStretch(column, 1)
        heights = [0] * COLUMNS
        for name, entries in groups.items():
            side = heights.index(min(heights))
            heights[side] = self._add_group(grid, side * 3, heights[side], name, entries)
        grid.setRowStretch(max(heights, default=0), 1)
        return table

    def _add_group(self, grid: QGridLayout, column: int, row: int, name: str, entries: list[tuple[str, str]]) -> int:
        grid.addWidget(label(name, "heading"), row, column, 1, 2)
        for place, (text, keys) in enumerate(entries, row + 1):
            grid.addWidget(label(text, "muted", wrap=True), place, column)
            grid.addWidget(label(keys, "key"), place, column + 1, Qt.AlignmentFlag.AlignRight)
        after = row + len(entries) + 1
        grid.setRowMinimumHeight(after, 12)
        return after + 1


def _native(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)
