"""What a page is made of: strips across it, each with a height, drawn where the flow puts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from printing.paper.faces import TEXT, Style
from printing.paper.pen import Pen
from printing.paper.wrapping import fitted, wrap

Draw = Callable[[Pen, float, float], None]
"""Draws with a pen, from x and y of the strip's top left corner."""
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Band:
    """What a table repeats at a page break: its head, and where it has money what is carried over.

    head: on top of each further page. closing: given the sum of the page and the sum so far, stands below the last
    row of a page that the table leaves. opening: given the sum so far, stands below the repeated head. ending: given
    the sum of the last page, stands before the total of a table that was broken.
    """

    head: "Strip"
    closing: Callable[[Decimal, Decimal], "Strip"] | None = None
    opening: Callable[[Decimal], "Strip"] | None = None
    ending: Callable[[Decimal], "Strip"] | None = None
    closing_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page that is never torn.

    with_previous, with_next: stays on the same page as its neighbour. band: the table it is a row of.
    amount: money of a row. totals: it is the first strip below a table's rows. begins_page: stands on top of a page.
    """

    height: float
    draw: Draw = field(repr=False)
    with_previous: bool = False
    with_next: bool = False
    band: Band | None = field(default=None, repr=False)
    amount: Decimal = NOTHING
    totals: bool = False
    begins_page: bool = False


def gap(height: float) -> Strip:
    """Return an empty strip."""
    return Strip(height, _draw_nothing)


def text(words: str, width: float, style: Style = TEXT, *, align: str = "left", fit: bool = False) -> list[Strip]:
    """Return a strip per line of a text. align: left, right or centre. fit: one line, made smaller where too wide."""
    if fit:
        style = fitted(words, style, width)
    return [_line(one, width, style, align) for one in wrap(words, style, width)]


def paragraph(words: str, width: float, style: Style = TEXT, *, align: str = "left") -> list[Strip]:
    """Return a text of which no single line stands alone at a page's end or beginning."""
    lines = text(words, width, style, align=align)
    last = len(lines) - 1
    return [
        replace(one, with_next=number == 0 and last > 0, with_previous=number == last and last > 0)
        for number, one in enumerate(lines)
    ]


def together(strips: Sequence[Strip], *, with_previous: bool = False, with_next: bool = False) -> list[Strip]:
    """Return strips that stay on one page, and there with their neighbours."""
    last = len(strips) - 1
    return [
        replace(
            one,
            with_previous=number > 0 or with_previous or one.with_previous,
            with_next=one.with_next or (with_next and number == last),
        )
        for number, one in enumerate(strips)
    ]


def stacked(strips: Sequence[Strip], *, least: float = 0.0) -> Strip:
    """Return one strip made of several, at least so high."""

    def draw(pen: Pen, x: float, y: float) -> None:
        for one in strips:
            one.draw(pen, x, y)
            y += one.height

    return Strip(max(least, sum(one.height for one in strips)), draw)


def beside(*parts: tuple[float, Sequence[Strip]]) -> Strip:
    """Return one strip made of columns, each (x from the left, strips)."""
    columns = [(at, stacked(strips)) for at, strips in parts]

    def draw(pen: Pen, x: float, y: float) -> None:
        for at, column in columns:
            column.draw(pen, x + at, y)

    return Strip(max(column.height for _, column in columns), draw)


def _draw_nothing(_pen: Pen, _x: float, _y: float) -> None:
    pass


def _line(words: str, width: float, style: Style, align: str) -> Strip:
    pitch = style.pitch
    base = (pitch + style.size * 0.72) / 2
    shift = 0.0
    if align != "left":
        free = max(0.0, width - style.width(words))
        shift = free if align == "right" else free / 2

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.words(x + shift, y + base, words, style)

    return Strip(pitch, draw)
