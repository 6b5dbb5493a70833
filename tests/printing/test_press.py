"""From a device to its sticker: preview, paper and code say the same; every refusal has its sentence."""

import json
import re
from pathlib import Path

import pytest
import zxingcpp

import resources
from benchmarks import labels as benchmark
from database.errors import KnownError
from labels.encoders import encoder
from labels.payload import parse, payload
from printing.thermal.address import parse_address
from printing.thermal.dialogs import Patience
from printing.thermal.events import Finished
from printing.thermal.press import Press
from printing.thermal.sender import Sender
from printing.thermal.state import Fault
from printing.thermal.templates import SHIPPED, shipped_definition, shipped_template, template_for, template_of
from printing.thermal.trial import calibration_label, darkness_ladder, sample_label, taking
from resources.sentences import LANGUAGES, sentence
from tests.labels.conftest import ABSURD, device
from tests.labels.decoders import stickers
from tests.printing.simulated_printer import SimulatedPrinter

QUICK = Patience(answer=0.3, poll=0.01, fault_poll=0.03)


def read(picture) -> str:
    return zxingcpp.read_barcode(picture.convert("L")).text


@pytest.mark.parametrize("language", ["zpl", "tspl", "escpos"])
@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize("dpi", [203])
def test_paper_is_the_preview_and_the_code_reads(language: str, code: str, dpi: int):
    width = "&width=1300" if language == "escpos" else ""
    address = parse_address(f"tcp://p?language={language}&dpi={dpi}{width}")
    press = Press(shipped_template(code), address)
    values = [device(number, "7K3RX", **extra) for number, extra in [(1, {}), (45127, ABSURD), (2, {"owner": "ours"})]]
    with SimulatedPrinter(language, size=press.settings.dots, dpi=dpi, paper=2) as printer:
        here = parse_address(printer.url() + width)
        labels = [press.label(place, one) for place, one in enumerate(values, start=1)]
        sender = Sender(here, press.settings, taking(labels), patience=QUICK)
        for event in sender.run():
            if type(event).__name__ == "Paused":
                printer.load_paper()
        assert isinstance(event, Finished)
        assert [one.tobytes() for one in printer.printed] == [press.draw(one).picture.tobytes() for one in values]
        assert [read(one) for one in printer.printed] == [payload(number, "7K3RX") for number in (1, 45127, 2)]


def test_the_label_kind_follows_the_size_of_the_device():
    assert [template_for({"size_class": size}) for size in ("small", "medium", "large", "")] == [*SHIPPED, "58x40"]


def test_an_unknown_template_is_named():
    with pytest.raises(KnownError) as refused:
        shipped_definition("40x40")
    assert refused.value.code == "label-template-unknown"


def test_a_damaged_template_is_refused_with_a_sentence_and_its_place():
    damaged = json.loads(shipped_definition("58x40"))
    damaged["elements"][3]["box_mm"] = "wide"
    with pytest.raises(KnownError) as refused:
        template_of(damaged)
    assert refused.value.code == "template-value"
    for language in LANGUAGES:
        assert "elements[3].box_mm" in sentence(refused.value.code, language, **refused.value.details)


def test_a_code_too_fine_for_the_head_is_refused_with_a_sentence():
    small = json.loads(shipped_definition("30x20")) | {"elements": [{"kind": "qr", "box_mm": [1, 1, 8, 8]}]}
    press = Press(template_of(small), parse_address("tcp://p?language=zpl"))
    with pytest.raises(KnownError) as refused:
        press.draw(device())
    assert refused.value.code == "label-code-too-small"
    assert Press(template_of(small), parse_address("tcp://p?language=zpl&dpi=600")).draw(device()).warnings == ()


def test_a_sample_is_no_device():
    press = Press(shipped_template("58x40"), parse_address("tcp://p?language=zpl"))
    (picture,) = stickers("zpl", sample_label(press).data, 464, 320)
    assert parse(read(picture)).planned


@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize("dpi", [203, 300])
def test_the_calibration_sheet_shows_the_edges_and_codes_of_every_size(code: str, dpi: int):
    press = Press(shipped_template(code), parse_address(f"tcp://p?language=tspl&dpi={dpi}"))
    width, height = press.settings.dots
    (sheet,) = stickers(
        "tspl", encoder("tspl", press.settings).header() + calibration_label(press).data, width, height, dpi
    )
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)]
    assert all(sheet.getpixel(corner) == 0 for corner in corners)
    found = sorted(one.text for one in zxingcpp.read_barcodes(sheet.convert("L")))
    assert found[: 1 if code == "30x20" else 3] == ["DOTS3", "DOTS4", "DOTS5"][: 1 if code == "30x20" else 3]


def test_each_step_of_the_ladder_brings_its_darkness():
    address = parse_address("tcp://p?language=zpl")
    ladder = darkness_ladder(shipped_template("30x20"), address, range(5, 30, 5))
    assert [re.match(rb"~SD(\d\d)", one.data)[1] for one in ladder] == [b"05", b"10", b"15", b"20", b"25"]


def test_preparing_a_label_keeps_the_head_moving():
    """The ratio to the feed time of a 30×20 label at 6 ips is what matters; a busy machine may double it."""
    small = [row for row in benchmark.measure(labels=30) if row.template == "30x20"]
    assert all(row.ratio < 0.5 for row in small), small


CODES = {f"printer-{fault}" for fault in Fault} | {"printer-ready", "printer-working"}


def raised_codes() -> set[str]:
    """Every code that our sources name beside an error or a warning."""
    root = resources.path().parent
    found = set(CODES)
    for folder in ("labels", "printing/thermal"):
        for source in Path(root, folder).rglob("*.py"):
            text = source.read_text(encoding="utf-8")
            found |= set(re.findall(r'"((?:template|label|printer|print)-[a-z-]+)"', text))
    return found - {"printer-"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_its_sentence(language: str):
    for code in raised_codes():
        text = sentence(code, language, where="elements[0]", known="a, b")
        assert text != code, f"{code} has no sentence in {language}"
    texts = json.loads(resources.read_text("sentences", f"{language}.json"))
    assert raised_codes() <= texts.keys()
