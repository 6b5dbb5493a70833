"""The left rail: pages with icon, name and counter."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.shell.icons import LARGE, icon
from desktop.shell.pages import Counter
from desktop.shell.theme import Meaning, Tokens, tokens_of

WIDE = 220
NARROW = 56
HEIGHT = 36
_SIDE = 8


class RailButton(QAbstractButton):
    """One page of the rail."""

    def __init__(self, code: str, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._plain_icon = icon(icon_name)
        self._chosen_icon = icon(icon_name, "accent")
        self._counter = Counter()
        self._keys = ""
        self.setText(title)
        self.setObjectName(f"rail.{code}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._describe()

    @property
    def counter(self) -> Counter:
        """What the button counts now."""
        return self._counter

    def count(self, counter: Counter) -> None:
        """Show how many wait, and in red how many are late."""
        if counter != self._counter:
            self._counter = counter
            self._describe()
            self.update()

    def set_keys(self, keys: str) -> None:
        """Name the shortcut in the tool tip."""
        self._keys = keys
        self._describe()

    def sizeHint(self) -> QSize:
        """Return the size of a row of the rail."""
        return QSize(WIDE, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, name and counter."""
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, tokens)
        narrow = self.width() < WIDE // 2
        left = (self.width() - LARGE) // 2 if narrow else _SIDE + 10
        drawn: QIcon = self._chosen_icon if self.isChecked() else self._plain_icon
        drawn.paint(painter, QRect(left, (self.height() - LARGE) // 2, LARGE, LARGE))
        if narrow:
            self._paint_dot(painter, tokens)
        else:
            self._paint_words(painter, tokens, left + LARGE + 10)
        painter.end()

    def _paint_ground(self, painter: QPainter, tokens: Tokens) -> None:
        box = QRectF(self.rect()).adjusted(_SIDE, 2, -_SIDE, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.selected))
            painter.drawRoundedRect(box, 6, 6)
        elif self.underMouse():
            painter.setBrush(QColor(tokens.pressed))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(tokens.focus))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_words(self, painter: QPainter, tokens: Tokens, left: int) -> None:
        right = self.width() - _SIDE - 2
        if self._counter.waiting or self._counter.late:
            right -= self._paint_counter(painter, tokens, right - 6) + 12
        font = QFont(self.font())
        if self.isChecked():
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if self.isChecked() else tokens.muted))
        words = QRect(left, 0, right - left, self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_counter(self, painter: QPainter, tokens: Tokens, right: int) -> int:
        late = self._counter.late > 0
        text = _short(self._counter.late if late else self._counter.waiting)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        width = max(18, painter.fontMetrics().horizontalAdvance(text) + 10)
        box = QRect(right - width, (self.height() - 18) // 2, width, 18)
        if late:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.tint(Meaning.LATE))
            painter.drawRoundedRect(QRectF(box), 9, 9)
        painter.setPen(tokens.words(Meaning.LATE) if late else QColor(tokens.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def _paint_dot(self, painter: QPainter, tokens: Tokens) -> None:
        if self._counter.waiting or self._counter.late:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.late_solid if self._counter.late else tokens.faint))
            painter.drawEllipse(QRectF(self.width() / 2 + 7, 7, 6, 6))

    def _describe(self) -> None:
        facts = [self.text()]
        if self._counter.waiting:
            facts.append(self.tr("waiting: %1").replace("%1", str(self._counter.waiting)))
        if self._counter.late:
            facts.append(self.tr("late: %1").replace("%1", str(self._counter.late)))
        said = ", ".join(facts)
        self.setAccessibleName(said)
        self.setToolTip(f"{said}  {self._keys}".rstrip())


def _short(number: int) -> str:
    return str(number) if number < 1000 else "999+"


class Rail(QWidget):
    """All pages of this person, one chosen."""

    chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._fold = QToolButton(objectName="rail.fold", focusPolicy=Qt.FocusPolicy.TabFocus)
        self._fold.setIcon(icon("chevron-left"))
        self._fold.clicked.connect(lambda: self.set_narrow(not self.narrow))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 1, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._column.addSpacing(4)
        self._column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignRight)
        self._top_count = 0
        self.set_narrow(False)

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self.width() <= NARROW or self.maximumWidth() == NARROW

    def add(self, code: str, title: str, icon_name: str, keys: str, *, at_bottom: bool = False) -> RailButton:
        """Add a page; its name is translated already."""
        made = RailButton(code, title, icon_name)
        made.set_keys(keys)
        made.clicked.connect(lambda: self.chosen.emit(code))
        self._buttons[code] = made
        self._group.addButton(made)
        if at_bottom:
            self._column.insertWidget(self._column.count() - 2, made)
        else:
            self._column.insertWidget(self._top_count, made)
            self._top_count += 1
        return made

    def choose(self, code: str) -> None:
        """Show a page as the one in front, without telling anybody."""
        self._buttons[code].setChecked(True)

    def count(self, code: str, counter: Counter) -> None:
        """Show a counter beside a page."""
        self._buttons[code].count(counter)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons with names."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._fold.setIcon(icon("chevron-right" if narrow else "chevron-left"))
        said = self.tr("Show page names") if narrow else self.tr("Show icons only")
        self._fold.setToolTip(said)
        self._fold.setAccessibleName(said)
        self.narrowed.emit(narrow)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the new light."""
        super().changeEvent(event)
        self.update()
