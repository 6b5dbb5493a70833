"""One ticket: branch map, facts, buttons of exactly the moves that are allowed, thread, lines, history."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.shell.pages import Page, PageContext
from desktop.shell.widgets.basics import action_button, on_keys
from desktop.views.branch_map import BranchMapView
from desktop.views.deal_strip import DealStrip
from desktop.views.flow_layout import FlowLayout
from desktop.views.moving import Given, MovePanel
from desktop.views.names import holder_name, priority_name, requirement_names, type_name
from desktop.views.papers_action import TicketPapers
from desktop.views.purchase_lines import PurchaseLines
from desktop.views.ticket_notices import TicketNotices
from desktop.views.ticket_thread import Scrolled, TicketThread, plain_label
from domain.exchange.deals import TicketDeal, deal_of_ticket
from domain.tickets import actions
from domain.tickets.branch_map import BranchMap, branch_map
from domain.tickets.queries import Event, Move, TicketCard, card
from resources.sentences import sentence

_HIGH = 860
Shown = tuple[TicketCard | None, BranchMap | None, TicketDeal | None]
_NARROWEST, _LOWEST = 360, 190
_NO_BREAK = "\N{NO-BREAK SPACE}"


def read(database: Any, ticket_id: int, language: str) -> Shown:
    """Read what the view shows; in a worker thread."""
    return (
        database.ask(card, ticket_id, language=language),
        database.ask(branch_map, ticket_id, language=language),
        database.ask(deal_of_ticket, ticket_id),
    )


class TicketView(Page):
    """The preview beside a list and, the same, the ticket in its own tab."""

    moved = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget | None = None, *, brief: bool = True) -> None:
        """`brief`: the map leaves out what lies far ahead and far back, as beside a list."""
        super().__init__(parent)
        self.setObjectName("ticket_view")
        self._context = context
        self._ticket: TicketCard | None = None
        self._wanted: int | None = None
        self._title = plain_label("title", wrap=True)
        self._facts = plain_label("muted", wrap=True)
        self._place = plain_label("", wrap=True)
        self._deal = DealStrip(context)
        self._map = BranchMapView(context.formats, brief=brief)
        self._buttons = QWidget(objectName="ticket_moves")
        self._moves = FlowLayout(self._buttons)
        self._papers = TicketPapers(context, self)
        self._panel = MovePanel(context)
        self._tabs = QTabWidget(objectName="ticket_tabs")
        self._thread = TicketThread(context)
        self._lines = PurchaseLines(context)
        self._notices = TicketNotices(context)
        self._history = Scrolled("ticket_history")
        self._comment = QPlainTextEdit(objectName="ticket_comment")
        self._say = QPushButton(self.tr("Add"), objectName="ticket_say")
        self._nothing = plain_label("muted", self.tr("Choose a ticket on the left"))
        self._body = QWidget(objectName="scrolled")
        self._scroll = QScrollArea(objectName="ticket_scroll")
        self._writing = QWidget()
        self._lay_out()
        self._panel.confirmed.connect(self._make_move)
        self._say.clicked.connect(self._add_comment)
        self._comment.textChanged.connect(self._keep_draft)
        self._lines.changed.connect(self.refresh)
        self._tabs.currentChanged.connect(self._give_room)
        context.feed.changed.connect(self._hear)
        context.feed.reconnected.connect(self.refresh)
        self.clear()

    def _lay_out(self) -> None:
        self._comment.setPlaceholderText(self.tr("Internal comment – Ctrl+Enter"))
        self._comment.setAccessibleName(self.tr("Internal comment"))
        self._comment.setFixedHeight(56)
        on_keys(self._comment, self._add_comment, "Ctrl+Return", "Ctrl+Enter", alone=True)
        self._tabs.addTab(self._thread, self.tr("Thread"))
        self._tabs.addTab(self._lines, self.tr("Purchase"))
        self._tabs.addTab(self._notices, self.tr("Notices"))
        self._tabs.addTab(self._history, self.tr("History"))
        self._tabs.setDocumentMode(True)
        self._tabs.setMinimumSize(_NARROWEST, _LOWEST)  # a large leaf scrolls by itself; list and map keep their room
        writing = QHBoxLayout(self._writing)
        writing.setContentsMargins(16, 8, 16, 12)
        writing.addWidget(self._comment, 1)
        writing.addWidget(self._say, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(action_button(self._papers.action, show_keys=False), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for widget in (self._facts, self._place, self._deal, self._map, self._buttons, self._panel):
            column.addWidget(widget)
        column.addWidget(self._tabs, 1)
        self._scroll.setWidgetResizable(True)  # on a low window nothing is squeezed: it scrolls
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self._writing)

    # Showing ------------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Show that no ticket is chosen."""
        self._ticket, self._wanted = None, None
        self._scroll.hide()
        self._writing.hide()
        self._nothing.show()

    def show_ticket(self, ticket_id: int) -> None:
        """Read a ticket and show it; what is being written for another one is kept as its draft."""
        if ticket_id != self._wanted:
            self._keep_draft()
            self._panel.hide()
        self._wanted = ticket_id
        work = partial(read, self._context.database, ticket_id, self._context.language)
        self._context.background.run(self, work, self._fill, key="ticket")

    @Slot()
    def refresh(self) -> None:
        """Read the shown ticket again."""
        if self._wanted is not None:
            self.show_ticket(self._wanted)

    @Slot(str, object)
    def _hear(self, table: str, ids: frozenset[int] | None) -> None:
        if self._wanted is not None and table == "ticket" and (ids is None or self._wanted in ids):
            self.refresh()

    def _fill(self, shown: Shown) -> None:
        ticket, way, deal = shown
        if ticket is None:
            self.clear()
            return
        other = self._ticket is None or self._ticket.row.id != ticket.row.id
        self._ticket = ticket
        row = ticket.row
        formats = self._context.formats
        self._title.setText(f"№ {row.number}  {row.title}")
        late = f" · {self.tr('late')}" if row.late else ""
        whose = row.engineer if row.holder == "engineer" and row.engineer else holder_name(row.holder)
        self._facts.setText(
            f"{row.status_name} · {whose} · {formats.age(row.status_since)}{late} · {priority_name(row.priority)}"
            f" · {type_name(row.type)}"
        )
        phone = (ticket.contact_phone or "").replace(" ", _NO_BREAK)
        place = [row.client, ticket.site, ticket.contact, phone]
        place += [f"{one.type} {one.model}".strip() for one in ticket.devices]
        self._place.setText(" · ".join(part for part in place if part) or self.tr("No client"))
        self._deal.show_deal(deal)
        self._map.show_map(way)
        self._show_moves(ticket.moves)
        self._papers.show_ticket(row)
        self._thread.show_thread(ticket.description, ticket.thread)
        self._lines.show_ticket(row.id, closed=row.closed)
        self._show_notices(ticket)
        self._show_history(ticket.history)
        self._tabs.setTabText(0, self.tr("Thread · %n", "", len(ticket.thread)))
        if other:
            self._comment.setPlainText(self._context.settings.text(self._draft_key(row.id)))
        self._nothing.hide()
        self._scroll.show()
        self._give_room()
        self.title_changed.emit(f"№ {row.number}")

    @Slot()
    def _give_room(self) -> None:
        """Give the table of a purchase the room that words and map have on the other leaves."""
        buying = self._tabs.currentWidget() is self._lines
        self._writing.setVisible(not buying and self._ticket is not None)
        self._map.setVisible(not buying or self.height() > _HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the map again where there is room for it."""
        super().resizeEvent(event)
        self._give_room()

    def _show_moves(self, moves: tuple[Move, ...]) -> None:
        self._moves.clear()
        for place, move in enumerate(moves):
            made = QPushButton(move.name, objectName=f"move_{move.code}")
            made.setProperty("kind", "primary" if place == 0 else "plain")
            made.clicked.connect(partial(self._panel.ask, move))
            self._moves.addWidget(made)
        self._buttons.setVisible(bool(moves))

    def _show_notices(self, ticket: TicketCard) -> None:
        """The tab is there where the client was told something, and its title where that failed."""
        place = self._tabs.indexOf(self._notices)
        self._notices.show_messages(ticket.messages)
        failed = sum(one.state == "failed" for one in ticket.messages)
        self._tabs.setTabVisible(place, bool(ticket.messages))
        told = self.tr("Notices · %n", "", len(ticket.messages))
        self._tabs.setTabText(place, f"{told} · {self.tr('failed: %1').replace('%1', str(failed))}" if failed else told)

    def _show_history(self, history: tuple[Event, ...]) -> None:
        self._history.clear()
        for event in reversed(history):
            self._history.add(plain_label("", self._event_words(event), wrap=True))

    def _event_words(self, event: Event) -> str:
        when = self._context.formats.date_time(event.at)
        way = " → ".join(part for part in (event.from_status, event.to_status) if part)
        if event.from_status == event.to_status:
            way = event.engineer or ""
        if event.detail:
            way = ", ".join(f"{_field_name(name)}: {_changed(values)}" for name, values in event.detail.items())
        reason = _reason_words(event.reason, self._context.language)
        who = self.tr("automatically") if event.origin == "automatic" else event.login
        return f"{when} · {who} · {way}" + (f" – {reason}" if reason else "")

    # Acting -------------------------------------------------------------------------------------------------------

    @Slot(object, object)
    def _make_move(self, move: Move, given: Given) -> None:
        ticket = self._ticket
        if ticket is None:
            return

        def work() -> actions.Moved:
            moved: actions.Moved = self._context.database.act(
                partial(actions.move, ticket_id=ticket.row.id, transition=move.code, **given),  # type: ignore[arg-type]
                expected_version=ticket.row.version,
            )
            return moved

        self._context.background.run(self, work, partial(self._moved, move), self._refused)

    def _moved(self, move: Move, moved: actions.Moved) -> None:
        self._panel.done()
        self._context.notices.say(self.tr("№ %1: %2").replace("%1", str(moved.number)).replace("%2", move.name))
        self.moved.emit(moved.id)
        self.refresh()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._panel.refused(self.tr("This did not work; the details are in the log."))
            self._context.background.unheard.emit(error)
            return
        self._panel.show()
        details = dict(error.details)
        if "missing" in details:
            details["missing"] = requirement_names(str(details["missing"]))
        self._panel.refused(sentence(error.code, self._context.language, **details))
        if error.code == "changed-meanwhile":
            self.refresh()

    @Slot()
    def _add_comment(self) -> None:
        typed = self._comment.toPlainText()
        if not self._say.isEnabled():
            return
        if self._ticket is None or not typed.strip():
            self._comment.setFocus()
            return
        self._say.setEnabled(False)  # a thread cannot be corrected: nothing is said twice
        ticket_id = self._ticket.row.id
        work = partial(self._context.database.act, actions.say, ticket_id, typed.strip())
        self._context.background.run(self, work, partial(self._said, ticket_id, typed), self._not_said)

    def _not_said(self, error: Exception) -> None:
        self._say.setEnabled(True)
        self._context.background.unheard.emit(error)

    def _said(self, ticket_id: int, typed: str, _comment: int) -> None:
        self._say.setEnabled(True)
        if self._ticket is not None and self._ticket.row.id == ticket_id:
            if (left := _rest(self._comment.toPlainText(), typed)) != self._comment.toPlainText():
                self._comment.setPlainText(left)  # which keeps it as the draft
                self._comment.moveCursor(QTextCursor.MoveOperation.End)
        else:
            key = self._draft_key(ticket_id)
            self._context.settings.keep_text(key, _rest(self._context.settings.text(key), typed))
        if self._wanted == ticket_id:
            self.refresh()

    def _keep_draft(self) -> None:
        if self._ticket is not None:
            self._context.settings.keep_text(self._draft_key(self._ticket.row.id), self._comment.toPlainText())

    @staticmethod
    def _draft_key(ticket_id: int) -> str:
        return f"ticket.{ticket_id}.comment"


def _rest(text: str, said: str) -> str:
    """What was typed behind the words that have been said meanwhile."""
    return text[len(said) :].lstrip() if text.startswith(said) else text


def _changed(values: list[Any]) -> str:
    before, after = (("–" if value is None else str(value)) for value in values)
    return f"{before} → {after}"


def _field_name(name: str) -> str:
    names: dict[str, Callable[[], str]] = {
        "title": lambda: QCoreApplication.translate("TicketView", "title"),
        "description": lambda: QCoreApplication.translate("TicketView", "description"),
        "type": lambda: QCoreApplication.translate("TicketView", "type"),
        "client_id": lambda: QCoreApplication.translate("TicketView", "client"),
        "site_id": lambda: QCoreApplication.translate("TicketView", "site"),
        "contact_id": lambda: QCoreApplication.translate("TicketView", "contact"),
        "priority": lambda: QCoreApplication.translate("TicketView", "priority"),
        "due_at": lambda: QCoreApplication.translate("TicketView", "due"),
    }
    return names[name]() if name in names else name


def _reason_words(reason: str, language: str) -> str:
    """A reason begins with a code where the database gave it: say it in words."""
    code, _, rest = reason.partition(" ")
    if not code.startswith("return-"):
        return reason
    return " ".join(filter(None, (sentence(code, language), rest)))


def open_ticket(context: PageContext, ticket_id: int, number: int) -> None:
    """Open a ticket in its own tab, or bring its tab to the front."""

    def make() -> QWidget:
        view = TicketView(context, brief=False)
        view.show_ticket(ticket_id)
        return view

    context.navigator.open(f"ticket:{ticket_id}", f"№ {number}", make, icon="ticket")
