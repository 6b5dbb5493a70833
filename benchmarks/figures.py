"""What a benchmark found: a measure beside its rival. Seconds and megabytes are told; only ratios can fail."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`ours` against `rival`, both in `unit`. `limit`: the largest ratio that passes, None where it is only told."""

    what: str
    against: str
    ours: float
    rival: float
    unit: str
    limit: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.rival

    @property
    def fails(self) -> bool:
        return self.limit is not None and self.ratio > self.limit


def print_figures(title: str, figures: Iterable[Figure]) -> None:
    """Print a table of figures."""
    print(f"\n{title}")
    print(f"{'':44} {'ours':>12} {'rival':>12} {'unit':10} {'ratio':>8} {'limit':>6}")
    for one in figures:
        limit = "–" if one.limit is None else f"{one.limit:g}"
        verdict = "  TOO MUCH" if one.fails else ""
        print(
            f"{f'{one.what} / {one.against}':44} {one.ours:12,.2f} {one.rival:12,.2f} {one.unit:10} "
            f"{one.ratio:8.3f} {limit:>6}{verdict}"
        )
