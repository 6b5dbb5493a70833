"""The line over a part of a page: what it is, how many, what can be done."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.widgets.basics import label


class SectionHeader(QWidget):
    """A heading with an optional count, and room for buttons at its right end."""

    def __init__(self, text: str, *, kind: str = "heading", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = label(text, kind)
        self._count = label("", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._text)
        self._row.addWidget(self._count)
        self._row.addStretch(1)

    def set_text(self, text: str) -> None:
        """Change the heading."""
        self._text.setText(text)

    def set_count(self, text: str) -> None:
        """Show a count or another short fact behind the heading."""
        self._count.setText(text)

    def add(self, widget: QWidget) -> None:
        """Put a button or field at the right end."""
        self._row.addWidget(widget)
