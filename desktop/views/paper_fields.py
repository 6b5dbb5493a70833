"""What is typed for a paper: one row a field, made from the form's own list of fields, kept as a draft."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop.shell.drafts import Drafts, on_edit, read_value, write_value
from desktop.shell.widgets.basics import button, label, restyle
from desktop.views.paper_words import caption_word, choice_word
from domain.printouts.given import PaperField
from printing.paper.usual import Usual

_LONG_HEIGHT = 60


class PaperFields(QWidget):
    """The fields of one form; an empty one means: as the ticket and the company's texts say."""

    edited = Signal()

    def __init__(self, fields: tuple[PaperField, ...], drafts: Drafts, key: str) -> None:
        """`key`: of the draft, which is there again after a crash or an interruption."""
        super().__init__(objectName="paper_fields")
        self._drafts = drafts
        self._key = key
        self._filling = False
        self._usual: dict[str, str] = {}
        self._known = {one.name: one for one in fields}
        self._widgets = {one.name: self._widget(one) for one in fields}
        rows = QFormLayout(self)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        rows.setVerticalSpacing(6)
        self._anew = button(self.tr("Start anew"), "paper_fields_anew", self._start_anew, kind="quiet")
        self._restored = self._restored_row()
        rows.addRow(self._restored)
        rows.setRowVisible(self._restored, False)
        for one in fields:
            widget = self._widgets[one.name]
            caption = label(caption_word(one.caption), "small")
            caption.setBuddy(widget)
            widget.setAccessibleName(caption.text())
            rows.addRow(caption, widget)
            on_edit(widget, self._keep)

    def _restored_row(self) -> QWidget:
        place = QWidget(objectName="paper_fields_restored")
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("What was typed earlier is here again."), "muted", wrap=True), 1)
        row.addWidget(self._anew)
        return place

    def _widget(self, one: PaperField) -> QWidget:
        name = f"paper_field_{one.name}"
        if one.kind == "long_text":
            long = QPlainTextEdit()
            long.setObjectName(name)
            long.setTabChangesFocus(True)
            long.setFixedHeight(_LONG_HEIGHT)
            return long
        if one.kind in ("choice", "yes_no"):
            return self._choices(one, name)
        line = QLineEdit()
        line.setObjectName(name)
        if one.kind == "date":
            line.setPlaceholderText(self.tr("dd.mm.yyyy"))
        elif one.kind == "list":
            line.setPlaceholderText(self.tr("with commas between"))
        elif one.kind in ("money", "whole"):
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def _choices(self, one: PaperField, name: str) -> QComboBox:
        box = QComboBox(objectName=name)
        box.addItem(self.tr("– to be filled by hand –"), "")
        if one.kind == "yes_no":
            box.addItem(self.tr("yes"), "yes")
            box.addItem(self.tr("no"), "no")
        for choice in one.choices:
            box.addItem(choice_word(one.caption, choice), choice)
        return box

    def fill(self, usual: Usual) -> None:
        """Begin with what the paper would say by itself, or with the draft of an earlier visit."""
        self._filling = True
        for name, hint in usual.hints.items():
            widget = self._widgets.get(name)
            if isinstance(widget, QLineEdit) and hint:
                widget.setPlaceholderText(hint)
        self._write(usual.values)
        self._usual = self.typed()
        draft = {name: value for name, value in (self._drafts.recall(self._key) or {}).items() if name in self._widgets}
        self._write(draft)
        self._filling = False
        self._say_restored(self.typed() != self._usual)

    def in_order(self) -> list[QWidget]:
        """Return what takes the focus, from above."""
        return [self._anew, *self._widgets.values()]

    def typed(self) -> dict[str, str]:
        """Return what the fields hold, as `Form.read` takes it."""
        return {name: str(read_value(widget)) for name, widget in self._widgets.items()}

    def caption(self, name: str) -> str:
        """Return the words over a field."""
        return caption_word(self._known[name].caption) if name in self._known else name

    def mark(self, wrong: str | None) -> None:
        """Mark the field whose entry was refused, and only that."""
        for name, widget in self._widgets.items():
            if bool(widget.property("faulty")) != (name == wrong):
                widget.setProperty("faulty", name == wrong)
                restyle(widget)

    def forget(self) -> None:
        """Drop the draft: the paper was made."""
        self._drafts.drop(self._key)

    def _write(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            if name in self._widgets:
                write_value(self._widgets[name], value)

    def _say_restored(self, restored: bool) -> None:
        rows = self.layout()
        if isinstance(rows, QFormLayout):
            rows.setRowVisible(self._restored, restored)

    @Slot()
    def _start_anew(self) -> None:
        """Throw the draft away, and begin with what the paper would say by itself."""
        self._filling = True
        self._write(self._usual)
        self._filling = False
        self.forget()
        self._say_restored(False)
        self.edited.emit()

    def _keep(self) -> None:
        if self._filling:
            return
        # Only what differs, else a field nobody touched would hide tomorrow what the ticket says then.
        own = {name: value for name, value in self.typed().items() if value != self._usual.get(name, "")}
        if own:
            self._drafts.keep(self._key, own)
        else:
            self._drafts.drop(self._key)
        self.edited.emit()
