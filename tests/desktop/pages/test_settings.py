"""Settings by role; the own password and the company's details through the real widgets."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QTabWidget
from pytestqt.qtbot import QtBot

from database.engine import Database
from database.errors import DomainError
from desktop.shell.window import MainWindow
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
