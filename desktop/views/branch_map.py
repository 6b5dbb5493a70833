"""The branch map: a ticket's way drawn like a metro line, with where it was, is, and will be."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.shell.formats import Formats
from desktop.shell.theme import Tokens, tokens_of
from desktop.views.deal_steps import BELOW, HEIGHT, PlacedStep, draw_steps, place_steps
from desktop.views.deal_steps import RADIUS as STEP_RADIUS
from domain.exchange.deals import DealStep
from domain.tickets.branch_map import BranchMap, Stop

_STEP = 74.0
_LANE = 56.0
_TOP = 26.0
_LEFT = 40.0
_RADIUS = 6.0
_WORDS = 70.0
_AHEAD_IN_BRIEF = 3  # where the way leads next, in one row; the whole of it is in the ticket's own tab


@dataclass(frozen=True, slots=True)
class _Placed:
    stop: Stop
    lane: int
    centre: QPointF


class BranchMapView(QWidget):
    """Draws a `BranchMap`; wraps to further rows where the window is narrow. The same drawing in every size."""

    def __init__(self, formats: Formats, parent: QWidget | None = None, *, brief: bool = False) -> None:
        """`brief`: of a branch that was left again only its last stop is drawn; tool tip and history have the rest."""
        super().__init__(parent)
        self.setObjectName("branch_map")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._brief = brief
        self._formats = formats
        self.setMinimumWidth(240)
        self._map: BranchMap | None = None
        self._placed: list[_Placed] = []
        self._steps: list[list[PlacedStep]] = []

    def show_map(self, drawn: BranchMap | None) -> None:
        """Show a ticket's way, or nothing."""
        self._map = drawn
        self._placed, self._steps = self._place(self.width())
        self.setAccessibleName(self._in_words())
        self.updateGeometry()
        self.update()

    def stops(self) -> list[tuple[str, QPointF]]:
        """Return the stops' codes with their centres, for tests and for picking with the mouse."""
        return [(one.stop.code, one.centre) for one in self._placed]

    def steps(self) -> list[tuple[str, QPointF]]:
        """Return the names of the deals' steps that are drawn, with their centres."""
        return [(one.step.name, one.centre) for row in self._steps for one in row]

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the rows need at a width."""
        stops, steps = self._place(width)
        bottoms = [one.centre.y() + 46 for one in stops] + [one.centre.y() + BELOW for row in steps for one in row]
        return int(max(bottoms, default=0.0))

    def sizeHint(self) -> QSize:
        """Return the height that the rows need now."""
        return QSize(520, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: a metro line is not squeezed."""
        return QSize(240, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the stops anew for the new width."""
        self._placed, self._steps = self._place(event.size().width())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        super().resizeEvent(event)

    def _stops(self) -> list[Stop]:
        if self._map is None:
            return []
        stops = list(self._map.stops)
        if not self._brief:
            return stops
        here = next((place for place, stop in enumerate(stops) if stop.state == "here"), len(stops))
        present = stops[here].branch if here < len(stops) else ""
        kept: list[Stop] = []
        steps: tuple[DealStep, ...] = ()
        for place, stop in enumerate(stops):
            following = stops[place + 1] if place + 1 < len(stops) else None
            left_again = place < here and stop.branch not in ("main", present)
            steps = (steps + stop.steps)[-1:] if left_again else stop.steps
            if not (left_again and following is not None and following.branch == stop.branch):
                kept.append(replace(stop, steps=steps))
                steps = ()
        ahead = [stop for stop in kept if stop.state == "ahead"]
        return [stop for stop in kept if stop.state != "ahead"] + ahead[:_AHEAD_IN_BRIEF]

    def _place(self, width: int) -> tuple[list[_Placed], list[list[PlacedStep]]]:
        stops = self._stops()
        if self._map is None or not stops:
            return [], []
        placed: list[_Placed] = []
        steps: list[list[PlacedStep]] = []
        lanes = {code: place for place, (code, _, _) in enumerate(self._map.branches)}
        in_a_row = max(2, int((width - 2 * _LEFT) // _STEP) + 1)
        columns = [_LEFT + column * _STEP for column in range(in_a_row)]
        top = _TOP
        for start in range(0, len(stops), in_a_row):
            row = stops[start : start + in_a_row]
            used = sorted({lanes[stop.branch] for stop in row})
            centres = [
                QPointF(x, top + used.index(lanes[stop.branch]) * _LANE) for x, stop in zip(columns, row, strict=False)
            ]
            placed += [_Placed(stop, lanes[stop.branch], at) for stop, at in zip(row, centres, strict=True)]
            top += len(used) * _LANE
            hung = [(place, centres[place], stop.steps) for place, stop in enumerate(row) if stop.steps]
            if hung:
                steps.append(place_steps(hung, in_a_row, columns, top))
                top += HEIGHT
            top += 14
        return placed, steps

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw rails first, then stops with their words."""
        if not self._placed:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        for before, after in zip(self._placed, self._placed[1:], strict=False):
            self._draw_rail(painter, tokens, before, after)
        for one in self._placed:
            self._draw_stop(painter, tokens, one)
        for row in self._steps:
            draw_steps(painter, tokens, self._formats, self.font(), tokens.solid("waiting"), row)
        painter.end()

    def _colour(self, tokens: Tokens, one: _Placed) -> QColor:
        name = self._map.branches[one.lane][2] if self._map else ""
        if name in ("late", "waiting", "done", "information"):
            return tokens.solid(name)
        return QColor(tokens.accent)

    def _draw_rail(self, painter: QPainter, tokens: Tokens, before: _Placed, after: _Placed) -> None:
        ahead = after.stop.state == "ahead"
        pen = QPen(QColor(tokens.line_strong) if ahead else self._colour(tokens, after), 3.0 if not ahead else 2.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if ahead:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start, end = before.centre, after.centre
        if end.x() <= start.x():  # the next row begins: lead out to the right, in from the left
            painter.drawLine(start, QPointF(self.width() - 10.0, start.y()))
            painter.drawLine(QPointF(10.0, end.y()), end)
            return
        path = QPainterPath(start)
        middle = (start.x() + end.x()) / 2
        path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
        painter.drawPath(path)

    def _draw_stop(self, painter: QPainter, tokens: Tokens, one: _Placed) -> None:
        colour = self._colour(tokens, one)
        here, ahead = one.stop.state == "here", one.stop.state == "ahead"
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            halo = QColor(colour)
            halo.setAlpha(60)
            painter.setBrush(halo)
            painter.drawEllipse(one.centre, _RADIUS + 6, _RADIUS + 6)
        painter.setPen(QPen(QColor(tokens.line_strong) if ahead else colour, 2.5))
        painter.setBrush(colour if here else QColor(tokens.surface))
        painter.drawEllipse(one.centre, _RADIUS, _RADIUS)
        self._draw_words(painter, tokens, one)

    def _draw_words(self, painter: QPainter, tokens: Tokens, one: _Placed) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        font.setBold(one.stop.state == "here")
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted if one.stop.state == "ahead" else tokens.text))
        box = QRectF(one.centre.x() - _WORDS / 2, one.centre.y() + _RADIUS + 3, _WORDS, 34)
        metrics = QFontMetricsF(font)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, _two_lines(one.stop.name, metrics)
        )
        if one.stop.at is not None and one.stop.state != "ahead":
            font.setBold(False)
            font.setPointSizeF(font.pointSizeF() * 0.9)
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted))
            above = QRectF(one.centre.x() - _WORDS / 2, one.centre.y() - _RADIUS - 18, _WORDS, 14)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, self._formats.moment(one.stop.at))

    def event(self, event: QEvent) -> bool:
        """Tell of the stop under the pointer: when it was reached and by whom."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._words_at(QPointF(event.pos()))
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _words_at(self, point: QPointF) -> str:
        """Return what there is to say of the stop or the step of a deal at a point."""
        for one in self._placed:
            if (one.centre - point).manhattanLength() < 2.5 * _RADIUS:
                when = self._formats.date_time(one.stop.at) if one.stop.at else ""
                steps = [f"{self._formats.moment(step.at)}  {step.name}" for step in one.stop.steps]
                return "\n".join(filter(None, (one.stop.name, when, one.stop.person, *steps)))
        for placed in (step for row in self._steps for step in row):
            if (placed.centre - point).manhattanLength() < 3 * STEP_RADIUS:
                return f"{placed.step.name}\n{self._formats.date_time(placed.step.at)}"
        return ""

    def _in_words(self) -> str:
        return " → ".join(_said(one.stop) for one in self._placed if one.stop.state != "ahead")


def _said(stop: Stop) -> str:
    steps = ", ".join(step.name for step in stop.steps)
    return f"{stop.name} ({steps})" if steps else stop.name


def _two_lines(name: str, metrics: QFontMetricsF) -> str:
    """Break a name into at most two lines of the width under a stop, the second shortened where it must be."""
    if metrics.horizontalAdvance(name) <= _WORDS or " " not in name:
        return metrics.elidedText(name, Qt.TextElideMode.ElideRight, _WORDS)
    words = name.split()
    first = words.pop(0)
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= _WORDS:
        first += f" {words.pop(0)}"
    second = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, _WORDS)
    return f"{metrics.elidedText(first, Qt.TextElideMode.ElideRight, _WORDS)}\n{second}"
