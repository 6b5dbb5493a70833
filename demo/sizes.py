"""How large a demo company is: the reference company of real figures, a tenth part of it to look at, ten times it."""

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """The sizes by name."""

    SMALL = "small"
    REFERENCE = "reference"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of what: clients, devices, tickets of ten years, and how many of those are open today."""

    clients: int
    devices: int
    tickets: int
    open_tickets: int


_SCALES = {
    Size.SMALL: Scale(clients=8, devices=360, tickets=3_200, open_tickets=40),
    Size.REFERENCE: Scale(clients=100, devices=4_500, tickets=40_000, open_tickets=180),
    Size.LARGE: Scale(clients=1_000, devices=45_000, tickets=400_000, open_tickets=1_800),
}


def scale(size: Size, *, tickets: int | None = None, devices: int | None = None) -> Scale:
    """Return the figures of a size; `tickets` and `devices` go beyond them or stay below.

    At most a fifth of the tickets are open, and every client has at least one device.
    """
    usual = _SCALES[size]
    all_tickets = usual.tickets if tickets is None else tickets
    return Scale(
        usual.clients,
        max(usual.devices if devices is None else devices, usual.clients),
        all_tickets,
        min(usual.open_tickets, all_tickets // 5),
    )
