"""Strips onto pages: nothing torn, nothing alone that belongs together, tables' heads and sums carried over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from printing.paper.strips import NOTHING, Band, Strip


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and how far below the top of the page's own area it stands, in points."""

    strip: Strip
    top: float


@dataclass
class Flow:
    """Pages under way; `capacity` is the height of a page's own area in points."""

    capacity: float
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])
    _used: float = 0.0
    _band: Band | None = None
    _broken: bool = False
    _page_sum: Decimal = NOTHING
    _sum: Decimal = NOTHING

    def place(self, strips: Iterable[Strip]) -> list[list[Placed]]:
        """Put strips onto pages and return all pages."""
        for chunk in chunks(strips):
            self._place_chunk(chunk)
        return self.pages

    def _place_chunk(self, chunk: list[Strip]) -> None:
        if self._used and (chunk[0].begins_page or self._used + self._need(chunk) > self.capacity):
            self._next_page(chunk[0])
        for strip in chunk:
            ending = strip.band.ending if strip.totals and strip.band is not None and self._broken else None
            if self._used and self._used + strip.height > self.capacity:
                self._next_page(strip)
            if ending is not None:
                self._put(ending(self._page_sum))
            self._put(strip)

    def _need(self, chunk: list[Strip]) -> float:
        need = sum(strip.height for strip in chunk)
        last = chunk[-1].band
        if last is not None:
            need += last.closing_height
        elif any(strip.totals for strip in chunk):
            need += max(strip.band.closing_height for strip in chunk if strip.band is not None)
        return need

    def _put(self, strip: Strip) -> None:
        if strip.band is not self._band:
            self._band, self._broken = strip.band, False
            self._page_sum = self._sum = NOTHING
        self._page_sum += strip.amount
        self._sum += strip.amount
        self.pages[-1].append(Placed(strip, self._used))
        self._used += strip.height

    def _next_page(self, following: Strip) -> None:
        band = self._band if following.band is self._band else None
        if band is not None and band.closing is not None and not following.totals:
            self._put_raw(band.closing(self._page_sum, self._sum))
        self.pages.append([])
        self._used, self._page_sum = 0.0, NOTHING
        if band is not None:
            self._broken = True
            self._put_raw(band.head)
            if band.opening is not None:
                self._put_raw(band.opening(self._sum))

    def _put_raw(self, strip: Strip) -> None:
        self.pages[-1].append(Placed(strip, self._used))
        self._used += strip.height


def chunks(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Yield strips that stay together; empty space at a chunk's end may be lost at a page break, words never."""
    chunk: list[Strip] = []
    for strip in strips:
        if chunk and not (strip.with_previous or chunk[-1].with_next):
            yield chunk
            chunk = []
        chunk.append(strip)
    if chunk:
        yield chunk
