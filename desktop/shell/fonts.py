"""Which font the screen uses: the system's own, or the bundled one where that lacks Kazakh letters."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont

import resources

BUNDLED = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
LEAST_POINT_SIZE = 9.75
"""13 px at 96 dpi: dense, and readable for eight hours."""
NEEDED_LETTERS = "ЁёӘәҒғҚқҢңӨөҰұҮүҺһІі₸–…"
_NOT_A_CHOICE = {"sans serif", "sans", "sans-serif", "default", "dejavu sans", "bitstream vera sans"}
"""Family names that mean "nobody chose a font", and their usual stand-in, which is too wide for dense lists."""


def choose_font(system: QFont) -> QFont:
    """Return the font of the interface, never smaller than `LEAST_POINT_SIZE`, with digits of equal width."""
    font = QFont(system) if _serves(system) else _bundled() or QFont(system)
    font.setPointSizeF(max(system.pointSizeF(), LEAST_POINT_SIZE))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def lacks_letters(font: QFont) -> bool:
    """Tell whether some Russian or Kazakh letter or the tenge sign is missing from the font itself."""
    raw = QRawFont.fromFont(font)
    return not all(raw.supportsCharacter(ord(letter)) for letter in NEEDED_LETTERS)


def _serves(font: QFont) -> bool:
    chosen = {font.family().lower(), QFontInfo(font).family().lower()}
    return not chosen & _NOT_A_CHOICE and not lacks_letters(font)


def _bundled() -> QFont | None:
    families: list[str] = []
    for name in BUNDLED:
        file = resources.path("fonts", name)
        if file.exists():
            families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    return QFont(families[0]) if families else None
