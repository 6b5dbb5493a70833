"""Exchange through the real page: what failed and why, Retry, Skip, the strip over it, and how it keeps up."""

from functools import partial

import psycopg2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTabBar, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.models.job_list import JobList, JobWords
from desktop.office import PAGES
from desktop.shell.window import MainWindow
from desktop.views.exchange import EXCHANGE
from desktop.views.job_panel import JobPanel
from domain.exchange.actions import report_fault, report_spoken, save_partner
from domain.exchange.queries import JobRow, jobs, partner
from domain.tickets import actions
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_tickets import child, press
from tests.domain.tickets.line import in_procurement


def switch_on(company: Company, system: str = "bitrix24") -> None:
    admin = company.database("admin")
    version = admin.ask(partner, system).version
    admin.act(partial(save_partner, system=system, active=True, settings={}, expected_version=version))


def park(company: Company, job: int, code: str = "bitrix24-no-rights", task: str = "bitrix24.deal") -> None:
    """Do to a job what the agent does to one that failed for good."""
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SELECT api.report_job(%s, %s, NULL, %s, '{}', true, true)", (job, task, code))
        cursor.execute("SET search_path = jobs")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = '2999-01-01', attempts = 3 WHERE id = %s", (job,))


def end(company: Company, job: int) -> None:
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SET search_path = jobs")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", (job,))
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", (job,))


def give_a_sign_of_life(company: Company, seconds_ago: int = 0) -> None:
    with company.psql("agent").cursor() as cursor:
        cursor.execute("DELETE FROM jobs.procrastinate_workers")
        cursor.execute(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            (seconds_ago,),
        )


@pytest.fixture
def purchase(company: Company) -> int:
    """A ticket in procurement with a comment: two jobs of one ticket, in order."""
    switch_on(company)
    ticket = in_procurement(company)
    company.database("engineer").act(actions.say, ticket, "Срочно")
    return ticket


def listed(company: Company) -> list[JobRow]:
    return company.database("lead").ask(jobs)


def state_of(company: Company, job: int) -> str:
    return next(one.state for one in listed(company) if one.id == job)


def opened(qtbot: QtBot, open_window: Open, count: int, login: str = "lead") -> MainWindow:
    window = open_window(login, EXCHANGE)
    window.show_page("exchange")
    model = child(window, QTableView, "exchange_list").model()
    qtbot.waitUntil(lambda: model.rowCount() == count)
    return window


def cells(window: MainWindow, column: int) -> list[str]:
    model = child(window, QTableView, "exchange_list").model()
    return [model.index(place, column).data() for place in range(model.rowCount())]


def words(window: MainWindow, name: str) -> str:
    return child(window, QLabel, name).text()


def test_only_those_who_answer_for_it_have_the_page() -> None:
    assert EXCHANGE in PAGES
    assert EXCHANGE.roles == {"lead", "procurement", "director", "admin"}


@pytest.mark.parametrize(
    ("login", "call"),
    [("engineer", "api.parked_jobs()"), ("engineer", "api.exchange_jobs()"), ("director", "api.retry_job(1)"),
     ("director", "api.skip_job(1)"), ("lead", "api.ask_agent('backup.make')"), ("lead", "api.secret_state('mail')")],
)  # fmt: skip
def test_others_are_refused_in_plain_sql(company: Company, login: str, call: str) -> None:
    with company.psql(login).cursor() as cursor, pytest.raises(psycopg2.Error, match="role-wanted"):
        cursor.execute(f"SELECT {call}")


def test_what_failed_says_why_and_what_waits_behind_it(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int
) -> None:
    deal = listed(company)[1].id
    park(company, deal)
    window = opened(qtbot, open_window, 2)
    assert cells(window, 0) == ["Comment to Bitrix24", "Deal in Bitrix24"]
    assert cells(window, 1) == ["1", "1"]
    assert cells(window, 2) == ["waits its turn", "needs you"]
    assert all(text.startswith("since ") for text in cells(window, 4)), "nobody is told to come back in the year 2999"
    assert "earlier job" in cells(window, 5)[0]
    assert "webhook" in cells(window, 5)[1]
    window.counters.ask_all()
    qtbot.waitUntil(lambda: not window.context.background.busy())
    assert "late: 1" in window.rail._buttons["exchange"].accessibleName()
    assert child(window, QPushButton, "exchange_attention").text() == "Needs attention · 2"


def test_retry_brings_a_parked_job_back_and_the_list_hears_of_it(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int
) -> None:
    deal = listed(company)[1].id
    park(company, deal)
    window = opened(qtbot, open_window, 2)
    table = child(window, QTableView, "exchange_list")
    table.selectRow(1)
    press(qtbot, window, "exchange.retry.button")
    qtbot.waitUntil(lambda: state_of(company, deal) == "waiting")
    qtbot.waitUntil(lambda: cells(window, 2) == ["waits", "will be tried again"])
    assert table.currentIndex().row() == 1, "the selection stays"


def test_skip_asks_once_and_says_what_it_means(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int
) -> None:
    comment, deal = (one.id for one in listed(company))
    park(company, deal)
    window = opened(qtbot, open_window, 2)
    table = child(window, QTableView, "exchange_list")
    table.setFocus()
    table.selectRow(1)
    child_action(window, "exchange.skip").trigger()
    assert "No deal is made" in words(window, "job_words")
    press(qtbot, window, "job_skip_no")
    assert state_of(company, deal) == "parked"
    child_action(window, "exchange.skip").trigger()
    press(qtbot, window, "job_skip_yes")
    qtbot.waitUntil(lambda: cells(window, 2) == ["waits", "skipped"])
    assert state_of(company, comment) == "waiting"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_the_question_of_skip_is_left_by_keys_and_the_table_has_the_focus_again(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int, key: Qt.Key
) -> None:
    window = opened(qtbot, open_window, 2)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    table, no = child(window, QTableView, "exchange_list"), child(window, QPushButton, "job_skip_no")
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert QApplication.focusWidget() is no
    QTest.keyClick(no, key)
    assert not no.isVisible()
    assert QApplication.focusWidget() is table
    assert {one.state for one in listed(company)} == {"waiting"}


def test_enter_on_yes_skips(company: Company, qtbot: QtBot, open_window: Open, purchase: int) -> None:
    window = opened(qtbot, open_window, 2)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    table = child(window, QTableView, "exchange_list")
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    yes = child(window, QPushButton, "job_skip_yes")
    yes.setFocus()
    QTest.keyClick(yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "skipped" in [one.state for one in listed(company)])
    assert QApplication.focusWidget() is table


def queue_up(company: Company, count: int) -> None:
    with company.owner().session() as session:
        session.execute(text("SET LOCAL search_path = jobs, public"))
        session.execute(
            text("INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status) "
                 "SELECT 'vetka', 'bitrix24.deal', 'far-' || n, '{}', 'todo' FROM generate_series(1, :count) n"),
            {"count": count},
        )  # fmt: skip


def test_many_chosen_jobs_are_looked_at_once_for_each_reading(
    company: Company, qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_up(company, 300)
    window = opened(qtbot, open_window, 300)
    table, panel = child(window, QTableView, "exchange_list"), child(window, JobPanel, "job_panel")
    table.selectAll()
    qtbot.waitUntil(lambda: "300" in words(window, "job_words"))
    shown: list[int] = []
    show = panel.show_jobs

    def count(chosen: list[JobRow]) -> None:
        shown.append(len(chosen))
        show(chosen)

    monkeypatch.setattr(panel, "show_jobs", count)
    with company.owner().session() as session:
        session.execute(text("UPDATE jobs.procrastinate_jobs SET attempts = 7"))
    model = table.model()
    assert isinstance(model, JobList)
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(None))
    model.read()
    qtbot.waitUntil(lambda: bool(shown))
    assert len(changed) == 300
    assert shown == [300]


def test_keys_act_on_what_is_chosen_now(company: Company, qtbot: QtBot, open_window: Open, purchase: int) -> None:
    window = opened(qtbot, open_window, 2)
    table = child(window, QTableView, "exchange_list")
    qtbot.waitUntil(child_action(window, "exchange.skip").isEnabled)
    table.selectRow(1)
    child_action(window, "exchange.skip").trigger()  # before the panel has heard of the other row
    assert "Deal in Bitrix24" in words(window, "job_words")
    table.selectRow(0)
    qtbot.waitUntil(lambda: not child(window, QPushButton, "job_skip_yes").isVisible())


def test_many_jobs_are_skipped_with_progress_and_cancel(company: Company, qtbot: QtBot, open_window: Open) -> None:
    queue_up(company, 25)
    window = opened(qtbot, open_window, 25)
    ids = sorted(one.id for one in listed(company))
    child(window, QTableView, "exchange_list").selectAll()
    child_action(window, "exchange.skip").trigger()
    with company.owner().session() as session:
        session.execute(text("SELECT FROM jobs.procrastinate_jobs WHERE id = :job FOR UPDATE"), {"job": ids[2]})
        press(qtbot, window, "job_skip_yes")
        (task,) = window.context.background.long_works()
        progress = task.progress
        assert progress is not None
        qtbot.waitUntil(lambda: progress.done == 2)
        assert (task.title, progress.total) == ("Skipping", 25)
        task.cancel()
    qtbot.waitUntil(lambda: cells(window, 2).count("skipped") == 3)
    assert [state_of(company, job) for job in ids[2:4]] == ["skipped", "waiting"]


def test_a_slow_list_rests_longer_between_two_readings(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = opened(qtbot, open_window, 0)
    times = iter((10.0, 12.0))
    same = JobWords(task=lambda _: "", state=lambda _: "", when=lambda _: "", why=lambda _: "")
    model = JobList(window.context.background, company.database("lead"), same, window, clock=lambda: next(times))
    with qtbot.waitSignal(model.loaded):
        model.read()
    model.refresh()
    assert model._refreshing.isActive()
    assert model._refreshing.interval() == 6000


def child_action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def test_all_parked_ones_are_retried_and_settled_ones_are_no_fault(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int
) -> None:
    other = in_procurement(company)
    deals = [one.id for one in listed(company) if one.task == "bitrix24.deal"]
    for deal in deals:
        park(company, deal)
    window = opened(qtbot, open_window, 3)
    with company.psql("buyer").cursor() as cursor:
        cursor.execute("SELECT api.skip_job(%s)", (deals[0],))
    assert other
    press(qtbot, window, "exchange.retry_all.button")
    qtbot.waitUntil(lambda: state_of(company, deals[1]) == "waiting")
    assert state_of(company, deals[0]) == "skipped"
    qtbot.waitUntil(lambda: not child_action(window, "exchange.retry_all").isEnabled())


def test_the_director_looks_and_touches_nothing(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int
) -> None:
    park(company, listed(company)[1].id)
    window = opened(qtbot, open_window, 2, login="director")
    child(window, QTableView, "exchange_list").selectRow(1)
    assert not child_action(window, "exchange.retry").isEnabled()
    assert not child_action(window, "exchange.skip").isEnabled()
    assert not child_action(window, "exchange.retry_all").isEnabled()
    assert not child(window, QPushButton, "backup_now").isVisible()


def test_filters_and_search_narrow_what_is_here(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int
) -> None:
    in_procurement(company)
    first = min(one.id for one in listed(company))
    end(company, first)
    window = opened(qtbot, open_window, 3)
    press(qtbot, window, "exchange_done")
    qtbot.waitUntil(lambda: cells(window, 2) == ["done"])
    press(qtbot, window, "exchange_attention")
    assert words(window, "emptyHeading") == "All goes well"
    press(qtbot, window, "exchange_all")
    search = child(window, QLineEdit, "exchange_search")
    qtbot.keyClicks(search, "2")
    qtbot.waitUntil(lambda: cells(window, 1) == ["2"])
    search.clear()
    qtbot.keyClicks(search, "comment")
    qtbot.waitUntil(lambda: cells(window, 0) == ["Comment to Bitrix24"])
    search.clear()
    qtbot.keyClicks(search, "no such")
    qtbot.waitUntil(lambda: words(window, "emptyHeading") == "Nothing found")


def test_the_list_lives_and_keeps_the_selection(
    company: Company, qtbot: QtBot, open_window: Open, purchase: int, qtmodeltester: ModelTester
) -> None:
    window = opened(qtbot, open_window, 2)
    table = child(window, QTableView, "exchange_list")
    table.selectRow(1)
    in_procurement(company)
    for _ in range(20):  # an agent at work tells of every step: one reading is enough, and it is not put off for ever
        window.context.feed.announce("job", [1])
    qtbot.waitUntil(lambda: table.model().rowCount() == 3)
    assert table.currentIndex().row() == 2
    assert isinstance(table.model(), JobList)
    qtmodeltester.check(table.model(), force_py=True)


def test_enter_opens_the_ticket(company: Company, qtbot: QtBot, open_window: Open, purchase: int) -> None:
    window = opened(qtbot, open_window, 2)
    table = child(window, QTableView, "exchange_list")
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    tabs = child(window, QTabBar, "openItems")
    qtbot.waitUntil(lambda: "№ 1" in [tabs.tabText(place) for place in range(tabs.count())])


def test_the_strip_says_who_answers(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = open_window("admin", EXCHANGE)
    window.show_page("exchange")
    qtbot.waitUntil(lambda: words(window, "agent_state") == "not running")
    assert words(window, "bitrix24_state") == "off"
    assert words(window, "backup_state") == "none"
    qtbot.waitUntil(lambda: words(window, "emptyHeading") == "Nothing to exchange")
    give_a_sign_of_life(company)
    switch_on(company)
    agent = company.database("agent")
    agent.act(report_spoken, "bitrix24")
    window.context.feed.announce("partner", None)
    qtbot.waitUntil(lambda: words(window, "agent_state") == "here")
    assert words(window, "bitrix24_state") == "on"
    assert words(window, "bitrix24_words").startswith("Answered at")
    give_a_sign_of_life(company, seconds_ago=120)
    agent.act(report_fault, "bitrix24", "bitrix24-webhook-expired")
    window.context.feed.announce("partner", None)
    qtbot.waitUntil(lambda: words(window, "agent_state") == "silent")
    assert "jobs wait" in words(window, "agent_words")
    assert words(window, "bitrix24_state") == "trouble"
    assert "since" in words(window, "bitrix24_words")


def test_the_administrator_asks_for_a_backup(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = opened(qtbot, open_window, 0, login="admin")
    qtbot.waitUntil(lambda: words(window, "backup_state") == "none")
    press(qtbot, window, "backup_now")
    qtbot.waitUntil(lambda: [one.task for one in listed(company)] == ["backup.make"])
    with company.psql("agent").cursor() as cursor:
        cursor.execute(
            "INSERT INTO backup_run (state, file, computer, size, laws, ended_at) "
            "VALUES ('verified', 'C:\\Vetka\\backups\\vetka-1.backup', 'PC-7', 13000000, 86, now())"
        )
    window.context.feed.announce("backup_run", None)
    qtbot.waitUntil(lambda: words(window, "backup_state") == "proven")
    assert "12 MB · 86 laws held\nPC-7: C:\\Vetka\\backups" in words(window, "backup_words")
    with company.psql("agent").cursor() as cursor:
        cursor.execute(
            "INSERT INTO backup_run (state, code, details, ended_at) "
            "VALUES ('failed', 'backup-disk-full', '{\"file\": \"x.backup\"}', now())"
        )
    window.context.feed.announce("backup_run", None)
    qtbot.waitUntil(lambda: words(window, "backup_state") == "trouble")
    assert "x.backup" in words(window, "backup_words")
    assert "PC-7" in words(window, "backup_words"), "the good one is still told of"
