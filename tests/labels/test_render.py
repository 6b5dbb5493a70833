"""The label as it will be burnt: whole modules, no grey, nothing lost without a word."""

from decimal import Decimal

import pytest
import zxingcpp
from PIL import Image, ImageChops

from labels.dots import font_dots, to_dots
from labels.errors import LabelError, TemplateError
from labels.payload import PLANNED_SEAL, parse, payload
from labels.render import Renderer
from labels.template_reader import read_template
from tests.labels.conftest import ABSURD, CODES, device, shipped

DPIS = (203, 300, 600)


def template(*elements: dict, **other):
    return read_template(
        {
            "format": 1,
            "code": "t",
            "name": "t",
            "width_mm": 40,
            "height_mm": 30,
            "margin_mm": 1,
            "elements": list(elements),
        }
        | other
    )


def text(content: str, box=(1, 1, 38, 28), **other) -> dict:
    return {"kind": "text", "box_mm": list(box), "text": content, "size_pt": 10} | other


def qr(box, **other) -> dict:
    return {"kind": "qr", "box_mm": list(box)} | other


def ink_box(picture: Image.Image):
    return ImageChops.invert(picture.convert("L")).getbbox()


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


@pytest.mark.parametrize(
    ("mm", "dpi", "dots"),
    [("58", 203, 464), ("100", 203, 800), ("0.0625", 203, 1), ("100", 300, 1181), ("58", 300, 685), ("30", 600, 709)],
)
def test_millimetres_become_dots_rounded_half_up(mm: str, dpi: int, dots: int):
    assert to_dots(Decimal(mm), dpi) == dots


def test_a_head_of_unknown_dots_is_a_bug():
    with pytest.raises(ValueError, match="600"):
        to_dots(Decimal(1), 201)


def test_type_sizes_are_whole_dots():
    assert font_dots(Decimal(9), 203) == 25
    assert font_dots(Decimal("0.001"), 203) == 1


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("owner", ["client", "ours"])
def test_shipped_labels_say_everything_and_read(renderer, code: str, dpi: int, owner: str):
    drawn = renderer(code, dpi).draw(device(owner=owner))
    assert drawn.warnings == ()
    assert drawn.picture.mode == "1"
    assert read(drawn.picture) == [payload(45127, "7K3RX")]


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("code", CODES)
def test_absurd_texts_are_shortened_with_a_word_and_the_code_still_reads(renderer, code: str, dpi: int):
    drawn = renderer(code, dpi).draw(device(9_999_999, "ZZZZZ", **ABSURD))
    assert {warning.code for warning in drawn.warnings} == {"label-text-shortened"}
    assert all(warning.details["shown"].endswith("…") for warning in drawn.warnings)
    assert read(drawn.picture) == [payload(9_999_999, "ZZZZZ")]


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("values", [device(), device(owner="ours"), device(**ABSURD)], ids=["client", "ours", "absurd"])
def test_no_ink_in_the_margin(renderer, code: str, dpi: int, values: dict):
    kind = shipped(code)
    left, top, right, bottom = ink_box(renderer(code, dpi).draw(values).picture)
    assert min(left, top) >= to_dots(kind.margin, dpi)
    assert right <= to_dots(kind.width - kind.margin, dpi)
    assert bottom <= to_dots(kind.height - kind.margin, dpi)


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("code", CODES)
def test_modules_are_whole_dots_with_a_white_quiet_zone(renderer, code: str, dpi: int):
    drawn = renderer(code, dpi).draw(device(**ABSURD))
    (box,) = drawn.codes
    crop = drawn.picture.crop((box.left, box.top, box.right, box.bottom))
    left, top, right, bottom = ink_box(crop)
    size = (right - left) // 21
    assert right - left == bottom - top == size * 21
    assert size >= 4
    assert min(left, top, crop.width - right, crop.height - bottom) >= 4 * size
    small = crop.crop((left, top, right, bottom)).resize((21, 21), Image.Resampling.NEAREST)
    assert (
        small.resize((21 * size, 21 * size), Image.Resampling.NEAREST).tobytes()
        == crop.crop((left, top, right, bottom)).tobytes()
    )


def test_the_smallest_label_gets_the_promised_size(renderer):
    """14.5 mm with its quiet zone at 4 dots a module and 203 dpi."""
    (box,) = renderer("30x20", 203).draw(device()).codes
    assert (box.width, box.height) == (29 * 4, 29 * 4)


def test_a_dry_run_still_fits_version_1(renderer):
    drawn = renderer("30x20", 203).draw(device() | {"payload": payload(45127, PLANNED_SEAL)})
    assert drawn.warnings == ()
    assert parse(read(drawn.picture)[0]).planned


@pytest.mark.parametrize(("side", "codes"), [(14.5, []), (14.4, ["label-code-fine"]), (10.875, ["label-code-fine"])])
def test_fine_modules_are_told(fonts, side: float, codes: list[str]):
    drawn = Renderer(template(qr((1, 1, side, side))), 203, fonts).draw(device())
    assert [warning.code for warning in drawn.warnings] == codes
    assert read(drawn.picture) == [payload(45127, "7K3RX")]


def test_modules_under_three_dots_are_refused(fonts):
    renderer = Renderer(template(qr((1, 1, 10.7, 20))), 203, fonts)
    with pytest.raises(LabelError) as refused:
        renderer.draw(device())
    assert refused.value.code == "label-code-too-small"
    assert refused.value.details == {"dots": 2, "least": 3, "modules": 21}


def test_a_text_no_code_can_hold_is_refused(fonts):
    renderer = Renderer(template(qr((1, 1, 28, 28), text="{note}")), 203, fonts)
    with pytest.raises(LabelError) as refused:
        renderer.draw({"note": "x" * 5000})
    assert refused.value.code == "label-code-too-long"


def test_a_short_link_may_stand_for_the_bare_payload(fonts):
    renderer = Renderer(template(qr((1, 1, 28, 28), text="HTTPS://V.EXAMPLE.KZ/{payload}")), 203, fonts)
    (found,) = read(renderer.draw(device()).picture)
    assert parse(found).number == 45127


def test_still_parts_and_values_do_not_leak_into_the_next_label(renderer):
    fresh = renderer("58x40", 203)
    first = fresh.draw(device()).picture.tobytes()
    fresh.draw(device(7, "00000", owner="ours", **ABSURD))
    assert fresh.draw(device()).picture.tobytes() == first


def test_text_shrinks_before_it_wraps_and_wraps_before_it_is_cut(fonts):
    def height(content: str, **other) -> tuple[int, list[str]]:
        drawn = Renderer(template(text(content, (1, 1, 20, 12), **other)), 203, fonts).draw({})
        left, top, right, bottom = ink_box(drawn.picture)
        assert right - left <= 160
        return bottom - top, [warning.code for warning in drawn.warnings]

    plain, none = height("HHHH", smallest_pt=6, lines=2)
    shrunk, still_none = height("HHHHHHHHHHH", smallest_pt=6, lines=2)
    wrapped, told = height("HHHHH HHHHH HHHHH HHHHH", smallest_pt=6, lines=2)
    cut, shortened = height("HHHHH " * 12, smallest_pt=6, lines=2)
    assert none == still_none == told == []
    assert shrunk < plain < wrapped
    assert shortened == ["label-text-shortened"]
    assert cut <= 96


def test_a_word_without_blanks_is_broken_where_it_reads_best(fonts):
    drawn = Renderer(template(text("PROLIANT-DL380-GEN10-PLUS-4210", (1, 1, 18, 28), lines=6)), 203, fonts).draw({})
    assert drawn.warnings == ()


def test_letters_the_font_lacks_are_told(fonts):
    drawn = Renderer(template(text("{model}")), 203, fonts).draw({"model": "Принтер 打印机 打"})
    (warning,) = drawn.warnings
    assert (warning.code, warning.element, warning.details["letters"]) == ("label-letters-missing", 0, "打印机")


@pytest.mark.parametrize("name", ["regular", "bold", "condensed", "condensed-bold"])
def test_kazakh_and_russian_letters_are_in_every_face(fonts, name: str):
    letters = "ӘҒҚҢӨҰҮҺІ" + "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ" + "№«»–—…₸·×°"
    assert fonts.missing(letters + letters.lower(), name) == ""


def test_pasted_line_ends_and_control_characters_become_blanks(fonts):
    one = Renderer(template(text("{model}")), 203, fonts)
    assert (
        one.draw({"model": "A\r\n\tB\x00C\u2028D"}).picture.tobytes()
        == one.draw({"model": "A B C D"}).picture.tobytes()
    )


def test_lines_without_text_vanish(fonts):
    one = Renderer(template(text("{type}\n{model}\n{serial}", lines=3)), 203, fonts)
    two = Renderer(template(text("{type}\n{serial}", lines=3)), 203, fonts)
    values = {"type": "Сервер", "serial": "42"}
    assert one.draw(values).picture.tobytes() == two.draw(values).picture.tobytes()


def test_a_value_with_braces_is_only_text(fonts):
    one = Renderer(template(text("{model}")), 203, fonts)
    assert one.draw({"model": "{serial}", "serial": "X"}).warnings == ()
    assert one.draw({"model": "{serial}"}).picture.tobytes() != one.draw({"model": "X"}).picture.tobytes()


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("vertical", ["top", "middle", "bottom"])
def test_text_stands_where_it_is_told(fonts, align: str, vertical: str):
    drawn = Renderer(template(text("HH", align=align, vertical=vertical)), 203, fonts).draw({})
    left, top, right, bottom = ink_box(drawn.picture)
    across = {"left": left == 8, "center": abs(left + right - 320) <= 1, "right": right == 312}
    down = {"top": top == 8, "middle": abs(top + bottom - 240) <= 1, "bottom": bottom == 232}
    assert across[align]
    assert down[vertical]


@pytest.mark.parametrize("content", ["Йод", "щуп, (Ң)", "ÅÉЙ"])
@pytest.mark.parametrize("vertical", ["top", "bottom"])
def test_accents_and_tails_stay_in_the_box(fonts, content: str, vertical: str):
    drawn = Renderer(template(text(content, (5, 10, 30, 6), vertical=vertical)), 203, fonts).draw({})
    left, top, right, bottom = ink_box(drawn.picture)
    assert (left, top) >= (40, 80)
    assert right <= 280
    assert 80 <= top < bottom <= 128


def test_white_on_black(fonts):
    drawn = Renderer(template(text("{model}", (1, 1, 38, 8), inverted=True)), 203, fonts).draw({"model": "Наше"})
    assert ink_box(drawn.picture) == (8, 8, 312, 72)
    black = drawn.picture.crop((8, 8, 312, 72)).histogram()[0]
    assert 0.5 * 304 * 64 < black < 0.98 * 304 * 64


def test_lines_and_frames_are_exact(fonts):
    frame = {"kind": "box", "box_mm": [2, 2, 10, 10], "thickness_mm": 0.25}
    line = {"kind": "line", "from_mm": [2, 20], "to_mm": [12, 20], "thickness_mm": 0.04}
    picture = Renderer(template(frame, line), 203, fonts).draw({}).picture
    assert picture.crop((16, 16, 96, 96)).histogram()[0] == 80 * 80 - 76 * 76
    assert picture.crop((0, 100, 320, 240)).histogram()[0] == 80, "the thinnest line is one dot"


def test_rules_decide_what_is_shown(fonts):
    one = Renderer(
        template(
            text("A", when={"owner": ["ours"]}), text("B", unless={"room": ["*"]}), text("C", when={"room": ["*"]})
        ), 203, fonts
    )  # fmt: skip

    def shown(**values: str) -> bytes:
        return one.draw(values).picture.tobytes()

    def drawn(*letters: str) -> bytes:
        return Renderer(template(*map(text, letters)), 203, fonts).draw({}).picture.tobytes()

    assert shown(owner="ours", room="1") == drawn("A", "C")
    assert shown(owner="client", room=" ") == drawn("B")


def test_a_box_too_low_for_its_letters_is_a_fault_of_the_template(fonts):
    with pytest.raises(TemplateError) as refused:
        Renderer(template(text("A", (1, 1, 38, 2))), 203, fonts)
    assert (refused.value.code, refused.value.where) == ("template-text-box-small", "elements[0].box_mm")


@pytest.mark.parametrize("code", CODES)
def test_the_right_label_is_chosen_by_size(code: str):
    size = {"30x20": "small", "58x40": "medium", "100x50": "large"}[code]
    assert shipped(code).suits({"size_class": size})
    assert not shipped(code).suits({"size_class": "other"})
