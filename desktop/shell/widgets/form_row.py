"""A field with its caption above, a hint below, and what is wrong with the entry beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.drafts import on_edit
from desktop.shell.widgets.basics import label, restyle


class FormRow(QWidget):
    """Caption, field, and one line that shows the hint or, when something is wrong, the error.

    The caption may carry a mnemonic (``&Login``); `beside` is a small button at the field's right end. An error goes
    away as soon as the field is edited.
    """

    def __init__(
        self,
        caption: str,
        field: QWidget,
        *,
        hint: str = "",
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint_text = hint
        self._caption = label(caption, "small")
        self._caption.setBuddy(field)
        self._line = label(hint, "small", wrap=True, name=f"{field.objectName()}Line")
        if not field.accessibleName():
            field.setAccessibleName(caption.replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(field, 1)
        if beside:
            row.addWidget(beside)
        column.addWidget(self._caption)
        column.addLayout(row)
        column.addWidget(self._line)
        self._line.setVisible(bool(hint))
        self._hear_edits()

    @property
    def error(self) -> str:
        """The sentence shown beside the field, empty when nothing is wrong."""
        return self._line.text() if self._line.property("kind") == "error" else ""

    def show_error(self, sentence: str, *, focus: bool = True) -> None:
        """Say what is wrong with the entry, for eyes and screen readers, and go to the field."""
        self._show("error", sentence)
        self.field.setAccessibleDescription(sentence)
        if focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_error(self) -> None:
        """Take the error away and show the hint again."""
        if self.error:
            self._show("small", self._hint_text)
            self.field.setAccessibleDescription("")

    def _show(self, kind: str, sentence: str) -> None:
        self._line.setProperty("kind", kind)
        self._line.setText(sentence)
        self._line.setVisible(bool(sentence))
        self.field.setProperty("faulty", kind == "error")
        restyle(self._line)
        restyle(self.field)

    def _hear_edits(self) -> None:
        try:
            on_edit(self.field, self.clear_error)
        except TypeError:
            return  # a field of several widgets: whoever made it calls clear_error
