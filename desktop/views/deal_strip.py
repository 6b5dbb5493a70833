"""The deal of a ticket at the portal: its stage, since when, as of when; a link to it and a look now."""

from functools import partial

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning
from desktop.shell.widgets.basics import button, label
from desktop.shell.widgets.chip import Chip
from domain.exchange.actions import ask_agent
from domain.exchange.deals import TicketDeal

_LONGEST = 60
_CHIPS = {"won": Meaning.DONE, "lost": Meaning.LATE, "missing": Meaning.WAITING, "wanted": Meaning.INFORMATION}


class DealStrip(QFrame):
    """One line; hidden where the ticket never had a deal."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="deal_strip")
        self.setProperty("kind", "card")
        self._context = context
        self._deal: TicketDeal | None = None
        self._words = label("", wrap=True, name="deal_words")
        self._chip = Chip()
        self._chip.setObjectName("deal_state")
        self._go = button("", "deal_open", self._open_portal, kind="quiet", icon_name="external-link")
        self._look = button("", "deal_refresh", self._ask, kind="quiet", icon_name="refresh-cw")
        for made, words in (
            (self._go, self.tr("Open in Bitrix24")),
            (self._look, self.tr("Look at the portal now")),
        ):
            made.setToolTip(words)
            made.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._words.setSizePolicy(policy)  # a long name of a stage does not widen the ticket
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.addWidget(self._words, 1)
        for widget in (self._chip, self._go, self._look):
            row.addWidget(widget)
        self.hide()

    def show_deal(self, deal: TicketDeal | None) -> None:
        """Show a deal, or nothing."""
        self._deal = deal
        self.setVisible(deal is not None)
        if deal is None:
            return
        self._words.setText(self._told(deal))
        self._words.setToolTip(deal.stage_name)
        self._chip.setVisible(deal.state != "open")
        self._chip.show_state(self._state(deal.state), _CHIPS.get(deal.state, Meaning.NEUTRAL))
        self._go.setVisible(QUrl(deal.url).scheme() in ("https", "http"))
        self._look.setVisible(deal.remote_id is not None)

    def _told(self, deal: TicketDeal) -> str:
        formats = self._context.formats
        name = deal.stage_name if len(deal.stage_name) <= _LONGEST else f"{deal.stage_name[:_LONGEST].rstrip()}…"
        facts = [self.tr("Bitrix24: %1").replace("%1", name or self.tr("deal"))]
        if deal.stage_at is not None:
            facts.append(formats.moment(deal.stage_at))
        if deal.read_at is not None:
            facts.append(self.tr("as of %1").replace("%1", formats.moment(deal.read_at)))
        return " · ".join(facts)

    def _state(self, state: str) -> str:
        names = {
            "wanted": self.tr("not made yet"),
            "given_up": self.tr("deal not opened: skipped"),
            "won": self.tr("won"),
            "lost": self.tr("lost"),
            "missing": self.tr("not there any more"),
        }
        return names.get(state, "")

    @Slot()
    def _open_portal(self) -> None:
        if self._deal is not None:
            QDesktopServices.openUrl(QUrl(self._deal.url))

    @Slot()
    def _ask(self) -> None:
        if self._deal is None:
            return
        self._look.setEnabled(False)
        work = partial(self._context.database.act, ask_agent, "bitrix24.read", deal_id=self._deal.id)
        self._context.background.run(self, work, self._asked, self._not_asked)

    def _asked(self, _none: None) -> None:
        self._look.setEnabled(True)
        self._context.notices.say(self.tr("The agent looks at the portal; the stage changes here by itself."))

    def _not_asked(self, error: Exception) -> None:
        self._look.setEnabled(True)
        self._context.background.unheard.emit(error)
