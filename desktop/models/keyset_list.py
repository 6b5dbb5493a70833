"""A list of any length in constant memory: a window of rows around what is looked at, read by key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from desktop.shell.background import Background
from desktop.shell.theme import Meaning
from desktop.shell.widgets.row_delegate import RowRole

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
PAGE = 100
WINDOW = 2_000
ROW_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
_REFRESH_MS = 120


class Keyed(Protocol):
    """What a row must have: an id that stays, and the key by which the list is ordered."""

    @property
    def id(self) -> int:
        """The row's id."""

    @property
    def key(self) -> Any:
        """The place of the row in the list's order."""


R = TypeVar("R", bound=Keyed)


class Load(Protocol[R]):
    """Reads rows behind a key, or before it; always in display order."""

    def __call__(self, after: Any, *, backwards: bool, limit: int) -> list[R]:
        """Return up to `limit` rows."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column: its title, the text and sort value of a row, and how it stands. `sort` names an indexed order."""

    name: str
    title: str
    text: Callable[[R], str]
    width: int = 120
    right: bool = False
    sort: str | None = None
    tip: Callable[[R], str] | None = None
    chip: Callable[[R], Meaning | None] | None = None
    muted: bool = False


class KeysetList(QAbstractTableModel, Generic[R]):
    """Rows in a window of at most `WINDOW`, fetched as the view scrolls and dropped at the far end."""

    failed = Signal(object)
    loaded = Signal()

    def __init__(self, background: Background, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._columns = tuple(columns)
        self._load: Load[R] | None = None
        self._rows: list[R] = []
        self._dropped: Any = None
        self._request = 0
        self._loading = False
        self._complete = True
        self._stale = False
        self._refreshing = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refreshing.timeout.connect(self._refresh_now)

    # What the view asks -----------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """The columns in their first order."""
        return self._columns

    @property
    def loading(self) -> bool:
        """Whether rows are on their way."""
        return self._loading

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the rows in the window."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: PLR0911 - a line a role
        """Return the text of a cell, its alignment, or with `ROW_ROLE` the whole row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.text)(row)
        if role == RowRole.CHIP:
            return column.chip(row) if column.chip else None
        if role == RowRole.MUTED:
            return column.muted
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def row(self, place: int) -> R | None:
        """Return the row at a place of the window, or None."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, row_id: int) -> int | None:
        """Return where a row stands in the window, or None where it is not loaded."""
        return next((place for place, row in enumerate(self._rows) if row.id == row_id), None)

    # Reading ----------------------------------------------------------------------------------------------------

    def show(self, load: Load[R]) -> None:
        """Show another list from its start; an answer to an older one is dropped."""
        self._load = load
        self._request += 1
        self._loading = self._complete = False
        self._dropped = None
        self._fetch(replacing=True)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there may be rows behind the window."""
        return not (parent.isValid() or self._loading or self._complete or self._load is None)

    def fetchMore(self, parent: Index) -> None:
        """Read the next page."""
        if self.canFetchMore(parent):
            self._fetch(replacing=False)

    def fetch_before(self) -> None:
        """Read the page before the window, where rows were dropped there."""
        if self._loading or self._dropped is None or self._load is None or not self._rows:
            return
        self._loading = True
        work = partial(self._load, self._rows[0].key, backwards=True, limit=PAGE + 1)
        self._background.run(self, work, partial(self._prepend, self._request), self._fail, key="rows")

    def _fetch(self, *, replacing: bool) -> None:
        if self._load is None:
            return
        self._loading = True
        after = None if replacing or not self._rows else self._rows[-1].key
        work = partial(self._load, after, backwards=False, limit=PAGE)
        arrived = self._replace if replacing else self._append
        self._background.run(self, work, partial(arrived, self._request), self._fail, key="rows")

    def _replace(self, request: int, rows: list[R]) -> None:
        if request != self._request:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
        self._arrived(complete=len(rows) < PAGE)

    def _append(self, request: int, rows: list[R]) -> None:
        if request != self._request:
            return
        if rows:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
        spare = len(self._rows) - WINDOW
        if spare > 0:
            self._dropped = self._rows[spare - 1].key
            self.beginRemoveRows(ROOT, 0, spare - 1)
            del self._rows[:spare]
            self.endRemoveRows()
        self._arrived(complete=len(rows) < PAGE)

    def _prepend(self, request: int, rows: list[R]) -> None:
        if request != self._request:
            return
        self._dropped = rows[0].key if len(rows) > PAGE else None  # the row before the window is where it is read from
        rows = rows[-PAGE:]
        if rows:
            self.beginInsertRows(ROOT, 0, len(rows) - 1)
            self._rows[:0] = rows
            self.endInsertRows()
        complete = self._complete
        if len(self._rows) > WINDOW:
            self.beginRemoveRows(ROOT, WINDOW, len(self._rows) - 1)
            del self._rows[WINDOW:]
            self.endRemoveRows()
            complete = False
        self._arrived(complete=complete)

    def _arrived(self, *, complete: bool) -> None:
        self._loading, self._complete = False, complete
        self.loaded.emit()
        if self._stale:
            self.refresh()

    @Slot(object)
    def _fail(self, error: object) -> None:
        self._loading = False
        self.failed.emit(error)

    # Living -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the window again soon and change only what changed; selection and scroll position stay."""
        self._refreshing.start()

    @Slot()
    def _refresh_now(self) -> None:
        self._stale = self._loading
        if self._loading or self._load is None:
            return
        self._loading = True
        limit = max(PAGE, len(self._rows))
        after = self._before_window()
        work = partial(self._load, after, backwards=False, limit=limit)
        self._background.run(self, work, partial(self._merge, self._request, limit), self._fail, key="rows")

    def _before_window(self) -> Any:
        return self._dropped

    def _merge(self, request: int, limit: int, rows: list[R]) -> None:
        if request != self._request:
            return
        self._remove_missing({row.id for row in rows})
        for place, row in enumerate(rows):
            self._put(place, row)
        self._arrived(complete=len(rows) < limit)

    def _remove_missing(self, kept: set[int]) -> None:
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place].id not in kept:
                self.beginRemoveRows(ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()

    def _put(self, place: int, row: R) -> None:
        if place < len(self._rows) and self._rows[place].id == row.id:
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))
            return
        before = self.place_of(row.id)
        if before is None:
            self.beginInsertRows(ROOT, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        self.beginMoveRows(ROOT, before, before, ROOT, place)
        self._rows.insert(place, self._rows.pop(before))
        self._rows[place] = row
        self.endMoveRows()
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))
