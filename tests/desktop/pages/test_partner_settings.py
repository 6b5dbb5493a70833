"""Partners are set up through the real widgets: an address never shown again, the test, stages, mail, words."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from desktop.shell.window import MainWindow
from desktop.views.partner_checks import PartnerChecks
from domain.exchange.actions import report_check, set_secret, set_stage_meanings
from domain.exchange.queries import jobs, partner, secret_state, stage_meanings
from domain.messages.actions import save_template
from domain.messages.queries import templates
from domain.messages.tables import MessageTemplate
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_settings import go, opened
from tests.desktop.pages.test_tickets import child, press
from tests.domain.tickets.line import in_procurement

SECRET = "qx7secret9"
ADDRESS = f"https://vostok.bitrix24.kz/rest/1/{SECRET}/profile.json"
FOUND: dict[str, Any] = {
    "portal": "vostok.bitrix24.kz",
    "pipelines": [{"id": 0, "name": "General"}, {"id": 9, "name": "Purchases"}],
    "people": [{"id": 5, "name": "Pavel Lomov"}],
    "stages": {
        "0": [{"id": "NEW", "name": "New", "colour": "#22b9ff", "semantic": "P"}],
        "9": [
            {"id": "C9:NEW", "name": "Asked", "colour": "#22b9ff", "semantic": "P"},
            {"id": "C9:SENT", "name": "Offer is out", "colour": "", "semantic": "P"},
            {"id": "C9:WON", "name": "Bought", "colour": "#00ff00", "semantic": "S"},
            {"id": "C9:LOSE", "name": "Given up", "colour": "#ff0000", "semantic": "F"},
        ],
    },
}
NEWER = {"id": "NEW", "name": "Brand new", "colour": "", "semantic": "P"}


def room(qtbot: QtBot, open_window: Open, title: str, login: str = "admin") -> MainWindow:
    window = opened(open_window, login)
    go(window, title)
    qtbot.waitUntil(lambda: not window.context.background.busy())
    return window


def choose(window: MainWindow, name: str, data: object) -> None:
    box = child(window, QComboBox, name)
    assert box.findData(data) >= 0
    box.setCurrentIndex(box.findData(data))


def report(company: Company, checks: list[dict[str, Any]], system: str = "bitrix24", **found: Any) -> None:
    company.database("agent").act(report_check, system, checks, {**FOUND, **found})


def all_texts(window: MainWindow) -> str:
    return "\n".join(
        [one.text() for one in window.findChildren(QLabel)] + [one.text() for one in window.findChildren(QLineEdit)]
    )


def test_the_address_is_typed_once_and_never_shown_again(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = room(qtbot, open_window, "Bitrix24")
    edit = child(window, QLineEdit, "bitrix24_secret_edit")
    qtbot.keyClicks(edit, "vostok.bitrix24.kz")
    press(qtbot, window, "bitrix24_secret_keep")
    assert child(window, QLabel, "bitrix24_secret_fault").text() != ""
    edit.setText(ADDRESS)
    press(qtbot, window, "bitrix24_secret_keep")
    state = child(window, QLabel, "bitrix24_secret_state")
    qtbot.waitUntil(lambda: state.text().startswith("https://vostok.bitrix24.kz/rest/…/…/"))
    assert "admin" in state.text()
    assert SECRET not in all_texts(window)
    qtbot.waitUntil(lambda: [one.task for one in company.database("admin").ask(jobs)] == ["bitrix24.check"])
    window.context.drafts.flush()
    drafts = [window.context.drafts.recall(key) for key in list(window.context.drafts.keys())]
    assert SECRET not in str(drafts)
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SELECT value FROM integration_secret")
        assert cursor.fetchall() == [(f"https://vostok.bitrix24.kz/rest/1/{SECRET}/",)]


def secret_kept(company: Company) -> bool:
    return company.database("admin").ask(secret_state, "mail") is not None


def test_a_secret_is_forgotten_after_a_question_and_nothing_is_tested(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    company.database("admin").act(set_secret, "mail", SECRET, shown="••••")
    window = room(qtbot, open_window, "Mail")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    no, forget = (child(window, QPushButton, f"mail_{name}") for name in ("forget_no", "secret_forget"))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        press(qtbot, window, "mail_secret_forget")
        assert QApplication.focusWidget() is no
        QTest.keyClick(no, key)
        assert not no.isVisible()
        assert QApplication.focusWidget() is forget
    qtbot.waitUntil(lambda: not window.context.background.busy())
    assert secret_kept(company)
    press(qtbot, window, "mail_secret_forget")
    press(qtbot, window, "mail_forget_yes")
    qtbot.waitUntil(lambda: child(window, QLineEdit, "mail_secret_edit").isVisible())
    assert not secret_kept(company)
    assert not child(window, QLabel, "mail_password_again").isVisible()
    qtbot.waitUntil(lambda: not window.context.background.busy())
    assert company.database("admin").ask(jobs) == []


def test_a_test_comes_back_live_and_offers_what_the_portal_has(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    window = room(qtbot, open_window, "Bitrix24")
    press(qtbot, window, "bitrix24_test")
    qtbot.waitUntil(lambda: [one.task for one in company.database("admin").ask(jobs)] == ["bitrix24.check"])
    told = child(window, QLabel, "bitrix24_test_state")
    qtbot.waitUntil(lambda: "does not answer" in told.text())
    report(company, [
        {"code": "bitrix24-check-address", "ok": True, "details": {"name": "Vera", "code": "x", "language": "y"}},
        {"code": "bitrix24-check-deals", "ok": False, "reason": "bitrix24-no-rights", "details": {}},
    ])  # fmt: skip
    window.context.feed.announce("partner", None)
    qtbot.waitUntil(lambda: told.text().startswith("Tested"))
    assert "webhook" in child(window, QLabel, "check_failed").text()
    assert child(window, QLabel, "check_passed").text() != ""
    choose(window, "bitrix24_pipeline", 9)
    choose(window, "bitrix24_responsible", 5)
    child(window, QCheckBox, "bitrix24_active").click()
    press(qtbot, window, "bitrix24_save")
    qtbot.waitUntil(lambda: company.database("admin").ask(partner, "bitrix24").active)
    assert company.database("admin").ask(partner, "bitrix24").settings == {"pipeline": 9, "responsible": 5}
    qtbot.waitUntil(lambda: window.findChild(QLabel, "stage_C9:SENT") is not None)


def test_what_is_waited_for_is_looked_at_again_and_again(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = room(qtbot, open_window, "Mail")
    checks, told = child(window, PartnerChecks, "mail_checks"), child(window, QLabel, "mail_test_state")
    checks._looking.setInterval(100)
    press(qtbot, window, "mail_test")
    qtbot.waitUntil(lambda: "does not answer" in told.text())
    report(company, [], system="mail")
    qtbot.waitUntil(lambda: told.text().startswith("Tested"))  # nobody announces it here
    assert not checks._looking.isActive()


def test_a_field_for_the_number_is_offered_and_a_rename_is_said(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    hint = {"hint": "bitrix24-searches-by-field", "field": "Number of ticket"}
    moved = {"from": "old.bitrix24.kz", "to": "vostok.bitrix24.kz", "at": "2026-11-27T09:00:00+00:00"}
    report(
        company, [{"code": "bitrix24-check-deals", "ok": True, "details": hint}], moved=moved,
        fields=[{"name": "UF_CRM_NUMBER", "caption": "Number of ticket"}],
    )  # fmt: skip
    window = room(qtbot, open_window, "Bitrix24")
    said = child(window, QLabel, "bitrix24_moved")
    assert said.isVisible()
    assert "old.bitrix24.kz → vostok.bitrix24.kz" in said.text()
    assert "“Number of ticket”" in child(window, QLabel, "check_passed").text()
    assert child(window, QComboBox, "bitrix24_ticket_field").currentData() == ""
    choose(window, "bitrix24_ticket_field", "UF_CRM_NUMBER")
    press(qtbot, window, "bitrix24_save")
    admin = company.database("admin")
    qtbot.waitUntil(lambda: admin.ask(partner, "bitrix24").settings == {"ticket_field": "UF_CRM_NUMBER"})
    report(company, [])
    window.context.feed.announce("partner", None)
    qtbot.waitUntil(lambda: not said.isVisible())
    box = child(window, QComboBox, "bitrix24_ticket_field")
    assert (box.currentData(), box.currentText()) == ("UF_CRM_NUMBER", "? UF_CRM_NUMBER"), "gone from the portal"
    choose(window, "bitrix24_ticket_field", "")
    press(qtbot, window, "bitrix24_save")
    qtbot.waitUntil(lambda: admin.ask(partner, "bitrix24").settings == {})


def test_stages_get_meanings_and_what_is_gone_is_said(company: Company, qtbot: QtBot, open_window: Open) -> None:
    report(company, [])
    company.database("lead").act(
        set_stage_meanings, "bitrix24", {"NEW": "offer_wanted", "OLD": "ordered", "C9:SENT": "arrived"}
    )
    window = room(qtbot, open_window, "Bitrix24", login="lead")
    assert window.findChild(QLineEdit, "bitrix24_secret_edit") is None
    choice = child(window, QComboBox, "meaning_NEW")
    assert choice.currentText() == "Offer wanted"
    assert choice.itemText(0) == "Only show"
    assert child(window, QLabel, "gone_OLD").text() == "gone from the portal"
    choose(window, "meaning_OLD", "")
    choose(window, "meaning_NEW", "offer_sent")
    report(company, [], stages={**FOUND["stages"], "0": [NEWER]})
    window.context.feed.announce("partner", None)
    qtbot.waitUntil(lambda: child(window, QLabel, "stage_NEW").text() == "Brand new")
    assert child(window, QComboBox, "meaning_NEW").currentData() == "offer_sent", "what was chosen stays"
    press(qtbot, window, "stages_save")
    qtbot.waitUntil(
        lambda: company.database("lead").ask(stage_meanings, "bitrix24") == {"NEW": "offer_sent", "C9:SENT": "arrived"}
    )


def test_the_wheel_changes_no_meaning(company: Company, qtbot: QtBot, open_window: Open) -> None:
    report(company, [])
    window = room(qtbot, open_window, "Bitrix24", login="lead")
    choice = child(window, QComboBox, "meaning_NEW")
    wheel = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(choice, wheel)
    assert choice.currentData() == ""
    assert not child(window, QPushButton, "stages_save").isEnabled()


def test_mail_is_set_up_with_a_password_nobody_reads(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = room(qtbot, open_window, "Mail")
    child(window, QCheckBox, "mail_active").click()
    press(qtbot, window, "mail_save")
    qtbot.waitUntil(lambda: child(window, QLabel, "mail_fault").text() != "")
    assert not company.database("admin").ask(partner, "mail").active
    qtbot.keyClicks(child(window, QLineEdit, "mail_host"), "smtp.vostok.kz")
    qtbot.keyClicks(child(window, QLineEdit, "mail_user"), "robot")
    qtbot.keyClicks(child(window, QLineEdit, "mail_sender"), "service@vostok.kz")
    press(qtbot, window, "mail_save")
    qtbot.waitUntil(lambda: company.database("admin").ask(partner, "mail").active)
    kept = company.database("admin").ask(partner, "mail").settings
    assert (kept["host"], kept["security"], kept["user"]) == ("smtp.vostok.kz", "starttls", "robot")
    edit = child(window, QLineEdit, "mail_secret_edit")
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    qtbot.keyClicks(edit, SECRET)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    state, again = child(window, QLabel, "mail_secret_state"), child(window, QLabel, "mail_password_again")
    qtbot.waitUntil(lambda: state.text().startswith("••••"))
    assert SECRET not in all_texts(window)
    qtbot.waitUntil(lambda: not window.context.background.busy())  # the form has read what it saved
    qtbot.keyClicks(child(window, QLineEdit, "mail_sender_name"), "Vetka")
    press(qtbot, window, "mail_save")
    qtbot.waitUntil(lambda: company.database("admin").ask(partner, "mail").settings["sender_name"] == "Vetka")
    qtbot.waitUntil(lambda: not window.context.background.busy())
    assert (edit.isVisible(), again.isVisible()) == (False, False)
    qtbot.keyClicks(child(window, QLineEdit, "mail_host"), ".evil")
    press(qtbot, window, "mail_save")
    qtbot.waitUntil(lambda: edit.isVisible() and again.isVisible())
    qtbot.keyClicks(edit, SECRET)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state.text().startswith("••••") and not again.isVisible())


def test_words_are_written_for_each_language(company: Company, qtbot: QtBot, open_window: Open) -> None:
    lead = company.database("lead")
    lead.act(lambda session: session.execute(delete(MessageTemplate)))
    lead.act(lambda session: save_template(
        session, status="in_work", language="ru", subject="№ {ticket}", body="В работе", expected_version=None
    ))  # fmt: skip
    window = room(qtbot, open_window, "Notices", login="lead")
    statuses = child(window, QListWidget, "template_statuses")
    place = next(row for row in range(statuses.count()) if statuses.item(row).text().startswith("In work"))
    assert statuses.item(place).text().endswith("ru")
    statuses.setCurrentRow(place)
    body = child(window, QPlainTextEdit, "template_body")
    assert body.toPlainText() == "В работе"
    choose(window, "template_language", "en")
    assert body.toPlainText() == ""
    qtbot.keyClicks(child(window, QLineEdit, "template_subject"), "No. {tickt}")
    qtbot.keyClicks(body, "Works: ")
    press(qtbot, window, "blank_engineer")
    press(qtbot, window, "template_save")
    qtbot.waitUntil(lambda: "{tickt}" in child(window, QLabel, "template_fault").text())
    subject = child(window, QLineEdit, "template_subject")
    subject.setText("No. {ticket}")
    press(qtbot, window, "template_save")
    qtbot.waitUntil(lambda: statuses.item(place).text().endswith("ru, en"))
    made = next(one for one in lead.ask(templates) if one.language == "en")
    assert (made.subject, made.body, made.active) == ("No. {ticket}", "Works: {engineer}", True)


@pytest.mark.parametrize("login", ["engineer", "director"])
def test_nobody_else_sets_partners_up(company: Company, qtbot: QtBot, open_window: Open, login: str) -> None:
    window = opened(open_window, login)
    assert window.findChild(QPushButton, "bitrix24_test") is None
    assert window.findChild(QPushButton, "stages_save") is None
    assert window.context.background.wait()


def test_purchases_from_before_get_their_deals_by_a_button(company: Company, qtbot: QtBot, open_window: Open) -> None:
    in_procurement(company)
    window = room(qtbot, open_window, "Bitrix24")
    row = child(window, QWidget, "missing_deals")
    assert row.isHidden()
    child(window, QCheckBox, "bitrix24_active").click()
    press(qtbot, window, "bitrix24_save")
    qtbot.waitUntil(lambda: not row.isHidden())
    press(qtbot, window, "open_missing_deals")
    qtbot.waitUntil(row.isHidden)
    assert sorted(job.task for job in company.database("lead").ask(jobs)) == ["bitrix24.check", "bitrix24.deal"]
