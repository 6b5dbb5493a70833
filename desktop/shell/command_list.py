"""A list of things to do or to open, as the palette and the search show it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.shell.icons import SMALL, icon
from desktop.shell.theme import tokens_of

ROW = 34
_COMMAND = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True)
class Command:
    """One row: what it is called, a word beside it, its keys, and what choosing it does."""

    title: str
    run: Callable[[], object]
    detail: str = ""
    keys: str = ""
    icon: str = ""
    also: str = ""
    """Other words by which it is found, e.g. its English name."""
    weight: float = 0.0
    """Added to the score of a match: recent things come first."""


class CommandModel(QAbstractListModel):
    """Commands in the order shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands: list[Command] = []

    def show(self, commands: list[Command]) -> None:
        """Show these and nothing else."""
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    def command(self, row: int) -> Command:
        """Return the command of a row."""
        return self._commands[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title, the text for screen readers, or the command itself."""
        if not index.isValid():
            return None
        command = self._commands[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (command.title, command.detail, command.keys) if part)
        return command if role == _COMMAND else None


class CommandDelegate(QStyledItemDelegate):
    """Icon and title at the left, detail muted behind it, keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one command."""
        command: Command = index.data(_COMMAND)
        tokens = tokens_of(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selected))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 5, 5)
        area = option.rect.adjusted(10, 0, -10, 0)
        if command.icon:
            icon(command.icon).paint(painter, QRect(area.left(), area.top() + (ROW - SMALL) // 2, SMALL, SMALL))
        painter.setFont(option.font)
        area.setLeft(area.left() + SMALL + 10)
        area.setRight(area.right() - self._paint_right(painter, area, command.keys, QColor(tokens.faint)))
        self._paint_titles(painter, area, command, QColor(tokens.text), QColor(tokens.muted))
        painter.restore()

    def _paint_right(self, painter: QPainter, area: QRect, text: str, colour: QColor) -> int:
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return painter.fontMetrics().horizontalAdvance(text) + (12 if text else 0)

    def _paint_titles(self, painter: QPainter, area: QRect, command: Command, text: QColor, muted: QColor) -> None:
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(text)
        title = metrics.elidedText(command.title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle, title)
        rest = area.adjusted(metrics.horizontalAdvance(title) + 10, 0, 0, 0)
        if command.detail and rest.width() > 24:
            painter.setPen(muted)
            painter.drawText(
                rest, middle, metrics.elidedText(command.detail, Qt.TextElideMode.ElideRight, rest.width())
            )


class CommandList(QListView):
    """The list itself; the field above it keeps the focus and moves the choice with `step`."""

    ran = Signal()
    """A command was chosen; it runs right after."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._model = CommandModel(self)
        self.setModel(self._model)
        self.setItemDelegate(CommandDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(lambda _index: self.run_current())

    def show_commands(self, commands: list[Command]) -> None:
        """Show these, the first one chosen."""
        self._model.show(commands)
        if commands:
            self.setCurrentIndex(self._model.index(0))
            self.scrollToTop()

    def titles(self) -> list[str]:
        """Return what is shown, top down."""
        return [self._model.command(row).title for row in range(self._model.rowCount())]

    def step(self, rows: int) -> None:
        """Move the choice, round the ends."""
        count = self._model.rowCount()
        if count:
            self.setCurrentIndex(self._model.index((self.currentIndex().row() + rows) % count))

    def run_current(self) -> bool:
        """Do what is chosen; False when there is nothing to do."""
        index = self.currentIndex()
        if not index.isValid():
            return False
        command = self._model.command(index.row())
        self.ran.emit()
        command.run()
        return True

    def fitting_height(self, most_rows: int) -> int:
        """Return the height that shows all rows, at most so many."""
        return min(most_rows, self._model.rowCount()) * ROW + 2
