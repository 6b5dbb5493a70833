"""The repair receipt, read back from its PDF and held against the list of its fields."""

from dataclasses import replace

import pytest

from domain.equipment.receipt_queries import kit_of, without_password
from domain.equipment.repair_receipts import Access, Condition, KitPart, ReceivedDevice, RepairMoney
from domain.printouts.parties import Caller
from printing.paper.logo import read_logo
from printing.paper.repair_receipt import repair_receipt
from tests.printing.paper import samples
from tests.printing.paper.reading import codes, letters_outside, marks, pages, png, squeezed, words

CAPTIONS = (
    "РАСПИСКА (АКТ ПРИЁМА-ПЕРЕДАЧИ ОБОРУДОВАНИЯ В РЕМОНТ) № 4711", "27.11.2026", "время приёма 14:05",
    "Исполнитель ТОО «Ветка Сервис»", "БИН 940440000405", "г. Алматы, ул. Қабанбай батыра, 51", "тел. +7 727 355-12-34",
    "часы работы 09:00–18:00", "заявка № 4711",
    "Заказчик ТОО «Жаңа Өріс Құрылыс»", "БИН/ИИН 170740032780", "Сдал: Ф.И.О. Әбенова Дана Қасымқызы",
    "должность завхоз", "телефон +7 701 000-00-01",
    "Тип Ноутбук", "Марка, модель HP ProBook 450 G8", "Серийный № / IMEI 5CD1234ABC", "Инв. № 000123",
    "ID наклейки VT 0045 127-A", "Кол-во 1 шт",
    "Внешний вид (царапины, сколы, следы влаги) царапины на крышке", "Пломбы целы нет", "Включается да нет",
    "Комплектация блок питания кабель сумка", "Отсутствует кабель",
    "Заявленная неисправность Не включается после грозы",
    "Пароль не передан передан в запечатанном виде код на наклейке", "Данные нужны можно стереть",
    "Резервная копия есть нет", "Ремонт гарантийный по договору платный", "Согласовано без звонка до 50 000,00 ₸",
    "Диагностика 5 000,00 ₸", "Ориентировочный срок 11.12.2026", "Подменное оборудование: ID VT 0045 200-H",
    "принято по акту АП-12", "Условия", "Оборудование в ремонт сдал", "Оборудование в ремонт принял",
    "Құсайынов Ерлан", "подпись", "расшифровка подписи",
    "Выдано: дата, время", "Выполнено", "Заменено", "Гарантия до", "Документ, по которому выдано",
    "Получил, претензий не имею", "Выдал",
)  # fmt: skip


def made(**changes) -> bytes:
    return samples.pdf(repair_receipt(samples.receipt(**changes)))


def test_every_field_of_the_list_stands_on_both_halves():
    text = squeezed(words(made()))
    assert [one for one in CAPTIONS if text.count(squeezed(one)) < 2] == []
    for number, term in enumerate(samples.texts("repair-receipt")["terms"], 1):
        assert text.count(squeezed(f"{number}. {term}")) == 2
    assert text.count("экземплярисполнителя") == text.count("экземпляркклиента".replace("кк", "к")) == 1


def test_the_halves_are_the_same_in_every_letter_line_and_picture():
    pdf = samples.pdf(repair_receipt(samples.receipt(), read_logo(png())))
    assert len(pages(pdf)) == 1
    drawn = marks(pdf)
    names = [number for number, mark in enumerate(drawn) if mark.words.startswith("экземпляр")]
    upper, lower = drawn[names[0] + 1 : names[1] - 3], drawn[names[1] + 1 :]  # the line to cut along is between
    assert len(upper) == len(lower) > 140
    down = upper[0].bottom - lower[0].bottom
    assert down > 140 * 72 / 25.4
    for one, other in zip(upper, lower, strict=True):
        assert (one.kind, one.words) == (other.kind, other.words)
        assert (one.left, one.right) == pytest.approx((other.left, other.right), abs=0.1)
        assert one.bottom - other.bottom == pytest.approx(down, abs=0.1)
    assert sorted(codes(pdf)) == [samples.PAYLOAD] * 2


def test_what_is_not_known_is_left_to_the_pen():
    pdf = made(
        handed_by=Caller(), device=ReceivedDevice(), condition=Condition(), kit=(KitPart("кабель"),), declared_fault="",
        access=Access(), money=RepairMoney(), expected_on=None, replacement="", replacement_act="", taken_by="",
    )  # fmt: skip
    text = squeezed(words(pdf))
    for caption in ("Тип", "Марка,модель", "Внешнийвид", "Заявленнаянеисправность", "Согласованобеззвонкадо"):
        assert text.count(caption) == 2
    assert "None" not in text
    assert len(pages(pdf)) == 1


def test_longer_words_make_it_smaller_before_anything_is_cut():
    fault = "При включении слышен треск, экран гаснет, затем включается снова. " * 8
    pdf = made(declared_fault=fault)
    assert len(pages(pdf)) == 1
    assert squeezed(words(pdf)).count(squeezed(fault)) == 2


def test_absurd_lengths_are_cut_on_the_halves_and_whole_on_a_sheet_for_each_party():
    long = samples.ABSURD
    terms = tuple(f"{long} {number}" for number in range(30))
    pdf = made(
        client=replace(samples.CLIENT, name=long * 2), handed_by=Caller(long, long, long, long),
        device=ReceivedDevice(long, long, long, long, long), condition=Condition(long * 4), declared_fault=long * 9,
        kit=tuple(KitPart(f"{long}{number}", True) for number in range(9)), terms=terms, taken_by=long,
        replacement=long, replacement_act=long, company=replace(samples.COMPANY, name=long, address=long * 3),
    )  # fmt: skip
    found = pages(pdf)
    assert "…" in found[0]
    assert "экземпляр исполнителя" in found[0]
    assert "экземпляр клиента" in found[0]
    assert "Условия продолжаются на следующем листе" in found[0]
    rest = squeezed(" ".join(found[1:]))
    assert rest.count(squeezed(f"Продолжение расписки № {samples.receipt().number}")) == 2
    body = squeezed("".join(_without_heads(page) for page in found[1:]))
    assert body.count(long * 9) == 2, "the whole declared fault, once for each party"
    assert rest.count("29.") >= 2
    assert letters_outside(pdf, 10, 200) == []
    assert sorted(codes(pdf)) == [samples.PAYLOAD] * 2


def _without_heads(page: str) -> str:
    return page.split(" из ", 1)[1].split(" ", 1)[1]


def test_a_password_is_never_printed():
    for secret in (
        "Пароль: Qwerty77 от входа", "пароль – Qwerty77", "пароль Qwerty77", "Password=Qwerty77", "пин-код: Qwerty77",
        "құпия сөз: Qwerty77",
    ):  # fmt: skip
        assert "Qwerty77" not in without_password(f"Не включается. {secret}, звонить Дане"), secret
    assert without_password("забыли пароль от почты") == "забыли пароль от почты"


def test_a_kit_names_what_came_and_what_did_not():
    kits = {"": ["кабель"], "notebook": ["блок питания", "сумка"]}
    assert kit_of(kits, "notebook", None) == (KitPart("блок питания"), KitPart("сумка"))
    assert kit_of(kits, "other", ("Кабель", "мышь")) == (KitPart("кабель", True), KitPart("мышь", True))
    assert kit_of(kits, "notebook", ("сумка",)) == (KitPart("блок питания", False), KitPart("сумка", True))


def test_the_same_data_give_the_same_bytes():
    assert made() == made()
