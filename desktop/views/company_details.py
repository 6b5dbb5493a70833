"""Settings → company: what stands on labels and papers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit
from sqlalchemy.orm import Session

from desktop.shell.pages import PageContext
from desktop.views.kept_form import KeptForm, Record, Values
from domain.settings.actions import edit_company
from domain.settings.queries import Company, company

_WIDTH = 640


class CompanyDetails(KeptForm):
    """The company's own name, BIN and addresses; for who owns it."""

    def __init__(self, context: PageContext) -> None:
        captions = {
            "name": self.tr("&Name"),
            "bin": self.tr("&BIN"),
            "address": self.tr("&Address"),
            "phone": self.tr("&Phone"),
            "email": self.tr("&E-mail"),
            "time_zone": self.tr("&Time zone"),
        }
        fields = {name: (caption, QLineEdit(objectName=f"company_{name}")) for name, caption in captions.items()}
        super().__init__(context, "company", fields, editable=True)
        self.setMaximumWidth(_WIDTH)
        self.stored.connect(self._saved)
        self.outdated.connect(self.refresh)
        context.feed.changed.connect(self._hear)
        self.refresh()

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Save the details."""
        return partial(edit_company, expected_version=record.version, **values)

    @Slot()
    def refresh(self) -> None:
        """Read the details again."""
        self._context.background.run(self, partial(self._context.database.ask, company), self._fill, key="company")

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        if table == "company":
            self.refresh()

    def _fill(self, known: Company) -> None:
        values = {name: getattr(known, name) or "" for name in self._captions}
        self.show_record(Record("company", values, 1, known.version))

    @Slot()
    def _saved(self) -> None:
        self._context.notices.say(self.tr("Company details saved"))
        self.refresh()
