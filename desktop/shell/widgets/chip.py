"""A word on a coloured ground: whose move, how long, what state."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from desktop.shell.theme import Meaning, tokens_of
from desktop.shell.widgets.basics import restyle

PADDING = 7
HEIGHT = 20
_SMALLER = 0.9


class Chip(QLabel):
    """A chip as a widget; the words say what the colour says."""

    def __init__(self, text: str = "", meaning: Meaning = Meaning.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "chip")
        self.setProperty("meaning", str(meaning))
        self.setSizePolicy(self.sizePolicy().Policy.Maximum, self.sizePolicy().Policy.Fixed)

    def show_state(self, text: str, meaning: Meaning) -> None:
        """Change words and colour."""
        self.setText(text)
        if self.property("meaning") != str(meaning):
            self.setProperty("meaning", str(meaning))
            restyle(self)


def chip_font(font: QFont) -> QFont:
    """Return the font that chips use beside text in `font`."""
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * _SMALLER)
    return smaller


def chip_width(text: str, font: QFont) -> int:
    """Return how wide a painted chip is, in device-independent pixels."""
    return QFontMetrics(chip_font(font)).horizontalAdvance(text) + 2 * PADDING


def paint_chip(
    painter: QPainter, area: QRect, text: str, meaning: Meaning | str, palette: QPalette, *, font: QFont | None = None
) -> int:
    """Paint a chip at the left of `area`, centred in its height, elided to its width; returns the width used."""
    tokens = tokens_of(palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    base = font or painter.font()
    painter.setFont(chip_font(base))
    width = min(chip_width(text, base), area.width())
    height = min(HEIGHT, area.height())
    box = QRect(area.left(), area.top() + (area.height() - height) // 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.tint(meaning))
    painter.drawRoundedRect(QRectF(box), 4, 4)
    painter.setPen(tokens.words(meaning))
    inside = box.adjusted(PADDING, 0, -PADDING, 0)
    # One pixel more than the words need: rounding must not elide what fits.
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside.adjusted(0, 0, 1, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()
    return width
