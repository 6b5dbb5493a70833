"""The list of forms to choose from, those usual for the tickets at hand first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.shell.person import Person
from desktop.views.paper_words import form_name
from desktop.views.paper_work import Chosen
from printing.paper.forms import FORMS, Form

_FORM = Qt.ItemDataRole.UserRole
_MOST_ROWS = 5


class FormChoice(QListWidget):
    """One line a form; a form that is not usual for these tickets says so, and can be chosen all the same."""

    form_chosen = Signal(object)

    def __init__(self, tickets: Sequence[Chosen], person: Person) -> None:
        """`person`: who is to make the paper; forms that are made by others are not there."""
        super().__init__()
        self.setObjectName("paper_forms")
        self.setAccessibleName(self.tr("Form"))
        self._tickets = tuple(tickets)
        makes = [one for one in FORMS if person.has_any(one.makers)]
        for one in sorted(makes, key=lambda one: -self._suited(one)):
            item = QListWidgetItem(" · ".join(filter(None, (form_name(one.code), self._how_usual(one)))))
            item.setData(_FORM, one)
            self.addItem(item)
        height = sum(self.sizeHintForRow(row) for row in range(min(self.count(), _MOST_ROWS)))
        self.setFixedHeight(height + 2 * self.frameWidth() + 4)
        self.currentItemChanged.connect(self._tell)

    def begin(self) -> None:
        """Choose the form that is most usual."""
        self.setCurrentRow(0)

    @property
    def form(self) -> Form | None:
        """The form that is chosen."""
        item = self.currentItem()
        found: Form | None = None if item is None else item.data(_FORM)
        return found

    @Slot()
    def _tell(self) -> None:
        self.form_chosen.emit(self.form)

    def _how_usual(self, one: Form) -> str:
        suited, all_of_them = self._suited(one), len(self._tickets)
        if suited == all_of_them:
            return ""
        if not suited:
            return self.tr("seldom for such a ticket")
        return self.tr("usual for %1 of %2").replace("%1", str(suited)).replace("%2", str(all_of_them))

    def _suited(self, one: Form) -> int:
        return sum(one.suits(ticket.type, ticket.branch) for ticket in self._tickets)
