"""Settings: leaves for printers, one's own account and the company's details, as the person's roles allow."""

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import label
from desktop.views.company_details import CompanyDetails
from desktop.views.own_account import OwnAccount
from desktop.views.printers import KEEPS, PrintersPage

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
        self._tabs.addTab(OwnAccount(context), self.tr("My account"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addWidget(self._tabs, 1)


SETTINGS = PageEntry(
    "settings", str(QT_TRANSLATE_NOOP("Pages", "Settings")), "settings", SettingsPage, at_bottom=True
)  # fmt: skip
