"""Icons by name, in the colours of the palette in force, drawn once a size and kept."""

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

import resources
from desktop.shell.theme import Meaning, tokens_of

SMALL = 16
LARGE = 20
BESIDE_TEXT = QSize(22, 16)
"""Icon size for buttons with words: the style leaves only four pixels between the two."""
_STROKE = 'stroke-width="2"'
_FINER_STROKE = 'stroke-width="1.75"'  # two units of 24 look heavy beside 13-pixel words


def icon(name: str, meaning: Meaning | str | None = None) -> QIcon:
    """Return the icon `resources/icons/<name>.svg`; it follows the light without being set again.

    meaning: draw it in the colour of this meaning, or in the accent with ``"accent"``; without it in the colour of
    the words around it. Raises FileNotFoundError at once for a name that is not there.
    """
    _outline(name)
    return QIcon(_Outline(name, meaning))


def application_icon() -> QIcon:
    """Return the sign of Vetka in its own colours."""
    return QIcon(str(resources.path("icons", "vetka.svg")))


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of `size` device-independent pixels, for painting code."""
    key = f"vetka-icon/{name}/{size}/{ratio}/{colour.rgba():x}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    drawn = _draw(name, QSize(size, size), colour, ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def _draw(name: str, size: QSize, colour: QColor, ratio: float) -> QPixmap:
    drawn = QPixmap(size * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    svg = _outline(name).replace("currentColor", colour.name()).encode()
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(QPointF(0, 0), size.toSizeF()))
    painter.end()
    return drawn


@cache
def _outline(name: str) -> str:
    return resources.read_text("icons", f"{name}.svg").replace(_STROKE, _FINER_STROKE)


class _Outline(QIconEngine):
    """Asks for its colour when it is painted, so that a change of light needs no new icons."""

    def __init__(self, name: str, meaning: Meaning | str | None) -> None:
        super().__init__()
        self._name = name
        self._meaning = meaning

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        drawn = pixmap(self._name, side, self._colour(mode), painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.center() - QRect(0, 0, side, side).center(), drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """Draw for an ordinary screen."""
        return self.scaledPixmap(size, mode, _state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """Draw for a high-resolution screen; `size` is in device-independent pixels.

        A size wider than high gives the icon air at its sides (see `BESIDE_TEXT`).
        """
        side = min(size.width(), size.height())
        drawn = pixmap(self._name, side, self._colour(mode), scale)
        if size.width() == size.height():
            return drawn
        canvas = QPixmap(size * scale)
        canvas.setDevicePixelRatio(scale)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        painter.drawPixmap(QPointF((size.width() - side) / 2, (size.height() - side) / 2), drawn)
        painter.end()
        return canvas

    def clone(self) -> QIconEngine:
        return _Outline(self._name, self._meaning)

    def _colour(self, mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        tokens = tokens_of(palette)
        if mode is QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if self._meaning == "accent":
            return QColor(tokens.accent_text)
        if self._meaning == "on-accent":
            return QColor(tokens.on_accent)
        return tokens.words(self._meaning) if self._meaning else QColor(tokens.muted)
