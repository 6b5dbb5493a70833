"""The thread of a ticket: what was said, by whom, and what the program says by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.shell.pages import PageContext
from domain.exchange.tables import BITRIX24
from domain.tickets.queries import Comment
from resources.sentences import sentence

_EDITED = "comment-edited"


class Scrolled(QScrollArea):
    """A column of words that scrolls."""

    def __init__(self, name: str) -> None:
        super().__init__(objectName=name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._inside = QWidget(objectName="scrolled")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 8, 8, 8)
        self._column.setSpacing(8)
        self._column.addStretch()
        self.setWidget(self._inside)

    def clear(self) -> None:
        """Take everything out."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()

    def add(self, widget: QWidget) -> None:
        """Put a widget beneath the others."""
        self._column.insertWidget(self._column.count() - 1, widget)


class TicketThread(Scrolled):
    """The words of a ticket, the oldest first, opened at the newest."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("ticket_thread")
        self._context = context

    def show_thread(self, description: str, thread: tuple[Comment, ...]) -> None:
        """Show the description and what was said since."""
        self.clear()
        if description:
            self.add(plain_label("", description, wrap=True))
        for comment in thread:
            self.add(self._entry(comment))
        if not description and not thread:
            self.add(plain_label("muted", self.tr("Nothing has been said yet.")))

    def _entry(self, comment: Comment) -> QWidget:
        box = QFrame()
        box.setProperty("kind", "card")
        grid = QGridLayout(box)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.setSpacing(2)
        grid.addWidget(plain_label("small", self._author(comment), wrap=True), 0, 0)
        when = f"{self._kind(comment)} · {self._context.formats.date_time(comment.at)}"
        grid.addWidget(plain_label("small", when), 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(plain_label("", self._words(comment), wrap=True), 1, 0, 1, 2)
        if comment.files:
            names = " · ".join(f"{one.name} ({_size(one.size)})" for one in comment.files if one.kind != "html_body")
            grid.addWidget(plain_label("muted", names, wrap=True), 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        return box

    def _author(self, comment: Comment) -> str:
        if comment.origin == BITRIX24:
            return f"{comment.author} · {self.tr('Bitrix24')}"
        return self.tr("Vetka") if _said_by_itself(comment) else comment.author

    def _kind(self, comment: Comment) -> str:
        if comment.subject == _EDITED:
            return self.tr("changed there")
        kinds = {
            "internal": self.tr("internal"),
            "to_client": self.tr("to the client"),
            "from_client": self.tr("from the client"),
            "system": self.tr("automatic"),
        }
        return kinds[comment.kind]

    def _words(self, comment: Comment) -> str:
        """What the program says by itself is kept as the code of a sentence, its blank in the body."""
        if not _said_by_itself(comment):
            return comment.body
        words = sentence(comment.subject, self._context.language, note=comment.body)
        return comment.body if words == comment.subject else words


def _said_by_itself(comment: Comment) -> bool:
    return comment.kind == "system" and comment.origin == "automatic" and comment.subject != ""


def plain_label(kind: str, text: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label whose words can be selected and are never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if kind:
        made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    return made


def _size(size: int) -> str:
    return f"{size / 1024:.0f} КБ" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} МБ"
