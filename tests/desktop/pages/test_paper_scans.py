"""The code on a paper, scanned on any page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from desktop.office import Office as OfficeWindow
from desktop.shell.desk import Desk
from desktop.shell.settings import LANGUAGE
from desktop.views.ticket_view import TicketView
from labels.payload import PLANNED_SEAL, payload
from printing.paper.making import make
from tests.company import Company
from tests.desktop.pages.hand import front
from tests.printing.paper.office import Office, opened


@pytest.fixture
def office(company: Company) -> Office:
    return opened(company)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path / "desk")
    made.settings.set(LANGUAGE, "en")
    yield made
    made.close()


@pytest.mark.parametrize("page", ["tickets", "receiving", "equipment"])
def test_a_paper_s_code_opens_its_ticket_on_every_page(
    company: Company, office: Office, qtbot: QtBot, desk: Desk, page: str
) -> None:
    ticket = office.ticket()
    made = company.database("lead").act(make, "round-sheet", ticket.id)
    bench = entered(company, qtbot, desk, "admin", page)
    with qtbot.waitSignal(desk.scanner.answered) as answer:
        desk.scanner.take(made.payload)
    assert answer.args == ["accepted", made.title]
    assert front(bench.window, TicketView).objectName() == "ticket_view"
    bench.leave()


def test_codes_of_papers_that_are_none_say_so(company: Company, office: Office, qtbot: QtBot, desk: Desk) -> None:
    ticket = office.ticket()
    made = company.database("lead").act(make, "round-sheet", ticket.id)
    bench = entered(company, qtbot, desk, "lead", "tickets")
    said = []
    for code in (payload(made.id + 7, "ABCDE", "VP"), payload(0, PLANNED_SEAL, "VP"), f"{made.payload[:10]}00000"):
        with qtbot.waitSignal(desk.scanner.answered) as answer:
            desk.scanner.take(code)
        said.append(answer.args)
        desk.scanner._acknowledge()
    assert [kind for kind, _ in said] == ["refused", "refused", "attention"]
    assert "no such paper" in said[0][1]
    assert "preview" in said[1][1]
    assert made.number in said[2][1]
    assert isinstance(bench.window.workspace.front, TicketView)
    bench.leave()


def entered(company: Company, qtbot: QtBot, desk: Desk, login: str, page: str) -> OfficeWindow:
    made = OfficeWindow(desk, company.url(login))
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.show_page(page)
    made.start()
    qtbot.waitUntil(lambda: not desk.background.busy())
    return made
