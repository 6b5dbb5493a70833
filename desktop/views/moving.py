"""Asking for what a move wants, beside the ticket and not in a dialog: comment, date, person."""

from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QDateTime, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import on_keys
from domain.people.queries import Engineer, engineers
from domain.tickets.queries import Move

Given = dict[str, object]


class MovePanel(QFrame):
    """Opens under the buttons when a move asks for something; Ctrl+Enter carries it out, Esc closes it."""

    confirmed = Signal(object, object)
    """The move and what was given: `comment`, `until`, `person_id`."""
    cancelled = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("move_panel")
        self.setProperty("kind", "card")
        self._context = context
        self._move: Move | None = None
        self._title = QLabel()
        self._title.setProperty("kind", "heading")
        self._person = QComboBox(objectName="move_person")
        self._person.setAccessibleName(self.tr("Engineer"))
        self._date = QDateTimeEdit(objectName="move_date", calendarPopup=True, displayFormat="dd.MM.yyyy HH:mm")
        self._date.setAccessibleName(self.tr("Until"))
        self._comment = QPlainTextEdit(objectName="move_comment")
        self._comment.setFixedHeight(64)
        self._missing = QLabel(objectName="move_missing")
        self._missing.setProperty("kind", "error")
        self._missing.setWordWrap(True)
        self._confirm = QPushButton(objectName="move_confirm")
        self._confirm.setProperty("kind", "primary")
        cancel = QPushButton(self.tr("Cancel"), objectName="move_cancel")
        cancel.setProperty("kind", "quiet")
        row = QHBoxLayout()
        row.addWidget(self._person, 2)
        row.addWidget(self._date, 1)
        row.addStretch()
        buttons = QHBoxLayout()
        buttons.addWidget(self._missing, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self._comment)
        column.addLayout(buttons)
        self._confirm.clicked.connect(self._carry_out)
        cancel.clicked.connect(self._close)
        on_keys(self, self._carry_out, "Ctrl+Return", "Ctrl+Enter")
        self.hide()

    def ask(self, move: Move) -> None:
        """Ask for what this move wants; a move that wants nothing is confirmed at once."""
        self._move = move
        if not move.requirements and not move.asks_for("comment"):
            self._carry_out()
            return
        self._title.setText(move.name)
        self._confirm.setText(move.name)
        self._missing.clear()
        self._comment.clear()
        self._comment.setPlaceholderText(
            self.tr("Why – this is kept in the ticket") if move.asks_for("comment") else self.tr("Comment, if any")
        )
        self._person.setVisible(move.asks_for("person"))
        self._date.setVisible(move.asks_for("date"))
        if move.asks_for("date"):
            morning = datetime.now(UTC).astimezone().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(
                days=1
            )
            self._date.setDateTime(QDateTime.fromSecsSinceEpoch(int(morning.timestamp())))
        if move.asks_for("person"):
            self._context.background.run(
                self, partial(self._context.database.ask, engineers), self._fill_people, key="people"
            )
        self.show()
        (self._person if move.asks_for("person") else self._comment).setFocus()

    def refused(self, sentence: str) -> None:
        """Say beside the form why the move was refused; nothing typed is lost."""
        self._missing.setText(sentence)
        self._confirm.setEnabled(True)

    def done(self) -> None:
        """Close after the move was made."""
        self._confirm.setEnabled(True)
        self.hide()

    def _fill_people(self, people: list[Engineer]) -> None:
        self._person.clear()
        for one in people:
            self._person.addItem(f"{one.name} · {one.open_tickets}", one.id)

    @Slot()
    def _carry_out(self) -> None:
        move = self._move
        if move is None or not self._confirm.isEnabled():  # under way already
            return
        comment = self._comment.toPlainText().strip() if self.isVisible() else ""
        if move.asks_for("comment") and not comment:
            self._missing.setText(self.tr("Write a word why: the next person will read it."))
            self._comment.setFocus()
            return
        given: Given = {"comment": comment, "until": None, "person_id": None}
        if move.asks_for("person"):
            given["person_id"] = self._person.currentData()
        if move.asks_for("date"):
            given["until"] = datetime.fromtimestamp(self._date.dateTime().toSecsSinceEpoch(), UTC)
        self._confirm.setEnabled(False)
        self.confirmed.emit(move, given)

    @Slot()
    def _close(self) -> None:
        self.hide()
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
