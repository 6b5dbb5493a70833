"""The commercial offer: what it costs the client, with up to three variants to choose from."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from PIL import Image

from domain.pricing.words import in_figures, in_words
from domain.procurement.offers import CommercialOffer, OfferLine, OfferVariant
from printing.paper import MM
from printing.paper.blocks import (
    BOX_PAD,
    Field,
    FieldLook,
    Signature,
    Tick,
    boxed,
    heading,
    party,
    signature,
    tick_row,
    title,
)
from printing.paper.dates import calendar_days, in_sentence, in_table
from printing.paper.document import Document, Sheet
from printing.paper.faces import BOLD, HEADING, SMALL, TEXT
from printing.paper.head import coded_head
from printing.paper.strips import Strip, gap, stacked, text, together
from printing.paper.table import NO_TOTAL, Column, Row, Sums, TableLook, Total, table

NAME = "Коммерческое предложение"
_COLUMNS = (
    Column("№", 8, "centre"), Column("Наименование, характеристики", 84), Column("Ед.", 14, "centre"),
    Column("Кол-во", 16, "right", fit=True), Column("Цена, ₸", 26, "right", fit=True),
    Column("Сумма, ₸", 28, "right", fit=True), Column("Срок поставки", 14, "centre"),
)  # fmt: skip
_SUM_COLUMN = 5
_INDENT = 42 * MM


def commercial_offer(offer: CommercialOffer, logo: Image.Image | None = None) -> Document:
    """Return the offer, ready to be drawn."""
    paper = Sheet(margins=(10, 8, 10, 10))
    width = paper.width
    strips = [*_head(offer, width, logo)]
    for variant in offer.variants:
        strips += _variant(offer, variant, width)
    strips += [*_terms(offer, width), *_end(offer, width)]
    return Document(f"{NAME} № {offer.number}", strips, paper)


def _head(offer: CommercialOffer, width: float, logo: Image.Image | None) -> list[Strip]:
    company = offer.company

    def middle(room: float) -> list[Strip]:
        contacts = ", ".join(part for part in (company.phone, company.email) if part)
        bank = [("ИИК", company.iban), ("БИК", company.bic), ("банк", company.bank), ("Кбе", company.kbe)]
        account = ", ".join(f"{caption} {value}" for caption, value in bank if value)
        lines = [f"БИН {company.bin}" if company.bin else "БИН ________________", company.address, contacts, account]
        return [
            *text(company.name, room, HEADING),
            *(strip for line in lines if line for strip in text(line, room, SMALL)),
        ]

    look = FieldLook(indent=30 * MM)
    to = offer.addressee
    contact = ", ".join(part for part in (to.name, to.post, to.phone) if part)
    client = f"{offer.client.name}, БИН/ИИН {offer.client.bin or '________________'}"
    to_whom = [Field("Кому", client), *([Field("Контактное лицо", contact)] if contact else [])]
    where = [Field("Объект", offer.place.words)] if offer.place.words else []
    cause = [Field("По заявке №", str(offer.ticket)), Field("Основание", offer.ground)]
    return [
        coded_head(width, middle, payload=offer.payload, logo=logo),
        gap(2 * MM),
        *title(f"КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ № {offer.number} от {in_sentence(offer.made_on)}", width),
        gap(2 * MM),
        *party([*to_whom, *where, *cause], width, look),
        gap(2 * MM),
    ]


def _variant(offer: CommercialOffer, variant: OfferVariant, width: float) -> list[Strip]:
    name = heading(f"Вариант {variant.number}", width) if len(offer.variants) > 1 else []
    rows = [_row(number, line) for number, line in enumerate(variant.lines, 1)]
    totals = (Total("Итого", in_figures(variant.total)), _tax(offer, variant))
    words = f"Всего прописью: {in_words(variant.total, offer.language)}"
    return [
        *name,
        *table(_COLUMNS, rows, TableLook(least=5.2), sums=Sums(_SUM_COLUMN, totals)),
        *together([gap(1 * MM), *text(words, width, BOLD), gap(1.5 * MM)], with_previous=True),
    ]


def _tax(offer: CommercialOffer, variant: OfferVariant) -> Total:
    if offer.vat_percent is None:
        return Total("Без НДС", NO_TOTAL)
    return Total(f"В том числе НДС {_plain(offer.vat_percent)} %", in_figures(variant.vat(offer.vat_percent)))


def _row(number: int, line: OfferLine) -> Row:
    return Row(
        (str(number), line.name, line.unit, _plain(line.quantity), in_figures(line.price), in_figures(line.amount),
         line.delivery),
        line.amount,
    )  # fmt: skip


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _terms(offer: CommercialOffer, width: float) -> list[Strip]:
    terms, look = offer.terms, FieldLook(indent=_INDENT)
    validity = ""
    if terms.validity_days is not None:
        until = offer.made_on + timedelta(days=terms.validity_days)
        validity = f"{calendar_days(terms.validity_days)}, до {in_table(until)} включительно"
    rows = [
        ("Условия оплаты", terms.payment),
        ("Условия поставки", terms.delivery),
        ("Срок изготовления / поставки", terms.lead_time),
        ("Гарантия", terms.warranty),
        ("Срок действия предложения", validity),
    ]
    fields = party([Field(caption, value) for caption, value in rows], width, look)
    return [*heading("Условия", width), *together(fields)]


def _end(offer: CommercialOffer, width: float) -> list[Strip]:
    company = offer.company
    author = ", ".join(
        part for part in (offer.author, f"тел. {offer.author_phone}" if offer.author_phone else "") if part
    )
    inside = width - 2 * BOX_PAD
    approval = f"Согласовано. {offer.client.name}"
    return together(
        [
            gap(2 * MM),
            *_choice(offer.variants, width),
            boxed(
                [
                    *text(approval, inside, BOLD),
                    signature(Signature("Заказчик", "", stamp=True, dated=True), inside),
                ],
                width,
            ),
            gap(1 * MM),
            signature(Signature("Директор", company.director_post, company.director, stamp=True), width),
            signature(Signature("Исполнитель", None, author), width),
        ],
        with_previous=True,
    )


def _choice(variants: Sequence[OfferVariant], width: float) -> list[Strip]:
    if len(variants) < 2:
        return []
    ticks = [Tick(f"{one.number} ({in_figures(one.total)} ₸)") for one in variants]
    return [stacked(tick_row("Выбран вариант", ticks, width, TEXT)), gap(2 * MM)]
