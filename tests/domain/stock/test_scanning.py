"""One scan after another: what each means, and for whom the piece is."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from domain.stock import actions, nomenclature, receipts, scanning
from tests.domain.stock.deliveries import ordered, product, refusal, warehouse


@pytest.fixture
def scan(company):
    """Scans into one receipt as the clerk."""
    key, place = uuid4(), warehouse(company)

    def take(scanned, serial_for=None):
        return company.database("clerk").act(scanning.take_scan, key, scanned, to_place_id=place, serial_for=serial_for)

    take.key = key
    return take


def barcoded(company, *quantities, **details):
    delivery = ordered(company, *quantities, **details)
    for number, goods in enumerate(delivery.products):
        company.database("clerk").act(nomenclature.remember_barcode, goods, f"{goods}00{number}")
    return delivery, [f"{goods}00{number}" for number, goods in enumerate(delivery.products)]


def test_each_scan_counts_one_piece_until_all_are_there(company, scan):
    delivery, (barcode,) = barcoded(company, 2)
    answers = [scan(barcode) for _ in range(3)]
    assert [(answer.meaning, answer.counted) for answer in answers[:2]] == [("counted", 1), ("counted", 2)]
    assert answers[0].line.ticket_number == delivery.ticket_number
    assert answers[2].meaning == "all_counted"
    assert company.database("clerk").ask(receipts.counts, scan.key) == {delivery.lines[0]: 2}


def test_the_most_urgent_ticket_gets_the_first_piece(company, scan):
    calm, (barcode,) = barcoded(company, 1, priority=3)
    urgent = ordered(company, 1, priority=1)
    with company.owner().session() as session:
        session.execute(
            text("UPDATE purchase_order_line SET product_id = :goods WHERE id = :line"),
            {"goods": calm.products[0], "line": urgent.lines[0]},
        )
    assert [scan(barcode).line.ticket_number for _ in range(2)] == [urgent.ticket_number, calm.ticket_number]


def test_goods_with_serial_numbers_are_asked_for_them(company, scan):
    delivery, (barcode,) = barcoded(company, 2, tracked=True)
    asked = scan(barcode)
    assert (asked.meaning, asked.line.id) == ("serial_wanted", delivery.lines[0])
    assert scan("CN0017", serial_for=asked.line.id).counted == 1
    assert refusal(scan, "cn-0017", serial_for=asked.line.id).code == "serial-twice"
    assert scan("CN0018", serial_for=asked.line.id).counted == 2


def test_codes_that_mean_nothing_here(company, scan):
    goods = product(company, "Мышь", barcodes=["4006381333931"])
    assert goods
    assert scan("4006381333931").meaning == "not_ordered"
    assert scan("12345").meaning == "unknown"
    assert company.database("clerk").ask(receipts.drafts) == []


def test_a_piece_whose_barcode_cannot_be_read_is_counted_by_hand(company, scan):
    _, (barcode,) = barcoded(company, 2)
    first, clerk = scan(barcode), company.database("clerk")
    by_hand = clerk.act(scanning.count_by_hand, scan.key, first.line, to_place_id=warehouse(company))
    assert by_hand.counted == 2
    version = clerk.ask(receipts.receipt, scan.key).version
    assert clerk.act(actions.post_receipt, scan.key, version).tickets[0].complete
