"""What Windows shows of a program: the icon, drawn from the SVG in all its sizes, and the page of its properties."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_ABOUT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1,
                    subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'Vetka'),
      StringStruct('FileDescription', {description!r}),
      StringStruct('FileVersion', {version!r}),
      StringStruct('InternalName', 'vetka'),
      StringStruct('LegalCopyright', 'Copyright (c) 2026 the owners of Vetka'),
      StringStruct('OriginalFilename', {file!r}),
      StringStruct('ProductName', 'Vetka'),
      StringStruct('ProductVersion', {version!r})])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])])
  ])
"""


def version_page(version: str, file: str, description: str) -> str:
    """Return the properties of a program as PyInstaller reads them; `version`: `1.2.3` or `1.2.3.dev4`."""
    numbers = [int(part) for part in version.split(".")[:3] if part.isdigit()]
    four = (*numbers, *[0] * (4 - len(numbers)))
    return _ABOUT.format(numbers=four, version=version, file=file, description=description)


def write_icon(file: Path) -> Path:
    """Draw the icon of the program in every size that Windows asks for; returns the file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pictures = [_drawn(size) for size in SIZES]
    file.parent.mkdir(parents=True, exist_ok=True)
    pictures[-1].save(file, format="ICO", append_images=pictures[:-1], sizes=[(size, size) for size in SIZES])
    return file


def _drawn(size: int) -> Image.Image:
    from PySide6.QtCore import QBuffer, QIODevice  # noqa: PLC0415 - after the platform is chosen
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "icons" / "vetka.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGBA")
