"""The list of every page: dense rows, whole-row selection, columns that are remembered, copy into Excel."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop.shell.settings import Settings
from desktop.shell.theme import Theme
from desktop.shell.widgets.row_delegate import RowDelegate

KEEP_AFTER_MS = 400


class ListTable(QTableView):
    """A table view with the habits of Vetka; give it a model, then `remember_columns`."""

    opened = Signal(QModelIndex)
    """Enter or double click on a row."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._settings: Settings | None = None
        self._rows = RowDelegate(self)
        self.setItemDelegate(self._rows)
        self._set_habits()
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keeping.timeout.connect(self._keep_columns)
        self.doubleClicked.connect(self.opened)
        theme.changed.connect(self._follow_density)
        self._follow_density()

    def remember_columns(self, settings: Settings) -> None:
        """Restore widths, order, visibility and sort of this person's columns and keep them from now on.

        To be called once, after the model was set and default widths were given.
        """
        self._settings = settings
        header = self.horizontalHeader()
        header.restoreState(settings.layout(self._layout_name()))
        for changed in (header.sectionResized, header.sectionMoved, header.sortIndicatorChanged):
            changed.connect(lambda *_: self._keeping.start())

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text, columns in the order on screen."""
        QGuiApplication.clipboard().setText("\n".join(self._row_text(row) for row in self._selected_rows()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies rows; everything else as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._idle():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: object) -> None:
        """Show the selection as active, and select a first row for the keyboard."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        model = self.model()
        if not self.currentIndex().isValid() and model and model.rowCount():
            self.selectRow(0)
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        """Show the selection as quiet."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def _set_habits(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)

    def _idle(self) -> bool:
        return self.state() != QAbstractItemView.State.EditingState

    def _hover(self, row: int) -> None:
        before = self._rows.hovered_row
        if row != before:
            self._rows.hovered_row = row
            for changed in (before, row):
                if changed >= 0:
                    top = self.rowViewportPosition(changed)
                    self.viewport().update(0, top, self.viewport().width(), self.rowHeight(changed))

    def _selected_rows(self) -> list[int]:
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def _row_text(self, row: int) -> str:
        header = self.horizontalHeader()
        places = [header.logicalIndex(place) for place in range(header.count())]
        shown = [column for column in places if not header.isSectionHidden(column)]
        cells = [self.model().index(row, column).data() for column in shown]
        return "\t".join("" if cell is None else " ".join(str(cell).split()) for cell in cells)

    @Slot(QPoint)
    def _offer_columns(self, place: QPoint) -> None:
        """Show a menu of columns to show or hide."""
        header = self.horizontalHeader()
        menu = QMenu(self)
        for column in range(header.count()):
            title = self.model().headerData(column, Qt.Orientation.Horizontal)
            action = QAction(str(title or ""), menu, checkable=True, checked=not header.isSectionHidden(column))
            action.toggled.connect(lambda shown, column=column: self._show_column(column, shown))
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(header.mapToGlobal(place))

    def _show_column(self, column: int, shown: bool) -> None:
        header = self.horizontalHeader()
        if shown or header.count() - header.hiddenSectionCount() > 1:
            header.setSectionHidden(column, not shown)
            self._keeping.start()

    @Slot()
    def _follow_density(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(self._theme.row_height)  # first, else it keeps rows from becoming lower
        rows.setDefaultSectionSize(self._theme.row_height)

    @Slot()
    def _keep_columns(self) -> None:
        if self._settings:
            self._settings.keep_layout(self._layout_name(), self.horizontalHeader().saveState())

    def _layout_name(self) -> str:
        return f"columns/{self.objectName()}"
