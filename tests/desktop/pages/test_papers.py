"""Papers in the window: real widgets, a real database, and PDFs that another library reads back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.shell.window import MainWindow
from desktop.views.paper_preview import PaperFile, PaperPreview, show_paper
from desktop.views.paper_printing import OfficePrinters, set_up
from desktop.views.papers_page import PapersPage
from desktop.views.ticket_view import open_ticket
from desktop.views.tickets import MY_WORK, TICKETS
from domain.printouts.papers import papers_of_ticket
from domain.tickets.queries import card
from printing.paper.making import make
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.test_tickets import child, rows
from tests.domain.tickets.line import registered
from tests.printing.paper.office import Office, assigned, moved, opened
from tests.printing.paper.reading import pages, squeezed, words

TOMORROW = datetime.now(UTC) + timedelta(days=1)


class PrintersToFiles(OfficePrinters):
    """The outer edge: queues that print into PDF files of a folder."""

    folder: Path
    there = ("Kyocera", "HP")

    def names(self) -> list[str]:
        return list(self.there)

    def printer(self, name: str) -> QPrinter:
        if name not in self.there:
            return super().printer(name)
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(self.folder / f"{name}.pdf"))
        made.setResolution(96)
        return set_up(made)


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[PrintersToFiles]:
    made = type("Queues", (PrintersToFiles,), {"folder": tmp_path})
    monkeypatch.setattr("desktop.views.print_row.OfficePrinters", made)
    return made


@pytest.fixture
def office(company: Company) -> Office:
    return opened(company)


def quiet(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way; PDFium must not be at work in two threads."""
    qtbot.waitUntil(lambda: not window.context.background.busy())


def front(window: MainWindow, kind: type) -> Any:
    found = window.workspace.front
    assert isinstance(found, kind), found
    return found


class Hand:
    """Presses keys where the focus is and clicks buttons, and counts both: one K each."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.count = qtbot, window, 0
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    def press(self, keys: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keySequence(focused, QKeySequence(keys))
        self.count += 1
        self.settle()

    def click(self, name: str) -> None:
        self.qtbot.mouseClick(child(self.window, QPushButton, name), Qt.MouseButton.LeftButton)
        self.count += 1
        self.settle()

    def settle(self) -> None:
        quiet(self.qtbot, self.window)
        QApplication.processEvents()
        quiet(self.qtbot, self.window)


def test_the_offer_is_made_and_the_ticket_moved_with_three_keys(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    ticket = office.ticket("Нужен блок питания").id
    assigned(company, ticket)
    office.need(ticket, "15400", "25000")
    moved(company, "engineer", ticket, "to_procurement")
    window = open_window("buyer", MY_WORK)
    window.show_page("my_work")
    qtbot.waitUntil(lambda: rows(window, "my_work_list") == 1)
    hand = Hand(qtbot, window)
    hand.settle()
    hand.press("Ctrl+P")
    front(window, PapersPage)
    hand.press("Return")
    hand.click("move_send_offer")
    assert hand.count <= 3
    shown = company.database("lead").ask(card, ticket)
    assert shown is not None
    assert shown.row.status == "offer_sent"
    made = company.database("lead").ask(papers_of_ticket, ticket)
    assert [one.form for one in made] == ["commercial-offer"]
    text = window.findChild(QPushButton, "ticket.papers.button").text()  # type: ignore[union-attr]
    assert text.endswith("1")
