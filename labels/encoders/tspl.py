"""TSPL (TSC, Xprinter, Gprinter, iDPRT and other clones): a line a command, the picture as raw bytes."""

from decimal import Decimal

from PIL import Image

from labels.encoders.raster import rows_white_is_one
from labels.encoders.settings import PrintSettings

_END = b"\r\n"


class TsplEncoder:
    """BITMAP in mode 0 with inverted bits: 0 prints, 1 stays white, and so does the padding of the last byte."""

    def __init__(self, settings: PrintSettings) -> None:
        self._settings = settings

    def header(self) -> bytes:
        """Set size, sensor, direction, origin, darkness, speed; a wrong SIZE would be reported as a paper jam.

        SET REPRINT ON has the label under the head printed again after paper out or an open head.
        """
        settings = self._settings
        lines = [f"SIZE {_mm(settings.width)},{_mm(settings.height)}", self._sensor(), "DIRECTION 0", "REFERENCE 0,0"]
        if settings.darkness is not None:
            lines.append(f"DENSITY {settings.darkness}")
        if settings.speed is not None:
            lines.append(f"SPEED {settings.speed}")
        lines.append("SET REPRINT ON")
        return b"".join(line.encode() + _END for line in lines)

    def label(self, picture: Image.Image) -> bytes:
        """Return CLS, BITMAP and PRINT; without CLS a label would be printed over the one before."""
        stride, rows = rows_white_is_one(picture, self._settings)
        return b"CLS\r\nBITMAP 0,0,%d,%d,0,%b\r\nPRINT 1,1\r\n" % (stride, picture.height, rows)

    def recovery(self) -> bytes:
        """Fill up a bitmap that was half sent; only its count ends it, and CLS wipes it before anything is printed.

        Where no bitmap is open these are empty lines.
        """
        width, height = self._settings.dots
        return _END * ((width + 7) // 8 * height // len(_END) + 1)

    def _sensor(self) -> str:
        if self._settings.media == "mark":
            return f"BLINE {_mm(self._settings.gap)},0 mm"
        return f"GAP {_mm(self._settings.gap) if self._settings.media == 'gap' else '0 mm'},0 mm"


def _mm(length: Decimal) -> str:
    return f"{length.normalize():f} mm"
