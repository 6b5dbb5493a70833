"""ESC/POS (receipt printers with a label roll): the picture in strips of raster rows.

The bytes are ours and not python-escpos': the whole language used here is ESC @, GS v 0, FF and ESC J. Its `image()`
refuses or warns by printer profiles, pads with line feeds and writes remarks to standard output; importing it sets up
logging and leaves a temporary folder behind each time; its connections cannot tell a late answer from none. A picture
that must be the preview dot for dot needs none of that. A test holds our raster rows against its.
"""

from PIL import Image

from labels.encoders.raster import rows_black_is_one
from labels.encoders.settings import PrintSettings

_INITIALISE = b"\x1b@"
_NEXT_LABEL = b"\x0c"
_STRIP_ROWS = 128
_COMMAND_BYTES = 8
_LONGEST_FEED = 255


class EscposEncoder:
    """GS v 0 in strips, which overflow no buffer and join without a seam; FF feeds to the next label."""

    def __init__(self, settings: PrintSettings) -> None:
        self._settings = settings

    def header(self) -> bytes:
        """Clear what another program left. There is no common command for darkness and speed."""
        return _INITIALISE

    def label(self, picture: Image.Image) -> bytes:
        """Return the strips of one label and the feed to the next."""
        stride, rows = rows_black_is_one(picture, self._settings)
        step = stride * _STRIP_ROWS
        strips = (rows[start : start + step] for start in range(0, len(rows), step))
        return b"".join(_raster(stride, strip) for strip in strips) + self._feed()

    def recovery(self) -> bytes:
        """Fill up a strip that was half sent with white and feed to a new label; elsewhere NUL does nothing."""
        width, _ = self._settings.dots
        return bytes(_COMMAND_BYTES + (width + 7) // 8 * _STRIP_ROWS) + self._feed()

    def _feed(self) -> bytes:
        """FF does nothing on receipt paper: there the gap is fed in dots."""
        if self._settings.media != "continuous":
            return _NEXT_LABEL
        whole, rest = divmod(self._settings.gap_dots, _LONGEST_FEED)
        return b"\x1bJ\xff" * whole + (b"\x1bJ%c" % rest if rest else b"")


def _raster(stride: int, strip: bytes) -> bytes:
    height = len(strip) // stride
    return b"\x1dv0\x00" + stride.to_bytes(2, "little") + height.to_bytes(2, "little") + strip
