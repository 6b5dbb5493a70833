"""The steps of a partner's deal on the branch map: small dots on a line of their own beneath the stop they began at."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.shell.formats import Formats
from desktop.shell.theme import Tokens
from domain.exchange.deals import DealStep

HEIGHT = 66.0
"""How much higher a row of the map is by a line of steps, in device-independent pixels."""
BELOW = 50.0
"""Room for the words beneath a dot."""
RADIUS = 4.0
_WORDS = 70.0
_LINE = 14.0
_MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A dot. `hangs_from` is the stop above the first one of a deal; `left_out` how many earlier ones found no room."""

    step: DealStep
    centre: QPointF
    newest: bool
    hangs_from: QPointF | None = None
    left_out: int = 0


def place_steps(
    hung: Sequence[tuple[int, QPointF, tuple[DealStep, ...]]], columns: int, x_of: Sequence[float], y: float
) -> list[PlacedStep]:
    """Place the steps of one row: from the column of their stop on, moved to the left where the row ends.

    hung: column and centre of each stop with its steps. columns: how many the row has, with their middles in `x_of`.
    Of more steps than columns the newest stay.
    """
    every = [(column, centre, step, step is steps[-1], place == 0)
             for column, centre, steps in hung for place, step in enumerate(steps)]  # fmt: skip
    kept = every[-columns:]
    left_out = len(every) - len(kept)
    wanted: list[int] = []
    for column, *_ in kept:
        wanted.append(max(column, wanted[-1] + 1 if wanted else 0))
    limit = columns - 1
    for place in range(len(wanted) - 1, -1, -1):
        wanted[place] = min(wanted[place], limit)
        limit = wanted[place] - 1
    return [
        PlacedStep(
            step, QPointF(x_of[column], y), newest,
            hangs_from=centre if first or place == 0 else None, left_out=left_out if place == 0 else 0,
        )
        for place, (column, (_, centre, step, newest, first)) in enumerate(zip(wanted, kept, strict=True))
    ]  # fmt: skip


def draw_steps(
    painter: QPainter, tokens: Tokens, formats: Formats, font: QFont, colour: QColor, placed: Sequence[PlacedStep]
) -> None:
    """Draw the line and its dots; only the newest of a deal has the portal's colour, so that the picture stays calm."""
    for before, after in pairwise(placed):
        if after.hangs_from is None:
            painter.setPen(QPen(colour, 1.5))
            painter.drawLine(before.centre, after.centre)
    for one in placed:
        _draw_dot(painter, tokens, colour, one)
        _draw_words(painter, tokens, formats, font, one)


def _draw_dot(painter: QPainter, tokens: Tokens, colour: QColor, one: PlacedStep) -> None:
    if one.hangs_from is not None and one.left_out == 0 and one.hangs_from.x() == one.centre.x():
        pen = QPen(QColor(tokens.line_strong), 1.0, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(one.centre.x(), one.centre.y() - 14.0), one.centre)
    own = QColor(one.step.colour)
    painter.setPen(QPen(QColor(tokens.line_strong) if one.newest else colour, 1.5))
    painter.setBrush((own if own.isValid() else colour) if one.newest else QColor(tokens.surface))
    painter.drawEllipse(one.centre, RADIUS, RADIUS)


def _draw_words(painter: QPainter, tokens: Tokens, formats: Formats, font: QFont, one: PlacedStep) -> None:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.8)
    painter.setFont(small)
    metrics = QFontMetricsF(small)
    painter.setPen(QColor(tokens.text if one.newest else tokens.muted))
    x, y = one.centre.x() - _WORDS / 2, one.centre.y() + RADIUS + 2
    for line in name_lines(one.step.name, metrics):
        painter.drawText(QRectF(x, y, _WORDS, _LINE), Qt.AlignmentFlag.AlignCenter, line)
        y += _LINE
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QRectF(x, y, _WORDS, _LINE), Qt.AlignmentFlag.AlignCenter, formats.moment(one.step.at))
    if one.left_out:
        painter.drawText(
            QRectF(x - 4, one.centre.y() - 8, _WORDS / 2 - RADIUS, 16),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"+{one.left_out}",
        )  # fmt: skip


def name_lines(name: str, metrics: QFontMetricsF) -> list[str]:
    """Break a step's name between words into at most two lines; what finds no room ends in "…"."""
    lines: list[str] = []
    words = name.split()
    while words and len(lines) < _MOST_LINES - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= _WORDS:
            taken += 1
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        lines.append(" ".join(words))
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, _WORDS) for line in lines]
