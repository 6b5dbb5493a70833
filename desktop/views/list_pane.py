"""A filter field, a living list and what stands in its place while it loads or is empty: the left half of a page."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.models.keyset_list import ROW_ROLE, KeysetList
from desktop.shell.pages import PageContext
from desktop.shell.widgets.empty_state import EmptyState
from desktop.shell.widgets.list_table import ListTable
from desktop.shell.widgets.search_field import SearchField
from desktop.shell.widgets.skeleton import Skeleton


class ListPane(QWidget):
    """Shows a `KeysetList`; selection is kept by the row's id when rows come, go or move."""

    row_chosen = Signal(object)
    """The row under the selection, or None."""
    row_opened = Signal(object)
    searched = Signal(str)
    sorted = Signal(str, bool)
    """An indexed order was asked for by a click on a header: its name, and whether falling."""

    def __init__(
        self,
        context: PageContext,
        model: KeysetList[Any],
        name: str,
        placeholder: str,
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.model = model
        self._chosen: int | None = None
        self._missed = False
        self.search = SearchField(placeholder, f"{name}_search")
        self.table = ListTable(f"{name}_list", context.theme)
        self.table.setModel(model)
        self.tools = QHBoxLayout()
        self.tools.addWidget(self.search, 1)
        self._empty = empty
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._skeleton = Skeleton(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(self.tools)
        column.addLayout(self._stack, 1)
        self._wire()

    def _wire(self) -> None:
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            header.resizeSection(place, column.width)
        self.table.remember_columns(self._context.settings)
        header.sectionClicked.connect(self._sort_by)
        self.search.wanted.connect(self.searched)
        self.search.left.connect(self.table.setFocus)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.model.loaded.connect(self._settle)
        self.model.modelAboutToBeReset.connect(self._skeleton.begin)
        self.model.failed.connect(self._failed)
        self._context.feed.reconnected.connect(self.model.refresh)
        self._context.clock.minute.connect(self.model.refresh)

    def follow(self, *tables: str) -> None:
        """Read the window again when rows of these tables change."""
        self._followed = frozenset(tables)
        self._context.feed.changed.connect(self._hear)  # a bound slot: it ends with the pane

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        if table not in self._followed:
            return
        if self.isVisible():
            self.model.refresh()
        else:
            self._missed = True

    def showEvent(self, event: QShowEvent) -> None:
        """Make up for what changed while another page was in front."""
        super().showEvent(event)
        if self._missed:
            self._missed = False
            self.model.refresh()

    def begin(self) -> None:
        """Say that something else is being loaded."""
        self._skeleton.begin()

    def choose(self, row_id: int) -> None:
        """Select a row by its id as soon as it is there."""
        self._chosen = row_id
        self._select_chosen()

    def chosen_rows(self) -> list[Any]:
        """Return the selected rows from top to bottom."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for place in places if (row := self.model.row(place)) is not None]

    @Slot()
    def _settle(self) -> None:
        self._skeleton.end()
        self._stack.setCurrentIndex(1 if self.model.rowCount() == 0 else 0)
        self._select_chosen()

    def _select_chosen(self) -> None:
        if self.model.rowCount() == 0:
            self.row_chosen.emit(None)
            return
        place = None if self._chosen is None else self.model.place_of(self._chosen)
        current = self.table.currentIndex()
        if place is None and (current.isValid() or self._chosen is not None):
            return
        place = place or 0
        if current.row() != place:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(place, 0), flags)

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if row is not None:
            self._chosen = row.id
        self.row_chosen.emit(row)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.data(ROW_ROLE))

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        if value <= self.table.verticalScrollBar().minimum() + 5:
            self.model.fetch_before()

    @Slot(int)
    def _sort_by(self, section: int) -> None:
        header = self.table.horizontalHeader()
        column = self.model.columns[section]
        if column.sort is None:
            return
        header.setSortIndicatorShown(True)
        self.sorted.emit(column.sort, header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)

    @Slot(object)
    def _failed(self, error: object) -> None:
        self._skeleton.end()
        self._context.background.unheard.emit(error)

    def add_tool(self, widget: QWidget) -> None:
        """Put a widget beside the filter field."""
        self.tools.addWidget(widget)
