"""Papers made of real rows by people with their own rights, kept, and given out again."""

import hashlib
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from domain.contracts.actions import edit_contract
from domain.contracts.queries import contract_in_force
from domain.equipment.receipt_queries import ReceiptGiven
from domain.equipment.repair_receipts import RepairReceipt
from domain.pricing.actions import set_vat_rate
from domain.printouts.form_texts import edit_form_text
from domain.printouts.paper_data import from_json, to_json
from domain.printouts.papers import paper_by_payload, paper_data, papers_of_ticket
from domain.procurement.actions import choose_variant
from domain.procurement.offer_queries import OfferGiven
from domain.procurement.offers import CommercialOffer
from domain.rounds.queries import SheetGiven
from domain.rounds.round_sheet import RoundSheet
from domain.settings.paper_details import edit_paper_details, paper_details
from labels.payload import parse
from printing.paper.forms import form
from printing.paper.making import make, preview, reprint, set_logo
from tests.domain.stock.deliveries import ordered, receive
from tests.domain.tickets.line import person_id
from tests.printing.paper.office import NOVEMBER, assigned, moved
from tests.printing.paper.reading import codes, png, words


def round_ticket(office, day=NOVEMBER):
    return office.ticket("Плановый обход", type="planned_round", due_at=day)


def test_a_round_sheet_says_what_waits_at_the_client(company, office):
    office.device(office.ticket("Не печатает принтер").id, room="каб. 12")
    later = office.ticket("Переставить шкаф")
    moved(company, "dispatcher", later.id, "postpone_unassigned", until=datetime(2026, 12, 30, 20, tzinfo=UTC))
    done = office.ticket("Уже решена")
    assigned(company, done.id)
    moved(company, "engineer", done.id, "solve", comment="готово")
    papers = office.ticket("Забрать акт по счёту 15")
    assigned(company, papers.id)
    moved(company, "engineer", papers.id, "to_documents")
    device = office.ticket("Ремонт ноутбука", type="repair_intake")
    office.device(device.id, model="HP 450", kind="notebook")
    assigned(company, device.id)
    moved(company, "engineer", device.id, "to_repair", "start_repair")
    moved(company, "engineer", device.id, "finish_repair", comment="починен")
    sheet = round_ticket(office)
    made = company.database("engineer").act(make, "round-sheet", sheet.id)
    text = words(made.pdf)
    assert made.number == str(sheet.number)
    for expected in (
        f"ОБХОДНОЙ ЛИСТ № {sheet.number}", "Дата обхода 20.11.2026", "Обход 1 из 4 за ноябрь 2026 г.",
        "Договор № 17/2026 от 12.01.2026", "Не печатает принтер", "Компьютер ProDesk 400", "каб. 12",
        "Әбенова Дана", "+7 701 123-45-67", "отложена до 31.12.2026", "Главный офис, пр. Абая, 10", "пропуск у охраны",
        "09:00–18:00", "Забрать акт по счёту 15", "Ноутбук HP 450 VT 0000 002-",
    ):  # fmt: skip
        assert expected in text, expected
    assert "Уже решена" not in text
    assert re.search(r"Б\. Забрать документы .* Забрать акт по счёту 15 .* В\. Передать", text)
    assert re.search(r"В\. Передать .* Ноутбук HP 450 .*– готово", text)


def test_the_second_round_of_a_month_is_counted_by_its_day(company, office):
    second = round_ticket(office, datetime(2026, 11, 25, 5, tzinfo=UTC))
    round_ticket(office, datetime(2026, 11, 11, 5, tzinfo=UTC))
    round_ticket(office, datetime(2026, 12, 1, 5, tzinfo=UTC))
    # 30 November 20:00 in UTC is December in Almaty
    round_ticket(office, datetime(2026, 11, 30, 20, tzinfo=UTC))
    made = company.database("dispatcher").act(make, "round-sheet", second.id)
    assert "Обход 2 из 4 за ноябрь 2026 г." in words(made.pdf)


def test_rounds_that_did_not_take_place_are_not_counted(company, office):
    def sheet_of(ticket):
        return words(company.database("dispatcher").act(make, "round-sheet", ticket.id).pdf)

    days = [datetime(2026, 11, day, 5, tzinfo=UTC) for day in (3, 5, 10, 12, 17)]
    closed, cancelled, failed, done, next_one = (round_ticket(office, day) for day in days)
    assert "Обход 5 из 4" in sheet_of(next_one)
    moved(company, "dispatcher", closed.id, "close_unassigned", comment="клиент отказался")
    for one in (cancelled, failed, done):
        moved(company, "dispatcher", one.id, "plan_round")
    moved(company, "dispatcher", cancelled.id, "cancel_round", comment="праздник")
    engineer = person_id(company, "engineer")
    for one in (failed, done):
        moved(company, "dispatcher", one.id, "assign_round", person_id=engineer)
    moved(company, "engineer", failed.id, "round_failed", comment="закрыто")
    moved(company, "engineer", done.id, "do_round", comment="сделан")
    assert "Обход 2 из 4 за ноябрь 2026 г." in sheet_of(next_one)
    assert "Обход 1 из 4 за ноябрь 2026 г." in sheet_of(failed), "its own sheet always has a place"
    moved(company, "dispatcher", failed.id, "assign_round", person_id=engineer)
    assert "Обход 3 из 4 за ноябрь 2026 г." in sheet_of(next_one), "taken up again, it counts again"


def test_what_the_warehouse_received_is_handed_over(company, office):
    delivery = ordered(company, 2)
    with company.owner().session() as session:
        session.execute(
            text("UPDATE ticket SET client_id = :client WHERE id = :id"),
            {"client": office.client, "id": delivery.ticket_id},
        )
    receive(company, {delivery.lines[0]: 2})
    made = company.database("engineer").act(make, "round-sheet", round_ticket(office).id)
    assert f"Картридж, 2 шт, заявка № {delivery.ticket_number}" in words(made.pdf)


def test_a_sheet_of_a_client_without_tickets_or_contract(company, office):
    contract = company.database("lead").ask(contract_in_force, office.client)
    company.database("lead").act(
        edit_contract, contract.id, number=contract.number, signed_on=None, rounds_per_month=0, active=False,
        expected_version=contract.version,
    )  # fmt: skip
    text = words(company.database("dispatcher").act(make, "round-sheet", round_ticket(office).id).pdf)
    assert "Открытых заявок нет" in text
    assert "Обход 1 из ____ за ноябрь 2026 г." in text


def test_an_offer_is_made_by_the_buyer_from_the_lines_and_names_no_cost(company, office):
    ticket = office.ticket("Купить блоки")
    office.need(ticket.id, "11200.00", "500.50")
    office.need(ticket.id, "9000", variant=2)
    given = OfferGiven(addressee="Директору Сейтову", validity_days=3, made_on=date(2026, 3, 9))
    made = company.database("buyer").act(make, "commercial-offer", ticket.id, given)
    text = words(made.pdf)
    for expected in (
        "КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ", "Директору Сейтову", "Вариант 1", "23 401,00", "Вариант 2", "18 000,00",
        "В том числе НДС 16 %", "3 календарных дня, до 12.03.2026", "Павел Ломов",
    ):  # fmt: skip
        assert expected in text, expected
    everything = text + str(company.database("buyer").ask(paper_data, made.id))
    assert "1234567" not in re.sub(r"\D", "", everything), "what it costs us is nowhere, not even in the kept data"
    assert company.database("buyer").act(choose_variant, ticket.id, 2) == 2
    again = company.database("buyer").act(make, "commercial-offer", ticket.id)
    assert again.number == f"{ticket.number}/2"
    assert "Вариант" not in words(again.pdf)


@pytest.mark.parametrize(("day", "percent", "tax"), [("31.12.2025", 12, "1 200,00"), ("01.01.2026", 16, "1 544,83")])
def test_the_rate_of_tax_follows_the_day_of_the_offer(company, office, day, percent, tax):
    ticket = office.ticket("Купить")
    office.need(ticket.id, "5600.00")
    given = form("commercial-offer").read({"made_on": day})
    text = words(company.database("buyer").act(make, "commercial-offer", ticket.id, given).pdf)
    assert f"В том числе НДС {percent} % {tax}" in text


def test_a_company_that_pays_no_tax_offers_without(company, office):
    admin = company.database("admin")
    admin.act(
        edit_paper_details, vat_payer=False, bank="Банк", iban="кz86 125k zt50 0410 0100", bic="hsbkkzkx", kbe="17",
        director="Ахметов", director_post="Директор", hours="", expected_version=admin.ask(paper_details).version,
    )  # fmt: skip
    ticket = office.ticket("Купить")
    office.need(ticket.id, "5600.00")
    text = words(company.database("buyer").act(make, "commercial-offer", ticket.id).pdf)
    assert "Без НДС" in text
    assert "ИИК KZ86125KZT5004100100, БИК HSBKKZKX" in text


def test_an_offer_before_the_first_rate_is_refused(company, office, refusal):
    ticket, buyer = office.ticket("Купить"), company.database("buyer")
    office.need(ticket.id, "5600.00")
    given = OfferGiven(made_on=date(2008, 5, 1))
    error = refusal(buyer.act, make, "commercial-offer", ticket.id, given)
    assert (error.code, error.details) == ("vat-rate-missing", {"day": "01.05.2008"})
    company.database("bookkeeper").act(set_vat_rate, date(2008, 1, 1), Decimal(13))
    text = words(buyer.act(make, "commercial-offer", ticket.id, given).pdf)
    assert "В том числе НДС 13 %" in text


def test_an_offer_needs_lines_and_prices(company, office, refusal):
    buyer, ticket = company.database("buyer"), office.ticket("Купить")
    assert refusal(buyer.act, make, "commercial-offer", ticket.id).code == "offer-without-lines"
    office.need(ticket.id, None)
    error = refusal(buyer.act, make, "commercial-offer", ticket.id)
    assert (error.code, error.details) == ("offer-without-price", {"line": "Блок питания 1"})
    assert buyer.ask(papers_of_ticket, ticket.id) == [], "a paper that was refused has no number and no row"


@pytest.mark.parametrize("login", ["engineer", "dispatcher", "clerk"])
def test_who_may_not_see_prices_makes_no_offer(company, office, refusal, login):
    ticket = office.ticket("Купить")
    office.need(ticket.id, "5600.00")
    assert refusal(company.database(login).act, make, "commercial-offer", ticket.id).code == "no-right"


def test_a_receipt_of_the_device_that_was_brought(company, office, refusal):
    ticket = office.ticket("Ноутбук не включается", description="Упал со стола. Пароль: Qwerty77")
    office.device(ticket.id, model="HP 450", kind="notebook")
    office.device(ticket.id, model="LaserJet", kind="printer")
    given = form("repair-receipt").read(
        {"device": "VT 0000 002", "kit": "картридж, переходник", "powers_on": "нет", "password": "sealed",
         "agreed_up_to": "50 000", "expected_on": "2026-12-11"}
    )  # fmt: skip
    text = words(company.database("engineer").act(make, "repair-receipt", ticket.id, given).pdf)
    assert text.count("LaserJet") == 2
    assert "HP 450" not in text
    assert "Отсутствует кабель питания, кабель USB, лоток" in text
    assert "переходник" in text
    assert "50 000,00 ₸" in text
    assert "Упал со стола" in text
    assert "Qwerty77" not in text
    assert "Ерлан Құсайынов" in text
    wrong = ReceiptGiven(device="777")
    assert refusal(company.database("engineer").act, make, "repair-receipt", ticket.id, wrong).code == (
        "device-not-of-ticket"
    )


def test_the_companys_hours_are_on_a_receipt(company, office):
    ticket, director = office.ticket("Ноутбук"), company.database("director")
    receipt = company.database("engineer").act(make, "repair-receipt", ticket.id)
    assert "часы работы ____" in words(receipt.pdf)
    director.act(
        edit_paper_details, vat_payer=True, bank="", iban="", bic="", kbe="", director="", director_post="",
        hours="Пн–Пт  09:00–18:00", expected_version=director.ask(paper_details).version,
    )  # fmt: skip
    again = company.database("engineer").act(make, "repair-receipt", ticket.id)
    assert words(again.pdf).count("часы работы Пн–Пт 09:00–18:00") == 2
    assert reprint_of(company, receipt.id) == receipt.pdf


def reprint_of(company, paper_id):
    return company.database("lead").ask(reprint, paper_id)[1]


def test_the_time_of_intake_is_the_companys(company, office):
    ticket = office.ticket("Ноутбук")
    made = company.database("engineer").act(make, "repair-receipt", ticket.id)
    row = company.database("engineer").ask(papers_of_ticket, ticket.id)[0]
    local = row.made_at.astimezone(ZoneInfo("Asia/Almaty"))
    assert f"{local:%d.%m.%Y}, время приёма {local:%H:%M}" in words(made.pdf)


def test_a_paper_is_kept_with_its_data_and_printed_again_byte_for_byte(company, office):
    engineer, sheet = company.database("engineer"), round_ticket(office)
    made = engineer.act(make, "round-sheet", sheet.id, SheetGiven(date(2026, 11, 28), "Құсайынов Е."))
    (kept,) = company.database("bookkeeper").ask(papers_of_ticket, sheet.id)
    assert (kept.id, kept.number, kept.made_by, kept.size) == (
        made.id, str(sheet.number), "Ерлан Құсайынов", len(made.pdf),
    )  # fmt: skip
    company.owner().act(lambda session: session.execute(text("UPDATE company SET name = 'Другая'")))
    name, again = company.database("dispatcher").ask(reprint, made.id)
    assert (name, again) == (f"Обходной лист № {sheet.number}", made.pdf)
    data = engineer.ask(paper_data, made.id)
    read = from_json(RoundSheet, data)
    assert read.day == date(2026, 11, 28)
    assert to_json(read) == data
    with company.psql("lead").cursor() as cursor:
        cursor.execute("SELECT data::text, data_sha256, pdf_sha256 FROM paper_content")
        written, *digests = cursor.fetchone()
        assert json.loads(written) == data
        assert digests == [hashlib.sha256(written.encode()).hexdigest(), hashlib.sha256(made.pdf).hexdigest()]


def test_a_preview_keeps_nothing_and_uses_up_no_number(company, office, refusal):
    office.ticket("Заменить картридж")
    engineer, sheet = company.database("engineer"), round_ticket(office)
    shown = engineer.ask(preview, "round-sheet", sheet.id, SheetGiven(date(2026, 12, 1)))
    assert "ОБХОДНОЙ ЛИСТ № ____ " in words(shown.pdf)
    assert "Дата обхода 01.12.2026" in words(shown.pdf)
    assert parse(codes(shown.pdf)[0], "VP").planned
    assert engineer.ask(papers_of_ticket, sheet.id) == []
    assert engineer.act(make, "round-sheet", sheet.id).number == str(sheet.number)
    office.need(sheet.id, "5600.00")
    assert refusal(engineer.ask, preview, "commercial-offer", sheet.id).code == "no-right"


def test_the_code_on_a_paper_finds_it(company, office):
    made = company.database("engineer").act(make, "round-sheet", round_ticket(office).id)
    (scanned,) = codes(made.pdf)
    read = parse(scanned, "VP")
    assert (scanned, read.number) == (made.payload, made.id)
    found = company.database("dispatcher").ask(paper_by_payload, scanned)
    assert (found.id, found.ticket_id) == (made.id, made.ticket_id)


def test_all_data_go_through_json_and_back(company, office):
    ticket = office.ticket("Всё сразу")
    office.need(ticket.id, "11200.50")
    buyer = company.database("buyer")
    for code, kind, maker in (
        ("round-sheet", RoundSheet, "engineer"),
        ("commercial-offer", CommercialOffer, "buyer"),
        ("repair-receipt", RepairReceipt, "clerk"),
    ):
        data = buyer.ask(paper_data, company.database(maker).act(make, code, ticket.id).id)
        assert to_json(from_json(kind, data)) == data
    with pytest.raises(ValueError, match="has no cost"):
        from_json(CommercialOffer, {"cost": "1"})
    with pytest.raises(TypeError, match="no float"):
        to_json((1.5,))
    assert from_json(CommercialOffer, to_json(from_json(CommercialOffer, buyer.ask(paper_data, 2)))).variants[0].lines[
        0
    ].price == Decimal("11200.50")


def test_a_logo_that_is_no_picture_stops_no_paper(company, office, refusal):
    admin = company.database("admin")
    version = admin.ask(paper_details).version
    for content, code in ((b"GIF89a no", "logo-no-picture"), (b"\x00" * (2 * 1024 * 1024 + 1), "logo-too-large"),
                          (png(size=(8001, 10)), "logo-too-large"), (png()[:90], "logo-no-picture")):  # fmt: skip
        assert refusal(admin.act, set_logo, content, expected_version=version).code == code
    admin.act(set_logo, png("navy"), expected_version=version)
    sheet = round_ticket(office)
    with_logo = company.database("engineer").act(make, "round-sheet", sheet.id)
    assert with_logo.warnings == ()
    with company.owner().session() as session:  # a picture that went bad, as an import may leave it
        session.execute(
            text("INSERT INTO stored_file (sha256, size, content) VALUES (encode(sha256('x'), 'hex'), 1, 'x')")
        )
        session.execute(text("UPDATE company SET logo_file_id = (SELECT max(id) FROM stored_file)"))
    without = company.database("engineer").act(make, "round-sheet", sheet.id)
    assert [one.code for one in without.warnings] == ["logo-no-picture"]
    assert f"ОБХОДНОЙ ЛИСТ № {sheet.number}/2" in words(without.pdf)
    assert len(with_logo.pdf) > len(without.pdf)


@pytest.mark.parametrize("login", ["engineer", "dispatcher", "buyer", "clerk", "bookkeeper", "lead"])
def test_only_those_who_run_the_company_set_its_logo(company, refusal, login):
    assert refusal(company.database(login).act, set_logo, png(), expected_version=1).code == "no-right"


def test_own_texts_are_printed_instead_of_those_brought(company, office, refusal):
    office.ticket()
    lead = company.database("lead")
    version = lead.act(edit_form_text, "round-sheet", "ru", {"checklist": ["Сейф закрыт"]}, expected_version=None)
    text = words(lead.act(make, "round-sheet", round_ticket(office).id).pdf)
    assert "Сейф закрыт" in text
    assert "Антивирус" not in text
    assert "Перенесено на" in text
    for texts, code in (
        ({"checklist": "слово"}, "form-text-wrong"),
        ({"list": []}, "form-text-wrong"),
        ({"checklist": [1]}, "form-text-wrong"),
    ):
        assert refusal(lead.act, edit_form_text, "round-sheet", "ru", texts, expected_version=version).code == code
    edit = edit_form_text
    assert refusal(lead.act, edit, "round-sheet", "ru", {}, expected_version=None).code == "changed-meanwhile"
    assert refusal(lead.act, edit, "no-form", "ru", {}, expected_version=None).code == "form-unknown"
    assert refusal(lead.act, edit, "round-sheet", "de", {}, expected_version=None).code == "form-language-unknown"
    engineer = company.database("engineer")
    assert refusal(engineer.act, edit, "round-sheet", "kk", {}, expected_version=None).code == "no-right"


def test_kazakh_texts_of_a_form(company, office):
    office.ticket()
    text = words(company.database("engineer").act(make, "round-sheet", round_ticket(office).id, None, "kk").pdf)
    assert "Орындалды" in text
    assert "ОБХОДНОЙ ЛИСТ" in text


def test_what_is_typed_for_a_form_is_checked(refusal):
    receipt = form("repair-receipt")
    for typed in (
        {"password": "Qwerty77"}, {"powers_on": "maybe"}, {"agreed_up_to": "1,234"}, {"agreed_up_to": "-1"},
        {"expected_on": "31.02.2026"}, {"expected_on": "1.2"}, {"post": "я" * 301},
    ):  # fmt: skip
        assert refusal(receipt.read, typed).code == "paper-field-wrong", typed
    error = refusal(receipt.read, {"passwort": "x"})
    assert error.code == "paper-field-unknown"
    assert "declared_fault" in error.details["known"]
    assert refusal(form, "invoice").code == "form-unknown"
    assert receipt.read({"backup": "да", "post": " "}) == ReceiptGiven(backup=True)
