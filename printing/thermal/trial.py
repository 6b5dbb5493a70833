"""Try a printer out: a label as it will be, a sheet to calibrate by, and one sheet for each darkness."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from labels.calibration import calibration_sheet
from labels.encoders import encoder
from labels.payload import PLANNED_SEAL, payload, readable
from labels.template import Template
from printing.thermal.address import PrinterAddress
from printing.thermal.press import Press, carried_fonts
from printing.thermal.sender import EncodedLabel, Take

SAMPLE = {
    "number": "0", "number_readable": readable(0), "payload": payload(0, PLANNED_SEAL), "type": "Системный блок",
    "model": "HP ProDesk 400 G7 SFF", "serial": "CZC1234ABC", "inventory_number": "000123", "owner": "client",
    "client": "Қазақ Өнімдері", "room": "каб. 214", "company": "Ветка", "support_phone": "+7 727 000-00-00",
    "position": "0·001/001",
}  # fmt: skip
"""A device that does not exist: number 0 is never given, and the seal is that of a dry run."""


def sample_label(press: Press) -> EncodedLabel:
    """Return a label of the template with made-up values that no scan will take for a device."""
    return press.label(1, SAMPLE)


def calibration_label(press: Press) -> EncodedLabel:
    """Return the calibration sheet in the size of the press's template, with its fitted offset."""
    sheet = calibration_sheet(press.settings, carried_fonts())
    return EncodedLabel(1, encoder(press.address.language, press.settings).label(sheet))


def darkness_ladder(template: Template, address: PrinterAddress, steps: Sequence[int]) -> list[EncodedLabel]:
    """Return a test label for each darkness; each brings its own setting along. Not for ESC/POS, which has none."""
    ladder = []
    for position, darkness in enumerate(steps, start=1):
        press = Press(template, replace(address, darkness=darkness))
        header = encoder(address.language, press.settings).header()
        label = press.label(position, SAMPLE | {"note": str(darkness), "model": f"darkness {darkness}"})
        ladder.append(EncodedLabel(position, header + label.data))
    return ladder


def taking(labels: Iterable[EncodedLabel]) -> Take:
    """Hand out ready labels to a `Sender`, in order."""
    rest = list(labels)

    def take(count: int) -> list[EncodedLabel]:
        batch = rest[:count]
        del rest[:count]
        return batch

    return take
