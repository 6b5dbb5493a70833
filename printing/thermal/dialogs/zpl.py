"""ZPL: ~HS tells paper, head, ribbon and what is still to print; ~HQES names the faults that ~HS has no flag for.

Zebra says that no answer to ~HS comes while media or ribbon is out or the head is open or hot, in the field most
printers do answer, and clones know one question or the other. Both are asked until one proves to be unknown.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from printing.thermal.dialogs.conversation import Dialog, Patience
from printing.thermal.state import Fault, PrinterState, state_of
from printing.thermal.transport import Transport

_BLOCK = re.compile(rb"\x02([^\x02\x03]*)\x03")
_ERRORS = re.compile(rb"ERRORS:\s+(\d)\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8})")
_WARNINGS = re.compile(rb"WARNINGS:\s+(\d)\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8})")
_STRAGGLER_SECONDS = 0.5
_FAULT_BITS = {
    Fault.PAPER_OUT: 0x1,
    Fault.RIBBON_OUT: 0x2,
    Fault.HEAD_OPEN: 0x4,
    Fault.CUTTER: 0x8,
    Fault.HOT: 0x30,
    Fault.PAUSED: 0x10000,
    Fault.PAPER_JAM: 0x1000,
}
_PAPER_NEAR_END = 0x8


@dataclass(frozen=True, slots=True)
class _Heard:
    host_status: PrinterState | None
    error_flags: PrinterState | None


class ZplDialog(Dialog):
    """A state is taken from both answers; labels left come from ~HS."""

    def __init__(self, transport: Transport, patience: Patience) -> None:
        super().__init__(transport, patience)
        self._asks_flags = True
        self._knows_flags = False
        self._knows_host = False

    def ask(self) -> PrinterState | None:
        """Ask ~HS and, where the printer knows it, ~HQES."""
        question = b"~HS\r\n~HQES\r\n" if self._asks_flags else b"~HS\r\n"
        data = self._exchange(question, lambda data: data if _read(data) != _NOTHING else None)
        if data is None:
            return None
        if self._asks_flags and _read(data).error_flags is None:
            data += self._hear(lambda more: more if _read(data + more).error_flags else None, _STRAGGLER_SECONDS) or b""
        heard = _read(data)
        self._knows_host = self._knows_host or heard.host_status is not None
        self._knows_flags = self._knows_flags or heard.error_flags is not None
        self._asks_flags = self._knows_flags
        self.confirms = self.counts_waiting = self._knows_host
        return self._together(heard)

    def _together(self, heard: _Heard) -> PrinterState | None:
        host, flags = heard.host_status, heard.error_flags
        if flags is None:
            return host
        if host is None:  # what is still to print is not known: never "at rest" where it could be
            return replace(flags, working=self._knows_host)
        faults = {fault: fault in host.faults or fault in flags.faults for fault in Fault}
        faults[Fault.OTHER] = faults[Fault.OTHER] and not host.faults  # ~HS gives it a name
        return state_of(faults, working=host.working, near_end=flags.near_end)


_NOTHING = _Heard(None, None)


def _read(data: bytes) -> _Heard:
    host: list[list[bytes]] = []
    flags = None
    for block in _BLOCK.findall(data):
        if b"ERRORS:" in block:
            flags = read_error_flags(block)
        else:
            host.append(block.split(b","))
    for first, second in pairwise(host):
        if len(first) == 12 and len(second) >= 9:
            return _Heard(read_host_status(first, second), flags)
    return _Heard(None, flags)


def read_host_status(first: list[bytes], second: list[bytes]) -> PrinterState:
    """Return what the first two lines of ~HS say (ZPL II Programming Guide, ~HS).

    first: b paper out, c paused, eee formats in the buffer, f buffer full, h half a format, l head hot.
    second: o head up, p ribbon out, u labels left of the batch.
    """
    waiting = _number(first[4]) + _number(second[8]) + _number(first[7])
    return state_of(
        {
            Fault.PAPER_OUT: first[1] == b"1",
            Fault.PAUSED: first[2] == b"1",
            Fault.HOT: first[11] == b"1",
            Fault.HEAD_OPEN: second[2] == b"1",
            Fault.RIBBON_OUT: second[3] == b"1",
        },
        working=waiting > 0,
    )


def read_error_flags(block: bytes) -> PrinterState | None:
    """Return what ~HQES says (Zebra's table of ~WQ); None where the block is not one."""
    errors, warnings = _ERRORS.search(block), _WARNINGS.search(block)
    if errors is None:
        return None
    bits = int(errors[3], 16)
    faults = {fault: bool(bits & mask) for fault, mask in _FAULT_BITS.items()}
    if errors[1] != b"0" and not any(faults.values()):
        faults[Fault.OTHER] = True
    near_end = warnings is not None and bool(int(warnings[3], 16) & _PAPER_NEAR_END)
    return state_of(faults, near_end=near_end)


def _number(digits: bytes) -> int:
    return int(digits) if digits.strip().isdigit() else 0
