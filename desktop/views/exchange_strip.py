"""The head of the page of exchange: does the agent live, do the partners answer, is there a good backup."""

from functools import partial
from pathlib import PurePosixPath, PureWindowsPath

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from desktop.shell.pages import PageContext
from desktop.shell.theme import Meaning
from desktop.shell.widgets.basics import button, label
from desktop.shell.widgets.chip import Chip
from desktop.views.exchange_words import said, since
from domain.exchange.actions import ask_agent
from domain.exchange.overview import Overview, overview
from domain.exchange.queries import BackupRow, PartnerState

_ASK_MS = 15_000  # the agent's sign of life comes every ten seconds and is no row that the feed tells of
_MEGABYTE = 1024 * 1024


class ExchangeStrip(QWidget):
    """Four cards side by side; each says in words what its chip says in colour."""

    told = Signal(object)
    """The `Overview` that is shown now."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="exchange_strip")
        self._context = context
        self._agent = _Card("agent", self.tr("Agent"))
        self._bitrix24 = _Card("bitrix24", self.tr("Bitrix24"))
        self._mail = _Card("mail", self.tr("Mail"))
        self._backup = _Card("backup", self.tr("Backups"))
        self.back_up = button(self.tr("Back up now"), "backup_now", self._ask_for_backup, icon_name="database")
        self.back_up.setVisible(context.person.has_any(frozenset({"admin"})))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card in (self._agent, self._bitrix24, self._mail, self._backup):
            row.addWidget(card, 1)
        self._asking = QTimer(self, interval=_ASK_MS)
        self._asking.timeout.connect(self._ask_while_seen)
        self._asking.start()
        context.feed.changed.connect(self._hear)
        context.feed.reconnected.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again."""
        self._context.background.run(self, partial(self._context.database.ask, overview), self._fill, key="strip")

    def showEvent(self, event: QShowEvent) -> None:
        """Ask again: while the page was behind, the agent was not looked at."""
        super().showEvent(event)
        self.refresh()

    @Slot()
    def _ask_while_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        if table in ("partner", "backup_run") and self.isVisible():
            self.refresh()

    # Filling ------------------------------------------------------------------------------------------------------

    def _fill(self, now: Overview) -> None:
        self._fill_agent(now)
        self._fill_partner(self._bitrix24, now.bitrix24)
        self._fill_partner(self._mail, now.mail)
        self._fill_backup(now)
        self.told.emit(now)

    def _fill_agent(self, now: Overview) -> None:
        formats = self._context.formats
        if now.seen is None:
            words = self.tr("No agent has been here yet: jobs wait.")
            self._agent.show_state(self.tr("not running"), Meaning.LATE, words)
        elif now.agent_answers:
            words = self.tr("The agent was here at %1.").replace("%1", formats.moment(now.seen))
            self._agent.show_state(self.tr("here"), Meaning.DONE, words)
        else:
            words = self.tr("The agent has not answered since %1: jobs wait.").replace("%1", formats.moment(now.seen))
            self._agent.show_state(self.tr("silent"), Meaning.LATE, words)

    def _fill_partner(self, card: "_Card", partner: PartnerState) -> None:
        formats = self._context.formats
        if not partner.active:
            card.show_state(self.tr("off"), Meaning.NEUTRAL, self.tr("Switched on in Settings."))
        elif partner.fault:
            words = said(partner.fault, partner.fault_details, self._context.language)
            card.show_state(self.tr("trouble"), Meaning.LATE, since(words, partner.fault_since, formats))
        elif partner.spoken_at is None:
            card.show_state(self.tr("on"), Meaning.INFORMATION, self.tr("Nothing has been exchanged yet."))
        else:
            words = self.tr("Answered at %1.").replace("%1", formats.moment(partner.spoken_at))
            card.show_state(self.tr("on"), Meaning.DONE, words)

    def _fill_backup(self, now: Overview) -> None:
        last, good = now.last, now.verified
        kept = self._backup_words(good) if good is not None else ""
        if last is not None and last.state == "running":
            words = kept or self.tr("The first one is being made and tried.")
            self._backup.show_state(self.tr("under way"), Meaning.INFORMATION, words)
        elif last is not None and last.state in ("failed", "broken"):
            words = said(last.code, last.details, self._context.language)
            words = since(words, last.ended_at or last.began_at, self._context.formats)
            self._backup.show_state(self.tr("trouble"), Meaning.LATE, "\n".join(filter(None, (words, kept))))
        elif now.backup.fault:
            words = said(now.backup.fault, now.backup.fault_details, self._context.language)
            self._backup.show_state(self.tr("trouble"), Meaning.LATE, "\n".join(filter(None, (words, kept))))
        elif good is not None:
            self._backup.show_state(self.tr("proven"), Meaning.DONE, kept)
        else:
            words = self.tr("None yet. The agent makes one every night and tries it by restoring it.")
            self._backup.show_state(self.tr("none"), Meaning.WAITING, words)
        self._backup.setToolTip(good.file if good is not None else "")
        self.back_up.setEnabled(last is None or last.state != "running")

    def _backup_words(self, good: BackupRow) -> str:
        formats = self._context.formats
        facts = [formats.moment(good.began_at)]
        if good.size is not None:
            facts.append(self.tr("%1 MB").replace("%1", formats.number(max(1, round(good.size / _MEGABYTE)))))
        facts.append(self.tr("%n law(s) held", "", good.laws or 0))
        where = ": ".join(filter(None, (good.computer, _folder(good.file))))
        return " · ".join(facts) + "\n" + where

    # Acting -------------------------------------------------------------------------------------------------------

    @Slot()
    def _ask_for_backup(self) -> None:
        self.back_up.setEnabled(False)
        work = partial(self._context.database.act, ask_agent, "backup.make")
        self._context.background.run(self, work, self._asked, self._not_asked)

    def _asked(self, _none: None) -> None:
        self._context.notices.say(self.tr("The agent makes a backup and tries it."))
        self.refresh()

    def _not_asked(self, error: Exception) -> None:
        self.back_up.setEnabled(True)
        self._context.background.unheard.emit(error)


class _Card(QFrame):
    """A heading, a chip and some words."""

    def __init__(self, name: str, heading: str) -> None:
        super().__init__(objectName=f"{name}_card")
        self.setProperty("kind", "card")
        self._chip = Chip()
        self._chip.setObjectName(f"{name}_state")
        self._words = label("", "small", wrap=True, name=f"{name}_words")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setVerticalSpacing(4)
        grid.addWidget(label(heading, "heading"), 0, 0)
        grid.addWidget(self._chip, 0, 1)
        grid.addWidget(self._words, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(2, 1)

    def show_state(self, state: str, meaning: Meaning, words: str) -> None:
        """Show a state and what there is to say of it."""
        self._chip.show_state(state, meaning)
        self._words.setText(words)


def _folder(file: str) -> str:
    """Return the folder of a file of another computer, whatever system that has."""
    path = PureWindowsPath(file) if "\\" in file else PurePosixPath(file)
    return str(path.parent) if file else ""
