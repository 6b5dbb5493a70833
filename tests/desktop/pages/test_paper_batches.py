"""Papers of several tickets in the window: what is refused, stopped or goes wrong on the way, and for whom."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.shell.background import Progress, WorkCancelled
from desktop.shell.widgets.skeleton import Skeleton
from desktop.views.paper_pages import PaperPages
from desktop.views.paper_preview import PaperPreview
from desktop.views.paper_work import Chosen, make_batch
from desktop.views.papers_action import open_papers
from desktop.views.papers_page import PapersPage
from desktop.views.tickets import TICKETS
from domain.printouts.papers import papers_of_ticket
from printing.paper import batch
from printing.paper.making import MadePaper
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.hand import Hand, front
from tests.desktop.pages.test_papers import choose_form, number_of
from tests.desktop.pages.test_tickets import child, rows
from tests.domain.tickets.line import registered
from tests.printing.paper.office import Office, opened


@pytest.fixture
def office(company: Company) -> Office:
    return opened(company)


def test_a_refusal_in_a_batch_makes_none_and_names_the_ticket(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    good, bad = office.ticket("Первая"), office.ticket("Вторая")
    stray = registered(company, "Ничья")
    office.need(good.id, "100")
    office.need(bad.id, None)
    window = open_window("buyer", TICKETS)
    window.show_page("tickets")
    qtbot.waitUntil(lambda: rows(window) == 3)
    hand = Hand(qtbot, window)
    hand.settle()
    hand.press("Ctrl+A")
    hand.press("Ctrl+P")
    left_out = child(window, QLabel, "papers_left_out")
    assert f"№ {number_of(company, stray)}" in left_out.text()
    choose_form(window, "Commercial offer")
    hand.settle()
    hand.press("Ctrl+P")
    fault = child(window, QLabel, "papers_fault")
    assert fault.isVisible()
    assert f"№ {bad.number}" in fault.text()
    assert "price" in fault.text()
    lead = company.database("lead")
    assert [lead.ask(papers_of_ticket, one) for one in (good.id, bad.id, stray)] == [[], [], []]


class StopsAtTheSecond(Progress):
    """Cancel is pressed when the first paper has been made."""

    def step(self, done: int, total: int, text: str = "") -> None:
        if done == 1:
            self.cancel()
        super().step(done, total, text)


def test_a_cancelled_batch_keeps_what_was_made(company: Company, office: Office) -> None:
    chosen = [Chosen(one.id, one.number, "incident", "main") for one in (office.ticket("А"), office.ticket("Б"))]
    lead = company.database("lead")
    made = make_batch(lead, "round-sheet", chosen, {}, StopsAtTheSecond(lambda: None))
    assert ([one.ticket_id for one in made.papers], made.fault) == ([chosen[0].id], None)
    assert [len(lead.ask(papers_of_ticket, one.id)) for one in chosen] == [1, 0]
    at_once = Progress(lambda: None)
    at_once.cancel()
    with pytest.raises(WorkCancelled):
        make_batch(lead, "round-sheet", chosen, {}, at_once)
    assert len(make_batch(lead, "round-sheet", chosen, {}, Progress(lambda: None)).papers) == 2


def test_a_fault_in_the_middle_leaves_the_rest_on_the_page(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [office.ticket(words) for words in ("Первая", "Вторая", "Третья")]
    for one in tickets:
        office.need(one.id, "100")
    real = batch.make

    def given_up_before_the_second(session: Session, form: str, ticket: int, *rest: Any) -> MadePaper:
        if ticket == tickets[1].id:  # a colleague was quicker, between the check and the making
            give_up_needs(company, ticket)
        return real(session, form, ticket, *rest)

    monkeypatch.setattr(batch, "make", given_up_before_the_second)
    window = open_window("buyer", TICKETS)
    open_papers(window.context, [Chosen(one.id, one.number, "purchase", "main") for one in tickets])
    hand = Hand(qtbot, window)
    hand.settle()
    child(window, QPlainTextEdit, "paper_field_payment").setPlainText("По факту")
    hand.press("Ctrl+P")
    preview = front(window, PaperPreview)
    assert preview.pages.count == 1
    assert [len(company.database("lead").ask(papers_of_ticket, one.id)) for one in tickets] == [1, 0, 0]
    told = child(window, QLabel, "papers_left_out").text()
    assert "1 of 3" in told
    assert f"№ {tickets[1].number}" in told
    hand.press("Escape")
    assert isinstance(window.workspace.front, PapersPage)
    assert child(window, QPlainTextEdit, "paper_field_payment").toPlainText() == "По факту"


@pytest.mark.parametrize("count", [1, 3])
def test_papers_of_a_closed_tab_are_told_of_and_opened(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, count: int
) -> None:
    tickets = [office.ticket(f"Заявка {n}") for n in range(count)]
    chosen = [Chosen(one.id, one.number, "incident", "main") for one in tickets]
    window = open_window("dispatcher", TICKETS)
    told: list[Any] = []
    window.context.notices.warned.connect(told.append)
    open_papers(window.context, chosen)
    hand = Hand(qtbot, window)
    hand.settle()
    child(window, QLineEdit, "paper_field_day").setText("01.02.2030")
    hand.settle()
    qtbot.mouseClick(child(window, QPushButton, "papers.print.button"), Qt.MouseButton.LeftButton)
    assert window.workspace.close_front()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    hand.settle()
    assert [len(company.database("lead").ask(papers_of_ticket, one.id)) for one in tickets] == [1] * count
    assert not isinstance(window.workspace.front, PaperPreview)
    assert len(told) == 1
    assert told[0].text.startswith("Made: ")
    told[0].action()
    hand.settle()
    assert front(window, PaperPreview).pages.count == count
    open_papers(window.context, chosen)
    hand.settle()
    assert child(window, QLineEdit, "paper_field_day").text() != "01.02.2030"  # made: the draft is gone


def test_a_batch_in_which_nobody_has_a_client_shows_no_waiting(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    strays = [registered(company, f"Ничья {n}") for n in range(2)]
    window = open_window("dispatcher", TICKETS)
    open_papers(window.context, [Chosen(one, number_of(company, one), "incident", "main") for one in strays])
    Hand(qtbot, window).settle()
    page = front(window, PapersPage)
    assert f"№ {number_of(company, strays[1])}" in child(window, QLabel, "papers_left_out").text()
    skeleton = page.findChild(PaperPages).findChild(Skeleton)
    assert skeleton.isHidden()
    assert not skeleton.findChild(QTimer).isActive()


def give_up_needs(company: Company, ticket: int) -> None:
    with company.owner().session() as session:
        session.execute(text("UPDATE purchase_line SET cancelled = true WHERE ticket_id = :ticket"), {"ticket": ticket})


@pytest.mark.parametrize(("login", "forms"), [("buyer", ["Commercial offer"]), ("clerk", ["Repair receipt"]),
                                              ("bookkeeper", [])])  # fmt: skip
def test_only_forms_of_one_s_own_are_offered(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, login: str, forms: list[str]
) -> None:
    ticket = office.ticket()
    window = open_window(login, TICKETS)
    open_papers(window.context, [Chosen(ticket.id, ticket.number, "purchase", "main")])
    hand = Hand(qtbot, window)
    hand.settle()
    listed = child(window, QListWidget, "paper_forms")
    assert [listed.item(row).text().partition(" · ")[0] for row in range(listed.count())] == forms
    assert child(window, QPushButton, "papers.print.button").isEnabled() == bool(forms)
