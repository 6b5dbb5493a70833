"""The commercial offer, read back from its PDF and held against the list of its fields."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.pricing.words import in_figures, in_words
from domain.procurement.offers import OfferLine, OfferTerms
from printing.paper.commercial_offer import commercial_offer
from printing.paper.logo import read_logo
from tests.printing.paper import samples
from tests.printing.paper.reading import codes, letters_outside, pages, picture, png, squeezed, words

CAPTIONS = (
    "ТОО «Ветка Сервис»", "БИН 940440000405", "г. Алматы, ул. Қабанбай батыра, 51", "+7 727 355-12-34", "help@vetka.kz",
    "ИИК KZ86125KZT5004100100", "БИК HSBKKZKX",
    "КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ № 4711/2 от 9 марта 2026 г.",
    "Кому ТОО «Жаңа Өріс Құрылыс», БИН/ИИН 170740032780", "Контактное лицо Әбенова Дана Қасымқызы, завхоз",
    "Объект Главный офис", "По заявке № 4711", "Основание заявка заказчика",
    "Наименование, характеристики", "Ед.", "Кол-во", "Цена, ₸", "Сумма, ₸", "Срок поставки",
    "Блок питания 1 Вт", "шт", "11 200,00", "22 400,00", "5–7 дн.",
    "Итого", "44 800,00", "В том числе НДС 16 %", "6 179,32",
    "Всего прописью: Сорок четыре тысячи восемьсот тенге 00 тиын",
    "Условия оплаты Предоплата 50 %", "Условия поставки Доставка", "Срок изготовления / поставки 5–10 рабочих дней",
    "Гарантия 12 месяцев", "Срок действия предложения 10 календарных дней, до 19.03.2026 включительно",
    "Согласовано", "должность", "подпись", "расшифровка подписи", "20___ г.", "М.П.",
    "Директор", "Ахметов Т. С.", "Исполнитель", "Ломов Павел, тел. +7 701 111-22-33", "стр. 1 из 1",
)  # fmt: skip


def made(*variants: tuple[OfferLine, ...], **changes) -> bytes:
    return samples.pdf(commercial_offer(samples.offer(*variants, **changes)))


def test_every_field_of_the_list_stands_on_it():
    text = squeezed(words(made()))
    assert [one for one in CAPTIONS if squeezed(one) not in text] == []


def test_nothing_of_what_it_costs_us_can_stand_on_it():
    fields = {name for kind in (OfferLine, type(samples.offer())) for name in kind.__dataclass_fields__}
    assert not {name for name in fields if re.search("cost|margin|supplier", name)}
    assert not re.search("(?i)себестоим|марж|наценк|закупочн|поставщик", words(made()))


def test_columns_are_as_wide_as_agreed():
    dark = picture(made(), dpi=254)
    for y in range(dark.height):
        row = [x for x in range(1, dark.width) if dark.getpixel((x, y)) < 150 <= dark.getpixel((x - 1, y))]
        if len(row) == 8 and row[-1] - row[0] > 1800:  # only the upright lines of the table
            break
    assert [round((x - row[0]) / 10) for x in row] == [0, 8, 92, 106, 122, 148, 176, 190]


def test_a_company_without_vat_says_so():
    text = words(made(vat_percent=None))
    assert "Без НДС х" in text
    assert "В том числе НДС" not in text


def test_vat_is_summed_by_line_as_it_goes_to_accounting():
    line = OfferLine("кабель", "шт", Decimal(1), Decimal("33.33"))
    assert "13,80" in words(made((line,) * 3))


def test_each_variant_has_its_own_total_and_one_is_ticked():
    text = words(made(samples.lines(1, "100"), samples.lines(2, "1000.50"), samples.lines(3, "7")))
    for number, total in ((1, "200,00"), (2, "4 002,00"), (3, "42,00")):
        assert f"Вариант {number}" in text
        assert f"{number} ({total} ₸)" in text
    assert text.count("Всего прописью") == 3
    assert "Выбран вариант" in text
    assert "Выбран вариант" not in words(made())


def test_sums_are_carried_over_every_page_break():
    lines = tuple(OfferLine(f"позиция {n}", "шт", Decimal(1), Decimal(1000 + n)) for n in range(1, 151))
    found = pages(made(lines))
    assert len(found) == 4
    carried = Decimal(0)
    for number, text in enumerate(found):
        on_page = sum(Decimal(1000 + int(n)) for n in re.findall(r"позиция (\d+)", text))
        if number:
            assert f"Перенесено {in_figures(carried)}".replace("\u00a0", " ") in text
        carried += on_page
        assert f"Итого по странице {in_figures(on_page)}".replace("\u00a0", " ") in text
        if number < len(found) - 1:
            assert f"К переносу {in_figures(carried)}".replace("\u00a0", " ") in text
        assert "Сумма, ₸" in text
        assert f"стр. {number + 1} из 4" in text
    assert f"Итого {in_figures(carried)}".replace("\u00a0", " ") in found[-1]
    assert carried == sum(1000 + n for n in range(1, 151))


def test_totals_and_signatures_never_stand_alone():
    for count in range(30, 64):
        last = pages(made(samples.lines(count)))
        page_of_total = next(page for page in last if "Всего прописью" in page)
        assert f"Блок питания {count} Вт" in page_of_total, count
        assert re.search(r"В том числе НДС", page_of_total)
        assert "Условия оплаты" in last[-1], count
        assert "Ломов Павел" in last[-1]


def test_a_page_is_never_left_half_empty_by_one_line_more():
    before = None
    for count in range(26, 64, 2):
        found = len(pages(made(samples.lines(count))))
        assert before is None or before <= found <= before + 1
        before = found
    assert before == 2


def test_absurd_lengths_and_sums_stay_on_the_paper():
    long = samples.ABSURD
    wild = tuple(
        OfferLine(long * 2, "упаковка", Decimal("99999.999"), Decimal("99999999999999.99"), long) for _ in range(40)
    )
    pdf = made(
        wild, wild, addressee=replace(samples.CALLER, name=long), ground=long, author=long,
        terms=OfferTerms(long * 3, long, long, long, 365),
    )  # fmt: skip
    assert letters_outside(pdf, 10, 200) == []
    assert squeezed(words(pdf)).count(squeezed(long * 2)) >= 80
    total = sum((line.amount for line in wild), Decimal(0))
    assert squeezed(in_figures(total)) in squeezed(words(pdf))
    assert squeezed(in_words(total)) in squeezed(words(pdf))


def test_kazakh_texts_and_sum():
    form = samples.texts("commercial-offer", "kk")
    text = words(made(language="kk", terms=OfferTerms(form["payment"], form["delivery"], "", form["warranty"], 10)))
    assert "Қырық төрт мың сегіз жүз теңге 00 тиын" in text
    assert form["payment"] in text
    assert "Срок изготовления / поставки" in text, "an unknown term is a blank to write on"


def test_the_logo_and_the_code_are_on_it():
    picture_of = read_logo(png("navy"))
    pdf = samples.pdf(commercial_offer(samples.offer(), picture_of))
    assert codes(pdf) == [samples.PAYLOAD]
    assert picture(pdf, dpi=100).getpixel((60, 70)) < 90, "the dark blue of the logo"
    assert picture(made(), dpi=100).getpixel((120, 78)) > 200


def test_the_validity_ends_by_the_calendar():
    text = words(made(made_on=date(2026, 12, 25)))
    assert "от 25 декабря 2026 г." in text
    assert "до 04.01.2027 включительно" in text
