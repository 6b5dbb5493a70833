"""What papers say: logo, bank, texts of forms, contracts, the way in, variants and prices."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.views.clients import CLIENTS
from desktop.views.company_logo import CompanyLogo
from desktop.views.line_table import LineTable
from desktop.views.paper_work import Chosen
from desktop.views.papers_action import open_papers
from desktop.views.settings import SETTINGS
from desktop.views.ticket_view import open_ticket
from desktop.views.tickets import TICKETS
from domain.files.actions import store
from domain.printouts.form_texts import own_texts
from domain.procurement.queries import lines_of_ticket
from domain.settings.paper_details import logo, paper_details
from domain.settings.queries import company as company_details
from printing.paper.making import make
from tests.company import Company
from tests.desktop.pages.conftest import Open
from tests.desktop.pages.hand import Hand, quiet
from tests.desktop.pages.test_tickets import child, press
from tests.printing.paper.office import Office, opened
from tests.printing.paper.reading import png, squeezed, words


@pytest.fixture
def office(company: Company) -> Office:
    return opened(company)


def test_a_logo_that_is_no_picture_changes_nothing(
    company: Company, office: Office, qtbot: QtBot, open_window: Open, tmp_path: Path
) -> None:
    window = open_window("admin", SETTINGS)
    window.show_page("settings", "company_details")
    quiet(qtbot, window)
    card_of_logo = window.findChild(CompanyLogo)
    assert card_of_logo is not None
    picture = tmp_path / "logo.png"
    picture.write_bytes(png())
    card_of_logo.take_file(str(picture))
    quiet(qtbot, window)
    kept = company.database("lead").ask(logo)
    assert kept == png()
    nothing, large = tmp_path / "logo.txt", tmp_path / "large.png"
    nothing.write_text("не картинка")
    large.write_bytes(b"\0" * 3_000_000)
    for file, said in ((nothing, "no picture"), (large, "too large"), (tmp_path / "none.png", "cannot be read")):
        card_of_logo.take_file(str(file))
        quiet(qtbot, window)
        assert said in child(window, QLabel, "company_logo_fault").text()
        assert company.database("lead").ask(logo) == kept
    with company.owner().session() as session:  # a file that got in past this program
        session.execute(text("UPDATE company SET logo_file_id = :file"), {"file": store(session, b"no picture")})
    ticket = office.ticket()
    open_papers(window.context, [Chosen(ticket.id, ticket.number, "incident", "main")])
    quiet(qtbot, window)
    qtbot.waitUntil(lambda: "no picture" in child(window, QLabel, "papers_warnings").text())


def test_bank_details_are_mended_and_checked(company: Company, qtbot: QtBot, open_window: Open) -> None:
    window = open_window("director", SETTINGS)
    window.show_page("settings", "company_details")
    iban = child(window, QLineEdit, "company_iban")
    qtbot.waitUntil(lambda: child(window, QLineEdit, "company_time_zone").text() != "")
    child(window, QLineEdit, "company_name").setText("ТОО «Ветка»")
    iban.setText("КZ86 125К ZТ50 0410 0101")
    press(qtbot, window, "company_save")
    fault = child(window, QLabel, "company_fault")
    qtbot.waitUntil(lambda: "check digits" in fault.text())
    assert company.database("lead").ask(paper_details).iban == ""
    iban.setText("КZ86 125К ZТ50 0410 0100")
    press(qtbot, window, "company_save")
    qtbot.waitUntil(lambda: iban.text() == "KZ86125KZT5004100100")
    assert company.database("lead").ask(company_details).name == "ТОО «Ветка»"


def test_the_company_s_own_words_are_on_the_next_paper(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    window = open_window("lead", SETTINGS)
    window.show_page("settings", "form_texts")
    quiet(qtbot, window)
    statement = child(window, QPlainTextEdit, "text_statement")
    original = statement.toPlainText()
    back = child(window, QPushButton, "original_statement")
    assert not back.isVisible()
    statement.setPlainText("Всё сделано как надо.")
    assert back.isVisible()
    press(qtbot, window, "form_text_round-sheet_save")
    quiet(qtbot, window)
    lead, ticket = company.database("lead"), office.ticket().id
    assert "Всёсделанокакнадо." in squeezed(words(lead.act(make, "round-sheet", ticket).pdf))
    assert set(lead.ask(own_texts, "round-sheet", "ru")[0]) == {"statement"}
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert statement.toPlainText() == original
    press(qtbot, window, "form_text_round-sheet_save")
    quiet(qtbot, window)
    assert lead.ask(own_texts, "round-sheet", "ru")[0] == {}
    assert "Всёсделано" not in squeezed(words(lead.act(make, "round-sheet", ticket).pdf))


def test_parts_of_a_kit_keep_their_commas_and_a_word_for_a_number_is_refused(
    company: Company, qtbot: QtBot, open_window: Open
) -> None:
    window = open_window("admin", SETTINGS)
    window.show_page("settings", "form_texts")
    quiet(qtbot, window)
    forms = child(window, QListWidget, "text_forms")
    forms.setCurrentRow(2)
    quiet(qtbot, window)
    kit = child(window, QLineEdit, "text_kit/computer")
    assert "клавиатура, мышь" in kit.text().split("; ")
    kit.setText("провод; клавиатура, мышь")
    press(qtbot, window, "form_text_repair-receipt_save")
    quiet(qtbot, window)
    assert company.database("lead").ask(own_texts, "repair-receipt", "ru")[0]["kit"]["computer"] == [
        "провод", "клавиатура, мышь"
    ]  # fmt: skip
    forms.setCurrentRow(1)
    quiet(qtbot, window)
    child(window, QLineEdit, "text_validity_days").setText("десять")
    press(qtbot, window, "form_text_commercial-offer_save")
    qtbot.waitUntil(lambda: "Valid, days" in child(window, QLabel, "form_text_commercial-offer_fault").text())


def test_a_contract_and_the_way_in_stand_on_the_sheet(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    window = open_window("lead", CLIENTS)
    window.show_page("clients")
    quiet(qtbot, window)
    leaves = child(window, QTabWidget, "client_leaves")
    leaves.setCurrentIndex(1)
    child(window, QLineEdit, "site_directions").setText("вход со двора, код 12")
    press(qtbot, window, "site_save")
    quiet(qtbot, window)
    leaves.setCurrentIndex(3)
    press(qtbot, window, "client_contracts_new")
    child(window, QLineEdit, "contract_number").setText("№ 99/2026")
    signed = child(window, QLineEdit, "contract_signed_on")
    signed.setText("31.02.2026")
    press(qtbot, window, "contract_save")
    qtbot.waitUntil(lambda: "not understood" in child(window, QLabel, "contract_fault").text())
    signed.setText("28.02.2026")
    child(window, QSpinBox, "contract_rounds").setValue(2)
    press(qtbot, window, "contract_save")
    quiet(qtbot, window)
    rows_shown = child(window, QListWidget, "client_contracts_rows")
    assert rows_shown.item(0).text() == "№ 99/2026 · 28.02.2026 · 2 rounds a month"
    sheet = squeezed(words(company.database("lead").act(make, "round-sheet", office.ticket().id).pdf))
    assert "входсодвора,код12" in sheet
    assert "№99/2026от28.02.2026" in sheet


def test_variants_are_typed_priced_and_chosen(
    company: Company, office: Office, qtbot: QtBot, open_window: Open
) -> None:
    ticket = office.ticket("Нужен ИБП")
    office.need(ticket.id, None)
    window = open_window("buyer", TICKETS)
    open_ticket(window.context, ticket.id, ticket.number)
    hand = Hand(qtbot, window)
    child(window, QTabWidget, "ticket_tabs").setCurrentIndex(1)
    hand.settle()
    table = child(window, LineTable, "purchase_table")
    assert table.isColumnHidden(2)
    table.item(0, 6).setText("дорого")
    hand.settle()
    assert "дорого" in child(window, QLabel, "line_fault").text()
    table.item(0, 6).setText("1 500,50")
    hand.settle()
    assert table.item(0, 6).text() == "1,500.50"
    hand.click("line_variant_more")
    child(window, QLineEdit, "line_what").setText("Другой блок")
    hand.click("line_add")
    assert not table.isColumnHidden(2)
    assert [table.item(row, 2).text() for row in range(2)] == ["1", "2"]
    chosen = child(window, QPushButton, "line_variant_choose")
    chosen.menu().actions()[1].trigger()
    hand.settle()
    lines = company.database("lead").ask(lines_of_ticket, ticket.id)
    assert [(line.variant, line.cancelled) for line in lines] == [(1, True), (2, False)]
    assert table.isColumnHidden(2)
