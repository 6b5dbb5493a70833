"""The round sheet, read back from its PDF and held against the list of its fields."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from domain.printouts.parties import Caller, ClientDetails
from domain.rounds.round_sheet import RoundCount, SheetTicket
from printing.paper.round_sheet import round_sheet
from tests.printing.paper import samples
from tests.printing.paper.reading import codes, letters_outside, pages, picture, sizes, squeezed, title, words

CAPTIONS = (
    "ОБХОДНОЙ ЛИСТ № 4711", "Дата обхода 28.11.2026", "Дата составления 27.11.2026", "Заявка № 4711",
    "Исполнитель ТОО «Ветка Сервис»", "БИН/ИИН 940440000405", "Телефон диспетчерской +7 727 355-12-34",
    "Заказчик ТОО «Жаңа Өріс Құрылыс»", "БИН/ИИН 170740032780",
    "Объект, адрес Главный офис, г. Алматы, пр. Абая, 10", "Как пройти / пропуск вход со двора, пропуск у охраны",
    "Договор № 17/2026 от 12.01.2026", "Обход 2 из 4 за ноябрь 2026 г.",
    "Инженер Құсайынов Ерлан", "Контактное лицо Әбенова Дана Қасымқызы", "телефон +7 701 000-00-01",
    "часы 08:30–17:30",
    "А. Заявки", "Заявка №, дата. Статус", "Устройство (ID с наклейки, тип, инв. №)",
    "Кабинет. Кто обратился, телефон", "Что сделать", "Результат", "Время, мин",
    "№ 4712", "01.11.2026", "открыта", "VT 0045 100-A", "Компьютер ProDesk 400", "инв. № ИНВ00000", "каб. 1",
    "Қасымова Әсел Нұрланқызы", "+7 701 123-45-67", "Заменить блок питания номер 0",
    "Выполнено", "Выполнено частично", "Не выполнено", "Перенесено на",
    "Б. Забрать документы", "Документ", "№ и дата", "Сумма", "По заявке №", "У кого",
    "Получено (да/нет), подпись выдавшего", "акт Р-1", "15 от 30.10.2026", "90 000,00", "4690", "Сәуле",
    "В. Передать", "Что", "Кому", "Получил, подпись", "Компьютер VT 0045 127-A из ремонта",
    "Г. Контрольный список обхода", "Пункт", "Да", "Нет", "Замечания",
    "Д. Новые обращения на месте", "Кабинет", "Что случилось", "Кто",
    "Прибытие (ЧЧ:ММ)", "Убытие (ЧЧ:ММ)", "Всего", "Представитель заказчика", "должность", "подпись",
    "расшифровка подписи", "М.П.", "20___ г.", "стр. 1 из",
)  # fmt: skip


def made(**changes) -> bytes:
    return samples.pdf(round_sheet(samples.sheet(**changes)))


def test_every_field_of_the_list_stands_on_it():
    text = squeezed(words(made()))
    missing = [one for one in CAPTIONS if squeezed(one) not in text]
    assert missing == []
    form = samples.texts("round-sheet")
    for one in (*form["checklist"], *form["result_codes"], form["statement"]):
        assert squeezed(one) in text


def test_it_has_the_seven_details_of_a_primary_document():
    text = words(made())
    for detail in (
        "ОБХОДНОЙ ЛИСТ", "Дата составления 27.11.2026", "ТОО «Ветка Сервис»", "Заменить блок питания",
        "Время, мин", "расшифровка подписи", "940440000405",
    ):  # fmt: skip
        assert detail in text


def test_a_client_without_tickets_still_gets_a_sheet():
    text = words(made(tickets=(), documents=(), hand_over=()))
    assert "Открытых заявок нет" in text
    assert "Документов к получению нет" in text
    assert "Г. Контрольный список обхода" in text
    assert "Д. Новые обращения на месте" in text
    assert len(pages(made(tickets=(), documents=(), hand_over=()))) == 1


def test_one_ticket_fits_one_page_and_its_code_is_read():
    pdf = made()
    assert len(pages(pdf)) == 1
    assert codes(pdf) == [samples.PAYLOAD]
    assert sizes(pdf) == [pytest.approx((595.3, 841.9), abs=0.1)]
    assert title(pdf) == "Обходной лист № 4711"


def test_sixty_tickets_lie_on_the_route_and_every_page_has_its_heads():
    pdf = samples.pdf(round_sheet(samples.sheet(60)))
    found = pages(pdf)
    assert len(found) == 4
    for number, text in enumerate(found, 1):
        assert f"стр. {number} из 4" in text
        assert "Обходной лист № 4711" in text
        assert "Что сделать" in text
    text = words(pdf)
    rooms = [text.index(f"номер {number} ") for number in sorted(range(60), key=lambda number: (number % 12, number))]
    assert rooms == sorted(rooms), "by room as numbers, then by device"
    assert all(f"№ {4712 + number}" in text for number in range(60))


def test_rows_are_high_enough_to_write_in():
    dark = picture(made(tickets=samples.sheet_tickets(3), documents=(), hand_over=()), dpi=254)
    column = [dark.getpixel((105, y)) for y in range(dark.height)]  # 10.5 mm: just inside the left edge of the table
    edge = [y for y in range(1, dark.height) if column[y] < 200 <= column[y - 1]]
    heights = [below - above for above, below in pairwise(edge)]
    assert sum(height >= 120 for height in heights) >= 3, heights  # a tenth of a millimetre a dot


def test_the_end_never_stands_alone():
    for count in range(0, 61, 3):
        last = pages(samples.pdf(round_sheet(samples.sheet(count, documents=(), hand_over=()))))[-1]
        assert "Представитель заказчика" in last
        assert "Д. Новые обращения на месте" in last


def test_absurd_lengths_stay_on_the_paper():
    long = samples.ABSURD
    ticket = SheetTicket(10**9, date(2026, 11, 1), long, long * 3, long, long, long, long, long, long)
    pdf = made(
        tickets=(ticket,) * 3, client=ClientDetails(long, long), contact=Caller(long, long, long, long),
        engineer=long, statement=long * 4, checklist=(long,) * 3, number=long,
    )  # fmt: skip
    assert letters_outside(pdf, 10, 200) == []
    assert squeezed(words(pdf)).count(long) > 10


def test_a_row_higher_than_a_page_is_torn_between_lines():
    ticket = replace(samples.sheet_tickets(1)[0], task="слово и дело " * 700)
    pdf = made(tickets=(ticket,))
    assert len(pages(pdf)) > 2
    assert words(pdf).count("слово и дело") >= 690
    assert all("Что сделать" in text for text in pages(pdf)[:2])


def test_what_is_not_known_is_left_to_the_pen():
    text = words(made(day=None, contract=None, count=RoundCount(date(2026, 11, 1)), contact=Caller(), engineer=""))
    assert "____.____.20___" in text
    assert "Обход ____ из ____ за ноябрь 2026 г." in text
    assert "№ ____________ от ____________" in text
    assert "None" not in text


def test_money_is_written_as_accountants_do():
    assert "1 234 567,89" in words(
        made(documents=(replace(samples.sheet().documents[0], amount=Decimal("1234567.89")),))
    )


def test_the_same_data_give_the_same_bytes():
    assert made() == made()
    assert made() != made(number="4711/2")


def test_letters_it_cannot_draw_and_controls_do_not_stop_it():
    text = words(made(engineer="Ерлан\x00\x1b 🙂 漢 ₸ ҒғҚқҢңҰұҮүҺһӘәӨөІі\u202fг."))
    assert "₸ ҒғҚқҢңҰұҮүҺһӘәӨөІі" in text
    assert "\x00" not in text
