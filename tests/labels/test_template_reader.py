"""A damaged template is refused with its place and reason, and never with a traceback."""

import base64
import copy
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import resources
from labels.errors import TemplateError
from labels.render import Renderer
from labels.template import FrameElement, LineElement, QrElement, TextElement
from labels.template_reader import read_template
from tests.labels.conftest import CODES


def png(width: int = 8, height: int = 4) -> str:
    stream = io.BytesIO()
    Image.new("L", (width, height), 0).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def whole() -> dict:
    return {
        "format": 1, "code": "40x30", "name": "40 × 30 мм", "width_mm": 40, "height_mm": 30.5,
        "gap_mm": 3, "margin_mm": 1,
        "suits": {"size_class": ["small", "medium"]},
        "elements": [
            {"kind": "qr", "box_mm": [1, 1, 15, 15]},
            {"kind": "text", "box_mm": [17, 1, 20, 6], "text": "{number_readable}", "size_pt": 10,
             "smallest_pt": 7.5, "lines": 2, "font": "bold", "align": "right", "vertical": "top",
             "when": {"owner": ["client"]}, "unless": {"room": ["*"]}},
            {"kind": "line", "from_mm": [17, 8], "to_mm": [37, 8], "thickness_mm": 0.3},
            {"kind": "box", "box_mm": [1, 18, 38, 10], "thickness_mm": 0.5},
            {"kind": "picture", "box_mm": [2, 19, 8, 8], "png": png()},
        ],
    }  # fmt: skip


def refusal(source) -> TemplateError:
    with pytest.raises(TemplateError) as refused:
        read_template(source)
    return refused.value


def changed(**other) -> dict:
    return whole() | other


def element(index: int, **other) -> dict:
    template = whole()
    template["elements"][index] |= other
    return template


def test_a_whole_template_is_read_the_same_from_text_bytes_and_object():
    template = read_template(whole())
    assert read_template(json.dumps(whole())) == read_template(json.dumps(whole()).encode()) == template
    assert (template.code, float(template.height), float(template.gap)) == ("40x30", 30.5, 3)
    assert [type(one) for one in template.elements][:4] == [QrElement, TextElement, LineElement, FrameElement]
    text = template.elements[1]
    assert (float(text.smallest_pt), text.lines, text.font, text.align) == (7.5, 2, "bold", "right")
    assert text.rule.allows({"owner": "client"})
    assert not text.rule.allows({"owner": "client", "room": "1"})


@pytest.mark.parametrize("code", CODES)
def test_shipped_templates_are_whole_and_named_after_their_size(code: str):
    template = read_template(resources.read_text("label_templates", f"{code}.json"))
    assert template.code == code == f"{template.width}x{template.height}"


@pytest.mark.parametrize(
    ("source", "code", "where"),
    [
        ("", "template-not-json", ""),
        ("{", "template-not-json", ""),
        (b"\xff\xfe\x00", "template-not-json", ""),
        ("[" * 100_000, "template-not-json", ""),
        ("[]", "template-value", ""),
        ("null", "template-value", ""),
        ('{"format": 1, "format": 1}', "template-key-twice", "format"),
        (changed(format=2), "template-newer", "format"),
        (changed(format=True), "template-value", "format"),
        (changed(format="1"), "template-value", "format"),
        (changed(width_mm=0), "template-value", "width_mm"),
        (changed(width_mm=1e9), "template-value", "width_mm"),
        (changed(width_mm=float("nan")), "template-value", "width_mm"),
        (json.dumps(changed()).replace('"width_mm": 40', '"width_mm": NaN'), "template-value", "width_mm"),
        (json.dumps(changed()).replace('"width_mm": 40', '"width_mm": 1e99999'), "template-value", "width_mm"),
        (changed(height_mm="30"), "template-value", "height_mm"),
        (changed(height_mm=None), "template-value", "height_mm"),
        (changed(margin_mm=20), "template-value", "margin_mm"),
        (changed(gap_mm=-1), "template-value", "gap_mm"),
        (changed(code=""), "template-value", "code"),
        (changed(name=7), "template-value", "name"),
        (changed(elements=[]), "template-value", "elements"),
        (changed(elements={}), "template-value", "elements"),
        (changed(elements=["qr"]), "template-value", "elements[0]"),
        (changed(colour="red"), "template-key-unknown", "colour"),
        (changed(suits={"size": ["small"]}), "template-field-unknown", "suits"),
        (changed(suits={"size_class": "small"}), "template-value", "suits"),
        (element(0, kind="barcode"), "template-value", "elements[0].kind"),
        (element(0, box_mm=[1, 1, 15]), "template-value", "elements[0].box_mm"),
        (element(0, box_mm=[1, 1, 15, "15"]), "template-value", "elements[0].box_mm"),
        (element(0, box_mm=[1, 1, 0, 15]), "template-value", "elements[0].box_mm"),
        (element(0, box_mm=[30, 1, 15, 15]), "template-outside", "elements[0].box_mm"),
        (element(0, level="X"), "template-value", "elements[0].level"),
        (element(0, text="{payload!r}"), "template-field-unknown", "elements[0].text"),
        (element(1, box_mm=[20, 1, 19.5, 6]), "template-outside", "elements[1].box_mm"),
        (element(1, box_mm=[15.5, 1, 20, 6]), "template-covers-code", "elements[1]"),
        (element(1, text="{number.__class__}"), "template-field-unknown", "elements[1].text"),
        (element(1, text="{0}"), "template-field-unknown", "elements[1].text"),
        (element(1, text="{}"), "template-field-unknown", "elements[1].text"),
        (element(1, text="{price}"), "template-field-unknown", "elements[1].text"),
        (element(1, text="{number:>200000000}"), "template-field-unknown", "elements[1].text"),
        (element(1, text="{number"), "template-braces", "elements[1].text"),
        (element(1, text="number}"), "template-braces", "elements[1].text"),
        (element(1, size_pt=2), "template-value", "elements[1].size_pt"),
        (element(1, smallest_pt=11), "template-value", "elements[1].smallest_pt"),
        (element(1, lines=0), "template-value", "elements[1].lines"),
        (element(1, lines=1.5), "template-value", "elements[1].lines"),
        (element(1, font="Arial"), "template-value", "elements[1].font"),
        (element(1, align="middle"), "template-value", "elements[1].align"),
        (element(1, inverted="no"), "template-value", "elements[1].inverted"),
        (element(1, when=["owner"]), "template-value", "elements[1].when"),
        (element(1, when={"owner": []}), "template-value", "elements[1].when"),
        (element(1, unless={"colour": ["red"]}), "template-field-unknown", "elements[1].unless"),
        (element(1, sise_pt=3), "template-key-unknown", "elements[1].sise_pt"),
        (element(2, to_mm=[37, 9]), "template-slanted-line", "elements[2].to_mm"),
        (element(2, to_mm=[17, 8]), "template-slanted-line", "elements[2].to_mm"),
        (element(2, from_mm=[0.5, 8]), "template-outside", "elements[2].from_mm"),
        (element(3, filled=1), "template-value", "elements[3].filled"),
        (element(3, box_mm=[1, 15.5, 38, 10]), "template-covers-code", "elements[3]"),
        (element(4, png="?"), "template-picture", "elements[4].png"),
        (element(4, png=base64.b64encode(b"GIF89a").decode()), "template-picture", "elements[4].png"),
        (element(4, png=png()[:60]), "template-picture", "elements[4].png"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(source, code: str, where: str):
    error = refusal(source)
    assert (error.code, error.where) == (code, where)
    assert error.details["where"] == (where or "{…}")


@pytest.mark.parametrize("key", ["format", "code", "name", "width_mm", "height_mm", "elements"])
def test_a_missing_key_is_named(key: str):
    template = whole()
    del template[key]
    assert (refusal(template).code, refusal(template).key) == ("template-key-missing", key)


@pytest.mark.parametrize(
    ("index", "key"),
    [(0, "kind"), (0, "box_mm"), (1, "text"), (1, "size_pt"), (2, "from_mm"), (2, "to_mm"), (3, "box_mm"), (4, "png")],
)
def test_a_missing_key_of_an_element_is_named(index: int, key: str):
    template = whole()
    del template["elements"][index][key]
    error = refusal(template)
    assert (error.code, error.element, error.key) == ("template-key-missing", index, key)


def test_a_frame_may_go_round_a_code_but_not_through_its_quiet_zone():
    around = {"kind": "box", "box_mm": [1, 1, 17, 17], "thickness_mm": 0.5}
    code = {"kind": "qr", "box_mm": [1.5, 1.5, 16, 16]}
    read_template(changed(elements=[code, around]))
    assert refusal(changed(elements=[code, around | {"thickness_mm": 0.6}])).code == "template-covers-code"
    assert refusal(changed(elements=[code, around | {"filled": True}])).code == "template-covers-code"


def test_elements_that_never_show_together_may_share_a_place():
    code = {"kind": "qr", "box_mm": [1, 1, 15, 15], "when": {"owner": ["client"]}}
    text = {"kind": "text", "box_mm": [1, 1, 15, 15], "text": "A", "size_pt": 10}
    for rule in ({"when": {"owner": ["ours"]}}, {"unless": {"owner": ["client"]}}, {"unless": {"owner": ["*"]}}):
        read_template(changed(elements=[code, text | rule]))
        read_template(changed(elements=[text | rule, code]))
    for rule in (
        {"when": {"owner": ["ours", "client"]}},
        {"unless": {"owner": ["ours"]}},
        {"when": {"owner": ["*"]}},
        {},
    ):
        assert refusal(changed(elements=[code, text | rule])).code == "template-covers-code"


def test_a_picture_is_scaled_into_its_box_and_see_through_is_white(fonts):
    stream = io.BytesIO()
    Image.new("RGBA", (16, 8), (0, 0, 0, 0)).save(stream, "PNG")
    clear = base64.b64encode(stream.getvalue()).decode()

    def black(text: str) -> int:
        picture = {"kind": "picture", "box_mm": [1, 1, 10, 10], "png": text}
        return Renderer(read_template(changed(elements=[picture])), 203, fonts).draw({}).picture.histogram()[0]

    assert black(png(16, 8)) == 80 * 40
    assert black(png(1600, 400)) == 80 * 20
    assert black(clear) == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(st.data())
def test_whatever_stands_in_any_place_is_refused_in_words(data: st.DataObject):
    template = copy.deepcopy(whole())
    target = data.draw(st.sampled_from([template, *template["elements"]]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(JSON)
    try:
        read_template(template)
    except TemplateError as error:
        assert error.code.startswith("template-")


@given(st.integers(0, 2000), st.characters())
def test_a_text_damaged_at_any_place_is_refused_in_words(place: int, character: str):
    text = json.dumps(whole())
    place %= len(text)
    try:
        read_template(text[:place] + character + text[place + 1 :])
    except TemplateError as error:
        assert error.code.startswith("template-")
