"""Wrap finished pictures for a printer: its language around the very dots of the preview.

Bitmaps rather than the printers' own codes and fonts: the same dots everywhere, every script, exact places.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from PIL import Image

from labels.encoders.escpos import EscposEncoder
from labels.encoders.settings import LANGUAGES, Language, PrintSettings
from labels.encoders.tspl import TsplEncoder
from labels.encoders.zpl import ZplEncoder

__all__ = ["LANGUAGES", "Encoder", "Language", "PrintSettings", "encode", "encoder"]


class Encoder(Protocol):
    """One language with one roll of labels. Pictures have mode "1" (0 = black) and the size of the label in dots."""

    def header(self) -> bytes:
        """Return what a printer is told once after connecting."""

    def label(self, picture: Image.Image) -> bytes:
        """Return one label; what printers keep from job to job is set again, pictures never add up."""

    def recovery(self) -> bytes:
        """Return what brings the interpreter back to the start of a label after a break in the middle of one."""


_ENCODERS: dict[Language, Callable[[PrintSettings], Encoder]] = {
    "zpl": ZplEncoder,
    "tspl": TsplEncoder,
    "escpos": EscposEncoder,
}


def encoder(language: Language, settings: PrintSettings) -> Encoder:
    """Return the encoder of a printer language."""
    return _ENCODERS[language](settings)


def encode(language: Language, pictures: Iterable[Image.Image], settings: PrintSettings) -> bytes:
    """Return a whole job: header and labels in printing order."""
    chosen = encoder(language, settings)
    return chosen.header() + b"".join(chosen.label(picture) for picture in pictures)
