"""Which status each stage of the portal stands for: the portal's own stages, in order, with a choice beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from database.errors import ConflictError
from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning, tokens_of
from desktop.shell.widgets.basics import button, label
from desktop.shell.widgets.chip import Chip
from domain.exchange.actions import set_stage_meanings
from domain.exchange.tables import BITRIX24

_SEMANTIC_MEANINGS = {"P": Meaning.INFORMATION, "S": Meaning.DONE, "F": Meaning.LATE}
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage as the portal gave it; `gone`: it was mapped and the portal does not have it any more."""

    id: str
    name: str
    colour: str
    semantic: str
    gone: bool = False


def lines(found: Mapping[str, Any], pipeline: int, meanings: Mapping[str, str]) -> list[StageLine]:
    """Return the stages of a pipeline in the portal's order, and behind them those that are mapped and gone."""
    stages: Mapping[str, list[dict[str, Any]]] = found.get("stages") or {}
    here = [
        StageLine(one["id"], one["name"], one.get("colour") or "", one.get("semantic") or "P")
        for one in stages.get(str(pipeline), [])
    ]
    known = {one["id"] for listed in stages.values() for one in listed}
    gone = [StageLine(stage, stage, "", "P", gone=True) for stage in sorted(set(meanings) - known)] if stages else []
    return here + gone


class StageMeanings(QWidget):
    """A row for each stage. Won and lost stages have no choice: they end the stay on the branch by themselves."""

    saved = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="stage_meanings")
        self._context = context
        self._kept: dict[str, str] = {}
        self._shown: tuple[Sequence[StageLine], Sequence[tuple[str, str]]] = ((), ())
        self._boxes: dict[str, _Choice] = {}
        self._hint = label("", "muted", wrap=True, name="stages_hint")
        self._save = button(self.tr("Save the stages"), "stages_save", self._store, kind="primary", icon_name="save")
        self._save.setEnabled(False)
        self._area = QScrollArea(objectName="stages_area")
        self._area.setWidgetResizable(True)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("What the portal's stages mean here"), "heading"), 1)
        head.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addWidget(self._area, 1)

    def show_stages(
        self, stages: Sequence[StageLine], statuses: Sequence[tuple[str, str]], meanings: Mapping[str, str]
    ) -> None:
        """Show stages with (code, name) of statuses to choose from; what was chosen and not saved stays."""
        chosen = {stage: box.currentData() for stage, box in self._boxes.items()} if self._changed() else {}
        self._kept = dict(meanings)
        if (stages, statuses) != self._shown:
            self._shown = (stages, statuses)
            self._build(stages, statuses)
        for stage, box in self._boxes.items():
            box.choose(chosen.get(stage, self._kept.get(stage, "")))
        self._say(stages)
        self._follow()

    def chosen(self) -> dict[str, str]:
        """Return stage → code of a status as chosen now; those of other pipelines stay as they are."""
        others = {stage: code for stage, code in self._kept.items() if stage not in self._boxes}
        return others | {stage: box.currentData() for stage, box in self._boxes.items() if box.currentData()}

    def _changed(self) -> bool:
        return bool(self._boxes) and self.chosen() != self._kept

    def _say(self, stages: Sequence[StageLine]) -> None:
        if not stages:
            self._hint.setText(self.tr("The stages are read from the portal: test the address first."))
            return
        self._hint.setText(
            self.tr("A deal that comes to a stage moves its ticket to the chosen status. Without one it is only shown.")
        )

    def _build(self, stages: Sequence[StageLine], statuses: Sequence[tuple[str, str]]) -> None:
        inside = QWidget(objectName="scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._boxes = {}
        for place, stage in enumerate(stages):
            self._add_row(grid, place, stage, statuses)
        grid.setRowStretch(len(stages), 1)
        self._area.setWidget(inside)

    def _add_row(self, grid: QGridLayout, place: int, stage: StageLine, statuses: Sequence[tuple[str, str]]) -> None:
        grid.setRowMinimumHeight(place, 32)
        name = stage.name if len(stage.name) <= _LONGEST else f"{stage.name[:_LONGEST].rstrip()}…"
        words = label(name, wrap=True, name=f"stage_{stage.id}")
        words.setToolTip(stage.name)
        words.setMinimumWidth(120)
        grid.addWidget(_Dot(stage.colour), place, 0)
        grid.addWidget(words, place, 1)
        grid.addWidget(self._chip(stage), place, 2)
        if stage.semantic != "P":
            told = self.tr("back to the engineer: done") if stage.semantic == "S" else self.tr("back: refused")
            grid.addWidget(label(told, "muted"), place, 3)
            return
        box = _Choice(self.tr("Only show"), statuses)
        box.setObjectName(f"meaning_{stage.id}")
        box.setAccessibleName(stage.name)
        box.currentIndexChanged.connect(self._follow)
        self._boxes[stage.id] = box
        grid.addWidget(box, place, 3)

    def _chip(self, stage: StageLine) -> Chip:
        if stage.gone:
            chip = Chip(self.tr("gone from the portal"), Meaning.WAITING)
            chip.setObjectName(f"gone_{stage.id}")
            return chip
        names = {"P": self.tr("in progress"), "S": self.tr("won"), "F": self.tr("lost")}
        return Chip(names.get(stage.semantic, stage.semantic), _SEMANTIC_MEANINGS.get(stage.semantic, Meaning.NEUTRAL))

    @Slot()
    def _follow(self) -> None:
        self._save.setEnabled(self._changed())

    @Slot()
    def _store(self) -> None:
        self._save.setEnabled(False)
        work = partial(self._context.database.act, set_stage_meanings, BITRIX24, self.chosen(), expected=self._kept)
        self._context.background.run(self, work, partial(self._stored, self.chosen()), self._not_stored)

    def _stored(self, kept: dict[str, str], _none: None) -> None:
        self._kept = kept
        self._follow()
        self._context.notices.say(self.tr("Stages saved"))
        self.saved.emit()

    def _not_stored(self, error: Exception) -> None:
        self._follow()
        self._context.background.unheard.emit(error)
        if isinstance(error, ConflictError):
            self.saved.emit()  # a colleague's choice is read again


class _Choice(QComboBox):
    """A choice in a list that scrolls: the wheel scrolls the list and changes nothing unseen."""

    def __init__(self, nothing: str, statuses: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(196)
        self.addItem(nothing, "")
        for code, name in statuses:
            self.addItem(name, code)

    def choose(self, code: str) -> None:
        """Choose a status; one that cannot be chosen any more is kept and shown by its code."""
        if self.findData(code) < 0:
            self.addItem(code, code)
        self.setCurrentIndex(self.findData(code))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the list."""
        event.ignore()


class _Dot(QWidget):
    """The stage's own colour at the portal, ringed so that any colour is seen in any light."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(QSize(14, 14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens_of(self.palette()).line_strong))
        painter.setBrush(QColor(self._colour) if self._colour else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))
        painter.end()
