"""The two limits: a leaky bucket of requests, and seconds that a method ran in the last ten minutes."""

from dataclasses import dataclass, field

from tests.integrations.bitrix24.portal.clock import Clock
from tests.integrations.bitrix24.portal.refusal import RefusalError

_MINUTE = 60
_BASKETS = 10


@dataclass
class Limits:
    """Settable while the portal runs.

    bucket: requests that fit, None for no limit. leak: requests a second. operating: seconds a method may run in ten
    minutes. cost: seconds that every call takes, `costs` by method in small letters.
    """

    clock: Clock
    bucket: int | None = 50
    leak: float = 2.0
    operating: float = 480.0
    cost: float = 0.02
    costs: dict[str, float] = field(default_factory=dict)
    _level: float = 0.0
    _leaked_at: float = 0.0
    _spent: dict[str, dict[int, float]] = field(default_factory=dict)

    def pour(self) -> None:
        """One more request; raises QUERY_LIMIT_EXCEEDED when the bucket is full."""
        now = self.clock.passed()
        self._level = max(0.0, self._level - (now - self._leaked_at) * self.leak)
        self._leaked_at = now
        if self.bucket is None:
            return
        if self._level + 1 > self.bucket:
            raise RefusalError("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)
        self._level += 1

    def check_operating(self, method: str) -> None:
        if self.spent(method) >= self.operating:
            description = "Method is blocked due to operation time limit."
            raise RefusalError("OPERATION_TIME_LIMIT", description, 429)

    def cost_of(self, method: str) -> float:
        return self.costs.get(method, self.cost)

    def spend(self, method: str, seconds: float) -> None:
        baskets = self._spent.setdefault(method, {})  # seconds by the minute in which they were spent
        baskets[self._minute()] = baskets.get(self._minute(), 0.0) + seconds

    def spent(self, method: str) -> float:
        return sum(self._baskets(method).values())

    def seconds_to_reset(self, method: str) -> float:
        """Seconds until the oldest of the ten baskets is emptied."""
        baskets = self._baskets(method)
        oldest = min(baskets, default=self._minute())
        return (oldest + _BASKETS) * _MINUTE - self.clock.passed()

    def _baskets(self, method: str) -> dict[int, float]:
        since = self._minute() - _BASKETS
        return {minute: seconds for minute, seconds in self._spent.get(method, {}).items() if minute > since}

    def _minute(self) -> int:
        return int(self.clock.passed() // _MINUTE)
