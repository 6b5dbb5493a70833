"""What the sender reports, in the order in which it happens."""

from dataclasses import dataclass

from database.errors import KnownError
from printing.thermal.state import PrinterState

Positions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """These labels go out now: write it down *before* asking for the next event, for then the bytes leave."""

    positions: Positions


@dataclass(frozen=True, slots=True)
class Printed:
    """These labels are out. `confirmed`: the printer said so; else it only took the bytes."""

    positions: Positions
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Paused:
    """The printer does not print, for this reason; reported again when the reason changes."""

    state: PrinterState


@dataclass(frozen=True, slots=True)
class Resumed:
    """It prints again."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """These labels were sent and nobody knows whether they come out: print them again with a new seal."""

    positions: Positions


@dataclass(frozen=True, slots=True)
class Stopped:
    """The last event of a tape that is not done and can be resumed.

    `reason` is a KnownError with a sentence: the fault that lasted too long, an unreachable printer, a full disk, or
    "print-cancelled".
    """

    reason: KnownError


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of a tape that is done: nothing was left to take."""


Event = Sent | Printed | Paused | Resumed | Doubtful | Stopped | Finished
