"""How fast labels are prepared, against the time their printer needs to feed them."""

from dataclasses import dataclass
from itertools import count
from time import perf_counter

import resources
from benchmarks.figures import Figure
from labels.encoders import LANGUAGES, Encoder, PrintSettings, encoder
from labels.fonts import Fonts
from labels.payload import payload, readable
from labels.render import Renderer
from labels.template_reader import read_template

TEMPLATES = ("30x20", "58x40", "100x50")
FASTEST_HEAD = 6 * 25.4
"""Millimetres a second of a 6 ips desktop printer, the fastest of its class."""
LIMIT = 0.5
"""Half of the feed is left for the database and the way to the printer."""
MODELS = ("HP ProDesk 400 G7 SFF", "Kyocera ECOSYS M2040dn", "Lenovo ThinkPad T14 Gen 3", "APC Back-UPS 650VA")


@dataclass(frozen=True, slots=True)
class Preparation:
    """`seconds` to draw and encode one label of which every text that can differ does, and to feed it."""

    template: str
    language: str
    dpi: int
    seconds: float
    feed_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.feed_seconds


def measure(labels: int = 200, dpi: int = 203) -> list[Preparation]:
    """Time every template in every language; `labels` of each."""
    fonts, numbers, rows = Fonts(resources.path("fonts")), count(1), []
    for code in TEMPLATES:
        template = read_template(resources.read_text("label_templates", f"{code}.json"))
        renderer = Renderer(template, dpi, fonts)
        feed = float(template.height + template.gap) / FASTEST_HEAD
        for language in LANGUAGES:
            settings = PrintSettings(template.width, template.height, dpi, template.gap)
            one = encoder(language, settings)
            _prepare(renderer, one, next(numbers))
            start = perf_counter()
            for _ in range(labels):
                _prepare(renderer, one, next(numbers))
            rows.append(Preparation(code, language, dpi, (perf_counter() - start) / labels, feed))
    return rows


def _prepare(renderer: Renderer, one: Encoder, number: int) -> bytes:
    values = {
        "number_readable": readable(number), "payload": payload(number, "7K3RX"), "type": "Системный блок",
        "model": MODELS[number % len(MODELS)], "serial": f"CZC{number * 7919 % 10_000_000:07}", "owner": "client",
        "company": "ТОО «Ветка Сервис»", "support_phone": "+7 727 355-12-34", "position": f"J318·{number:03}/900",
        "inventory_number": f"{number:06}", "room": f"каб. {number % 40}",
    }  # fmt: skip
    return one.label(renderer.draw(values).picture)


def figures(labels: int = 200) -> list[Figure]:
    """Return the times beside the feed; a ratio under 1 keeps the head moving."""
    return [
        Figure(f"{row.template} {row.language}", "feed", row.seconds * 1e3, row.feed_seconds * 1e3, "ms/label", LIMIT)
        for row in measure(labels)
    ]
