"""Settings: leaves for printers, one's own account and the company's details, as the person's roles allow."""

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from database.errors import KnownError
from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import button, label
from desktop.views.printers import KEEPS, PrintersPage
from domain.people.actions import change_password
from domain.settings.actions import edit_company
from domain.settings.queries import Company, company
from resources.sentences import sentence

OWNS = frozenset({"admin", "director"})


class SettingsPage(Page):
    """A tab for each room of settings that the person may use."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_page")
        self._tabs = QTabWidget(objectName="settings_tabs")
        self._tabs.setDocumentMode(True)
        if context.person.has_any(KEEPS):
            self._tabs.addTab(PrintersPage(context), self.tr("Printers"))
        if context.person.has_any(OWNS):
            self._tabs.addTab(CompanyDetails(context), self.tr("Company"))
        self._tabs.addTab(OwnPassword(context), self.tr("My password"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addWidget(self._tabs, 1)


class OwnPassword(QWidget):
    """Two fields: the new password and the same again. The server never sees it, only its verifier."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="own_password")
        self._context = context
        self._first = QLineEdit(objectName="password_first", echoMode=QLineEdit.EchoMode.Password)
        self._again = QLineEdit(objectName="password_again", echoMode=QLineEdit.EchoMode.Password)
        self._fault = label("", "error", wrap=True, name="password_fault")
        self._save = button(self.tr("Change my password"), "password_save", self._store, kind="primary")
        form = QFormLayout(self)
        form.setContentsMargins(0, 16, 0, 0)
        form.addRow(self.tr("&New password"), self._first)
        form.addRow(self.tr("The same &again"), self._again)
        form.addRow("", self._fault)
        form.addRow("", self._save)
        self._again.returnPressed.connect(self._store)

    @Slot()
    def _store(self) -> None:
        if self._first.text() != self._again.text():
            self._fault.setText(self.tr("The two are not the same."))
            self._again.setFocus()
            return
        database = self._context.database
        action = partial(
            change_password, url=database.url, login=self._context.person.login, password=self._first.text()
        )
        self._context.background.run(self, partial(database.act, action), self._stored, self._explain)

    def _stored(self, _none: None) -> None:
        self._fault.clear()
        self._first.clear()
        self._again.clear()
        self._context.notices.say(self.tr("Password changed; it holds from your next sign-in."))

    def _explain(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)


class CompanyDetails(QWidget):
    """What stands on labels and papers."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="company_details")
        self._context = context
        self._known: Company | None = None
        names = ("name", "bin", "address", "phone", "email", "time_zone")
        self._fields = {name: QLineEdit(objectName=f"company_{name}") for name in names}
        self._fault = label("", "error", wrap=True, name="company_fault")
        titles = (
            self.tr("&Name"), self.tr("&BIN"), self.tr("&Address"), self.tr("&Phone"), self.tr("&E-mail"),
            self.tr("&Time zone"),
        )  # fmt: skip
        form = QFormLayout(self)
        form.setContentsMargins(0, 16, 0, 0)
        for title, field in zip(titles, self._fields.values(), strict=True):
            form.addRow(title, field)
        form.addRow("", self._fault)
        form.addRow("", button(self.tr("Save"), "company_save", self._store, kind="primary", icon_name="save"))
        self._read()

    def _read(self) -> None:
        self._context.background.run(self, partial(self._context.database.ask, company), self._fill, key="company")

    def _fill(self, known: Company) -> None:
        self._known = known
        for name, field in self._fields.items():
            field.setText(getattr(known, name) or "")

    @Slot()
    def _store(self) -> None:
        if self._known is None:
            return
        values = {name: field.text() for name, field in self._fields.items()}
        action = partial(
            edit_company, expected_version=self._known.version, name=values["name"], bin=values["bin"] or None,
            address=values["address"], phone=values["phone"], email=values["email"], time_zone=values["time_zone"],
        )  # fmt: skip
        self._context.background.run(self, partial(self._context.database.act, action), self._stored, self._explain)

    def _stored(self, _none: None) -> None:
        self._fault.clear()
        self._context.notices.say(self.tr("Company details saved"))
        self._read()

    def _explain(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)


SETTINGS = PageEntry(
    "settings", str(QT_TRANSLATE_NOOP("Pages", "Settings")), "settings", SettingsPage, at_bottom=True
)  # fmt: skip
