"""Settings: leaves for printers, partners, notices, the company and one's own account, as the roles allow."""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import label
from desktop.views.bitrix24_settings import Bitrix24Settings
from desktop.views.company_details import CompanyDetails
from desktop.views.form_texts import FormTexts
from desktop.views.mail_settings import MailSettings
from desktop.views.notice_templates import NoticeTemplates
from desktop.views.own_account import OwnAccount
from desktop.views.printers import KEEPS, PrintersPage

ADMINISTERS = frozenset({"admin"})
WRITES = frozenset({"admin", "lead"})
OWNS = frozenset({"admin", "director"})
WORDS = frozenset({"admin", "director", "lead"})


Leaf = PrintersPage | CompanyDetails | FormTexts | Bitrix24Settings | MailSettings | NoticeTemplates


class SettingsPage(Page):
    """A tab for each room of settings that the person may use."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_page")
        self._tabs = QTabWidget(objectName="settings_tabs")
        self._tabs.setDocumentMode(True)
        self._readings: list[Callable[[], None]] = []
        if context.person.has_any(KEEPS):
            self._add(PrintersPage(context), self.tr("Printers"))
        if context.person.has_any(OWNS):
            self._add(CompanyDetails(context), self.tr("Company"))
        if context.person.has_any(WORDS):
            self._add(FormTexts(context), self.tr("Texts of forms"))
        if context.person.has_any(WRITES):
            self._add(Bitrix24Settings(context), self.tr("Bitrix24"))
        if context.person.has_any(ADMINISTERS):
            self._add(MailSettings(context), self.tr("Mail"))
        if context.person.has_any(WRITES):
            self._add(NoticeTemplates(context), self.tr("Notices"))
        self._tabs.addTab(OwnAccount(context), self.tr("My account"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addWidget(self._tabs, 1)

    def _add(self, leaf: Leaf, title: str) -> None:
        self._tabs.addTab(leaf, title)
        self._readings.append(leaf.refresh)

    def refresh(self) -> None:
        """Read every leaf again; what is typed stays."""
        for read in self._readings:
            read()

    def arrive(self, argument: object) -> None:
        """Show the leaf of this object name, where the person has it."""
        leaf = self._tabs.findChild(QWidget, str(argument))
        if leaf is not None and self._tabs.indexOf(leaf) >= 0:
            self._tabs.setCurrentWidget(leaf)


SETTINGS = PageEntry(
    "settings", str(QT_TRANSLATE_NOOP("Pages", "Settings")), "settings", SettingsPage, at_bottom=True
)  # fmt: skip
