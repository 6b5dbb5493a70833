"""Read a template from JSON, strictly: whatever is wrong is named by place and reason, and nothing is guessed.

::

    {"format": 1, "code": "30x20", "name": "30 × 20 мм", "width_mm": 30, "height_mm": 20, "gap_mm": 2, "margin_mm": 1,
     "suits": {"size_class": ["small"]},
     "elements": [
       {"kind": "qr", "box_mm": [1, 2.5, 14.5, 14.5], "text": "{payload}", "level": "Q"},
       {"kind": "text", "box_mm": [16, 3, 13, 9], "text": "{number_readable}", "font": "bold", "size_pt": 11,
        "smallest_pt": 8, "lines": 2, "align": "left", "vertical": "middle", "inverted": false,
        "when": {"owner": ["client"]}, "unless": {"room": ["*"]}},
       {"kind": "line", "from_mm": [1, 12], "to_mm": [29, 12], "thickness_mm": 0.25},
       {"kind": "box", "box_mm": [1, 1, 28, 18], "thickness_mm": 0.25, "filled": false},
       {"kind": "picture", "box_mm": [20, 1, 9, 5], "png": "iVBORw0KGgo…"}]}
"""

import base64
import binascii
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from string import Formatter
from typing import Any

from PIL import Image

from labels.errors import TemplateError
from labels.json_object import Entry, unique_keys
from labels.template import (
    FIELDS,
    FORMAT,
    RULE_FIELDS,
    Align,
    Box,
    Element,
    FontName,
    FrameElement,
    Level,
    LineElement,
    PictureElement,
    QrElement,
    Rule,
    Template,
    TextElement,
    Vertical,
)

_LONGEST_MM = Decimal(300)
_SHORTEST_MM = Decimal(5)
_THIN_MM = Decimal("0.04")
_ALIGN: tuple[Align, ...] = ("left", "center", "right")
_VERTICAL: tuple[Vertical, ...] = ("top", "middle", "bottom")
_LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")
_FONTS: tuple[FontName, ...] = ("regular", "bold", "condensed", "condensed-bold")
_LARGEST_PICTURE = 256 * 1024


def read_template(source: str | bytes | Mapping[str, Any]) -> Template:
    """Return the template that JSON text, or the object already loaded from it, describes.

    Raises TemplateError for anything that is not a whole, sensible template.
    """
    entry = Entry(_loaded(source))
    version = entry.whole("format", 1, 1_000_000)
    if version > FORMAT:
        raise TemplateError("template-newer", key="format", format=version, known=FORMAT)
    width = entry.number("width_mm", _SHORTEST_MM, _LONGEST_MM)
    height = entry.number("height_mm", _SHORTEST_MM, _LONGEST_MM)
    margin = entry.number("margin_mm", Decimal(0), min(width, height) / 4, default=Decimal(1))
    template = Template(
        code=entry.text("code", longest=40),
        name=entry.text("name", longest=100),
        width=width,
        height=height,
        gap=entry.number("gap_mm", Decimal(0), Decimal(50), default=Decimal(2)),
        margin=margin,
        elements=tuple(_element(Entry(element, index)) for index, element in enumerate(entry.items("elements"))),
        rule=Rule(when=_texts_by_field(entry, "suits")),
    )
    entry.finish()
    _check_places(template)
    _check_quiet_zones(template)
    return template


def _loaded(source: str | bytes | Mapping[str, Any]) -> Any:
    if isinstance(source, Mapping):
        return source
    try:
        return json.loads(source, parse_float=Decimal, object_pairs_hook=unique_keys)
    except json.JSONDecodeError as error:
        raise TemplateError("template-not-json", line=error.lineno, column=error.colno) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError("template-not-json", line=1, column=1) from error


def _element(entry: Entry) -> Element:
    kind = entry.choice("kind", tuple(_READERS))
    element = _READERS[kind](entry, _rule(entry))
    entry.finish()
    return element


def _qr(entry: Entry, rule: Rule) -> QrElement:
    return QrElement(
        box=_box(entry),
        text=_format(entry, default="{payload}"),
        level=entry.choice("level", _LEVELS, default="Q"),
        align=entry.choice("align", _ALIGN, default="center"),
        vertical=entry.choice("vertical", _VERTICAL, default="middle"),
        rule=rule,
    )


def _text(entry: Entry, rule: Rule) -> TextElement:
    size = entry.number("size_pt", Decimal(4), Decimal(200))
    return TextElement(
        box=_box(entry),
        text=_format(entry),
        size_pt=size,
        smallest_pt=entry.number("smallest_pt", Decimal(4), size, default=size),
        lines=entry.whole("lines", 1, 20, default=1),
        font=entry.choice("font", _FONTS, default="regular"),
        align=entry.choice("align", _ALIGN, default="left"),
        vertical=entry.choice("vertical", _VERTICAL, default="middle"),
        inverted=entry.flag("inverted"),
        rule=rule,
    )


def _line(entry: Entry, rule: Rule) -> LineElement:
    x1, y1 = entry.numbers("from_mm", 2, _LONGEST_MM)
    x2, y2 = entry.numbers("to_mm", 2, _LONGEST_MM)
    thickness = entry.number("thickness_mm", _THIN_MM, Decimal(20), default=Decimal("0.25"))
    if (x1 == x2) == (y1 == y2) or x2 < x1 or y2 < y1:
        raise TemplateError("template-slanted-line", element=entry.index, key="to_mm")
    box = Box(x1, y1, thickness, y2 - y1) if x1 == x2 else Box(x1, y1, x2 - x1, thickness)
    return LineElement(box, rule)


def _frame(entry: Entry, rule: Rule) -> FrameElement:
    thickness = entry.number("thickness_mm", _THIN_MM, Decimal(20), default=Decimal("0.25"))
    return FrameElement(_box(entry), thickness, entry.flag("filled"), rule)


def _picture(entry: Entry, rule: Rule) -> PictureElement:
    box, text = _box(entry), entry.text("png", longest=_LARGEST_PICTURE)
    try:
        png = base64.b64decode(text, validate=True)
        with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
            picture.load()
    except (binascii.Error, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise TemplateError("template-picture", element=entry.index, key="png") from error
    align = entry.choice("align", _ALIGN, default="center")
    return PictureElement(box, png, align, entry.choice("vertical", _VERTICAL, default="middle"), rule)


_READERS: dict[str, Callable[[Entry, Rule], Element]] = {
    "qr": _qr, "text": _text, "line": _line, "box": _frame, "picture": _picture,
}  # fmt: skip


def _box(entry: Entry) -> Box:
    box = Box(*entry.numbers("box_mm", 4, _LONGEST_MM))
    if box.width <= 0 or box.height <= 0:
        raise TemplateError("template-value", element=entry.index, key="box_mm", value="0", allowed="> 0")
    return box


def _format(entry: Entry, default: str | None = None) -> str:
    text = entry.text("text", longest=500, default=default)
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise TemplateError("template-braces", element=entry.index, key="text", text=text) from error
    for _, name, specification, conversion in parts:
        if name is None:
            continue
        if specification or conversion or name not in FIELDS:
            raise TemplateError(
                "template-field-unknown", element=entry.index, key="text", field=name, known=", ".join(FIELDS)
            )
    return text


def _rule(entry: Entry) -> Rule:
    return Rule(_texts_by_field(entry, "when"), _texts_by_field(entry, "unless"))


def _texts_by_field(entry: Entry, key: str) -> dict[str, frozenset[str]]:
    texts = entry.texts_by_name(key)
    for name in texts:
        if name not in RULE_FIELDS:
            raise TemplateError(
                "template-field-unknown", element=entry.index, key=key, field=name, known=", ".join(RULE_FIELDS)
            )
    return texts


def _check_places(template: Template) -> None:
    """Refuse what leaves the label or its margin; a code may use the margin, as its quiet zone is white too."""
    label = Box(Decimal(0), Decimal(0), template.width, template.height)
    printable = label.shrunk(template.margin)
    for index, element in enumerate(template.elements):
        allowed = label if isinstance(element, QrElement) else printable
        if not allowed.holds(element.box):
            key = "from_mm" if isinstance(element, LineElement) else "box_mm"
            raise TemplateError("template-outside", element=index, key=key)


def _check_quiet_zones(template: Template) -> None:
    """Refuse ink in the box of a code: a code without its quiet zone is not read."""
    for index, element in enumerate(template.elements):
        for other_index, code in enumerate(template.elements):
            if index == other_index or not isinstance(code, QrElement) or element.rule.excludes(code.rule):
                continue
            if _inks(element, code.box):
                raise TemplateError("template-covers-code", element=index, covered=f"elements[{other_index}]")


def _inks(element: Element, box: Box) -> bool:
    if isinstance(element, FrameElement) and not element.filled and element.box.shrunk(element.thickness).holds(box):
        return False
    return element.box.meets(box)
