"""What is remembered between calls: until when a method rests, and when its time will be given back."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol


class Rests(Protocol):
    """Moments in the future by name, told as seconds from now: the portal's clock may go differently from ours."""

    def get(self, name: str) -> float:
        """Return the seconds until the moment kept under this name; 0 where it has passed or none is kept."""
        ...

    def put(self, name: str, seconds: float) -> None:
        """Keep the moment that lies so many seconds ahead, in place of the one before."""
        ...


class RestsInMemory:
    """Forgets with the object. now: seconds of a clock that only goes forward."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._until: dict[str, float] = {}

    def get(self, name: str) -> float:
        """As `Rests.get`."""
        return max(self._until.get(name, 0.0) - self._now(), 0.0)

    def put(self, name: str, seconds: float) -> None:
        """As `Rests.put`."""
        self._until[name] = self._now() + seconds


def rest_of(method: str) -> str:
    """Return the name under which the rest of a method is kept that has used up its time."""
    return f"rests:{method.lower()}"


def reset_of(method: str) -> str:
    """Return the name under which is kept when a method gets time back, as its last good answer said."""
    return f"resets:{method.lower()}"
