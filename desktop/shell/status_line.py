"""The bottom line: connection, work under way with Cancel, the last message with Undo."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.shell.background import Background, Task
from desktop.shell.notices import Message, Notices
from desktop.shell.widgets import button, label
from desktop.shell.widgets.basics import restyle

HEIGHT = 28
BUSY_AFTER_MS = 400
UNDO_FOR_MS = 20_000


class StatusLine(QWidget):
    """Follows background work and notices by itself; the window tells it the connection."""

    def __init__(self, background: Background, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._background = background
        self._shown: Task | None = None
        self._undo: Callable[[], None] | None = None
        self._connection = label("", name="statusConnection")
        self._work = label("", name="statusWork")
        self._bar = QProgressBar(objectName="statusProgress", textVisible=False)
        self._bar.setFixedWidth(160)
        self._cancel = button(self.tr("Cancel"), "statusCancel", self._cancel_work, kind="link")
        self._message = label("", name="statusMessage")
        self._undo_button = button(self.tr("Undo"), "statusUndo", self.undo, kind="link")
        self._lay_out()
        self._busy_soon = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_soon.timeout.connect(self._show_work)
        self._undo_over = QTimer(self, singleShot=True, interval=UNDO_FOR_MS)
        self._undo_over.timeout.connect(self._drop_undo)
        background.busy_changed.connect(self._follow_busy)
        background.long_work_changed.connect(self._show_work)
        notices.said.connect(self._show_message)
        self._show_work()
        self._drop_undo()

    @property
    def can_undo(self) -> bool:
        """Whether the last message can be taken back."""
        return self._undo is not None

    def show_connection(self, text: str) -> None:
        """Show where the program is connected to, or that it is not."""
        self._connection.setText(text)

    @Slot()
    def undo(self) -> None:
        """Take back what the last message told of; once."""
        undo = self._undo
        self._drop_undo()
        if undo:
            self._message.clear()
            undo()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(self._connection)
        row.addSpacing(14)
        for widget in (self._work, self._bar, self._cancel):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._message)
        row.addWidget(self._undo_button)

    @Slot(int)
    def _follow_busy(self, count: int) -> None:
        if count and not self._busy_soon.isActive():
            self._busy_soon.start()
        elif not count:
            self._busy_soon.stop()
            self._show_work()

    @Slot()
    def _show_work(self) -> None:
        """Show the oldest long work; else, after a while, that short work is going on."""
        works = [task for task in self._background.long_works() if not task.cancelled]
        self._shown = works[0] if works else None
        self._bar.setVisible(bool(works))
        self._cancel.setVisible(bool(works))
        if self._shown:
            self._show_progress(self._shown, len(works) - 1)
        else:
            self._work.setText(self.tr("Loading…") if self._background.busy() else "")

    def _show_progress(self, task: Task, others: int) -> None:
        progress = task.progress
        if progress is None:
            return
        self._bar.setRange(0, progress.total)  # 0 to 0 shows a bar that runs to and fro
        self._bar.setValue(progress.done)
        count = f" {progress.done} / {progress.total}" if progress.total else ""
        text = f" · {progress.text}" if progress.text else ""
        more = f"  (+{others})" if others else ""
        self._work.setText(f"{task.title}{count}{text}{more}")

    @Slot()
    def _cancel_work(self) -> None:
        if self._shown:
            self._shown.cancel()
            self._show_work()

    @Slot(object)
    def _show_message(self, message: Message) -> None:
        self._message.setText(message.text)
        self._message.setAccessibleName(message.text)
        self._message.setProperty("meaning", str(message.meaning))
        restyle(self._message)
        self._undo = message.undo
        self._undo_button.setVisible(message.undo is not None)
        self._undo_over.start()

    @Slot()
    def _drop_undo(self) -> None:
        self._undo = None
        self._undo_button.hide()
