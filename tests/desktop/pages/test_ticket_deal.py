"""The deal of a ticket on its card and its branch map; what the portal and the program itself say in the thread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.formats import Formats
from desktop.shell.window import MainWindow
from desktop.views.branch_map import BranchMapView
from desktop.views.deal_strip import DealStrip
from desktop.views.tickets import TICKETS
from domain.exchange.actions import skip_job
from domain.exchange.deals import deal_of_ticket
from domain.exchange.mirroring import StageRow, adopt_deal, note_deal_missing, record_stages
from domain.exchange.queries import jobs
from domain.exchange.tables import DEAL_STATES
from domain.tickets.branch_map import branch_map
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_exchange import switch_on
from tests.desktop.pages.test_tickets import child, press
from tests.domain.tickets.line import in_procurement

NAMES = ("Новая", "КП отправлено", "Счёт отправлен")
LONG = "Ждём, пока клиент согласует спецификацию со своей головной организацией в Астане"


@pytest.fixture
def ticket(company: Company) -> int:
    """A ticket in procurement whose deal has gone through three stages."""
    switch_on(company)
    made = in_procurement(company)
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SELECT id FROM partner_deal")
        (deal,) = cursor.fetchone()
    company.database("agent").act(adopt_deal, deal, "4711", "https://vostok.bitrix24.kz/crm/deal/details/4711/")
    go_through(company, deal, *NAMES)
    return made


def go_through(company: Company, deal: int, *names: str, first: int = 1) -> None:
    began = datetime.now(UTC) - timedelta(minutes=30)
    steps = [
        StageRow(str(place), place, f"C9:{place}", name, "#22b9ff", "P", began + timedelta(minutes=place))
        for place, name in enumerate(names, first)
    ]
    company.database("agent").act(record_stages, deal, steps)


def opened(qtbot: QtBot, open_window: Open, login: str = "lead") -> MainWindow:
    window = open_window(login, TICKETS)
    window.show_page("tickets")
    qtbot.waitUntil(lambda: child(window, QWidget, "branch_map").isVisible())
    return window


def test_the_deal_stands_on_the_ticket(
    company: Company, qtbot: QtBot, open_window: Open, ticket: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, open_window)
    words = child(window, QLabel, "deal_words")
    assert words.text().startswith("Bitrix24: Счёт отправлен · ")
    assert "as of" in words.text()
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    press(qtbot, window, "deal_open")
    assert asked == [QUrl("https://vostok.bitrix24.kz/crm/deal/details/4711/")]
    press(qtbot, window, "deal_refresh")
    qtbot.waitUntil(lambda: "bitrix24.read" in [one.task for one in company.database("lead").ask(jobs)])
    deal = company.database("lead").ask(deal_of_ticket, ticket)
    assert deal is not None
    company.database("agent").act(note_deal_missing, deal.id)
    window.context.feed.announce("ticket", [ticket])
    qtbot.waitUntil(lambda: child(window, QLabel, "deal_state").text() == "not there any more")
    thread = child(window, QWidget, "ticket_thread")
    qtbot.waitUntil(lambda: any("4711" in one.text() for one in thread.findChildren(QLabel)))
    said = [one.text() for one in thread.findChildren(QLabel)]
    assert "deal-missing" not in said
    assert "Vetka" in said


def test_every_state_of_a_deal_is_named(company: Company, qtbot: QtBot, open_window: Open, ticket: int) -> None:
    deal = company.database("lead").ask(deal_of_ticket, ticket)
    assert deal is not None
    window = opened(qtbot, open_window)
    strip, chip = child(window, DealStrip, "deal_strip"), child(window, QLabel, "deal_state")
    said = {}
    for state in DEAL_STATES:
        strip.show_deal(replace(deal, state=state))
        said[state] = chip.text() if chip.isVisible() else ""
    assert [state for state, words in said.items() if not words] == ["open"]
    assert len(set(said.values())) == len(DEAL_STATES)


def test_a_deal_that_was_skipped_says_so_and_is_not_looked_at(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    switch_on(company)
    in_procurement(company)
    lead = company.database("lead")
    (job,) = lead.ask(jobs)
    lead.act(skip_job, job.id)
    window = opened(qtbot, open_window)
    assert child(window, QLabel, "deal_state").text() == "deal not opened: skipped"
    assert not child(window, QPushButton, "deal_refresh").isVisible()


def test_without_a_deal_there_is_no_line(company: Company, qtbot: QtBot, open_window: Open) -> None:
    in_procurement(company)
    window = opened(qtbot, open_window)
    assert not child(window, QWidget, "deal_strip").isVisible()
    tabs = child(window, QTabWidget, "ticket_tabs")
    assert [tabs.tabText(place) for place in range(tabs.count()) if tabs.isTabVisible(place)][-1] == "History"


def test_steps_hang_from_the_stop_where_the_visit_began(company: Company, qtbot: QtBot, ticket: int) -> None:
    drawn = company.database("engineer").ask(branch_map, ticket)
    assert drawn is not None
    assert {stop.code: [step.name for step in stop.steps] for stop in drawn.stops if stop.steps} == {
        "offer_wanted": list(NAMES)
    }
    view = BranchMapView(Formats("ru"))
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show_map(drawn)
    stop = dict(view.stops())["offer_wanted"]
    steps = view.steps()
    assert [name for name, _ in steps] == list(NAMES)
    assert steps[0][1].x() == stop.x()
    assert steps[0][1].y() > stop.y() + 40, "beneath the words of the stop"
    assert "Счёт отправлен" in view.accessibleName()


def test_more_steps_than_columns_leave_the_newest(company: Company, qtbot: QtBot, ticket: int) -> None:
    deal = company.database("lead").ask(deal_of_ticket, ticket)
    assert deal is not None
    go_through(company, deal.id, *(f"{LONG} {place}" for place in range(40)), first=10)
    view = BranchMapView(Formats("ru"), brief=True)
    qtbot.addWidget(view)
    view.show()
    view.show_map(company.database("engineer").ask(branch_map, ticket))
    for width in (300, 520, 900):
        view.resize(width, view.heightForWidth(width))
        steps = view.steps()
        assert steps[-1][0] == f"{LONG} 39"
        assert len({(at.x(), at.y()) for _, at in steps}) == len(steps)
        assert all(view.rect().contains(at.toPoint()) for _, at in steps)
        assert not view.grab().isNull()


def test_comments_of_the_portal_say_where_they_are_from(
    company: Company, qtbot: QtBot, open_window: Open, ticket: int
) -> None:
    with company.psql("agent").cursor() as cursor:
        for body, digest in (("Поставщик ждёт оплату", "a"), ("Поставщик ждёт предоплату", "b")):
            cursor.execute(
                "SELECT api.mirror_comment_in((SELECT max(id) FROM partner_deal), '71', 71, 'Лариса', %s, %s, now())",
                (body, digest),
            )
    window = opened(qtbot, open_window)
    thread = child(window, QWidget, "ticket_thread")
    qtbot.waitUntil(lambda: len([one for one in thread.findChildren(QLabel) if "предоплату" in one.text()]) == 1)
    said = [one.text() for one in thread.findChildren(QLabel)]
    assert said.count("Лариса · Bitrix24") == 2
    assert [text.split(" · ")[0] for text in said if text.startswith("changed there")] == ["changed there"]


def test_notices_say_what_became_of_them(company: Company, qtbot: QtBot, open_window: Open, ticket: int) -> None:
    with company.owner().session() as session:
        connection = session.connection().connection.cursor()
        connection.execute(
            "INSERT INTO message_template (status_id, subject, body, language) "
            "SELECT id, 'x', 'x', 'en' FROM status WHERE code = 'offer_wanted' RETURNING id"
        )
        connection.execute(
            "INSERT INTO message (ticket_id, history_id, template_id, channel, recipient, language, state, code) "
            "SELECT %s, max(h.id), max(t.id), 'email', 'no@vostok.kz', 'en', 'failed', 'recipient-missing' "
            "FROM ticket_history h, message_template t WHERE h.ticket_id = %s", (ticket, ticket),
        )  # fmt: skip
    window = opened(qtbot, open_window)
    tabs = child(window, QTabWidget, "ticket_tabs")
    titles = [tabs.tabText(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]
    assert "Notices · 1 · failed: 1" in titles
    tabs.setCurrentIndex(titles.index("Notices · 1 · failed: 1"))
    assert child(window, QLabel, "notice_1").text() == "not delivered"
    assert child(window, QPushButton, "deal_open").isVisible()
