"""Millimetres to printer dots, once and in one way."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DPIS = (203, 300, 600)
_MM_PER_INCH = Decimal("25.4")
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class DotBox:
    """A rectangle in dots; right and bottom are the first dots outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Dots across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Dots down."""
        return self.bottom - self.top


def dots_per_mm(dpi: int) -> Decimal:
    """Return how many dots the head burns on a millimetre.

    A "203 dpi" head has exactly 8 dots a millimetre (203.2 dpi). Makers call 300 and 600 dpi 12 and 24 dots a
    millimetre, but the heads have 11.81 and 23.62: a 4 inch head of 1,248 dots is 105.7 mm wide. Taking 12 would make
    a 100 mm label 1.6 mm too long and burn its end into the gap.
    """
    if dpi not in DPIS:
        raise ValueError(f"no print head has {dpi} dpi: {DPIS}")
    return Decimal(8) if dpi == 203 else dpi / _MM_PER_INCH


def to_dots(length_mm: Decimal, dpi: int) -> int:
    """Convert a length on the label to printer dots, rounded half up.

    >>> to_dots(Decimal(58), 203)
    464
    >>> to_dots(Decimal(100), 300)
    1181
    """
    return int((length_mm * dots_per_mm(dpi)).quantize(Decimal(1), ROUND_HALF_UP))


def font_dots(size_pt: Decimal, dpi: int) -> int:
    """Return a type size in whole dots: hinted letters are drawn for whole sizes."""
    size = size_pt * _MM_PER_INCH / _POINTS_PER_INCH * dots_per_mm(dpi)
    return max(1, int(size.quantize(Decimal(1), ROUND_HALF_UP)))
