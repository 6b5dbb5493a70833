"""The test of a partner: asked for here, made by the agent, shown step by step as it comes back."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.icons import SMALL, icon
from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning
from desktop.shell.widgets.basics import button, label
from desktop.views.exchange_words import said
from domain.exchange.actions import ask_agent
from domain.exchange.queries import PartnerState

_LOOK_MS = 10_000  # while a test is waited for: where the agent is gone, nothing is heard of it


class PartnerChecks(QWidget):
    """A button, when the last test was, and a line with ✓ or ✗ for each of its steps."""

    wanted = Signal()
    """The partner's state is to be read again and shown here."""

    def __init__(self, context: PageContext, task: str) -> None:
        """`task`: what the agent is asked for, such as `bitrix24.check`."""
        system = task.partition(".")[0]
        super().__init__(objectName=f"{system}_checks")
        self._context = context
        self._task = task
        self._waiting = False
        self._shown: datetime | None = None
        self._test = button(self.tr("Test"), f"{system}_test", self.ask, icon_name="list-checks")
        self._when = label("", "small", wrap=True, name=f"{system}_test_state")
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._lines = QGridLayout()
        self._lines.setColumnStretch(1, 1)
        self._lines.setVerticalSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._test)
        head.addWidget(self._when, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(self._lines)

    @Slot()
    def ask(self) -> None:
        """Ask the agent for a test."""
        self._waiting = True
        self._when.setText(self.tr("The agent is asked…"))
        work = partial(self._context.database.act, ask_agent, self._task)
        self._context.background.run(self, work, self._asked, self._not_asked)

    def _asked(self, _none: None) -> None:
        if self._waiting:
            self._looking.start()
            self.wanted.emit()

    def _not_asked(self, error: Exception) -> None:
        self._waiting = False
        self._say_when()
        self._context.background.unheard.emit(error)

    @Slot()
    def _look(self) -> None:
        if self.isVisible():
            self.wanted.emit()

    def show_state(self, state: PartnerState, *, agent_answers: bool) -> None:
        """Show the last test; one that was asked for is waited for, and said to be where no agent answers."""
        if self._waiting and state.checked_at == self._shown:
            if not agent_answers:
                self._when.setText(self.tr("The agent does not answer: the test begins when it is back."))
            return
        self._waiting = False
        self._looking.stop()
        self._shown = state.checked_at
        self._say_when()
        self._show_steps(state.checks)

    def _say_when(self) -> None:
        at = self._shown
        tested = None if at is None else self.tr("Tested %1").replace("%1", self._context.formats.moment(at))
        self._when.setText(tested or self.tr("Not tested yet"))

    def _show_steps(self, checks: tuple[dict[str, Any], ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, one in enumerate(checks):
            meaning = Meaning.DONE if one["ok"] else Meaning.LATE
            sign = _Sign("circle-check" if one["ok"] else "circle-alert", meaning)
            sign.setAccessibleName(self.tr("passed") if one["ok"] else self.tr("failed"))
            words = label(self._told(one), wrap=True)
            words.setObjectName("check_passed" if one["ok"] else "check_failed")
            self._lines.addWidget(sign, place, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(words, place, 1)

    def _told(self, check: dict[str, Any]) -> str:
        """What was looked at, with what was found there, or why it failed."""
        details, language = check.get("details") or {}, self._context.language
        what = said(check["code"], details, language)
        if not check["ok"]:
            reason = check.get("reason")
            return f"{what}\n{said(reason, details, language)}" if reason else what
        if details.get("hint"):
            return f"{what}\n{said(details['hint'], details, language)}"
        found = details.get("name", details.get("count"))
        return what if found is None else f"{what}: {found}"


class _Sign(QWidget):
    """An icon that follows the light."""

    def __init__(self, name: str, meaning: Meaning) -> None:
        super().__init__()
        self._icon = icon(name, meaning)
        self.setFixedSize(QSize(SMALL, SMALL + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
