"""The pieces that forms are put together from: captions with values, tick boxes, signatures, blanks to write on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from printing.paper import MM
from printing.paper.faces import CAPTION, HEADING, SMALL, TEXT, TITLE, Style
from printing.paper.pen import Pen
from printing.paper.strips import Strip, beside, gap, stacked, text
from printing.paper.wrapping import shortened, wrap

BLANK_DATE = "«____» ______________ 20___ г."
BOX_PAD = 1.5 * MM
_GAP = 2.0 * MM
_BETWEEN = 1.2 * MM


@dataclass(frozen=True, slots=True)
class Field:
    """A caption and its value; no value is a line to write on. share: of the width, beside the row's other fields.

    most: lines at most, 0 for no limit. plain: not bold.
    """

    caption: str
    value: str = ""
    share: float = 1.0
    most: int = 0


@dataclass(frozen=True, slots=True)
class FieldLook:
    """How captions and values are set. indent: points before every value. least: a row's height in points."""

    caption: Style = SMALL
    value: Style = TEXT
    indent: float = 0.0
    least: float = 0.0


def title(words: str, width: float, style: Style = TITLE) -> list[Strip]:
    """Return the name of a form, centred."""
    return [replace(one, with_next=True) for one in text(words, width, style, align="centre")]


def heading(words: str, width: float) -> list[Strip]:
    """Return the heading of a section; it stays with what follows."""
    return [
        replace(gap(2.2 * MM), with_next=True),
        *(replace(one, with_next=True) for one in text(words, width, HEADING)),
        replace(gap(0.8 * MM), with_next=True),
    ]


def field_row(fields: Sequence[Field], width: float, look: FieldLook | None = None) -> Strip:
    """Return captions with their values side by side in one row, in the proportions of their shares."""
    look = look or FieldLook()
    parts, at = [], 0.0
    for one, wide in _widths(fields, width):
        parts.append((at, [_field(one, wide, look)]))
        at += wide + _GAP
    row = beside(*parts)
    return stacked([row, gap(look.value.size * 0.16)], least=look.least)


def cut_fields(fields: Sequence[Field], width: float, look: FieldLook) -> list[Field]:
    """Return the fields of a row whose values `field_row` has to cut."""
    return [one for one, wide in _widths(fields, width) if _value_lines(one, wide, look)[1]]


def _widths(fields: Sequence[Field], width: float) -> list[tuple[Field, float]]:
    whole, free = sum(one.share for one in fields), width - _GAP * (len(fields) - 1)
    return [(one, free * one.share / whole) for one in fields]


def _value_lines(field: Field, width: float, look: FieldLook) -> tuple[list[str], bool]:
    _, room = _caption_room(field, width, look)
    lines = wrap(field.value, look.value, room)
    if field.most and len(lines) > field.most:
        return shortened(lines, field.most, look.value, room), True
    return lines, False


def _caption_room(field: Field, width: float, look: FieldLook) -> tuple[float, float]:
    """Return where the value begins and how much room it has; a long caption takes at most half the width."""
    if not field.caption:
        return 0.0, width
    wide = min(max(look.indent, look.caption.width(field.caption)), width * 0.5)
    return wide + _BETWEEN, width - wide - _BETWEEN


def _field(field: Field, width: float, look: FieldLook) -> Strip:
    at, room = _caption_room(field, width, look)
    lines, _ = _value_lines(field, width, look)
    rise = look.value.pitch - look.caption.pitch
    caption = [gap(max(0.0, rise * 0.8)), *text(field.caption, at - _BETWEEN, look.caption)] if field.caption else []
    value = [one for line in lines for one in text(line, room, look.value)]
    row = beside((0.0, caption), (at, value))
    if field.value:
        return row

    def draw(pen: Pen, x: float, y: float) -> None:
        row.draw(pen, x, y)
        base = y + look.value.pitch * 0.92
        pen.line(x + at, base, x + width, base)

    return Strip(row.height, draw)


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick with its words; `ticked` draws the tick."""

    words: str
    ticked: bool = False


def tick_lines(ticks: Sequence[Tick], width: float, style: Style = SMALL) -> list[Strip]:
    """Return a line per box, for cells."""
    side, room = style.size * 0.95, width - style.size * 1.35
    strips: list[Strip] = []
    for tick in ticks:
        words = text(tick.words, room, style)
        strips.append(_ticked(tick, words[0], side, style))
        strips += [beside((side * 1.4, [line])) for line in words[1:]]
    return strips


def tick_row(caption: str, ticks: Sequence[Tick], width: float, style: Style = SMALL) -> list[Strip]:
    """Return boxes one behind the other after a caption, in as many lines as they need."""
    side, blank = style.size * 0.95, style.size * 1.3
    at = style.width(caption) + (_BETWEEN if caption else 0)
    at = at if at < width * 0.6 else width * 0.3
    lines: list[list[tuple[float, Sequence[Strip]]]] = [[(0.0, text(caption, at, style))] if caption else []]
    left = indent = at
    for tick in ticks:
        wide = min(style.width(tick.words) + 0.5, width - indent - side * 1.4)
        if left > indent and left + side * 1.4 + wide > width:
            left = indent
            lines.append([])
        words = stacked(text(tick.words, wide, style))
        lines[-1].append((left, [_ticked(tick, words, side, style)]))
        left += side * 1.4 + wide + blank
    return [beside(*line) for line in lines if line]


def _ticked(tick: Tick, words: Strip, side: float, style: Style) -> Strip:
    drop = (style.pitch - side) / 2

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.box(x, y + drop, side, side)
        if tick.ticked:
            pen.tick(x, y + drop, side)
        words.draw(pen, x + side * 1.4, y)

    return Strip(max(words.height, style.pitch), draw)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: a role, and what is known of post and name; what is not known is written by hand."""

    who: str
    post: str | None = ""
    name: str = ""
    stamp: bool = False
    dated: bool = False


def signature(one: Signature, width: float, style: Style = SMALL, *, who_width: float = 36 * MM) -> Strip:
    """Return who signs and beside it underlined fields with small captions: post (unless None), signature, name.

    `dated` adds a date to write in, `stamp` the place of a seal.
    """
    small = replace(CAPTION, size=min(CAPTION.size, style.size * 0.9))
    captions = [("подпись", ""), ("расшифровка подписи", one.name)]
    if one.post is not None:
        captions.insert(0, ("должность", one.post))
    tail = (["М.П."] if one.stamp else []) + ([BLANK_DATE] if one.dated else [])
    start = who_width + _GAP if one.who else 0.0
    free = (width - start - sum(style.width(words) + _GAP for words in tail)) / len(captions) - _GAP
    who = text(one.who, who_width, replace(style, face="bold"))
    columns: list[tuple[float, Sequence[Strip]]] = [(0.0, _on_line(who, style))] if one.who else []
    for number, (caption, value) in enumerate(captions):
        columns.append((start + number * (free + _GAP), [_underlined(value, caption, free, style, small)]))
    at = start + len(captions) * (free + _GAP)
    for words in tail:
        columns.append((at, _on_line(text(words, width, style), style)))
        at += style.width(words) + _GAP
    return beside(*columns)


def _on_line(words: Sequence[Strip], style: Style) -> list[Strip]:
    """Return words whose last line stands where one signs."""
    return [gap(max(0.0, _written_height(style) - sum(line.height for line in words))), *words]


def _written_height(style: Style) -> float:
    return style.pitch + 2.6 * MM


def _underlined(value: str, caption: str, width: float, style: Style, caption_style: Style) -> Strip:
    lines = shortened(wrap(value, style, width), 2, style, width)
    words = stacked([one for line in lines for one in text(line, width, style, align="centre")])
    small = stacked(text(caption, width, caption_style, align="centre"))
    room = max(_written_height(style), words.height)

    def draw(pen: Pen, x: float, y: float) -> None:
        words.draw(pen, x, y + room - words.height)
        pen.line(x, y + room + 0.6, x + width, y + room + 0.6)
        small.draw(pen, x, y + room + 0.8)

    return Strip(room + small.height + 0.8, draw)


def party(lines: Sequence[Field], width: float, look: FieldLook | None = None) -> list[Strip]:
    """Return fields one below the other."""
    return [field_row([one], width, look) for one in lines]


def boxed(strips: Sequence[Strip], width: float) -> Strip:
    """Return strips in a frame; make them for `width` less twice `BOX_PAD`."""
    inside, pad = stacked(strips), BOX_PAD

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.box(x, y, width, inside.height + 2 * pad)
        inside.draw(pen, x + pad, y + pad)

    return Strip(inside.height + 2 * pad, draw)
