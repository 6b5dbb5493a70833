"""Drawing by lot, always from a generator that was seeded, so that the same company comes out every time."""

from bisect import bisect
from collections.abc import Iterable, Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    """Things with weights; the heavier, the oftener they are drawn."""

    __slots__ = ("_edges", "_last", "_things")

    def __init__(self, weights: Mapping[T, float] | Iterable[tuple[T, float]]) -> None:
        """`weights`: at least one thing, each weight zero or more, not all of them zero."""
        pairs = list(weights.items() if isinstance(weights, Mapping) else weights)
        self._things: list[T] = [thing for thing, _ in pairs]
        self._edges = list(accumulate(weight for _, weight in pairs))
        self._last = len(pairs) - 1
        if not pairs or self._edges[-1] <= 0:
            raise ValueError("nothing to draw from")

    def draw(self, random: Random) -> T:
        """Return one of the things."""
        return self._things[bisect(self._edges, random.random() * self._edges[-1], 0, self._last)]


def shares(total: int, weights: Iterable[float]) -> list[int]:
    """Split a whole number into parts in proportion to weights; the parts add up to it.

    >>> shares(10, [1, 1, 1]), shares(3, [5, 0, 1])
    ([4, 3, 3], [2, 0, 1])
    """
    wanted = list(weights)
    scale = total / (sum(wanted) or 1)
    parts = [int(weight * scale) for weight in wanted]
    by_rest = sorted(range(len(wanted)), key=lambda at: parts[at] - wanted[at] * scale)
    for at in by_rest[: total - sum(parts)]:
        parts[at] += 1
    return parts


def spread(random: Random, typical: float) -> float:
    """Return a duration around a typical one: seldom under a quarter of it, now and then several times as long."""
    return typical * (0.25 + random.expovariate(1.35))
