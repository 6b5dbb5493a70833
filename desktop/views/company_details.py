"""Settings → company: what stands on labels and papers, and its logo."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QWidget
from sqlalchemy.orm import Session

from desktop.shell.pages import PageContext
from desktop.views.company_logo import CompanyLogo
from desktop.views.freshness import Freshness
from desktop.views.kept_form import KeptForm, Record, Values
from domain.settings.actions import edit_company
from domain.settings.paper_details import PaperDetails, edit_paper_details, paper_details
from domain.settings.queries import Company, company

_WIDTH = 640
_OWN = ("name", "bin", "address", "phone", "email", "time_zone")
_PAPER = ("vat_payer", "bank", "iban", "bic", "kbe", "director", "director_post", "hours")


def read(session: Session) -> tuple[Company, PaperDetails]:
    """Read all that the company says of itself."""
    return company(session), paper_details(session)


def store(session: Session, version: int, values: Values) -> None:
    """Save both halves at once. Raises as `edit_company` and `edit_paper_details` do."""
    edit_company(session, expected_version=version, **{name: values[name] for name in _OWN})
    current = paper_details(session).version
    edit_paper_details(session, expected_version=current, **{name: values[name] for name in _PAPER})


class CompanyForm(KeptForm):
    """The company's own name, addresses, bank and director; for who owns it."""

    def __init__(self, context: PageContext) -> None:
        captions = {
            "name": self.tr("&Name"),
            "bin": self.tr("&BIN"),
            "address": self.tr("&Address"),
            "phone": self.tr("&Phone"),
            "email": self.tr("&E-mail"),
            "time_zone": self.tr("&Time zone"),
            "hours": self.tr("Working hours"),
            "director_post": self.tr("Post of the head"),
            "director": self.tr("&Head, for signatures"),
            "bank": self.tr("Ban&k"),
            "iban": self.tr("&Account (IBAN)"),
            "bic": self.tr("Bank code (BI&C)"),
            "kbe": self.tr("Kbe"),
        }
        hints = {
            "iban": "KZ86 125K ZT50 0410 0100", "bic": "CASPKZKA", "kbe": "17", "director_post": self.tr("Director"),
            "hours": "09:00–18:00",
        }  # fmt: skip
        fields: dict[str, tuple[str, QWidget]] = {
            name: (caption, QLineEdit(objectName=f"company_{name}", placeholderText=hints.get(name, "")))
            for name, caption in captions.items()
        }
        payer = QCheckBox(self.tr("Pays VAT: offers name its rate"), objectName="company_vat_payer")
        fields["vat_payer"] = (self.tr("VAT"), payer)
        super().__init__(context, "company", fields, editable=True)
        self.setMaximumWidth(_WIDTH)

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Save the details."""
        return partial(store, version=record.version, values=values)

    def show_company(self, own: Company, paper: PaperDetails) -> None:
        """Fill the fields."""
        known = asdict(own) | asdict(paper)
        values = {name: known[name] or "" for name in (*_OWN, *_PAPER)} | {"vat_payer": paper.vat_payer}
        self.show_record(Record("company", values, 1, own.version))

    def adopt_next(self) -> None:
        """Take the version that is read next although something is typed: the logo was changed from here."""
        self._adopting = True


class CompanyDetails(QScrollArea):
    """The form, and the logo beside it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="company_details")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._context = context
        self._form = CompanyForm(context)
        self._logo = CompanyLogo(context)
        inside = QWidget(objectName="scrolled")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 8, 8, 8)
        row.setSpacing(24)
        row.addWidget(self._form, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.setWidget(inside)
        self._form.stored.connect(self._saved)
        self._form.outdated.connect(self.refresh)
        self._logo.changed.connect(self._logo_changed)
        Freshness(self, context.feed, "company").wanted.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the details and the logo again."""
        self._logo.refresh()
        self._context.background.run(self, partial(self._context.database.ask, read), self._fill, key="company")

    def _fill(self, known: tuple[Company, PaperDetails]) -> None:
        self._form.show_company(*known)

    @Slot()
    def _saved(self) -> None:
        self._context.notices.say(self.tr("Company details saved"))
        self.refresh()

    @Slot()
    def _logo_changed(self) -> None:
        self._form.adopt_next()
        self.refresh()
