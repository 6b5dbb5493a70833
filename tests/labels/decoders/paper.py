"""What comes out of a decoder, and paper to burn."""

from dataclasses import dataclass

from PIL import Image


class NonsenseError(AssertionError):
    """Bytes that a printer of this language would not understand."""


@dataclass
class Sticker:
    """A label as burnt: mode "1", 0 = black."""

    picture: Image.Image


@dataclass
class Query:
    """A question or an order that takes effect at once: `name` and its parameter bytes."""

    name: str
    data: bytes = b""


def blank(width: int, height: int) -> Image.Image:
    return Image.new("1", (width, height), 255)


def burn(paper: Image.Image, x: int, y: int, rows: list[bytes]) -> None:
    """Blacken the dots whose bit is 1, one by one as a head does; what is off the paper is lost."""
    dots = paper.load()
    for down, row in enumerate(rows, start=y):
        for place, byte in enumerate(row):
            if not byte or not 0 <= down < paper.height:
                continue
            for bit in range(8):
                across = x + place * 8 + bit
                if byte & 0x80 >> bit and 0 <= across < paper.width:
                    dots[across, down] = 0
