"""Exchange: what the agent has to do for us elsewhere, what failed and why, and how each partner is."""

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from database.engine import Database
from desktop.models.job_list import Group, JobList, JobWords
from desktop.shell.pages import Counter, Page, PageContext, PageEntry
from desktop.shell.widgets.basics import action_button, button, label
from desktop.shell.widgets.empty_state import EmptyState
from desktop.views.exchange_strip import ExchangeStrip
from desktop.views.exchange_words import reason, state_name, task_name, when_words
from desktop.views.job_panel import JobPanel, settle_many
from desktop.views.list_pane import ListPane
from desktop.views.ticket_view import open_ticket
from domain.exchange.actions import retry_job
from domain.exchange.queries import JobRow, parked_jobs

SEES = frozenset({"lead", "procurement", "director", "admin"})
SETTLES = frozenset({"lead", "procurement", "admin"})


class ExchangePage(Page):
    """The state of agent and partners above, the jobs below, and at the foot what can be done with the chosen ones."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exchange_page")
        self._context = context
        self._text, self._group = "", Group.ALL
        formats, language = context.formats, context.language
        words = JobWords(
            task=lambda row: task_name(row.task),
            state=state_name,
            when=lambda row: when_words(row, formats),
            why=lambda row: reason(row, language),
        )
        self._model = JobList(context.background, context.database, words, self)
        self._empty = EmptyState("arrow-left-right", "", "")
        self._pane = ListPane(context, self._model, "exchange", self.tr("Ticket number, job"), self._empty)
        self._pane.follow("job")
        self._strip = ExchangeStrip(context)
        self._pane.table.setAccessibleName(self.tr("Jobs"))
        self._panel = JobPanel(context, self, settles=context.person.has_any(SETTLES))
        self._showing = QTimer(self, singleShot=True, interval=0)  # once for the many changes of one reading
        self._filters = QButtonGroup(self)
        self._add_filters()
        self._retry_all = self._action_for_all()
        self._lay_out()
        self._wire()
        self._pane.begin()
        self._model.read()

    def _add_filters(self) -> None:
        for group in Group:
            made = button("", f"exchange_{group}", partial(self._choose_group, group), kind="quiet")
            made.setCheckable(True)
            made.setChecked(group is self._group)
            self._filters.addButton(made)
            self._pane.add_tool(made)

    def _action_for_all(self) -> QAction:
        action = self._context.actions.add(
            self, "exchange.retry_all", self.tr("Retry all that need you"), self._retry_parked,
            shortcut="Ctrl+Shift+R", icon="repeat",
        )  # fmt: skip
        action.setEnabled(False)
        return action

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Exchange"), "title"))
        head.addStretch()
        head.addWidget(self._strip.back_up)
        head.addWidget(action_button(self._retry_all, icon_name="repeat", show_keys=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addWidget(self._pane, 1)
        column.addWidget(self._panel)
        layout = self._pane.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)

    def _wire(self) -> None:
        self._pane.searched.connect(self._search)
        self._pane.row_opened.connect(self._open)
        self._model.loaded.connect(self._count)
        self._showing.timeout.connect(self._show_chosen)
        self._pane.table.selectionModel().selectionChanged.connect(self._show_soon)
        self._model.loaded.connect(self._show_soon)
        self._panel.acting.connect(self._show_chosen)
        self._panel.answered.connect(self._pane.table.setFocus)
        self._panel.settled.connect(self._model.read)
        self._panel.open_wanted.connect(self._open)

    # What the window asks -----------------------------------------------------------------------------------------

    def arrive(self, argument: object) -> None:
        """Show the jobs of a ticket's number, or those that have these words."""
        if argument is not None:
            self._pane.search.setText(str(argument))
            self._search(str(argument))

    def shown(self) -> None:
        """Put the cursor into the list, so that the page's keys hold at once."""
        self._pane.table.setFocus()

    def refresh(self) -> None:
        """Read everything again."""
        self._model.read()
        self._strip.refresh()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._pane.search.setFocus()

    # Narrowing ----------------------------------------------------------------------------------------------------

    def _choose_group(self, group: Group) -> None:
        self._group = group
        self._model.narrow(group, self._text)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._text = text
        self._model.narrow(self._group, text)

    @Slot()
    def _count(self) -> None:
        names = {
            Group.ALL: self.tr("All"),
            Group.ATTENTION: self.tr("Needs attention"),
            Group.WAITING: self.tr("Waits"),
            Group.DONE: self.tr("Done"),
        }
        counts = self._model.counts()
        for made, group in zip(self._filters.buttons(), Group, strict=True):
            made.setText(f"{names[group]} · {self._context.formats.number(counts[group])}")
        self._retry_all.setEnabled(bool(self._model.parked()) and self._context.person.has_any(SETTLES))
        self._say_why_empty(nothing_at_all=counts[Group.ALL] == 0)

    def _say_why_empty(self, *, nothing_at_all: bool) -> None:
        if nothing_at_all:
            self._empty.say(
                self.tr("Nothing to exchange"),
                self.tr("Deals, comments, letters and backups appear here while the agent takes care of them."),
            )
        elif self._text:
            self._empty.say(self.tr("Nothing found"), self.tr("No job has this ticket number or these words."))
        elif self._group is Group.ATTENTION:
            self._empty.say(self.tr("All goes well"), self.tr("No job needs you."))
        else:
            self._empty.say(self.tr("Nothing here"), self.tr("No job is in this state now."))

    # Acting -------------------------------------------------------------------------------------------------------

    @Slot()
    def _show_soon(self) -> None:
        self._showing.start()

    @Slot()
    def _show_chosen(self) -> None:
        self._showing.stop()
        self._panel.show_jobs(self._pane.chosen_rows())

    @Slot(object)
    def _open(self, row: JobRow | None) -> None:
        if row is not None and row.ticket_id is not None and row.ticket_number is not None:
            open_ticket(self._context, row.ticket_id, row.ticket_number)

    @Slot()
    def _retry_parked(self) -> None:
        work = partial(settle_many, self._context.database, retry_job, self._model.parked())
        self._retry_all.setEnabled(False)
        self._context.background.run_long(self, self.tr("Retrying"), work, self._retried, stopped=self._model.read)

    def _retried(self, count: int) -> None:
        self._context.notices.say(self.tr("%n job(s) are tried again", "", count))
        self._model.read()


def _counter(database: Database) -> Counter:
    parked = database.ask(parked_jobs)
    return Counter(parked, parked)


EXCHANGE = PageEntry(
    "exchange", str(QT_TRANSLATE_NOOP("Pages", "Exchange")), "arrow-left-right", ExchangePage, roles=SEES,
    counter=_counter, counter_tables=frozenset({"job"}),
)  # fmt: skip
