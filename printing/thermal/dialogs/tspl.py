"""TSPL: ESC !? is answered at once, whatever state the printer is in, with one byte of bits."""

from printing.thermal.dialogs.conversation import Dialog
from printing.thermal.state import Fault, PrinterState, state_of

_QUESTION = b"\x1b!?"
_PRINTING = 0x20


class TsplDialog(Dialog):
    """There is no count of printed labels; "printing" falling to zero means done."""

    def ask(self) -> PrinterState | None:
        """Ask ESC !?."""
        return self._exchange(_QUESTION, lambda heard: read_status(heard[0]) if heard else None)


def read_status(bits: int) -> PrinterState:
    """Return what the byte says (Gprinter GP-2120T manual, status polling; TSC manuals likewise)."""
    return state_of(
        {
            Fault.HEAD_OPEN: bool(bits & 0x41),
            Fault.PAPER_JAM: bool(bits & 0x02),
            Fault.PAPER_OUT: bool(bits & 0x04),
            Fault.RIBBON_OUT: bool(bits & 0x08),
            Fault.PAUSED: bool(bits & 0x10),
            Fault.OTHER: bool(bits & 0x80),
        },
        working=bool(bits & _PRINTING),
    )
