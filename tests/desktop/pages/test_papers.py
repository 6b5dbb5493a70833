"""Papers in the window: real widgets, a real database, and PDFs that another library reads back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.shell.window import MainWindow
from desktop.views.paper_pages import PaperPages
from desktop.views.paper_preview import PaperFile, PaperPreview, show_paper
from desktop.views.paper_printing import OfficePrinters, print_pages, set_up
from desktop.views.paper_work import Chosen
from desktop.views.papers_action import open_papers
from desktop.views.papers_page import PapersPage
from desktop.views.ticket_view import open_ticket
from desktop.views.tickets import MY_WORK, TICKETS
from domain.printouts.papers import paper_pdf, papers_of_ticket
from domain.tickets.queries import card
from printing.paper.making import joined, make
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.hand import Hand, front, quiet
from tests.desktop.pages.test_tickets import child, rows
from tests.printing.paper.office import Office, assigned, moved, opened
from tests.printing.paper.reading import codes, pages, squeezed, words

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


def test_the_round_sheets_of_tomorrow_are_printed_with_four_keys(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    for n in range(3):
        round_of(office, f"Плановый обход {n}")
    window = open_window("engineer", MY_WORK)
    window.show_page("my_work")
    qtbot.waitUntil(lambda: rows(window, "my_work_list") == 3)
    hand = Hand(qtbot, window)
    hand.settle()
    hand.press("Ctrl+A")
    hand.press("Ctrl+P")
    assert child(window, QListWidget, "paper_forms").currentItem().text() == "Round sheet"
    hand.press("Return")
    preview = front(window, PaperPreview)
    hand.press("Return")
    assert hand.count <= 4
    assert preview.pages.count == 3
    printed = pages((queues.folder / "Kyocera.pdf").read_bytes())
    assert len(printed) == 3
    made = [company.database("lead").ask(papers_of_ticket, one)[0] for one in tickets_of(company)]
    assert {one.form for one in made} == {"round-sheet"}
    hand.press("Escape")
    assert window.workspace.front is not preview


def test_a_page_range_and_copies_reach_the_printer(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    window, preview = previewed(company, office, qtbot, open_window, tickets=3)
    hand = Hand(qtbot, window)
    child(window, QLineEdit, "paper_range").setText("4")
    hand.press("Ctrl+P")
    assert "1-3, 5" in child(window, QLabel, "paper_fault").text()
    child(window, QLineEdit, "paper_range").setText("2-3")
    child(window, QSpinBox, "paper_copies").setValue(2)
    hand.press("Ctrl+P")
    printed = (queues.folder / "Kyocera.pdf").read_bytes()
    assert len(pages(printed)) == 4
    assert child(window, QLabel, "paper_fault").text() == ""
    assert preview.pages.count == 3
    assert window.context.settings.text("papers/printer") == "Kyocera"


def test_what_is_printed_is_what_is_shown(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    window, _ = previewed(company, office, qtbot, open_window)
    Hand(qtbot, window).press("Ctrl+P")
    printed = (queues.folder / "Kyocera.pdf").read_bytes()
    assert codes(printed) == [company.database("lead").ask(papers_of_ticket, tickets_of(company)[0])[0].payload]


def test_the_printer_s_own_dialog_prints_with_what_is_set_in_it(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    window, _ = previewed(company, office, qtbot, open_window, tickets=3)
    hand = Hand(qtbot, window)
    hand.click("paper.options.button")
    dialog = child(window, QPrintDialog, "paper_print_dialog")
    printer = dialog.printer()  # what the dialog does when it is accepted, were there a queue
    printer.setCopyCount(2)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    dialog.accepted.emit(printer)
    dialog.close()
    hand.settle()
    assert child(window, QSpinBox, "paper_copies").value() == 2
    assert len(pages((queues.folder / "Kyocera.pdf").read_bytes())) == 2


def test_a_paper_is_printed_once_however_often_enter_is_pressed(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    rounds, go_on = [], Event()

    def at_leisure(*asked: Any) -> int:
        rounds.append(asked)
        assert go_on.wait(20)
        return print_pages(*asked)

    monkeypatch.setattr("desktop.views.print_row.print_pages", at_leisure)
    window, preview = previewed(company, office, qtbot, open_window, tickets=2)
    button, pages_typed = child(window, QPushButton, "paper.print.button"), child(window, QLineEdit, "paper_range")
    hand = Hand(qtbot, window)
    pages_typed.setText("1")
    pages_typed.setFocus()
    for _ in range(2):
        qtbot.keyClick(pages_typed, Qt.Key.Key_Return)
    preview.refresh()
    assert not button.isEnabled()
    assert not child(window, QPushButton, "paper.options.button").isEnabled()
    go_on.set()
    hand.settle()
    assert len(rounds) == 1
    assert button.isEnabled()
    assert pages_typed.hasFocus()
    button.setFocus()
    go_on.clear()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    preview.pages.setFocus()
    go_on.set()
    hand.settle()
    assert len(rounds) == 2
    assert preview.pages.hasFocus()


def test_the_printer_s_dialog_begins_with_what_is_chosen(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    window, _ = previewed(company, office, qtbot, open_window, tickets=3)
    hand = Hand(qtbot, window)
    typed = child(window, QLineEdit, "paper_range")
    typed.setText("2-3")
    child(window, QSpinBox, "paper_copies").setValue(2)
    hand.click("paper.options.button")
    dialog = child(window, QPrintDialog, "paper_print_dialog")
    printer = dialog.printer()
    assert (printer.copyCount(), printer.fromPage(), printer.toPage()) == (2, 2, 3)
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    dialog.accepted.emit(printer)
    dialog.close()
    hand.settle()
    assert typed.text() == ""
    assert len(pages((queues.folder / "Kyocera.pdf").read_bytes())) == 6


def test_a_printer_that_is_gone_is_a_sentence_and_another_can_be_chosen(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    window, preview = previewed(company, office, qtbot, open_window)
    hand = Hand(qtbot, window)
    queues.there = ("HP",)
    hand.press("Ctrl+P")
    fault = child(window, QLabel, "paper_fault")
    assert "Kyocera" in fault.text()
    assert child(window, QComboBox, "paper_printer").currentText() == "HP"
    hand.press("Ctrl+P")
    assert fault.text() == ""
    assert len(pages((queues.folder / "HP.pdf").read_bytes())) == 1
    queues.there = ()
    preview.refresh()
    assert "no printer" in fault.text()
    assert not child(window, QPushButton, "paper.print.button").isEnabled()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_is_a_sentence(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, queues: type[PrintersToFiles]
) -> None:
    window, preview = previewed(company, office, qtbot, open_window)
    queues.folder = queues.folder / "not-there"
    with qtbot.captureExceptions() as raised:
        Hand(qtbot, window).press("Ctrl+P")
    assert raised == []
    assert "did not take" in child(window, QLabel, "paper_fault").text()
    assert preview.pages.count == 1
    assert child(window, QPushButton, "paper.print.button").isEnabled()


@pytest.mark.parametrize(
    ("place", "said"), [("/dev/full", "no room"), ("/proc/none/paper.pdf", "could not be written")]
)
def test_a_pdf_that_cannot_be_saved_is_a_sentence_and_the_paper_stays(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, tmp_path: Path, place: str, said: str
) -> None:
    window, preview = previewed(company, office, qtbot, open_window)
    hand = Hand(qtbot, window)
    save_to(qtbot, window, hand, place)
    assert said in child(window, QLabel, "paper_fault").text()
    assert preview.pages.count == 1
    save_to(qtbot, window, hand, str(tmp_path / "paper.pdf"))
    assert child(window, QLabel, "paper_fault").text() == ""
    assert "ОБХОДНОЙЛИСТ" in squeezed(words((tmp_path / "paper.pdf").read_bytes()))


def test_pages_are_drawn_sharp_and_zoomed(company: Company, office: Office, qtbot: QtBot, open_window: Open) -> None:
    window, preview = previewed(company, office, qtbot, open_window, tickets=2)
    hand = Hand(qtbot, window)
    preview.pages.setFocus()
    assert preview.pages.is_drawn(0)
    fitted = preview.pages.zoom
    hand.press("Ctrl++")
    assert preview.pages.zoom > fitted
    assert preview.pages.is_drawn(0)
    hand.press("End")
    assert preview.pages.page == 2
    assert preview.pages.is_drawn(1)
    assert child(window, QLabel, "paper_where").text() == "Page 2 of 2"
    hand.press("Ctrl+-")
    hand.press("Ctrl+0")
    assert preview.pages.zoom == fitted
    assert not preview.pages.is_drawn(5)


def test_what_is_typed_is_on_the_paper_and_survives_an_interruption(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    ticket = office.ticket("Не включается", description="Пароль: qwerty1, не включается", type="repair_intake")
    window = open_window("dispatcher", TICKETS)
    open_ticket(window.context, ticket.id, ticket.number)
    hand = Hand(qtbot, window)
    hand.settle()
    hand.click("ticket.papers.button")
    fault_field = child(window, QPlainTextEdit, "paper_field_declared_fault")
    assert "qwerty1" not in fault_field.toPlainText()
    assert "не включается" in fault_field.toPlainText()
    look = child(window, QPlainTextEdit, "paper_field_appearance")
    look.setPlainText("Царапина на крышке")
    hand.press("Escape")
    hand.click("ticket.papers.button")
    assert child(window, QPlainTextEdit, "paper_field_appearance").toPlainText() == "Царапина на крышке"
    child(window, QLineEdit, "paper_field_agreed_up_to").setText("много")
    hand.press("Ctrl+Return")
    told = child(window, QLabel, "papers_fault")
    assert "Agreed without a call" in told.text()
    child(window, QLineEdit, "paper_field_agreed_up_to").setText("15 000")
    hand.press("Ctrl+Return")
    row = company.database("lead").ask(papers_of_ticket, ticket.id)[0]
    text = squeezed(words(company.database("lead").ask(paper_pdf, row.id)))
    assert text.count("Царапинанакрышке") == 2
    assert "15000,00" in text
    hand.click("ticket.papers.button")
    assert child(window, QPlainTextEdit, "paper_field_appearance").toPlainText() == ""  # made: the draft is gone
    kept = child(window, QListWidget, "kept_papers_list")
    kept.setFocus()
    hand.press("Return")
    assert front(window, PaperPreview).pages.count == 1


def test_a_draft_hides_nothing_fresh_and_is_thrown_away_on_wish(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    round_of(office, "Плановый обход")
    ticket = tickets_of(company)[0]
    window = open_window("engineer", TICKETS)
    hand = Hand(qtbot, window)

    def opened_again() -> None:
        open_papers(window.context, [Chosen(ticket, number_of(company, ticket), "planned_round", "rounds")])
        hand.settle()

    opened_again()
    day, engineer = child(window, QLineEdit, "paper_field_day"), child(window, QLineEdit, "paper_field_engineer")
    before, own = day.text(), engineer.text()
    assert child(window, QWidget, "paper_fields_restored").isHidden()
    engineer.setText("Кто-то другой")
    hand.press("Escape")
    with company.owner().session() as session:
        session.execute(text("UPDATE ticket SET due_at = due_at + interval '9 days'"))
    opened_again()
    day, engineer = child(window, QLineEdit, "paper_field_day"), child(window, QLineEdit, "paper_field_engineer")
    assert day.text() not in ("", before)
    assert engineer.text() == "Кто-то другой"
    assert child(window, QWidget, "paper_fields_restored").isVisible()
    hand.click("paper_fields_anew")
    assert engineer.text() == own
    hand.press("Escape")
    opened_again()
    assert child(window, QLineEdit, "paper_field_engineer").text() == own
    assert child(window, QWidget, "paper_fields_restored").isHidden()


def test_tab_goes_from_the_form_to_its_fields_and_the_buttons(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    ticket = office.ticket()
    window = open_window("dispatcher", TICKETS)
    open_papers(window.context, [Chosen(ticket.id, ticket.number, "incident", "main")])
    hand = Hand(qtbot, window)
    hand.settle()
    choose_form(window, "Round sheet")
    hand.settle()
    child(window, QListWidget, "paper_forms").setFocus()
    passed = []
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(focused.objectName())
        if passed[-1] == "paper_pages":
            break
    fields = [one for one in passed if one.startswith("paper_field_")]
    assert len(fields) > 1
    assert passed == [*fields, "papers.make.button", "papers.print.button", "papers.save.button", "paper_pages"]


def test_a_preview_keeps_nothing(company: Company, office: Office, qtbot: QtBot, open_window: Open) -> None:
    ticket = office.ticket()
    window = open_window("dispatcher", TICKETS)
    open_ticket(window.context, ticket.id, ticket.number)
    hand = Hand(qtbot, window)
    hand.settle()
    hand.press("Ctrl+P")
    page = front(window, PapersPage)
    assert page.findChild(PaperPages).count == 1
    hand.press("Escape")
    assert company.database("lead").ask(papers_of_ticket, ticket.id) == []


# Steps ----------------------------------------------------------------------------------------------------------


def round_of(office: Office, title: str) -> None:
    made = office.ticket(title, type="planned_round", due_at=TOMORROW)
    moved(office.company, "dispatcher", made.id, "plan_round")
    assigned(office.company, made.id)


def tickets_of(company: Company) -> list[int]:
    with company.owner().session() as session:
        return list(session.execute(text("SELECT id FROM ticket ORDER BY id")).scalars())


def number_of(company: Company, ticket: int) -> int:
    shown = company.database("lead").ask(card, ticket)
    assert shown is not None
    return shown.row.number


def choose_form(window: MainWindow, name: str) -> None:
    forms = child(window, QListWidget, "paper_forms")
    forms.setCurrentItem(forms.findItems(name, Qt.MatchFlag.MatchStartsWith)[0])


def previewed(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, *, tickets: int = 1
) -> tuple[MainWindow, PaperPreview]:
    """Open the preview of so many round sheets in one PDF."""
    made = [company.database("lead").act(make, "round-sheet", office.ticket().id) for _ in range(tickets)]
    window = open_window("dispatcher", TICKETS)
    show_paper(window.context, "paper:1", PaperFile("Обходной лист № 1", joined(made)))
    quiet(qtbot, window)
    QApplication.processEvents()
    quiet(qtbot, window)
    return window, front(window, PaperPreview)


def save_to(qtbot: QtBot, window: MainWindow, hand: Hand, place: str) -> None:
    hand.press("Ctrl+S")
    dialog = child(window, QFileDialog, "paper_save_dialog")
    dialog.fileSelected.emit(place)
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    front(window, PaperPreview).pages.setFocus()
    hand.settle()
