"""How an attempt at a job may end other than well. What is raised here becomes a row on the page of exchange."""

from typing import Any

from database.errors import KnownError


class TryAgainError(KnownError):
    """Time may mend it: the job keeps its place and is tried again.

    seconds: not before so long; None leaves it to the usual patience. counted: False where waiting is no failure of the
    job (a limit of the partner, a portal that is closed for the moment), so that it is never given up for that.
    """

    def __init__(self, code: str, *, seconds: float | None = None, counted: bool = True, **details: Any) -> None:
        super().__init__(code, **details)
        self.seconds = seconds
        self.counted = counted


class GiveUpError(KnownError):
    """Time will not mend it: the job is parked, those behind it wait, and a person decides."""


PASSING = frozenset({"row-busy", "too-many-connections", "took-too-long", "read-only", "disk-full"})
"""Codes of refusals that pass by themselves: what the server is too busy for now is no failure of the job."""
