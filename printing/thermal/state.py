"""What a printer says about itself, in one set of words for all languages."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a printer does not print; the most telling first where several hold."""

    HEAD_OPEN = "head-open"
    PAPER_OUT = "paper-out"
    RIBBON_OUT = "ribbon-out"
    PAPER_JAM = "paper-jam"
    CUTTER = "cutter-jam"
    HOT = "overheated"
    PAUSED = "paused"
    OFFLINE = "offline"
    OTHER = "fault"
    SILENT = "silent"
    """It has answered before and does not now: unknown, which is not ready."""
    BLOCKED = "blocked"
    """It takes no more bytes."""
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """One answer. `working`: it moves, or holds labels that are not out yet. `near_end`: little is left of the roll."""

    faults: tuple[Fault, ...] = ()
    working: bool = False
    near_end: bool = False

    @property
    def ready(self) -> bool:
        """Whether labels sent now would be printed."""
        return not self.faults

    @property
    def idle(self) -> bool:
        """Whether everything it got is out."""
        return not self.faults and not self.working

    @property
    def code(self) -> str:
        """The code of the sentence for people, such as ``printer-paper-out``."""
        if self.faults:
            return f"printer-{self.faults[0]}"
        return "printer-working" if self.working else "printer-ready"


def state_of(faults: dict[Fault, bool], *, working: bool = False, near_end: bool = False) -> PrinterState:
    """Build a state from the faults that hold, put into the order of `Fault`."""
    return PrinterState(tuple(fault for fault in Fault if faults.get(fault)), working, near_end)


SILENT = PrinterState((Fault.SILENT,))
BLOCKED = PrinterState((Fault.BLOCKED,))
UNREACHABLE = PrinterState((Fault.UNREACHABLE,))
