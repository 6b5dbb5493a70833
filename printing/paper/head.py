"""The head of a form's first page: logo at the left, the title in the middle, the code to scan at the right."""

from collections.abc import Callable, Sequence

from PIL import Image

from printing.paper import MM
from printing.paper.faces import CAPTION
from printing.paper.logo import logo_strip
from printing.paper.pen import Pen
from printing.paper.strips import Strip, beside, stacked, text

_LOGO = (34 * MM, 18 * MM)
_CODE = 21 * MM


def coded_head(
    width: float,
    middle: Callable[[float], Sequence[Strip]],
    *,
    payload: str,
    logo: Image.Image | None = None,
    code_side: float = _CODE,
    logo_box: tuple[float, float] = _LOGO,
) -> Strip:
    """Return the head; `middle` is made for the width that is left for it."""
    left = 0.0 if logo is None else logo_box[0] + 3 * MM
    room = width - left - code_side - 3 * MM
    return beside(
        (0.0, [logo_strip(logo, *logo_box)]),
        (left, middle(room)),
        (width - code_side, [code_strip(payload, code_side)]),
    )


def code_strip(payload: str, side: float) -> Strip:
    """Return a QR code with what it says below it, so that it can be typed."""

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.code(x, y, side, payload)

    words = text(payload, side, CAPTION.scaled(0.8), align="centre", fit=True)
    return stacked([Strip(side - 1.5 * MM, draw), *words])
