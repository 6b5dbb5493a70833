"""Fonts, shipped templates and the values of believable and absurd devices."""

from collections.abc import Callable

import pytest

import resources
from labels.fonts import Fonts
from labels.payload import payload, readable
from labels.render import Renderer
from labels.template import Template
from labels.template_reader import read_template

CODES = ("30x20", "58x40", "100x50")


def shipped(code: str) -> Template:
    return read_template(resources.read_text("label_templates", f"{code}.json"))


def device(number: int = 45127, seal: str = "7K3RX", **other: str) -> dict[str, str]:
    return {
        "number": str(number), "number_readable": readable(number), "payload": payload(number, seal),
        "type": "Системный блок", "model": "HP ProDesk 400 G7 SFF", "serial": "CZC1234ABC",
        "inventory_number": "000123", "client": "ТОО «Қазақ Өнімдері»", "site": "Алматы", "room": "каб. 214",
        "owner": "client",
        "company": "ТОО «Ветка Сервис»", "support_phone": "+7 727 355-12-34", "position": "J318·017/045",
        "size_class": "medium",
    } | other  # fmt: skip


ABSURD = {
    "type": "Көп функциялы құрылғы (МФУ) с лотком на двести пятьдесят листов",
    "model": "Kyocera ECOSYS M2040dn " + "оченьдлинноеслово" * 12,
    "serial": "SN-" + "0123456789ABCDEF" * 12,
    "inventory_number": "ӘҒҚҢӨҰҮҺІ" * 20,
    "company": "Жауапкершілігі шектеулі серіктестік «Ұлттық Ақпараттық Өңдеу Һәм Қызмет көрсету Орталығы»",
    "support_phone": "+7 (727) 355-12-34, 8 800 080-00-11, WhatsApp +7 701 000 00 00",
    "room": "цокольный этаж, серверная за архивом бухгалтерии",
    "position": "J999999·999999/999999",
}


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts(resources.path("fonts"))


@pytest.fixture(scope="session")
def renderer(fonts: Fonts) -> Callable[[str, int], Renderer]:
    kept: dict[tuple[str, int], Renderer] = {}

    def renderer_of(code: str, dpi: int) -> Renderer:
        if (code, dpi) not in kept:
            kept[code, dpi] = Renderer(shipped(code), dpi, fonts)
        return kept[code, dpi]

    return renderer_of
