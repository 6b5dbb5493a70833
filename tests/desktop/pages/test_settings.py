"""Settings by role; the own password and the company's details through the real widgets."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QTabWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text as sql

from database.engine import Database
from database.errors import DomainError
from desktop.shell.window import MainWindow
from desktop.views.company_details import CompanyDetails
from desktop.views.company_logo import CompanyLogo
from desktop.views.settings import SETTINGS
from domain.people.actions import add_person
from domain.people.queries import me
from domain.settings.actions import edit_company
from domain.settings.queries import company as company_details
from tests.company import PASSWORD, Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_tickets import child, press

NEW = "quite-another"


def opened(open_window: Open, login: str) -> MainWindow:
    window = open_window(login, SETTINGS)
    window.show_page("settings")
    return window


def leaves(window: MainWindow) -> list[str]:
    tabs = child(window, QTabWidget, "settings_tabs")
    return [tabs.tabText(place) for place in range(tabs.count())]


def go(window: MainWindow, title: str) -> None:
    child(window, QTabWidget, "settings_tabs").setCurrentIndex(leaves(window).index(title))


def change(qtbot: QtBot, window: MainWindow, present: str, first: str, again: str) -> None:
    go(window, "My account")
    for name, text in (("password_present", present), ("password_first", first), ("password_again", again)):
        field = child(window, QLineEdit, name)
        field.selectAll()
        qtbot.keyClicks(field, text)
    press(qtbot, window, "password_save")


def rename(company: Company, table: str, name: str) -> None:
    with company.owner().session() as session:
        session.execute(sql(f"ALTER TABLE {table} RENAME TO {name}"))


def filled(window: MainWindow, title: str) -> bool:
    if title == "Company":
        return child(window, QLineEdit, "company_time_zone").text() != ""
    if title == "Notices":
        return child(window, QListWidget, "template_statuses").count() > 0
    return any(edit.toPlainText() for edit in window.findChildren(QPlainTextEdit) if edit.isVisible())


@pytest.mark.parametrize("by_hand", [True, False])
def test_leaves_that_could_not_be_read_are_read_again(
    company: Company, qtbot: QtBot, open_window: Open, *, by_hand: bool
) -> None:
    leaves_of = {"Company": "company", "Texts of forms": "form_text", "Notices": "message_template"}
    for table in leaves_of.values():
        rename(company, table, f"{table}_away")
    window = opened(open_window, "admin")
    qtbot.waitUntil(lambda: not window.context.background.busy())
    for title, table in leaves_of.items():
        go(window, title)
        assert not filled(window, title)
        rename(company, f"{table}_away", table)
    if by_hand:
        found = window.findChild(QAction, "shell.refresh")
        assert found is not None
        found.trigger()
    else:
        window.context.feed.report_connection(False)
        window.context.feed.report_connection(True)
    for title in leaves_of:
        go(window, title)
        qtbot.waitUntil(lambda title=title: filled(window, title))
    qtbot.waitUntil(lambda: not window.context.background.busy())


def test_a_hidden_leaf_is_read_when_it_is_shown(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = opened(open_window, "director")
    go(window, "Company")
    phone = child(window, QLineEdit, "company_phone")
    qtbot.waitUntil(lambda: child(window, QLineEdit, "company_time_zone").text() != "")
    go(window, "My account")
    with company.owner().session() as session:
        session.execute(sql("UPDATE company SET phone = '+7 700 123 45 67'"))
    qtbot.waitUntil(lambda: not window.context.background.busy())
    window.context.feed.announce("company", None)
    assert not window.context.background.busy()
    go(window, "Company")
    qtbot.waitUntil(lambda: phone.text() == "+7 700 123 45 67")


@pytest.mark.parametrize(
    ("login", "titles"),
    [
        ("engineer", ["My account"]),
        ("clerk", ["Printers", "My account"]),
        ("director", ["Company", "Texts of forms", "My account"]),
        ("lead", ["Printers", "Texts of forms", "Bitrix24", "Notices", "My account"]),
        ("admin", ["Printers", "Company", "Texts of forms", "Bitrix24", "Mail", "Notices", "My account"]),
    ],
)
def test_everybody_sees_the_rooms_they_use(company: Company, open_window: Open, login: str, titles: list[str]) -> None:
    window = opened(open_window, login)
    assert leaves(window) == titles
    assert window.context.background.wait()


def test_a_password_is_changed_under_an_open_window(company: Company, qtbot: QtBot, open_window: Open) -> None:
    admin = company.database("admin")  # roles are the server's: nobody whom other tests need may change
    admin.act(add_person, admin.url, "newcomer", "Ёлкина Жанна", PASSWORD, ["engineer"])
    window = opened(open_window, "newcomer")
    change(qtbot, window, PASSWORD, NEW, NEW)
    qtbot.waitUntil(lambda: child(window, QLineEdit, "password_first").text() == "")
    company.database("newcomer").close()  # the next connection signs in anew
    assert company.database("newcomer").ask(me).login == "newcomer"
    before = Database(company.url("newcomer"))
    with pytest.raises(DomainError) as refused:
        before.ask(me)
    before.close()
    assert refused.value.code == "wrong-password"


@pytest.mark.parametrize(
    ("present", "first", "again", "said"),
    [
        ("guessed", NEW, NEW, "not your present"),
        (PASSWORD, NEW, "something-else", "not the same"),
        (PASSWORD, "short", "short", "8"),
    ],
)
def test_a_password_is_not_changed(
    company: Company, qtbot: QtBot, open_window: Open, present: str, first: str, again: str, said: str
) -> None:
    window = opened(open_window, "engineer")
    change(qtbot, window, present, first, again)
    qtbot.waitUntil(lambda: said in child(window, QLabel, "password_fault").text())
    fresh = Database(company.url("engineer"))
    assert fresh.ask(me).login == "engineer"
    fresh.close()


def test_the_director_names_the_company(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = opened(open_window, "director")
    zone = child(window, QLineEdit, "company_time_zone")
    qtbot.waitUntil(lambda: zone.text() != "")
    qtbot.keyClicks(child(window, QLineEdit, "company_name"), "Vostok IT")
    press(qtbot, window, "company_save")
    qtbot.waitUntil(lambda: company.database("lead").ask(company_details).name.endswith("Vostok IT"))


def test_company_details_of_a_colleague_are_not_overwritten(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = opened(open_window, "director")
    zone, name = child(window, QLineEdit, "company_time_zone"), child(window, QLineEdit, "company_name")
    qtbot.waitUntil(lambda: zone.text() != "")
    known = company.database("admin").ask(company_details)
    company.database("admin").act(
        lambda session: edit_company(
            session, name="Theirs", bin=None, address="", phone="", email="", time_zone=known.time_zone,
            expected_version=known.version,
        )
    )  # fmt: skip
    name.selectAll()
    qtbot.keyClicks(name, "Mine")
    press(qtbot, window, "company_save")
    qtbot.waitUntil(lambda: "Theirs" in child(window, QLabel, "company_fault").text())
    assert company.database("lead").ask(company_details).name == "Theirs"
    assert name.text() == "Mine"
    press(qtbot, window, "company_save")
    qtbot.waitUntil(lambda: company.database("lead").ask(company_details).name == "Mine")


def test_a_logo_of_one_s_own_overwrites_nothing_of_a_colleague(
    company: Company, qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = opened(open_window, "director")
    phone, address = child(window, QLineEdit, "company_phone"), child(window, QLineEdit, "company_address")
    zone, fault = child(window, QLineEdit, "company_time_zone"), child(window, QLabel, "company_fault")
    qtbot.waitUntil(lambda: zone.text() != "")
    email = child(window, QLineEdit, "company_email")
    phone.setText("+7 111")
    email.setText("mine@example.kz")
    known = company.database("admin").ask(company_details)
    company.database("admin").act(
        lambda session: edit_company(
            session, name="Восток", bin=known.bin, address="Новый адрес", phone=known.phone,
            email="theirs@example.kz", time_zone=known.time_zone, expected_version=known.version,
        )
    )  # fmt: skip
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill("red")
    assert picture.save(str(tmp_path / "logo.png"))
    logo = window.findChild(CompanyLogo)
    assert logo is not None
    logo.take_file(str(tmp_path / "logo.png"))
    qtbot.waitUntil(lambda: address.text() == "Новый адрес")
    assert phone.text() == "+7 111"
    assert "theirs@example.kz" in fault.text()
    assert "+7" not in fault.text()
    press(qtbot, window, "company_save")
    qtbot.waitUntil(lambda: company.database("lead").ask(company_details).phone == "+7 111")
    stored = company.database("lead").ask(company_details)
    assert (stored.address, stored.email) == ("Новый адрес", "mine@example.kz")


def test_a_draft_of_an_earlier_visit_brings_back_only_what_was_typed(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    window = opened(open_window, "director")
    zone = child(window, QLineEdit, "company_time_zone")
    qtbot.waitUntil(lambda: zone.text() != "")
    child(window, QLineEdit, "company_phone").setText("+7 111")
    known = company.database("admin").ask(company_details)
    company.database("admin").act(
        lambda session: edit_company(
            session, name="Восток", bin=known.bin, address="Новый адрес", phone=known.phone,
            email=known.email, time_zone=known.time_zone, expected_version=known.version,
        )
    )  # fmt: skip
    details = CompanyDetails(window.context)
    qtbot.addWidget(details)
    again = details.findChild(QLineEdit, "company_phone")
    assert isinstance(again, QLineEdit)
    qtbot.waitUntil(lambda: again.text() == "+7 111")
    address = details.findChild(QLineEdit, "company_address")
    assert isinstance(address, QLineEdit)
    assert address.text() == "Новый адрес"
