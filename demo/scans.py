"""Scans of signed papers, drawn: what the demo company's transitions ask for and its history keeps."""

import hashlib
import io
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFont

import resources
from demo.copying import Copying

TABLES = ("stored_file",)

_WIDTH, _HEIGHT = 620, 877  # A4 at 75 dpi
_MARGIN, _LINE = 60, 34
_TITLES = {"signed_sheet": "Лист, подписанный клиентом", "act": "Акт", "invoice": "Счёт на оплату"}
_LINES = {
    "signed_sheet": ["Работы выполнены, замечаний нет.", "Рабочие места осмотрены.", "Резервные копии проверены."],
    "act": ["Комиссия осмотрела устройство.", "Ремонт экономически нецелесообразен.", "Рекомендовано к списанию."],
    "invoice": ["Товар согласно спецификации.", "Сумма с учётом НДС.", "Срок оплаты пять дней."],
}
_COPIES = 3


@dataclass(frozen=True, slots=True)
class _Scan:
    file: int
    name: str


class Scans:
    """A few scans of each kind; the same content is stored once, however many tickets it hangs on."""

    def __init__(self, copying: Copying, random: Random) -> None:
        """Draw the scans and write their rows."""
        rows = copying.into("stored_file", "id", "sha256", "size", "content")
        self._by_kind: dict[str, list[_Scan]] = {}
        number = 0
        for kind, title in _TITLES.items():
            for _ in range(_COPIES):
                number += 1
                content = _drawn(title, _LINES[kind], random)
                rows.add(number, hashlib.sha256(content).hexdigest(), len(content), content)
                self._by_kind.setdefault(kind, []).append(_Scan(number, f"{title} {number:02}.png"))

    def one_of(self, kind: str, random: Random) -> tuple[int, str, str]:
        """Return file, name and content type of a scan of a kind."""
        scan = random.choice(self._by_kind[kind])
        return scan.file, scan.name, "image/png"


def _drawn(title: str, lines: list[str], random: Random) -> bytes:
    """Draw a page with a signature, a little askew as it comes from a scanner."""
    page = Image.new("L", (_WIDTH, _HEIGHT), 250)
    draw = ImageDraw.Draw(page)
    font = str(resources.path("fonts", "NotoSans-Regular.ttf"))
    draw.text((_MARGIN, _MARGIN), title, 30, ImageFont.truetype(font, 26))
    for at, line in enumerate(lines):
        draw.text((_MARGIN, _MARGIN + 70 + at * _LINE), line, 50, ImageFont.truetype(font, 17))
    bottom = _HEIGHT - 140
    draw.text((_MARGIN, bottom), "Подпись", 50, ImageFont.truetype(font, 17))
    draw.line([(_MARGIN + 90 + step * 9, bottom + random.randrange(-16, 20)) for step in range(16)], 40, 2)
    leaning = page.rotate(random.uniform(-1.2, 1.2), fillcolor=235)
    out = io.BytesIO()
    leaning.save(out, "PNG", optimize=True)
    return out.getvalue()
