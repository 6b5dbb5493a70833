"""Clients through the real page: edited in place, merged after a preview, nothing typed lost."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QTabWidget,
)
from pytestqt.qtbot import QtBot

from desktop.shell.window import MainWindow
from desktop.views.clients import CLIENTS
from domain.clients.actions import add_contact, add_site, edit_client, register_client
from domain.clients.contacts import contacts
from domain.clients.pages import ClientFilter, page
from domain.clients.queries import ClientCard, client_card
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_tickets import child, press
from tests.domain.tickets.line import registered


@pytest.fixture
def client(company: Company) -> int:
    dispatcher = company.database("dispatcher")
    client = dispatcher.act(partial(register_client, name="ТОО Рассвет", code="RAS"))
    dispatcher.act(partial(add_site, client_id=client, name="Офис", address="Абая 1"))
    dispatcher.act(partial(add_contact, client_id=client, name="Гүлнар", phones=["8 701 555 12 34"]))
    return client


def opened(qtbot: QtBot, open_window: Open, name: str, login: str = "dispatcher") -> MainWindow:
    """Return the window with the first client's card read."""
    window = open_window(login, CLIENTS)
    window.show_page("clients")
    qtbot.waitUntil(lambda: child(window, QLineEdit, "client_name").text() == name)
    return window


def leaf(window: MainWindow, place: int) -> None:
    child(window, QTabWidget, "client_leaves").setCurrentIndex(place)


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def now(company: Company, client: int) -> ClientCard:
    return company.database("lead").ask(client_card, client)


def save_elsewhere(company: Company, client: int, **changed: object) -> None:
    card = now(company, client)
    fields = {"name": card.name, "code": card.code, "bin": card.bin, "email": card.email, "note": card.note,
              "active": card.active, **changed}  # fmt: skip
    action = partial(edit_client, client_id=client, expected_version=card.version, **fields)  # type: ignore[arg-type]
    company.database("lead").act(action)


def test_a_first_client_from_the_empty_page(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = open_window("dispatcher", CLIENTS)
    window.show_page("clients")
    qtbot.waitUntil(lambda: not window.context.background.busy())
    press(qtbot, window, "clients.new.button")
    qtbot.keyClicks(child(window, QLineEdit, "client_name"), "Rassvet")
    child(window, QCheckBox, "client_notices").click()
    language = child(window, QComboBox, "client_notice_language")
    language.setCurrentIndex(language.findData("kk"))
    press(qtbot, window, "client_save")
    qtbot.waitUntil(lambda: child(window, QTableView, "clients_list").model().rowCount() == 1)
    made = company.database("lead").ask(page, ClientFilter())
    assert [row.name for row in made] == ["Rassvet"]
    card = now(company, made[0].id)
    assert (card.notices, card.notice_language) == (True, "kk")
    qtbot.waitUntil(lambda: child(window, QLineEdit, "client_code").text() != "")


def test_details_are_saved_in_place(company: Company, qtbot: QtBot, open_window: Open, client: int) -> None:
    registered(company, "Не печатает", client_id=client)
    window = opened(qtbot, open_window, "ТОО Рассвет")
    assert child(window, QLabel, "client_counts").text().startswith("1 ")
    assert child(window, QPushButton, "client_ticket_1").text().endswith("Не печатает")
    retype(qtbot, child(window, QLineEdit, "client_email"), "info@rassvet.kz")
    qtbot.keyClick(child(window, QLineEdit, "client_email"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: now(company, client).email == "info@rassvet.kz")
    assert not now(company, client).notices
    qtbot.waitUntil(lambda: not window.context.background.busy())
    child(window, QCheckBox, "client_notices").click()
    press(qtbot, window, "client_save")
    qtbot.waitUntil(lambda: now(company, client).notices)


def test_sites_and_people_are_added_and_edited(company: Company, qtbot: QtBot, open_window: Open, client: int) -> None:
    window = opened(qtbot, open_window, "ТОО Рассвет")
    leaf(window, 1)
    press(qtbot, window, "client_sites_new")
    qtbot.keyClicks(child(window, QLineEdit, "site_name"), "Store")
    press(qtbot, window, "site_save")
    qtbot.waitUntil(lambda: [site.name for site in now(company, client).sites] == ["Store", "Офис"])
    leaf(window, 2)
    retype(qtbot, child(window, QLineEdit, "contact_phones"), "8 701 555 12 34, 8 727 293 34 52")
    press(qtbot, window, "contact_save")
    qtbot.waitUntil(lambda: len(company.database("lead").ask(contacts, client)[0].phones) == 2)


def test_a_colleague_s_save_is_compared_and_not_overwritten(
    company: Company, qtbot: QtBot, open_window: Open, client: int
) -> None:
    window = opened(qtbot, open_window, "ТОО Рассвет")
    retype(qtbot, child(window, QLineEdit, "client_name"), "Mine")
    save_elsewhere(company, client, name="Theirs", note="Ring twice")
    window.context.feed.announce("client", [client])
    assert window.context.background.wait()
    assert child(window, QLineEdit, "client_name").text() == "Mine"
    press(qtbot, window, "client_save")
    fault = child(window, QLabel, "client_fault")
    qtbot.waitUntil(lambda: "Theirs" in fault.text())
    assert child(window, QPlainTextEdit, "client_note").toPlainText() == "Ring twice"  # nobody typed there
    assert now(company, client).name == "Theirs"
    press(qtbot, window, "client_save")
    qtbot.waitUntil(lambda: now(company, client).name == "Mine")
    assert now(company, client).note == "Ring twice"


def test_what_was_typed_waits_for_the_next_visit(
    company: Company, qtbot: QtBot, open_window: Open, client: int
) -> None:
    company.database("dispatcher").act(partial(register_client, name="Ясень"))
    window = opened(qtbot, open_window, "ТОО Рассвет")
    table, name = child(window, QTableView, "clients_list"), child(window, QLineEdit, "client_name")
    retype(qtbot, name, "Half")
    table.selectRow(1)
    qtbot.waitUntil(lambda: name.text() == "Ясень")
    table.selectRow(0)
    qtbot.waitUntil(lambda: name.text() == "Half")
    press(qtbot, window, "client_undo")
    assert name.text() == "ТОО Рассвет"


def test_a_client_is_merged_after_a_preview(company: Company, qtbot: QtBot, open_window: Open, client: int) -> None:
    stays = company.database("dispatcher").act(partial(register_client, name="Ясень", code="ASH"))
    window = opened(qtbot, open_window, "ТОО Рассвет")
    leaf(window, 4)
    search = child(window, QLineEdit, "merge_search")
    qtbot.keyClicks(search, "ASH")
    qtbot.waitUntil(lambda: child(window, QListWidget, "merge_found").count() == 1)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    told = child(window, QLabel, "merge_told")
    qtbot.waitUntil(lambda: "ТОО Рассвет → Ясень" in told.text())
    assert "Sites: 1" in told.text()
    assert not now(company, client).merged_into
    press(qtbot, window, "merge_confirm")
    qtbot.waitUntil(lambda: child(window, QLineEdit, "client_name").text() == "Ясень")
    assert now(company, client).merged_into == (stays, "Ясень")


def test_who_may_not_edit_reads(company: Company, qtbot: QtBot, open_window: Open, client: int) -> None:
    window = opened(qtbot, open_window, "ТОО Рассвет", "clerk")
    assert child(window, QLineEdit, "client_name").isReadOnly()
    assert not child(window, QPushButton, "client_save").isVisible()
    assert window.findChild(QLineEdit, "merge_search") is None


def test_on_a_low_window_the_card_scrolls_and_nothing_lies_on_another(
    client: int, company: Company, qtbot: QtBot, open_window: Open
) -> None:
    for number in range(12):
        registered(company, f"Заявка {number}", client_id=client)
    window = opened(qtbot, open_window, "ТОО Рассвет")
    window.resize(1366, 600)
    qtbot.waitUntil(lambda: not window.context.background.busy())
    save, note, served = (
        child(window, kind, name)
        for kind, name in ((QPushButton, "client_save"), (QPlainTextEdit, "client_note"), (QCheckBox, "client_active"))
    )
    qtbot.waitUntil(lambda: save.height() >= save.sizeHint().height())
    assert not note.geometry().intersects(served.geometry())
    assert save.geometry().bottom() <= save.parentWidget().height()
    area = child(window, QScrollArea, "client_details")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.widget().width() <= area.viewport().width()
