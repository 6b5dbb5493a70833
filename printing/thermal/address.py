"""The address of a label printer, which also says what the printer is.

``tcp://HOST[:PORT]?language=zpl|tspl|escpos&dpi=203`` or ``file:PATH?language=…&dpi=…``, and where needed
``width`` (dots of the head), ``darkness``, ``speed`` (inches a second), ``offset_x``, ``offset_y`` (dots), ``media``
(gap, mark, continuous), ``compression`` (ZPL: runs, z64), ``receipt`` (ESC/POS: processed, printed) and ``answers``
(auto, yes, no).
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from database.errors import KnownError
from labels.dots import DPIS, to_dots
from labels.encoders.settings import COMPRESSIONS, LANGUAGES, MEDIA, Compression, Language, Media, PrintSettings
from labels.template import Template

Receipt = Literal["processed", "printed"]
Answers = Literal["auto", "yes", "no"]
Word = TypeVar("Word", bound=str)

DEFAULT_PORT = 9100
_RECEIPTS: tuple[Receipt, ...] = ("processed", "printed")
_ANSWERS: tuple[Answers, ...] = ("auto", "yes", "no")
_HEADS = {203: 832, 300: 1248, 600: 2496}
"""Dots of the usual 4 inch head of ZPL and TSPL printers."""
_RECEIPT_HEAD_MM = Decimal(72)
"""The head of a receipt printer for 80 mm paper."""
_DARKEST: dict[Language, int | None] = {"zpl": 30, "tspl": 15, "escpos": None}
_FASTEST: dict[Language, int | None] = {"zpl": 14, "tspl": 18, "escpos": None}
"""None where the language has no common command for it."""
_KEYS = (
    "language", "dpi", "width", "darkness", "speed", "offset_x", "offset_y", "media", "compression", "receipt",
    "answers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrinterAddress:
    """Where a printer is and how it wants its labels; `width` is the head in dots."""

    url: str
    language: Language
    dpi: int
    width: int
    host: str = ""
    port: int = DEFAULT_PORT
    path: Path | None = None
    darkness: int | None = None
    speed: int | None = None
    offset_x: int = 0
    offset_y: int = 0
    media: Media = "gap"
    compression: Compression = "runs"
    receipt: Receipt = "processed"
    answers: Answers = "auto"

    @property
    def place(self) -> str:
        """Host and port, or the path: what a person knows the printer by."""
        return str(self.path) if self.path is not None else f"{self.host}:{self.port}"

    def settings(self, template: Template) -> PrintSettings:
        """Return how labels of this template are printed here.

        Raises KnownError "label-wider-than-head" where they do not fit: the right side would be cut off.
        """
        label = to_dots(template.width, self.dpi)
        if label > self.width:
            raise KnownError(
                "label-wider-than-head", template=template.name, label=label, head=self.width, printer=self.place
            )
        return PrintSettings(
            width=template.width, height=template.height, gap=template.gap, dpi=self.dpi, media=self.media,
            darkness=self.darkness, speed=self.speed, offset_x=self.offset_x, offset_y=self.offset_y,
            compression=self.compression,
        )  # fmt: skip


def parse_address(url: str) -> PrinterAddress:
    """Read a printer's address; raises KnownError (``printer-url-…``) naming what is wrong with it."""
    scheme, _, rest = url.strip().partition(":")
    if scheme.lower() == "tcp":
        host, port, query = _host_and_port(url.strip())
        return _Options(url, query).address(host=host, port=port)
    if scheme.lower() == "file":
        path, query = _path(url, rest)
        return _Options(url, query).address(path=path)
    raise KnownError("printer-url-scheme", url=url, known="tcp://, file:")


def _host_and_port(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise KnownError("printer-url-host", url=url) from error
    if not host or parts.path not in ("", "/") or parts.username is not None or parts.fragment or port == 0:
        raise KnownError("printer-url-host", url=url)
    return host, port or DEFAULT_PORT, parts.query


def _path(url: str, rest: str) -> tuple[Path, str]:
    """Take the path as it is typed, blanks and Cyrillic too; only ``file://`` addresses are percent-encoded."""
    text, mark, query = rest.rpartition("?")
    if not mark:
        text, query = rest, ""
    if text.startswith("//"):
        text = unquote(text[2:].removeprefix("localhost"))
    if not text or text.endswith(("/", "\\")) or "\0" in text:
        raise KnownError("printer-url-path", url=url)
    return Path(text), query


class _Options:
    """The part after the question mark, each value checked."""

    def __init__(self, url: str, query: str) -> None:
        self._url = url
        self._values: dict[str, str] = {}
        for key, value in parse_qsl(query, keep_blank_values=True):
            if key not in _KEYS or key in self._values:
                raise KnownError("printer-url-key", key=key, known=", ".join(_KEYS))
            self._values[key] = value

    def address(self, host: str = "", port: int = DEFAULT_PORT, path: Path | None = None) -> PrinterAddress:
        if "language" not in self._values:
            raise KnownError("printer-url-language", url=self._url, known=", ".join(LANGUAGES))
        language = self._word("language", LANGUAGES, LANGUAGES[0])
        dpi = self._dpi()
        return PrinterAddress(
            url=self._url, host=host, port=port, path=path, language=language, dpi=dpi,
            width=self._number("width", 8, 10_000) or _head(language, dpi),
            darkness=self._number("darkness", 0, _DARKEST[language]),
            speed=self._number("speed", 1, _FASTEST[language]),
            offset_x=self._number("offset_x", -999, 999) or 0,
            offset_y=self._number("offset_y", -999, 999) or 0,
            media=self._word("media", MEDIA, "gap"),
            compression=self._word("compression", COMPRESSIONS, "runs"),
            receipt=self._word("receipt", _RECEIPTS, "processed"),
            answers=self._word("answers", _ANSWERS, "auto"),
        )  # fmt: skip

    def _dpi(self) -> int:
        text = self._values.get("dpi", "203")
        if text not in map(str, DPIS):
            raise self._wrong("dpi", text, ", ".join(map(str, DPIS)))
        return int(text)

    def _word(self, key: str, allowed: tuple[Word, ...], default: Word) -> Word:
        text = self._values.get(key, default)
        for word in allowed:
            if text == word:
                return word
        raise self._wrong(key, text, ", ".join(allowed))

    def _number(self, key: str, low: int, high: int | None) -> int | None:
        text = self._values.get(key)
        if text is None:
            return None
        if high is None:
            raise self._wrong(key, text, "–")  # refused rather than passed over
        sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 6) or not low <= sign * int(digits) <= high:
            raise self._wrong(key, text, f"{low} … {high}")
        return sign * int(digits)

    def _wrong(self, key: str, value: str, allowed: str) -> KnownError:
        return KnownError("printer-url-value", key=key, value=value, allowed=allowed)


def _head(language: Language, dpi: int) -> int:
    return to_dots(_RECEIPT_HEAD_MM, dpi) if language == "escpos" else _HEADS[dpi]
