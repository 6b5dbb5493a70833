"""A sheet that shows how a printer and its roll agree: edges, millimetres, and the finest code that still reads."""

from decimal import Decimal

from PIL import Image, ImageDraw

from labels.code import QUIET_ZONE, modules
from labels.dots import DotBox, font_dots, to_dots
from labels.encoders.settings import PrintSettings
from labels.fonts import Fonts

_MODULE_SIZES = (3, 4, 5, 6)
_TICK_MM = (1, 5, 10)
"""A tick gets a millimetre longer for each of these that divides its place."""
_START_MM = Decimal(4)
_CAPTION_PT = Decimal(6)
_BLACK, _WHITE = 0, 255


def calibration_sheet(settings: PrintSettings, fonts: Fonts) -> Image.Image:
    """Return the sheet for this label: mode "1", 0 = black.

    The frame lies on the outermost dots: an edge that is missing on paper says which way to fit the offset, the ruler
    says by how many millimetres. Each code holds ``DOTS`` and its module in dots; the least that the engineer's scanner
    reads is the finest to use. The stripes run together where the darkness is too high.
    """
    width, height = settings.dots
    sheet = Image.new("1", (width, height), _WHITE)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, width - 1, height - 1), outline=_BLACK)
    _rulers(pen, settings)
    _stripes(pen, _codes(sheet, settings, fonts))
    return sheet


def _rulers(pen: ImageDraw.ImageDraw, settings: PrintSettings) -> None:
    for length, across in ((settings.width, True), (settings.height, False)):
        for millimetre in range(1, int(length)):
            at = to_dots(Decimal(millimetre), settings.dpi)
            tall = to_dots(Decimal(sum(millimetre % step == 0 for step in _TICK_MM)), settings.dpi)
            pen.line((at, 0, at, tall) if across else (0, at, tall, at), fill=_BLACK)


def _codes(sheet: Image.Image, settings: PrintSettings, fonts: Fonts) -> DotBox:
    """Place the codes from the left for as long as there is room; return the larger part of what is left free."""
    start = to_dots(_START_MM, settings.dpi)
    right, bottom = sheet.width - start, sheet.height - start
    caption = fonts.face("regular", font_dots(_CAPTION_PT, settings.dpi))
    left, lowest = start, start
    for size in _MODULE_SIZES:
        code = modules(f"DOTS{size}", "Q")
        quiet, whole = QUIET_ZONE * size, (code.width + 2 * QUIET_ZONE) * size
        if left + whole > right or start + whole + caption.pitch > bottom + quiet:
            break
        ink = code.resize((code.width * size, code.height * size), Image.Resampling.NEAREST)
        sheet.paste(_BLACK, (left + quiet, start + quiet), ink)
        words = Image.new("1", (whole - quiet, caption.pitch))
        caption.draw(words, 0, caption.cap_height + 1, str(size))
        sheet.paste(_BLACK, (left + quiet, start + whole), words)
        left, lowest = left + whole, start + whole + caption.pitch
    below, beside = DotBox(start, lowest, right, bottom), DotBox(left, start, right, bottom)
    return max(below, beside, key=lambda box: max(box.width, 0) * max(box.height, 0))


def _stripes(pen: ImageDraw.ImageDraw, box: DotBox) -> None:
    """Draw lines of one dot, four dots apart and then nearer and nearer, as far as the box reaches."""
    at = box.left
    for gap in (4, 3, 2, 1):
        for _ in range(max(1, box.width // 14)):
            if at < box.right and box.height > 0:
                pen.line((at, box.top, at, box.bottom - 1), fill=_BLACK)
            at += gap + 1
