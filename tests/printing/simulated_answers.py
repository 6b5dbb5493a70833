"""How a printer of each language answers, from the maker's tables and not from the program's reading of them."""

from dataclasses import dataclass


@dataclass
class Panel:
    """What the lamps of the printer show."""

    paper_out: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    paused: bool = False
    moving: bool = False
    waiting: int = 0
    """Labels received and not out."""
    half_received: bool = False
    near_end: bool = False

    @property
    def fault(self) -> bool:
        return self.paper_out or self.head_open or self.ribbon_out

    @property
    def online(self) -> bool:
        return not self.fault and not self.paused


def zpl(question: str, panel: Panel) -> bytes:
    if question == "~HS":
        first = (
            f"030,{panel.paper_out:d},{panel.paused:d},0320,{panel.waiting:03},0,0,{panel.half_received:d},000,0,0,0"
        )
        second = f"001,0,{panel.head_open:d},{panel.ribbon_out:d},1,2,6,0,{int(panel.moving):08},1,000"
        return b"".join(b"\x02" + line.encode() + b"\x03\r\n" for line in (first, second, "0000,0"))
    if question == "~HQES":
        bits = panel.paper_out | panel.ribbon_out << 1 | panel.head_open << 2 | panel.paused << 16
        warnings = panel.near_end << 3
        return (
            f"\x02\r\nPRINTER STATUS\r\n   ERRORS:         {bool(bits):d} 00000000 {bits:08X}\r\n"
            f"   WARNINGS:       {bool(warnings):d} 00000000 {warnings:08X}\r\n\x03"
        ).encode()
    return b""


def tspl(question: bytes, panel: Panel) -> bytes:
    if question != b"?":
        return b""
    bits = panel.head_open | panel.paper_out << 2 | panel.ribbon_out << 3 | panel.paused << 4
    return bytes([bits | (panel.moving or (panel.waiting > 0 and panel.online)) << 5])


def escpos(question: int, panel: Panel) -> bytes:
    bits = {
        1: (not panel.online) << 3,
        2: panel.head_open << 2 | panel.paper_out << 5,
        3: 0,
        4: (0x60 if panel.paper_out else 0) | (0x0C if panel.near_end or panel.paper_out else 0),
    }[question]
    return bytes([0x12 | bits])


def paper_sensor(panel: Panel) -> bytes:
    return bytes([(0x0C if panel.paper_out else 0) | (0x03 if panel.near_end else 0)])


def receipt(parameters: bytes) -> bytes:
    assert parameters[:2] == b"00", "GS ( H function 48 of mode 48"
    return b"7\x22" + parameters[2:6] + b"\x00"
