"""Merging a client that was entered twice: choose which one stays, read what will happen, press once."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from domain.clients.merging import Merged, MergePreview, merge_clients, preview_merge
from domain.clients.pages import ClientFilter, ClientRow, page
from resources.sentences import sentence

_TYPING_MS = 160
_OFFERED = 8


class MergePanel(QWidget):
    """A search for the client that stays, the preview, and the button."""

    merged = Signal(int)
    """Id of the client that stays."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="client_merging")
        self._context = context
        self._client_id: int | None = None
        self._into_id: int | None = None
        self._preview: MergePreview | None = None
        self._search = QLineEdit(objectName="merge_search", placeholderText=self.tr("Which client stays?"))
        self._found = QListWidget(objectName="merge_found")
        self._found.setMaximumHeight(176)
        self._told = label("", wrap=True, name="merge_told")
        self._fault = label("", "error", wrap=True, name="merge_fault")
        self._merge = button(self.tr("Merge"), "merge_confirm", self._carry_out, kind="danger")
        self._asking = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._search.textChanged.connect(self._begin_again)
        self._search.returnPressed.connect(self._take_first)
        self._asking.timeout.connect(self._ask)
        self._found.itemClicked.connect(self._take)
        self._found.itemActivated.connect(self._take)

    def _lay_out(self) -> None:
        explained = self.tr("The client entered twice is emptied: everything of it moves to the one that stays.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(label(explained, "muted", wrap=True))
        for widget in (self._search, self._found, self._told, self._fault):
            column.addWidget(widget)
        column.addWidget(self._merge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self._forget()

    def show_client(self, client_id: int | None) -> None:
        """Be ready to merge this client into another; None: there is nothing to merge."""
        if client_id != self._client_id:
            self._client_id = client_id
            self._search.clear()
            self._forget()
        elif self._into_id is not None:
            self._read_preview()

    def _forget(self) -> None:
        self._into_id = self._preview = None
        self._found.clear()
        for widget in (self._found, self._told, self._merge):
            widget.hide()
        self._fault.clear()

    # Which one stays ----------------------------------------------------------------------------------------------

    @Slot()
    def _begin_again(self) -> None:
        self._forget()
        self._asking.start()

    @Slot()
    def _ask(self) -> None:
        wanted = ClientFilter(self._search.text())
        if wanted.text.strip():
            work = partial(self._context.database.ask, page, wanted, limit=_OFFERED + 1)
            self._context.background.run(self, work, self._offer, key="found")

    def _offer(self, rows: list[ClientRow]) -> None:
        self._found.clear()
        for row in [row for row in rows if row.id != self._client_id][:_OFFERED]:
            item = QListWidgetItem(" · ".join(filter(None, (row.name, row.code, row.bin))))
            item.setData(Qt.ItemDataRole.UserRole, row)
            self._found.addItem(item)
        self._found.setVisible(self._found.count() > 0)
        self._found.setCurrentRow(0)
        self._fault.setText("" if self._found.count() else self.tr("No other client is called that."))

    @Slot()
    def _take_first(self) -> None:
        item = self._found.currentItem()
        if item is not None:
            self._take(item)

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        self._into_id = item.data(Qt.ItemDataRole.UserRole).id
        self._found.hide()
        self._read_preview()

    # What will happen ---------------------------------------------------------------------------------------------

    def _read_preview(self) -> None:
        work = partial(self._context.database.ask, preview_merge, self._client_id, self._into_id)
        self._context.background.run(self, work, self._tell, self._explain, key="preview")

    def _tell(self, preview: MergePreview) -> None:
        self._preview = preview
        self._fault.clear()
        self._told.setText("\n".join(self._lines(preview)))
        self._told.show()
        self._merge.setText(self.tr("Merge into “%1”").replace("%1", _short(preview.into)))
        self._merge.setVisible(not preview.same_serials)
        if preview.same_serials:
            serials = ", ".join(preview.same_serials)
            self._fault.setText(sentence("merge-same-serials", self._context.language, serials=serials))
        else:
            self._merge.setFocus()

    def _lines(self, preview: MergePreview) -> list[str]:
        moves = preview.moves
        counts = (
            (self.tr("Sites"), moves.sites),
            (self.tr("People"), moves.contacts),
            (self.tr("Devices"), moves.devices),
            (self.tr("Tickets, old ones too"), moves.tickets),
        )
        lines = [f"{preview.client} → {preview.into}", ""]
        lines += [f"{name}: {number}" for name, number in counts]
        if preview.same_places:
            lines.append(self.tr("Taken for the same site: %1").replace("%1", ", ".join(preview.same_places)))
        if preview.gains:
            lines.append(self.tr("Also taken over: %1").replace("%1", ", ".join(preview.gains)))
        return [*lines, "", self.tr("The old code leads to the client that stays. This cannot be undone.")]

    @Slot()
    def _carry_out(self) -> None:
        client_id, into_id = self._client_id, self._into_id
        if self._preview is None or client_id is None or into_id is None:
            return
        self._merge.setEnabled(False)
        action = partial(merge_clients, client_id=client_id, into_id=into_id, expected_version=self._preview.version)
        work = partial(self._context.database.act, action)
        self._context.background.run(self, work, partial(self._done, into_id, self._preview), self._explain)

    def _done(self, into_id: int, preview: MergePreview, _moved: Merged) -> None:
        self._merge.setEnabled(True)
        self._search.clear()
        self._forget()
        words = self.tr("%1 is merged into %2").replace("%1", preview.client).replace("%2", preview.into)
        self._context.notices.say(words)
        self.merged.emit(into_id)

    def _explain(self, error: Exception) -> None:
        self._merge.setEnabled(True)
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
