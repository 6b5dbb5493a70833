"""What is typed is kept on this PC as it is typed; a crash, a lost server or the end of the day takes nothing."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)

WRITE_AFTER_MS = 300
Values = dict[str, Any]


class Drafts(QObject):
    """Drafts of one person, one small JSON file a form, written whole or not at all."""

    failed = Signal(object)
    """The OSError that keeps drafts from being written; told once until it works again."""

    def __init__(self, folder: Path, login: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder / _file_name(login)
        self._pending: dict[str, Values] = {}
        self._in_trouble = False
        self._timer = QTimer(self, singleShot=True, interval=WRITE_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def keep(self, key: str, values: Values) -> None:
        """Keep what the form `key` holds now (plain JSON values); written within a third of a second."""
        self._pending[key] = values
        self._timer.start()

    def recall(self, key: str) -> Values | None:
        """Return what was kept for this form, or None; a damaged file counts as none."""
        if key in self._pending:
            return self._pending[key]
        return _read(self._path(key)).get("values")

    def drop(self, key: str) -> None:
        """Forget the draft of this form: it was saved, or thrown away on purpose."""
        self._pending.pop(key, None)
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            self._tell(error)

    def keys(self) -> list[str]:
        """Return the forms that have a draft, the one typed in last first."""
        kept = [_read(file) for file in self._folder.glob("*.json")]
        kept = sorted((one for one in kept if "key" in one), key=lambda one: str(one.get("at", "")), reverse=True)
        return list(dict.fromkeys([*self._pending, *(one["key"] for one in kept)]))

    def bind(self, key: str, fields: Mapping[str, QWidget]) -> "BoundDraft":
        """Fill `fields` from the draft of this form, if there is one, and keep them from now on."""
        return BoundDraft(self, key, fields)

    @Slot()
    def flush(self) -> None:
        """Write what is pending now, before a window closes."""
        self._timer.stop()
        for key, values in list(self._pending.items()):
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                _write(self._path(key), {"key": key, "at": datetime.now(UTC).isoformat(), "values": values})
            except OSError as error:
                self._tell(error)  # stays pending: the next key stroke tries again
            else:
                self._in_trouble = False
                del self._pending[key]

    def _path(self, key: str) -> Path:
        return self._folder / f"{_file_name(key)}.json"

    def _tell(self, error: OSError) -> None:
        if not self._in_trouble:
            self._in_trouble = True
            self.failed.emit(error)


class BoundDraft(QObject):
    """Keeps the fields of one form; lives as long as its first field."""

    def __init__(self, drafts: Drafts, key: str, fields: Mapping[str, QWidget]) -> None:
        super().__init__(next(iter(fields.values())))
        self._drafts = drafts
        self._key = key
        self._fields = dict(fields)
        kept = drafts.recall(key)
        self.restored = kept is not None
        """Whether the form was filled from a draft; say so beside it, with a way to start empty."""
        for name, value in (kept or {}).items():
            if name in self._fields:
                write_value(self._fields[name], value)
        for widget in self._fields.values():
            on_edit(widget, self._keep)

    def drop(self) -> None:
        """Forget the draft: the form was saved."""
        self._drafts.drop(self._key)

    def _keep(self) -> None:
        self._drafts.keep(self._key, {name: read_value(widget) for name, widget in self._fields.items()})


def read_value(widget: QWidget) -> Any:  # noqa: PLR0911 - one line a kind of field
    """Return what a field holds as a plain JSON value."""
    match widget:
        case QLineEdit():
            return widget.text()
        case QPlainTextEdit() | QTextEdit():
            return widget.toPlainText()
        case QComboBox():
            chosen = widget.currentData()
            return widget.currentText() if widget.isEditable() or chosen is None else chosen
        case QDateEdit():
            return widget.date().toString(Qt.DateFormat.ISODate)
        case QDateTimeEdit():
            return widget.dateTime().toString(Qt.DateFormat.ISODate)
        case QSpinBox() | QDoubleSpinBox():
            return widget.value()
        case QAbstractButton():
            return widget.isChecked()
    raise TypeError(f"no way to keep what a {type(widget).__name__} holds")


def write_value(widget: QWidget, value: Any) -> None:
    """Put a value from `read_value` back; a value that no longer fits is left out."""
    match widget:
        case QLineEdit():
            widget.setText(str(value))
        case QPlainTextEdit() | QTextEdit():
            widget.setPlainText(str(value))
        case QComboBox():
            _choose(widget, value)
        case QDateEdit():
            widget.setDate(QDate.fromString(str(value), Qt.DateFormat.ISODate))
        case QDateTimeEdit():
            widget.setDateTime(QDateTime.fromString(str(value), Qt.DateFormat.ISODate))
        case QSpinBox():
            widget.setValue(int(value))
        case QDoubleSpinBox():
            widget.setValue(float(value))
        case QAbstractButton():
            widget.setChecked(bool(value))


def on_edit(widget: QWidget, heard: Callable[[], None]) -> None:
    """Call `heard` whenever the content of a field changes."""
    match widget:
        case QLineEdit() | QPlainTextEdit() | QTextEdit():
            widget.textChanged.connect(lambda *_: heard())
        case QComboBox():
            widget.currentIndexChanged.connect(lambda *_: heard())
            widget.editTextChanged.connect(lambda *_: heard())
        case QDateTimeEdit():
            widget.dateTimeChanged.connect(lambda *_: heard())
        case QSpinBox() | QDoubleSpinBox():
            widget.valueChanged.connect(lambda *_: heard())
        case QAbstractButton():
            widget.toggled.connect(lambda *_: heard())
        case _:
            raise TypeError(f"no way to hear of changes in a {type(widget).__name__}")


def _choose(box: QComboBox, value: Any) -> None:
    index = box.findData(value)
    if index < 0:
        index = box.findText(str(value))
    if index >= 0:
        box.setCurrentIndex(index)
    elif box.isEditable():
        box.setEditText(str(value))


def _file_name(key: str) -> str:
    """Return a name that any file system takes: the key's plain letters for people, a hash for certainty."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in key)[:40]
    return f"{plain}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _read(file: Path) -> Values:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) and isinstance(content.get("values"), dict) else {}


def _write(file: Path, content: Values) -> None:
    beside = file.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
