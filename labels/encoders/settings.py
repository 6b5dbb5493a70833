"""What a print job tells the printer besides the dots."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from labels.dots import to_dots

Language = Literal["zpl", "tspl", "escpos"]
LANGUAGES: tuple[Language, ...] = ("zpl", "tspl", "escpos")
Media = Literal["gap", "mark", "continuous"]
MEDIA: tuple[Media, ...] = ("gap", "mark", "continuous")
Compression = Literal["runs", "z64"]
COMPRESSIONS: tuple[Compression, ...] = ("runs", "z64")


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """The roll and how to burn it.

    width, height, gap: millimetres. darkness: the language's own scale (ZPL 0–30, TSPL 0–15), None leaves the
    printer's. speed: inches a second, None likewise. offset_x, offset_y: dots by which the picture is moved to the
    right and down, fitted by hand for one printer. compression: of ZPL only, see `zpl`.
    """

    width: Decimal
    height: Decimal
    dpi: int
    gap: Decimal = Decimal(2)
    media: Media = "gap"
    darkness: int | None = None
    speed: int | None = None
    offset_x: int = 0
    offset_y: int = 0
    compression: Compression = "runs"

    @property
    def dots(self) -> tuple[int, int]:
        """Width and height of the label in dots."""
        return to_dots(self.width, self.dpi), to_dots(self.height, self.dpi)

    @property
    def gap_dots(self) -> int:
        """Dots between two labels."""
        return to_dots(self.gap, self.dpi)
