"""A form over a stored record: edited in place, kept as a draft until saved, honest about what a colleague saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget
from sqlalchemy.orm import Session

from database.errors import ConflictError, KnownError
from desktop.shell.drafts import on_edit, read_value, write_value
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label, on_keys
from resources.sentences import sentence

Values = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """What the form shows. `key` names the draft; `row_id` is None while it is a new one.

    version: from which the values are. owner: id of what a new one is to belong to.
    """

    key: str
    values: Values
    row_id: int | None = None
    version: int = 0
    owner: int = 0


class KeptForm(QWidget):
    """Captions, fields, Undo and Save (Ctrl+Enter). A form derived from it says in `compose` what saving does."""

    stored = Signal(object)
    """What the action returned."""
    outdated = Signal()
    """A colleague saved meanwhile: whoever owns the form reads the record again."""

    confirmable: frozenset[str] = frozenset()
    """Refusals that a second press of Save overrules; `compose` hears of it by `self.confirmed`."""

    def __init__(
        self, context: PageContext, name: str, fields: Mapping[str, tuple[str, QWidget]], *, editable: bool
    ) -> None:
        """`fields`: name → caption and widget, in the order of the form."""
        super().__init__(objectName=f"{name}_form")
        self._context = context
        self._captions = {field: caption.replace("&", "") for field, (caption, _) in fields.items()}
        self._fields = {field: widget for field, (_, widget) in fields.items()}
        self._record: Record | None = None
        self._writing = False
        self._adopting = False
        self.confirmed = False
        self._fault = label("", "error", wrap=True, name=f"{name}_fault")
        self._undo = button(self.tr("Undo changes"), f"{name}_undo", self._take_back, kind="quiet", icon_name="undo-2")
        self._save = button(self.tr("Save"), f"{name}_save", self._store, kind="primary", icon_name="save")
        self._save.setToolTip("Ctrl+Enter")
        self._lay_out(fields)
        self._let_edit(editable)

    def _lay_out(self, fields: Mapping[str, tuple[str, QWidget]]) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        for caption, widget in fields.values():
            form.addRow("" if isinstance(widget, QCheckBox) else caption, widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self._undo)
        buttons.addStretch()
        buttons.addWidget(self._save)
        form.addRow("", self._fault)
        form.addRow("", buttons)
        self._undo.hide()

    def _let_edit(self, editable: bool) -> None:
        self._save.setVisible(editable)
        for widget in self._fields.values():
            on_edit(widget, self._edited)
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.setReadOnly(not editable)
            else:
                widget.setEnabled(editable)
        if editable:
            on_keys(self, self._store, "Ctrl+Return", "Ctrl+Enter")

    # What derived forms and owners use ----------------------------------------------------------------------------

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Return the action that saves these values."""
        raise NotImplementedError

    @property
    def record(self) -> Record | None:
        """What is shown, with the version from which the fields were filled."""
        return self._record

    def values(self) -> Values:
        """Return what the fields hold now."""
        return {name: read_value(widget) for name, widget in self._fields.items()}

    def dirty(self) -> bool:
        """Tell whether something was typed that is not saved."""
        return self._record is not None and self.values() != self._record.values

    def show_record(self, record: Record) -> None:
        """Fill the fields; what is typed for the same record stays, and so does an unsaved draft of an earlier visit.

        A record that a colleague saved while somebody types here is heard of at Save, not before.
        """
        if self._record is not None and record.key == self._record.key and self.dirty():
            if self._adopting:
                self._adopt(record)
            return
        draft = self._context.drafts.recall(record.key) or {}
        self._record = replace(record, version=draft.get("version", record.version))
        self._adopting = self.confirmed = False
        self._fault.clear()
        self._write({**record.values, **_touched(draft.get("values", {}), draft.get("begun", {}))})

    def fill_choices(self, box: QComboBox, choices: list[tuple[str, Any]]) -> None:
        """Offer these (text, value) in one of the fields, keeping what is chosen."""
        self._writing = True
        chosen = box.currentData()
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        self._writing = False

    # Typing -------------------------------------------------------------------------------------------------------

    def _write(self, values: Values) -> None:
        self._writing = True
        for name, widget in self._fields.items():
            if read_value(widget) != values[name]:  # else the cursor of who types would jump
                write_value(widget, values[name])
        self._writing = False
        self._undo.setVisible(self.dirty())

    def _edited(self) -> None:
        if self._writing or self._record is None:
            return
        self.confirmed = False
        dirty = self.dirty()
        self._undo.setVisible(dirty)
        if dirty:
            self._keep(self._record)
        else:
            self._context.drafts.drop(self._record.key)

    def _keep(self, record: Record) -> None:
        kept = {"version": record.version, "values": self.values(), "begun": record.values}
        self._context.drafts.keep(record.key, kept)

    def _take_back(self) -> None:
        if self._record is None:
            return
        self._context.drafts.drop(self._record.key)
        self._fault.clear()
        self._write(self._record.values)
        self.outdated.emit()

    # Saving -------------------------------------------------------------------------------------------------------

    @Slot()
    def _store(self) -> None:
        if self._record is None or not self._save.isEnabled():
            return
        self._save.setEnabled(False)
        record, sent = self._record, self.values()
        work = partial(self._context.database.act, self.compose(record, sent))
        self._context.background.run(self, work, partial(self._stored, record, sent), self._refused)

    def _stored(self, record: Record, sent: Values, made: object) -> None:
        self._save.setEnabled(True)
        self._context.drafts.drop(record.key)
        if self._record is record:
            self.confirmed = False
            self._fault.clear()
            self._record = replace(record, values=sent)
            self._undo.setVisible(self.dirty())
            self._adopting = True  # what was typed while it was being saved belongs to the version that is read next
        self.stored.emit(made)

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        words = sentence(error.code, self._context.language, **error.details)
        if error.code in self.confirmable:
            self.confirmed = True
            words += " " + self.tr("Save once more to confirm.")
        self._fault.setText(words)
        if isinstance(error, ConflictError):
            self._adopting = True
            self.outdated.emit()

    def _adopt(self, record: Record) -> None:
        """Go on from a newer version with what was typed, and say where the two differ.

        Fields that nobody touched here take the newer values, else Save would undo what a colleague wrote.
        """
        begun = self._record.values if self._record is not None else {}
        touched = _touched(self.values(), begun)
        self._adopting = False
        self._record = record
        self._write({**record.values, **touched})
        self._keep(record)
        refused = bool(self._fault.text())
        differing = [
            name for name, value in touched.items()
            if value != record.values[name] and (refused or begun[name] != record.values[name])
        ]  # fmt: skip
        told = "; ".join(f"{self._captions[name]}: {self._words(name, record.values[name])}" for name in differing)
        if told:
            said = self.tr("Stored now – %1").replace("%1", told)
            self._fault.setText(f"{self._fault.text()}\n{said}".strip())

    def _words(self, name: str, value: Any) -> str:
        widget = self._fields[name]
        if isinstance(widget, QComboBox):
            return widget.itemText(widget.findData(value)) or "–"
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        return str(value) or "–"


def _touched(values: Values, begun: Values) -> Values:
    """Return what somebody changed; all of it where nobody knows from what it began."""
    return {name: value for name, value in values.items() if name not in begun or value != begun[name]}
