"""The company's logo on paper: any picture Pillow can read, made small enough to send by mail."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from database.errors import KnownError
from printing.paper.pen import Pen
from printing.paper.strips import Strip, gap

LARGEST_BYTES = 2 * 1024 * 1024
_LARGEST_SIDE = 8_000
_DOTS = 900
"""Longer side on paper: 75 mm at 300 dots an inch."""


def read_logo(content: bytes) -> Image.Image:
    """Return the picture on white, of at most 900 dots a side.

    Raises KnownError `logo-too-large` beyond 2 MB or 8,000 dots a side, `logo-no-picture` for anything Pillow
    cannot read to its end.
    """
    if len(content) > LARGEST_BYTES:
        raise KnownError("logo-too-large", megabytes=LARGEST_BYTES // 1024 // 1024, dots=_LARGEST_SIDE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the side is limited below
            opened = Image.open(BytesIO(content))
        if max(opened.size) > _LARGEST_SIDE:
            raise KnownError("logo-too-large", megabytes=LARGEST_BYTES // 1024 // 1024, dots=_LARGEST_SIDE)
        turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise KnownError("logo-no-picture") from error
    turned.thumbnail((_DOTS, _DOTS))
    paper = Image.new("RGB", turned.size, "white")
    paper.paste(turned, mask=turned.getchannel("A"))
    return paper


def logo_strip(picture: Image.Image | None, width: float, height: float) -> Strip:
    """Return the logo as large as fits into a rectangle of points, or an empty strip where there is none."""
    if picture is None:
        return gap(0.0)
    scale = min(width / picture.width, height / picture.height)
    wide, high = picture.width * scale, picture.height * scale

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.picture(x, y, wide, high, picture)

    return Strip(high, draw)
