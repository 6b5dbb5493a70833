"""The notices that the client got of a ticket, with what became of each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning
from desktop.shell.widgets.chip import Chip
from desktop.views.exchange_words import said
from desktop.views.ticket_thread import Scrolled, plain_label
from domain.messages.queries import MessageRow

_MEANINGS = {"sent": Meaning.DONE, "failed": Meaning.LATE, "queued": Meaning.WAITING, "sending": Meaning.INFORMATION}


class TicketNotices(Scrolled):
    """The newest first: that is the one somebody asks about."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("ticket_notices")
        self._context = context

    def show_messages(self, messages: tuple[MessageRow, ...]) -> None:
        """Show notices; of one that failed its reason and the other side's own words."""
        self.clear()
        for one in reversed(messages):
            self.add(self._entry(one))

    def _entry(self, message: MessageRow) -> QWidget:
        box = QFrame()
        box.setProperty("kind", "card")
        grid = QGridLayout(box)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.setSpacing(4)
        to = message.recipient or message.recipient_name or self.tr("no address")
        grid.addWidget(plain_label("", f"{message.status_name} → {to}", wrap=True), 0, 0)
        chip = Chip(self._state(message.state), _MEANINGS.get(message.state, Meaning.NEUTRAL))
        chip.setObjectName(f"notice_{message.id}")
        grid.addWidget(chip, 0, 1, Qt.AlignmentFlag.AlignTop)
        at = message.sent_at or message.queued_at
        facts = " · ".join(filter(None, (self._context.formats.date_time(at), message.subject)))
        grid.addWidget(plain_label("small", facts, wrap=True), 1, 0, 1, 2)
        if reason := self._reason(message):
            grid.addWidget(plain_label("small", reason, wrap=True), 2, 0, 1, 2)
        box.setToolTip(message.body)
        grid.setColumnStretch(0, 1)
        return box

    def _state(self, state: str) -> str:
        names = {
            "queued": self.tr("waits"),
            "sending": self.tr("is being sent"),
            "sent": self.tr("sent"),
            "failed": self.tr("not delivered"),
            "cancelled": self.tr("not sent"),
        }
        return names.get(state, state)

    def _reason(self, message: MessageRow) -> str:
        if not message.code or message.state == "sent":
            return ""
        details = {"answer": message.answer or "–", "recipient": message.recipient}
        return said(message.code, details, self._context.language)
