"""Data of papers for tests, plain and absurd."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import resources
from domain.equipment.repair_receipts import (
    Access,
    Condition,
    KitPart,
    ReceivedDevice,
    RepairMoney,
    RepairReceipt,
)
from domain.printouts.parties import Caller, ClientDetails, CompanyDetails, ContractMark, Place
from domain.procurement.offers import CommercialOffer, OfferLine, OfferTerms, OfferVariant
from domain.rounds.round_sheet import RoundCount, RoundSheet, SheetDocument, SheetHandOver, SheetTicket
from printing.paper.document import Document, render

COMPANY = CompanyDetails(
    "ТОО «Ветка Сервис»", "940440000405", "г. Алматы, ул. Қабанбай батыра, 51", "+7 727 355-12-34", "help@vetka.kz",
    "АО «Народный банк»", "KZ86125KZT5004100100", "HSBKKZKX", "17", "Ахметов Т. С.", "Директор", "09:00–18:00",
)  # fmt: skip
CLIENT = ClientDetails("ТОО «Жаңа Өріс Құрылыс»", "170740032780")
CALLER = Caller("Әбенова Дана Қасымқызы", "завхоз", "+7 701 000-00-01", "08:30–17:30")
PLACE = Place("Главный офис", "г. Алматы, пр. Абая, 10", "вход со двора, пропуск у охраны")
PAYLOAD = "VP0004711A7K3RX"
ABSURD = "ТовариществоСОграниченнойОтветственностью" * 5  # 205 letters and no blank


def texts(form: str, language: str = "ru") -> dict:
    return json.loads(resources.read_text("forms", f"{form}.{language}.json"))


def pdf(document: Document) -> bytes:
    return render([document], title=document.name, author=COMPANY.name)


def sheet_tickets(count: int) -> tuple[SheetTicket, ...]:
    return tuple(
        SheetTicket(
            4712 + number, date(2026, 11, 1 + number % 27), "отложена до 30.11.2026" if number % 3 else "открыта",
            f"Заменить блок питания номер {number}", f"VT 0045 {100 + number}-A", "Компьютер ProDesk 400",
            f"ИНВ{number:05}", f"каб. {number % 12 + 1}", "Қасымова Әсел Нұрланқызы", "+7 701 123-45-67",
        )
        for number in range(count)
    )  # fmt: skip


def sheet(many: int = 1, /, **changes) -> RoundSheet:
    form = texts("round-sheet")
    made = RoundSheet(
        "4711", 4711, PAYLOAD, date(2026, 11, 27), date(2026, 11, 28), COMPANY, CLIENT, PLACE,
        RoundCount(date(2026, 11, 1), 2, 4), "Құсайынов Ерлан", CALLER, tuple(form["result_codes"]), form["statement"],
        ContractMark("17/2026", date(2026, 1, 12)), sheet_tickets(many),
        (SheetDocument("акт Р-1", 4690, "15", date(2026, 10, 30), Decimal(90000), "Сәуле"),),
        (SheetHandOver("Компьютер VT 0045 127-A из ремонта", "Әбенова Дана"),), tuple(form["checklist"]),
    )  # fmt: skip
    return replace(made, **changes)


def lines(count: int, price: str = "11200.00") -> tuple[OfferLine, ...]:
    return tuple(
        OfferLine(f"Блок питания {number} Вт", "шт", Decimal(2), Decimal(price), "5–7 дн.")
        for number in range(1, count + 1)
    )


def offer(*variants: tuple[OfferLine, ...], **changes) -> CommercialOffer:
    form = texts("commercial-offer")
    made = CommercialOffer(
        "4711/2", 4711, PAYLOAD, date(2026, 3, 9), COMPANY, CLIENT, CALLER, PLACE, "заявка заказчика",
        tuple(OfferVariant(number, one) for number, one in enumerate(variants or (lines(2),), 1)), Decimal(16),
        OfferTerms(form["payment"], form["delivery"], form["lead_time"], form["warranty"], form["validity_days"]),
        "Ломов Павел", "+7 701 111-22-33",
    )  # fmt: skip
    return replace(made, **changes)


def receipt(**changes) -> RepairReceipt:
    made = RepairReceipt(
        "4711", 4711, PAYLOAD, datetime(2026, 11, 27, 14, 5), COMPANY, CLIENT, CALLER,
        ReceivedDevice("Ноутбук", "HP ProBook 450 G8", "5CD1234ABC", "000123", "VT 0045 127-A"),
        Condition("царапины на крышке", True, True),
        (KitPart("блок питания", True), KitPart("кабель", False), KitPart("сумка", None)),
        "Не включается после грозы", Access("sealed", "keep", False),
        RepairMoney("paid", Decimal(50000), Decimal(5000)), tuple(texts("repair-receipt")["terms"]),
        "Құсайынов Ерлан", date(2026, 12, 11), "VT 0045 200-H", "АП-12",
    )  # fmt: skip
    return replace(made, **changes)
