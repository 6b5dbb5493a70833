"""The engine: lines, pages, tables, boxes, on data no form has yet."""

import doctest
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import domain.equipment.receipt_queries
import domain.pricing.vat
import domain.pricing.words
import domain.settings.paper_details
from domain.pricing.words import in_figures
from printing.paper import MM, dates
from printing.paper.blocks import Field, FieldLook, Signature, Tick, cut_fields, field_row, signature, tick_row
from printing.paper.document import Document, Sheet, render
from printing.paper.faces import SMALL, TEXT, face
from printing.paper.flow import Flow
from printing.paper.strips import Strip, gap, paragraph, text, together
from printing.paper.table import Column, Row, Sums, TableLook, Total, table
from printing.paper.wrapping import fitted, shortened, wrap
from tests.printing.paper.reading import letters_outside, pages, sizes, squeezed, words


def pdf(strips: list[Strip], sheet: Sheet | None = None, name: str = "Проба № 1") -> bytes:
    return render([Document(name, strips, sheet or Sheet())], title="Проба", author="Ветка")


@given(st.text(alphabet=st.characters(blacklist_categories=["C"]), max_size=400), st.floats(20, 500))
@settings(max_examples=150, deadline=None)
def test_no_line_is_wider_than_its_cell_and_no_letter_is_lost(said, width):
    lines = wrap(said, TEXT, width)
    assert lines
    widest = max(TEXT.width(one) for one in said + "\ufffd")
    assert all(TEXT.width(line) <= max(width, widest) + 0.02 for line in lines)
    assert squeezed("".join(lines)) == squeezed(face("regular").printable(said.strip("\n ")))


def test_words_break_between_words_then_behind_a_hyphen_then_anywhere():
    wide = TEXT.width("электрооборудование")
    assert wrap("электрооборудование дома", TEXT, wide) == ["электрооборудование", "дома"]
    assert wrap("северо-западный", TEXT, TEXT.width("северо-запад")) == ["северо-", "западный"]
    assert "".join(wrap("ы" * 500, TEXT, 40)) == "ы" * 500
    assert wrap("а\n\nб", TEXT, 99) == ["а", "", "б"]
    assert wrap("", TEXT, 99) == [""]


def test_what_is_cut_ends_with_an_ellipsis_and_fits():
    lines = shortened(wrap("слово " * 90, TEXT, 100), 2, TEXT, 100)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert TEXT.width(lines[1]) <= 100.01
    assert shortened(["а", "б"], 2, TEXT, 100) == ["а", "б"]


def test_figures_become_smaller_not_broken():
    figures = in_figures(Decimal("123456789012.34"))
    style = fitted(figures, TEXT, 60)
    assert style.size < TEXT.size
    assert style.width(figures) <= 60
    assert fitted("1,00", TEXT, 60) == TEXT


def test_both_ways_of_a_sheet():
    for landscape, size in ((False, (595.28, 841.89)), (True, (841.89, 595.28))):
        sheet = Sheet(landscape=landscape, margins=(20, 15, 10, 12))
        made = pdf(paragraph("слово " * 900, sheet.width), sheet)
        assert sizes(made)[0] == pytest.approx(size, abs=0.01)
        assert letters_outside(made, 20, size[0] / MM - 10) == []


def test_a_name_too_long_for_the_page_head_is_cut_before_the_count():
    made = pdf(paragraph("слово " * 1500, 500), name="Очень длинное название бланка " * 9)
    for number, page in enumerate(pages(made), 1):
        assert "…" in page
        assert f"стр. {number} из {len(pages(made))}" in page
    assert letters_outside(made, 10, 200) == []


def test_head_and_column_numbers_repeat_on_every_page():
    columns = (Column("Номер по порядку", 20, "centre"), Column("Наименование", 100), Column("Сумма", 30, "right"))
    rows = [Row((str(n), f"строка {n}", "1,00")) for n in range(1, 161)]
    found = pages(pdf(table(columns, rows, TableLook(numbered=True))))
    assert len(found) > 2
    assert all("Номер по порядку Наименование Сумма 1 2 3" in page for page in found)
    assert sum(page.count("строка") for page in found) == 160


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=150), st.integers(0, 60))
@settings(max_examples=25, deadline=None)
def test_carried_sums_agree_with_the_rows_of_their_page(tiyns, before):
    """Whatever the rows are and wherever the table begins, what is carried is the sum of what stands above."""
    columns = (Column("Что", 60), Column("Сумма", 40, "right", fit=True))
    amounts = [Decimal(one) / 100 for one in tiyns]
    total = (Total("Итого", in_figures(sum(amounts))),)
    strips = [gap(before * 4 * MM), *table(columns, [Row(("х", in_figures(one)), one) for one in amounts],
                                           sums=Sums(1, total))]  # fmt: skip
    sheet = Sheet()
    flow = Flow(sheet.height)
    so_far, counted = Decimal(0), 0
    for page in flow.place(strips):
        assert sum(one.strip.height for one in page) <= sheet.height + 0.01
        rows = [one.strip for one in page if one.strip.band is not None and one.strip.amount]
        counted += len(rows)
        so_far += sum(row.amount for row in rows)
    assert counted == len([one for one in amounts if one])
    assert so_far == sum(amounts)
    assert any(one.strip.totals for one in flow.pages[-1])
    assert any(one.strip.band is not None and not one.strip.totals for one in flow.pages[-1])


def test_strips_that_stay_together_go_to_the_next_page_together():
    block = together([gap(30)] * 4)
    flow = Flow(200)
    found = flow.place([gap(100), *block, *block])
    assert [len(page) for page in found] == [1, 4, 4]


def test_what_is_higher_than_a_page_is_parted_all_the_same():
    found = Flow(100).place(together([gap(30)] * 10))
    assert [len(page) for page in found] == [3, 3, 3, 1]


def test_a_paragraph_leaves_no_line_alone():
    lines = paragraph("слово " * 200, 200)
    for used in range(1, 40):
        found = Flow(lines[0].height * 40).place([gap(lines[0].height * used), *lines])
        sizes_of_parts = [sum(one.strip is not found[0][0].strip for one in page) for page in found]
        assert 1 not in sizes_of_parts


def test_captions_values_and_blanks():
    look = FieldLook(SMALL, TEXT)
    row = field_row([Field("Кабинет", "каб. 7"), Field("Кто")], 300, look)
    assert words(pdf([row])).endswith("Кабинет каб. 7 Кто")
    assert cut_fields([Field("Что", "слово " * 50, 1, 2), Field("Кто", "я", 1, 2)], 300, look)[0].caption == "Что"


def test_boxes_ticked_and_not_have_room_however_many():
    ticks = [Tick(f"пункт {number}", number % 2 == 0) for number in range(40)]
    made = pdf(tick_row("Комплектация", ticks, Sheet().width))
    assert words(made).count("пункт") == 40
    assert letters_outside(made, 10, 200) == []


def test_signature_groups():
    strip = signature(Signature("Заказчик", "Директор", "Сейтов А.", stamp=True, dated=True), 500)
    assert words(pdf([strip])).split("стр. 1 из 1")[1].split() == [
        "Заказчик", "Директор", "должность", "подпись", "Сейтов", "А.", "расшифровка", "подписи", "М.П.",
        "«____»", "______________", "20___", "г.",
    ]  # fmt: skip


@pytest.mark.parametrize("module", [dates, domain.pricing.words, domain.pricing.vat, domain.settings.paper_details,
                                    domain.equipment.receipt_queries], ids=lambda module: module.__name__)  # fmt: skip
def test_the_examples_in_the_docstrings_hold(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert found.failed == 0


def test_every_letter_needed_is_in_the_faces():
    letters = "ҒғҚқҢңҰұҮүҺһӘәӨөІіЁё₸№«»–—…×\u00a0\u202f"
    for name in ("regular", "bold", "condensed"):
        assert face(name).printable(letters) == letters
    assert face("regular").printable("а\x07б🙂") == "аб\ufffd"
    made = pdf(text("Құрметті Әсел, ₸ № 5", 400))
    assert "Құрметті Әсел, ₸ № 5" in words(made)
    assert made.count(b"/FontFile2") == 1, "the face is inside the file"


def test_papers_drawn_in_several_threads_are_the_same_as_in_one():
    wanted = [pdf(paragraph(f"Бумага {number} ₸ " * 300, 500)) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: pdf(paragraph(f"Бумага {number} ₸ " * 300, 500)), range(8)))
    assert made == wanted
