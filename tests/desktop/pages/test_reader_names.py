"""Fields and lists whose caption stands elsewhere have a name for screen readers."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.office import PAGES
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.hand import quiet
from tests.desktop.pages.test_tickets import child

NAMED = {
    "exchange": ("exchange_list",),
    "settings": ("bitrix24_secret_edit", "mail_secret_edit", "template_statuses"),
    "clients": ("client_sites_rows", "client_people_rows", "client_contracts_rows"),
    "tickets": ("ticket_comment",),
}


def test_what_has_no_caption_of_its_own_has_a_name(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = open_window("admin", *PAGES)
    for page in NAMED:
        window.show_page(page)
        quiet(qtbot, window)
    missing = [name for names in NAMED.values() for name in names if not child(window, QWidget, name).accessibleName()]
    assert missing == []
