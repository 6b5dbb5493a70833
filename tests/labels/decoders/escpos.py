"""Enough of ESC/POS to print raster strips on a roll of labels."""

from tests.labels.decoders.paper import NonsenseError, Query, Sticker, blank, burn

PARAMETERS = {b"\x1b@": 0, b"\x1bJ": 1, b"\x10\x04": 1, b"\x1dr": 1, b"\x1dv": 6, b"\x1d(": 3}


class EscposDecoder:
    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.buffer = b""
        self.rows: list[bytes] = []

    @property
    def half_a_format(self) -> bool:
        return bool(self.rows or self.buffer)

    def feed(self, data: bytes) -> list[Sticker | Query]:
        self.buffer += data
        out: list[Sticker | Query] = []
        while self._step(out):
            pass
        return out

    def _step(self, out: list[Sticker | Query]) -> bool:
        head = self.buffer[:1]
        if head in (b"\x00", b"\n"):
            self.buffer = self.buffer.lstrip(b"\x00\n")
            return True
        if head == b"\x0c":
            self.buffer = self.buffer[1:]
            out.append(self._next_label())
            return True
        name = self.buffer[:2]
        if len(name) < 2:
            return False
        if name not in PARAMETERS:
            raise NonsenseError(f"{name!r}")
        given = self.buffer[2 : 2 + PARAMETERS[name]]
        extra = self._extra(name, given)
        whole = 2 + PARAMETERS[name] + extra
        if len(given) < PARAMETERS[name] or len(self.buffer) < whole:
            return False
        body, self.buffer = self.buffer[2 + PARAMETERS[name] : whole], self.buffer[whole:]
        out += self._obey(name, given, body)
        return True

    def _extra(self, name: bytes, given: bytes) -> int:
        if name == b"\x1dv" and len(given) == 6:
            return int.from_bytes(given[2:4], "little") * int.from_bytes(given[4:6], "little")
        if name == b"\x1d(" and len(given) == 3:
            return int.from_bytes(given[1:3], "little")
        return 0

    def _obey(self, name: bytes, given: bytes, body: bytes) -> list[Sticker | Query]:
        if name == b"\x1dv":
            if given[:2] != b"0\x00":
                raise NonsenseError(f"GS v {given!r}")
            stride = int.from_bytes(given[2:4], "little")
            self.rows += [body[at : at + stride] for at in range(0, len(body), stride)]
        elif name == b"\x1bJ":
            return [self._next_label()] if self.rows else []
        elif name == b"\x10\x04":
            return [Query("DLE EOT", given)]
        elif name == b"\x1dr":
            return [Query("GS r", given)]
        elif name == b"\x1d(":
            return [Query("GS (" + given[:1].decode(), body)]
        return []

    def _next_label(self) -> Sticker:
        paper = blank(self.width, self.height)
        burn(paper, 0, 0, self.rows)
        self.rows = []
        return Sticker(paper)
