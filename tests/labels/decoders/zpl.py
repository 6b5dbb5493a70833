"""Enough of ZPL II to print graphic fields."""

import base64
import zlib

from tests.labels.decoders.paper import NonsenseError, Query, Sticker, blank, burn

HEX = "0123456789ABCDEF"
AT_ONCE = (b"~HS", b"~HI", b"~JA", b"~PS", b"~PP", b"^XA", b"^XZ", b"^FS", b"~HQES")


def crc16(text: bytes) -> int:
    value = 0
    for byte in text:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


class ZplDecoder:
    def __init__(self) -> None:
        self.buffer = b""
        self.width = self.length = 0
        self.settings: dict[str, str] = {}
        self.fields: list[tuple[int, int, list[bytes]]] = []
        self.inside = False
        self.at = (0, 0)
        self.copies = 1

    @property
    def half_a_format(self) -> bool:
        return self.inside

    def feed(self, data: bytes) -> list[Sticker | Query]:
        self.buffer += data
        self._cancel_half_a_format()
        out: list[Sticker | Query] = []
        while (command := self._next()) is not None:
            out += self._obey(command[:1].decode(), command[1:3].decode(), command[3:].decode())
        return out

    def _cancel_half_a_format(self) -> None:
        """~JX takes effect at once and drops a format that has no end yet."""
        before, cancel, after = self.buffer.partition(b"~JX")
        if not cancel:
            return
        if before.rfind(b"^XA") > before.rfind(b"^XZ"):
            before = before[: before.rfind(b"^XA")]
        elif self.inside and b"^XZ" not in before:
            before, self.inside = b"", False
        self.buffer = before + after

    def _next(self) -> bytes | None:
        self.buffer = self.buffer.replace(b"\r", b"").replace(b"\n", b"")
        while self.buffer[:1] not in (b"^", b"~", b""):
            self.buffer = self.buffer[1:]
        for whole in AT_ONCE:
            if self.buffer.startswith(whole):
                return self._cut(len(whole))
        ends = [place for prefix in (b"^", b"~") if (place := self.buffer.find(prefix, 1)) > 0]
        if self.buffer.startswith(b"~SD") and len(self.buffer) >= 5:
            return self._cut(5)
        return self._cut(min(ends)) if ends else None

    def _cut(self, length: int) -> bytes:
        head, self.buffer = self.buffer[:length], self.buffer[length:]
        return head

    def _obey(self, prefix: str, name: str, given: str) -> list[Sticker | Query]:
        if prefix == "~":
            return self._control(name, given)
        if name == "XA":
            self.inside, self.fields, self.at, self.copies = True, [], (0, 0), 1
        elif not self.inside:
            raise NonsenseError(f"^{name} outside of a format")
        elif name == "XZ":
            self.inside = False
            return [Sticker(self._print()) for _ in range(self.copies)] if self.fields else []
        elif name == "GF":
            self.fields.append((*self.at, graphic(given)))
        elif name == "FO":
            self.at = tuple(map(int, given.split(",")))[:2]
        elif name == "PQ":
            self.copies = int(given.split(",", maxsplit=1)[0])
        elif name in ("PW", "LL", "LH", "MN", "PR", "JZ", "PO", "FS"):
            self.settings[name] = given
        else:
            raise NonsenseError(f"^{name}{given}")
        return []

    def _control(self, name: str, given: str) -> list[Sticker | Query]:
        if name == "SD":
            if len(given) != 2 or not 0 <= int(given) <= 30:
                raise NonsenseError(f"~SD{given}")
            self.settings["SD"] = given
            return []
        return [Query("~" + name + given)]

    def _print(self):
        home_x, home_y = map(int, self.settings.get("LH", "0,0").split(","))
        paper = blank(int(self.settings["PW"]), int(self.settings["LL"]))
        for x, y, rows in self.fields:
            burn(paper, home_x + x, home_y + y, rows)
        return paper


def graphic(given: str) -> list[bytes]:
    kind, sent, total, stride, data = given.split(",", 4)
    if kind != "A" or sent != total or int(total) % int(stride):
        raise NonsenseError(f"^GF{given[:40]}")
    stride, count = int(stride), int(total) // int(stride)
    if data.startswith(":Z64:"):
        text, crc = data[5:].rsplit(":", 1)
        if int(crc, 16) != crc16(text.encode()):
            raise NonsenseError("checksum of :Z64:")
        plain = zlib.decompress(base64.b64decode(text, validate=True))
        rows = [plain[at : at + stride] for at in range(0, len(plain), stride)]
    else:
        rows = runs(data, stride)
    if len(rows) != count:
        raise NonsenseError(f"{len(rows)} rows instead of {count}")
    return rows


def runs(data: str, stride: int) -> list[bytes]:
    rows: list[bytes] = []
    digits, times = "", 0
    for letter in data:
        if "G" <= letter <= "Y" or "g" <= letter <= "z":
            times += ord(letter) - ord("F") if letter < "Z" else (ord(letter) - ord("f")) * 20
            continue
        if letter == ":" and (digits or times):
            raise NonsenseError("a row repeated within a row")
        digits += written(letter, times, stride * 2 - len(digits), rows)
        times = 0
        if len(digits) > stride * 2:
            raise NonsenseError("a run over the end of a row")
        if len(digits) == stride * 2:
            rows.append(bytes.fromhex(digits))
            digits = ""
    if digits or times:
        raise NonsenseError("half a row")
    return rows


def written(letter: str, times: int, room: int, rows: list[bytes]) -> str:
    if letter in ",!":
        return ("0" if letter == "," else "F") * room
    if letter == ":":
        return rows[-1].hex()
    if letter in HEX:
        return letter * (times or 1)
    raise NonsenseError(f"{letter!r} in a graphic")
