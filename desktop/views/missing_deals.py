"""Purchases under way from before Bitrix24 was switched on: how many there are, and a button that opens their deals."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import label
from domain.exchange.actions import open_missing_deals


class MissingDeals(QWidget):
    """Seen while deals are switched on and some purchase has none."""

    opened = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="missing_deals")
        self._context = context
        self._words = label("", "small", wrap=True)
        self._open = QPushButton(self.tr("Open their deals"), objectName="open_missing_deals")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        self._open.clicked.connect(self._act)
        self.hide()

    def show_count(self, missing: int, *, active: bool) -> None:
        """Say how many purchases have no deal."""
        self._words.setText(self.tr("%n purchase(s) under way without a deal: they began before.", "", missing))
        self._open.setEnabled(True)
        self.setVisible(active and missing > 0)

    @Slot()
    def _act(self) -> None:
        self._open.setEnabled(False)
        work = partial(self._context.database.act, open_missing_deals)
        self._context.background.run(self, work, self._done, self._failed)

    def _done(self, count: int) -> None:
        self._context.notices.say(self.tr("%n deal(s) on their way to Bitrix24", "", count))
        self.opened.emit()

    def _failed(self, error: Exception) -> None:
        self._open.setEnabled(True)
        self._context.background.unheard.emit(error)
