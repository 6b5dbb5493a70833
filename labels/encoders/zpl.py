"""ZPL II (Zebra and the many that speak its language): one format a label, the picture as a graphic field."""

import base64
import binascii
import re
import zlib
from functools import lru_cache

from PIL import Image

from labels.encoders.raster import rows_black_is_one
from labels.encoders.settings import PrintSettings

_TRACKING = {"gap": "^MNY", "mark": "^MNM", "continuous": "^MNN"}
_RUN = re.compile(rb"(.)\1{2,}")
_ONES = b"GHIJKLMNOPQRSTUVWXY"
_TWENTIES = b"ghijklmnopqrstuvwxyz"


class ZplEncoder:
    """Every label is complete in itself: a printer switched off and on between two labels loses no setting.

    ``^JZY`` has the label under the head printed again after paper out or an open head, so that none is lost there.
    """

    def __init__(self, settings: PrintSettings) -> None:
        self._settings = settings
        width, height = settings.dots
        speed = "" if settings.speed is None else f"^PR{settings.speed}"
        self._start = (
            f"^XA{_TRACKING[settings.media]}^PW{width}^LL{height}^LH0,0^PON{speed}^JZY^FO0,0^GFA,"
        ).encode()  # fmt: skip

    def header(self) -> bytes:
        """Set the darkness; all else is part of each label."""
        return b"" if self._settings.darkness is None else b"~SD%02d\r\n" % self._settings.darkness

    def label(self, picture: Image.Image) -> bytes:
        """Return ^XA … ^XZ; the graphic in run letters, which all know, or as :Z64: with its checksum."""
        stride, rows = rows_black_is_one(picture, self._settings)
        data = z64(rows) if self._settings.compression == "z64" else runs(rows, stride)
        return b"%b%d,%d,%d,%b^FS^PQ1^XZ\r\n" % (self._start, len(rows), len(rows), stride, data)

    def recovery(self) -> bytes:
        """Drop a format that was half sent (~JX); what is whole stays and prints."""
        return b"~JX\r\n"


def z64(rows: bytes) -> bytes:
    """Return rows deflated, in base64, with the CRC-16 (polynomial 1021h, start 0) of that text."""
    text = base64.b64encode(zlib.compress(rows, 6))
    return b":Z64:%b:%04X" % (text, binascii.crc_hqx(text, 0))


def runs(rows: bytes, stride: int) -> bytes:
    """Return rows in hexadecimal with ZPL's run letters.

    G to Y before a digit repeat it 1 to 19 times, g to z 20 to 400 times; ``,`` fills the row white, ``!`` black,
    ``:`` repeats the row above.
    """
    result, above = [], b""
    for start in range(0, len(rows), stride):
        row = rows[start : start + stride]
        result.append(b":" if row == above else _row(row))
        above = row
    return b"".join(result)


@lru_cache(maxsize=1024)
def _row(row: bytes) -> bytes:
    digits = row.hex().upper().encode()
    for digit, rest in ((b"0", b","), (b"F", b"!")):
        if digits.endswith(digit):
            return _RUN.sub(_counted, digits.rstrip(digit)) + rest
    return _RUN.sub(_counted, digits)


def _counted(found: re.Match[bytes]) -> bytes:
    length, digit = len(found[0]), found[1]
    many, rest = divmod(length, 400)
    twenties, ones = divmod(rest, 20)
    letters = b"z" * many
    if twenties:
        letters += _TWENTIES[twenties - 1 : twenties]
    if ones:
        letters += _ONES[ones - 1 : ones]
    return letters + digit
