"""What a printer makes of the bytes: decoders written apart from the encoders, fed in pieces of any size.

Each `feed` returns, in order, the stickers that would come out and the questions that want an answer.
"""

from typing import Protocol

from PIL import Image

from tests.labels.decoders.escpos import EscposDecoder
from tests.labels.decoders.paper import NonsenseError, Query, Sticker
from tests.labels.decoders.tspl import TsplDecoder
from tests.labels.decoders.zpl import ZplDecoder

__all__ = ["Decoder", "NonsenseError", "Query", "Sticker", "decoder", "stickers"]


class Decoder(Protocol):
    half_a_format: bool

    def feed(self, data: bytes) -> list[Sticker | Query]: ...


def decoder(language: str, width: int, height: int, dpi: int = 203) -> Decoder:
    """A decoder; `width` and `height` are the paper of ESC/POS, which is never told its size, in dots."""
    if language == "escpos":
        return EscposDecoder(width, height)
    return ZplDecoder() if language == "zpl" else TsplDecoder(8 if dpi == 203 else dpi / 25.4)


def stickers(language: str, data: bytes, width: int, height: int, dpi: int = 203) -> list[Image.Image]:
    one = decoder(language, width, height, dpi)
    found = one.feed(data)
    assert not getattr(one, "torn", 0)
    return [one.picture for one in found if isinstance(one, Sticker)]
