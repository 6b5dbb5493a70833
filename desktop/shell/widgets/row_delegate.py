"""How a row of a list looks: hairline below, eight pixels of air, chips, icons, muted and strong words."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.shell.icons import SMALL, icon
from desktop.shell.theme import Meaning, Tokens, tokens_of
from desktop.shell.widgets.chip import paint_chip

PADDING = 8
Index = QModelIndex | QPersistentModelIndex


class RowRole(IntEnum):
    """What a model may say about a cell beside its text (`Qt.DisplayRole`)."""

    CHIP = Qt.ItemDataRole.UserRole + 101
    """A `Meaning`: the text is drawn as a chip of this colour."""
    MUTED = Qt.ItemDataRole.UserRole + 102
    """True: the text matters less."""
    STRONG = Qt.ItemDataRole.UserRole + 103
    """True: something here is new."""
    MEANING = Qt.ItemDataRole.UserRole + 104
    """A `Meaning`: the text itself has this colour."""


class RowDelegate(QStyledItemDelegate):
    """Paints cells from display text, decoration (a QIcon or the name of one), alignment and `RowRole`s."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, then content; cells with a check box are left to the style."""
        tokens = tokens_of(option.palette)
        self.paint_ground(painter, option, index, tokens)
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            self._paint_check(painter, option, index)
            return
        painter.save()
        self.paint_content(painter, option.rect.adjusted(PADDING, 0, -PADDING, -1), option, index)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tokens: Tokens) -> None:
        """Paint selection or hover, and the hairline."""
        if option.state & QStyle.StateFlag.State_Selected:
            focused = self._view.hasFocus() and self._view.isActiveWindow()
            painter.fillRect(option.rect, QColor(tokens.selected if focused else tokens.selected_quiet))
            if focused and index.row() == self._view.currentIndex().row() and self._is_first(index):
                painter.fillRect(
                    QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), QColor(tokens.accent)
                )
        elif index.row() == self.hovered_row:
            painter.fillRect(option.rect, QColor(tokens.hover))
        bottom = option.rect.bottom()
        painter.fillRect(QRect(option.rect.left(), bottom, option.rect.width(), 1), QColor(tokens.line))

    def paint_content(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint icon, chip or words into `area`; a subclass for a special column overrides this."""
        decoration = index.data(Qt.ItemDataRole.DecorationRole)
        if decoration:
            area = self._paint_icon(painter, area, decoration)
        text = self.displayText(index.data(Qt.ItemDataRole.DisplayRole), option.locale)
        chip = index.data(RowRole.CHIP)
        if chip is not None and text:
            paint_chip(painter, area, text, chip, option.palette, font=option.font)
        elif text:
            self._paint_words(painter, area, text, option, index)

    def displayText(self, value: Any, locale: Any) -> str:
        """Return the text of a cell in one line; None is nothing."""
        return "" if value is None else super().displayText(value, locale).replace("\n", " ").replace("\u2028", " ")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for text, air and icon, so that a column can be fitted to its content."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * PADDING, hint.height())

    def _paint_words(
        self, painter: QPainter, area: QRect, text: str, option: QStyleOptionViewItem, index: Index
    ) -> None:
        font = QFont(index.data(Qt.ItemDataRole.FontRole) or option.font)
        if index.data(RowRole.STRONG):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._colour(option, index, tokens_of(option.palette)))
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = Qt.AlignmentFlag(alignment) if alignment else Qt.AlignmentFlag.AlignLeft
        flags |= Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, painter.fontMetrics().elidedText(text, option.textElideMode, area.width()))

    def _colour(self, option: QStyleOptionViewItem, index: Index, tokens: Tokens) -> QColor:
        if not option.state & QStyle.StateFlag.State_Enabled:
            return QColor(tokens.disabled)
        meaning = index.data(RowRole.MEANING)
        if meaning is not None:
            return tokens.words(Meaning(meaning))
        return QColor(tokens.muted if index.data(RowRole.MUTED) else tokens.text)

    def _paint_icon(self, painter: QPainter, area: QRect, decoration: Any) -> QRect:
        drawn = decoration if isinstance(decoration, QIcon) else icon(str(decoration))
        box = QRect(area.left(), area.top() + (area.height() - SMALL) // 2, SMALL, SMALL)
        drawn.paint(painter, box)
        return area.adjusted(SMALL + PADDING, 0, 0, 0)

    def _paint_check(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        plain = QStyleOptionViewItem(option)
        plain.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, plain, index)

    def _is_first(self, index: Index) -> bool:
        return self._view.horizontalHeader().logicalIndexAt(0) == index.column()
