"""Enough of TSPL to print bitmaps."""

import re

from tests.labels.decoders.paper import NonsenseError, Query, Sticker, blank, burn

BITMAP = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),0,")
KNOWN = ("SIZE", "GAP", "BLINE", "DIRECTION", "REFERENCE", "DENSITY", "SPEED", "SET REPRINT", "CLS", "BITMAP", "PRINT")
QUIET = ("GAP", "BLINE", "DIRECTION", "REFERENCE", "DENSITY", "SPEED", "SET")


class TsplDecoder:
    dots_per_mm = 8

    def __init__(self, dots_per_mm: float = 8) -> None:
        self.dots_per_mm = dots_per_mm
        self.buffer = b""
        self.settings: dict[str, str] = {}
        self.drawn: list[tuple[int, int, list[bytes]]] = []
        self.torn = 0

    @property
    def half_a_format(self) -> bool:
        return bool(self.buffer)

    def feed(self, data: bytes) -> list[Sticker | Query]:
        self.buffer += data
        out: list[Sticker | Query] = []
        while self._step(out):
            pass
        return out

    def _step(self, out: list[Sticker | Query]) -> bool:
        if self.buffer.startswith(b"\x1b!"):
            if len(self.buffer) < 3:
                return False
            out.append(Query("ESC!", self.buffer[2:3]))
            self.buffer = self.buffer[3:]
            return True
        if self.buffer.startswith(b"BITMAP") and (found := BITMAP.match(self.buffer)):
            return self._bitmap(found)
        if b"\n" not in self.buffer:
            return False
        line, self.buffer = self.buffer.split(b"\n", 1)
        out += self._line(line.rstrip(b"\r"))
        return True

    def _bitmap(self, found: re.Match[bytes]) -> bool:
        x, y, stride, height = map(int, found.groups())
        end = found.end() + stride * height
        if len(self.buffer) < end:
            return False
        raw = bytes(byte ^ 0xFF for byte in self.buffer[found.end() : end])
        self.drawn.append((x, y, [raw[at : at + stride] for at in range(0, len(raw), stride)]))
        self.buffer = self.buffer[end:]
        return True

    def _line(self, line: bytes) -> list[Sticker | Query]:
        if not line:
            return []
        name, _, given = line.decode("ascii").partition(" ")
        if name == "SIZE":
            self.settings[name] = given
        elif name == "CLS":
            self.drawn = []
        elif name == "PRINT":
            sets, _, copies = given.partition(",")
            return [Sticker(self._print()) for _ in range(int(sets or 1) * int(copies or 1))]
        elif name in QUIET:
            self.settings[name] = given
        elif any(known.startswith(name) for known in KNOWN):
            self.torn += 1  # a printer passes over a command cut short by a broken connection
        else:
            raise NonsenseError(line)
        return []

    def _print(self):
        width, height = (float(size.removesuffix(" mm")) for size in self.settings["SIZE"].split(","))
        paper = blank(int(width * self.dots_per_mm + 0.5), int(height * self.dots_per_mm + 0.5))
        for x, y, rows in self.drawn:
            burn(paper, x, y, rows)
        return paper
