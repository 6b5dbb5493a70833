"""QR codes in whole dots, with their quiet zone."""

from functools import lru_cache

from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from labels.errors import LabelError
from labels.template import Level

QUIET_ZONE = 4
"""Clear modules on every side that the standard asks for; printers add none."""
SAFE_MODULE = 4
"""Dots a module for stable reading by the advice of DENSO WAVE, who made the code."""
SMALLEST_MODULE = 3

_LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}


@lru_cache(maxsize=64)
def modules(text: str, level: Level) -> Image.Image:
    """Return the code as a picture of mode "1", one dot a module, set = dark, without quiet zone, in the least version.

    Capitals and digits go in alphanumeric mode: 15 of them fit version 1 (21 modules) at level Q.
    Raises LabelError "label-code-too-long" where no version holds the text.
    """
    code = QRCode(error_correction=_LEVELS[level], border=0)
    code.add_data(text, optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise LabelError("label-code-too-long", length=len(text)) from error
    size = len(code.modules)
    picture = Image.new("1", (size, size))
    picture.putdata([255 if dark else 0 for row in code.modules for dark in row])
    return picture


def module_size(count: int, width: int, height: int) -> int:
    """Return the dots a module gets when `count` modules a side and the quiet zones fill a box.

    Raises LabelError "label-code-too-small" under three dots, as no reader could be relied on.
    """
    size = min(width, height) // (count + 2 * QUIET_ZONE)
    if size < SMALLEST_MODULE:
        raise LabelError("label-code-too-small", dots=size, least=SMALLEST_MODULE, modules=count)
    return size
