"""Rows that belong to something (a client's sites, its people), each edited in the form beneath them."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.shell.widgets.basics import button
from desktop.views.kept_form import KeptForm, Record

_ROW = Qt.ItemDataRole.UserRole


class RowsPanel(QWidget):
    """A short list over its form; the selection is kept by id. `changed`: something was saved, read again."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        form: KeptForm,
        *,
        words: Callable[[Any], str],
        record: Callable[[Any], Record],
        new: tuple[str, Callable[[int], Record]] | None,
    ) -> None:
        """`words`: a row's line; `new`: the button's text and the empty record for an owner's id, None: no adding."""
        super().__init__(objectName=f"{name}_panel")
        self._form = form
        self._words = words
        self._record = record
        self._new = new
        self._owner: int | None = None
        self._chosen: int | None = None
        self._list = QListWidget(objectName=f"{name}_rows")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._list, 1)
        if new is not None:
            adding = button(new[0], f"{name}_new", self.begin, icon_name="plus")
            column.addWidget(adding, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(form)
        self._list.currentItemChanged.connect(self._choose)
        form.stored.connect(self._stored)
        form.outdated.connect(self.changed)

    def name_list(self, words: str) -> None:
        """Say what the list holds to those who do not see the tab it is on."""
        self._list.setAccessibleName(words)

    def show_rows(self, owner: int, rows: Sequence[Any]) -> None:
        """Show the rows of an owner; of another owner than before, the first one."""
        if owner != self._owner:
            self._owner = owner
            self._chosen = rows[0].id if rows else None
        self._list.blockSignals(True)
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(self._words(row))
            item.setData(_ROW, row)
            self._list.addItem(item)
            if row.id == self._chosen:
                self._list.setCurrentItem(item)
        self._list.blockSignals(False)
        self._choose()

    @Slot()
    def begin(self) -> None:
        """Empty the form for one more."""
        self._chosen = None
        self._list.setCurrentItem(None)
        self._choose()
        self._form.setFocus()

    @Slot()
    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            row = item.data(_ROW)
            self._chosen = row.id
            self._form.show_record(self._record(row))
        elif self._owner is not None and self._new is not None:
            self._form.show_record(self._new[1](self._owner))
        self._form.setVisible(item is not None or self._new is not None)

    @Slot(object)
    def _stored(self, made: object) -> None:
        if isinstance(made, int):
            self._chosen = made
        self.changed.emit()
