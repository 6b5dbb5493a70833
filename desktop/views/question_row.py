"""A question asked in place, not in a dialog: leave it, or yes – by mouse and by keys."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.widgets.basics import button, on_keys


class QuestionRow(QWidget):
    """Two buttons, hidden until `ask`. Enter presses the one with the focus, Esc leaves it as it is."""

    agreed = Signal()
    left = Signal()

    def __init__(self, name: str, *, no: str, yes: str) -> None:
        """`name` begins the names of the buttons, `…_no` and `…_yes`; `no` and `yes` are their words."""
        super().__init__(objectName=f"{name}_question")
        self._no = button(no, f"{name}_no", self._leave)
        self._yes = button(yes, f"{name}_yes", self._agree, kind="danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._no)
        row.addWidget(self._yes)
        on_keys(self._no, self._leave, "Return", "Enter", alone=True)
        on_keys(self._yes, self._agree, "Return", "Enter", alone=True)
        on_keys(self, self._leave, "Escape")
        self.hide()

    def ask(self) -> None:
        """Show the question; the focus is where nothing happens."""
        self.show()
        self._no.setFocus()

    def holds_focus(self) -> bool:
        """Tell whether the focus is here, and gets lost when the question is hidden."""
        return self._no.hasFocus() or self._yes.hasFocus()

    @Slot()
    def _leave(self) -> None:
        self.left.emit()

    @Slot()
    def _agree(self) -> None:
        self.agreed.emit()
