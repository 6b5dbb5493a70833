"""The papers that were made for a ticket: which, when, by whom; each is opened as it was made."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import label, on_keys
from desktop.shell.widgets.section_header import SectionHeader
from desktop.views.paper_preview import PaperFile, show_paper
from desktop.views.paper_work import again, kept_papers
from domain.printouts.papers import PaperRow

_ID = Qt.ItemDataRole.UserRole
_ROWS = 2
"""More are reached by scrolling: the fields want the room."""


class KeptPapers(QWidget):
    """A short list; Enter or a double click opens a paper, to be read or printed again."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="kept_papers")
        self._context = context
        self._head = SectionHeader(self.tr("Made for this ticket"))
        self._list = QListWidget(objectName="kept_papers_list")
        self._list.setAccessibleName(self.tr("Made for this ticket"))
        self._list.setToolTip(self.tr("Enter opens it: read, print or save it again"))
        self._none = label(self.tr("No paper yet"), "muted", name="kept_papers_none")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        for part in (self._head, self._list, self._none):
            column.addWidget(part)
        self._list.hide()
        self._list.doubleClicked.connect(self._open)
        on_keys(self._list, self._open_current, "Return", "Enter", alone=True)

    @property
    def rows(self) -> QWidget:
        """The list, for the order of Tab."""
        return self._list

    def show_ticket(self, ticket_id: int) -> None:
        """Read and show the papers of a ticket."""
        work = partial(kept_papers, self._context.database, ticket_id)
        self._context.background.run(self, work, self._fill, key="papers")

    def _fill(self, papers: list[PaperRow]) -> None:
        self._list.clear()
        for one in papers:
            when = self._context.formats.date_time(one.made_at)
            item = QListWidgetItem(f"{one.title}\n{when} · {one.made_by}")
            item.setData(_ID, one.id)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        height = sum(self._list.sizeHintForRow(row) for row in range(min(len(papers), _ROWS)))
        self._list.setFixedHeight(height + 4)
        self._list.setVisible(bool(papers))
        self._none.setVisible(not papers)
        self._head.set_count(str(len(papers)) if papers else "")

    @Slot(QModelIndex)
    def _open(self, _index: QModelIndex) -> None:
        self._open_current()

    @Slot()
    def _open_current(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        paper_id = int(item.data(_ID))
        work = partial(again, self._context.database, paper_id)
        self._context.background.run(self, work, partial(self._show, paper_id), key="again")

    def _show(self, paper_id: int, found: tuple[str, bytes]) -> None:
        show_paper(self._context, f"paper:{paper_id}", PaperFile(*found))
