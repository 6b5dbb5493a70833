"""The way from tickets to their papers: an action with Ctrl+P, for one ticket with the number of papers it has."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.shell.pages import PageContext
from desktop.views.paper_work import Chosen, kept_papers
from desktop.views.papers_page import PapersPage
from domain.printouts.papers import PaperRow
from domain.tickets.pages import TicketRow

MAKES_PAPERS = frozenset(
    {"dispatcher", "lead", "engineer", "procurement", "warehouse", "bookkeeper", "director", "admin"}
)


def chosen(row: TicketRow) -> Chosen:
    """Return what papers want to know of a ticket in a list."""
    return Chosen(row.id, row.number, row.type, row.branch)


def open_papers(context: PageContext, tickets: Sequence[Chosen]) -> None:
    """Open the page that makes papers of these tickets, in a tab of its own."""
    if not tickets:
        return
    first, more = tickets[0], len(tickets) - 1
    title = f"{_words()} № {first.number}" + (f" + {more}" if more else "")
    key = "papers:" + "-".join(str(one.id) for one in tickets)
    context.navigator.open(key, title, lambda: PapersPage(context, tickets), icon="file-text")


def _words() -> str:
    return QCoreApplication.translate("TicketPapers", "Documents")


def list_papers(context: PageContext, owner: QWidget, rows: Callable[[], list[TicketRow]]) -> QAction | None:
    """Give a list of tickets its action; None for those who make no papers. `rows`: the chosen tickets, in order."""
    if not context.person.has_any(MAKES_PAPERS):
        return None
    words = QCoreApplication.translate("TicketPapers", "Documents of the chosen tickets")
    return context.actions.add(
        owner, "tickets.papers", words, lambda: open_papers(context, [chosen(row) for row in rows()]),
        shortcut="Ctrl+P", icon="file-text",
    )  # fmt: skip


class TicketPapers(QObject):
    """The action of one ticket; it says how many papers there are."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._ticket: Chosen | None = None
        self.action = context.actions.add(
            owner, "ticket.papers", self.tr("Documents"), self._open, shortcut="Ctrl+P", icon="file-text",
            tip=self.tr("Round sheet, offer, receipt: make, print, open again"),
        )  # fmt: skip
        self.action.setVisible(context.person.has_any(MAKES_PAPERS))
        context.feed.changed.connect(self._hear)

    def show_ticket(self, row: TicketRow) -> None:
        """Follow the ticket that is shown."""
        if self._ticket is None or self._ticket.id != row.id:
            self._say(0)
        self._ticket = chosen(row)
        self._count(row.id)

    def _count(self, ticket_id: int) -> None:
        work = partial(kept_papers, self._context.database, ticket_id)
        self._context.background.run(self, work, self._fill, key="papers")

    def _fill(self, papers: list[PaperRow]) -> None:
        self._say(len(papers))

    def _say(self, count: int) -> None:
        self.action.setText(f"{self.tr('Documents')} · {count}" if count else self.tr("Documents"))

    @Slot(str, object)
    def _hear(self, table: str, ids: frozenset[int] | None) -> None:
        if table == "paper" and self._ticket is not None and (ids is None or self._ticket.id in ids):
            self._count(self._ticket.id)

    def _open(self) -> None:
        if self._ticket is not None:
            open_papers(self._context, [self._ticket])
