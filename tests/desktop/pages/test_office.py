"""The whole window on a real server: it hears of others, notices a lost connection and comes back."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from database.errors import DomainError
from desktop.office import Office
from desktop.shell.desk import Desk
from domain.search import search_everything
from tests.company import Company
from tests.domain.tickets.line import registered


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Desk:
    return Desk(qapp, tmp_path)


def rows(office: Office) -> int:
    table = office.window.findChild(QTableView, "tickets_list")
    return 0 if table is None else table.model().rowCount()


def test_another_window_s_ticket_appears_by_itself(company: Company, qtbot: QtBot, desk: Desk) -> None:
    registered(company)
    office = Office(desk, company.url("lead"))
    qtbot.addWidget(office.window)
    office.window.show()
    office.window.show_page("tickets")
    with qtbot.waitSignal(desk.feed.connection_changed, raising=False, timeout=300):
        office.start()
    qtbot.waitUntil(lambda: rows(office) == 1)
    heard = [0]
    desk.feed.changed.connect(lambda *_: heard.__setitem__(0, heard[0] + 1))
    listening = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'vetka feed'")
    qtbot.waitUntil(lambda: company.owner().ask(lambda session: session.execute(listening).scalar_one()) == 1)
    registered(company)
    qtbot.waitUntil(lambda: rows(office) == 2)
    assert heard[0] > 0
    office.close()


def test_a_lost_listener_is_told_and_comes_back(company: Company, qtbot: QtBot, desk: Desk) -> None:
    office = Office(desk, company.url("lead"))
    qtbot.addWidget(office.window)
    office.start()
    kill = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'vetka feed'")
    qtbot.waitUntil(lambda: company.owner().act(lambda session: session.execute(kill).scalar_one()) == 1)
    qtbot.waitUntil(lambda: not desk.feed.connected)
    with qtbot.waitSignal(desk.feed.reconnected, timeout=8000):
        pass
    assert desk.feed.connected
    office.close()


def test_a_wrong_password_is_a_sentence_not_a_window(company: Company, desk: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        Office(desk, company.url("lead").set(password="wrong"))
    assert refused.value.code == "wrong-password"
    desk.close()  # else its language would stay for the tests behind


def test_one_search_finds_everything(company: Company) -> None:
    ticket = registered(company, "Не включается ксерокс")
    hits = company.database("lead").ask(search_everything, "ксерокс", "ru")
    assert [(page, found) for page, found, *_ in hits] == [("tickets", ticket)]
