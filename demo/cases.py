"""The requests of ten years, in the order in which they came in: which ones, when, which way they took."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import chain
from random import Random
from typing import Any

from demo.clients import Clients, DemoClient
from demo.draw import Pool, shares, spread
from demo.equipment import Register
from demo.staff import Colleague, Staff
from demo.ways import Way, Workflow, walk
from demo.words import read
from demo.working_time import MINUTE, WORKDAY, WorkingTime
from demo.writing import Request, Writing

_LEAST_TO_CLOSE = 45 * MINUTE  # what came in later than this before now is not closed yet
_LONGEST_STAY = 130 * WORKDAY
_SEASON = (0.8, 1.0, 1.15, 1.1, 0.95, 0.95, 0.85, 0.95, 1.15, 1.1, 1.05, 1.0)  # by month: holidays and reports
_WEEKDAY = (1.25, 1.05, 1.0, 0.95, 0.85)
_USUAL_ENGINEER = 0.65
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket that is to be: when it was registered and when each leg of its way happened, in working seconds."""

    registered: int
    kind: str
    way: Way
    client: DemoClient
    request: Request
    times: tuple[int, ...]
    engineers: tuple[Colleague | None, Colleague, Colleague]
    """Nobody, the first and the second engineer: the places that the legs name."""

    @property
    def since(self) -> int:
        """When it came to where it is."""
        return self.times[-1] if self.times else self.registered


@dataclass(frozen=True, slots=True)
class _Choice:
    kind: str
    way: Way
    stay: int = 0


class Cases:
    """Draws cases. Closed ones fill the ten years evenly by the work there was; open ones are counted back from now."""

    def __init__(
        self, time: WorkingTime, random: Random, workflow: Workflow, clients: Clients, register: Register, staff: Staff
    ) -> None:
        self._time, self._random, self._clients, self._register, self._staff = time, random, clients, register, staff
        self._writing = Writing(random, register)
        self._words = read("routes")
        self._routes: dict[str, dict[str, Any]] = {route["code"]: route for route in self._words["routes"]}
        self._workflow = workflow
        ways = {code: walk(workflow, code, route["steps"]) for code, route in self._routes.items()}
        self._closed = Pool(
            (_Choice(kind, ways[code]), weight)
            for code, route in self._routes.items()
            for kind, weight in route["types"].items()
        )
        self._quick = _Choice("incident", ways["quick"])
        self._in_work = _Choice(
            "incident", walk(workflow, "quick", self._routes["quick"]["steps"], "assign"), 200 * MINUTE
        )

    def all(self, tickets: int, still_open: int) -> Iterator[Case]:
        """Return so many cases in the order in which they were registered, so many of them open."""
        waiting = sorted(self._open(still_open), key=_registered)
        closed = self._stream(tickets - len(waiting))
        return merge(closed, waiting, key=_registered)

    def _stream(self, count: int) -> Iterator[Case]:
        moments = chain.from_iterable(self._moments(day, share) for day, share in enumerate(self._days(count)))
        return (self._closed_case(moment) for moment in moments)

    def _days(self, count: int) -> list[int]:
        """Return how many tickets came in on each working day until today, in proportion to the work there was."""
        time, weights = self._time, []
        for at, day in enumerate(time.days[: time.today + 1]):
            weight = self._clients.weight(at * WORKDAY) * _SEASON[day.month - 1] * _WEEKDAY[day.weekday()]
            weights.append(weight * (0.8 + 0.4 * self._random.random()))
        weights[-1] *= max(time.now % WORKDAY - _LEAST_TO_CLOSE, 0) / WORKDAY
        return shares(count, weights)

    def _moments(self, day: int, count: int) -> list[int]:
        end = WORKDAY if day < self._time.today else self._time.now % WORKDAY - _LEAST_TO_CLOSE
        return sorted(day * WORKDAY + int(self._random.random() ** 1.15 * end) for _ in range(count))

    def _closed_case(self, registered: int) -> Case:
        choice, times = self._choice_that_ends(registered)
        client = self._clients.draw(self._random, registered)
        request = self._writing.request(choice.kind, choice.way, client, registered)
        if not self._note_device(choice.way, request):
            choice = self._quick
            times = _squeezed(registered, self._pauses(choice.way), self._time.now)
            request = self._writing.request(choice.kind, choice.way, client, registered)
        return self._case(registered, choice, client, request, times)

    def _choice_that_ends(self, registered: int) -> tuple[_Choice, tuple[int, ...]]:
        """Return a choice whose way ends before now; lately only short ones could."""
        for _ in range(12):
            choice = self._closed.draw(self._random)
            times = _after(registered, self._pauses(choice.way))
            if times[-1] < self._time.now:
                return choice, times
        return self._quick, _squeezed(registered, self._pauses(self._quick.way), self._time.now)

    def _pauses(self, way: Way) -> list[int]:
        random = self._random
        return [int(spread(random, leg.pause)) if leg.pause else 0 for leg in way.legs]

    def _open(self, count: int) -> Iterator[Case]:
        plan = self._words["open"]
        for entry, number in zip(plan, shares(count, (entry["weight"] for entry in plan)), strict=True):
            route = self._routes[entry["route"]]
            way = walk(self._workflow, entry["route"], route["steps"], entry["until"])
            for _ in range(number):
                kind = Pool(route["types"]).draw(self._random)
                yield self._open_case(_Choice(kind, way, entry["stay"] * MINUTE))

    def _open_case(self, choice: _Choice) -> Case:
        for _ in range(_TRIES):
            pauses = self._pauses(choice.way)
            stay = min(int(spread(self._random, choice.stay)), _LONGEST_STAY)
            registered = max(self._time.now - stay - sum(pauses), 0)
            client = self._clients.draw(self._random, registered)
            request = self._writing.request(choice.kind, choice.way, client, registered)
            if self._note_device(choice.way, request):
                return self._case(registered, choice, client, request, _after(registered, pauses))
        return self._open_case(self._in_work)  # no device is left that could be in repair or written off

    def _note_device(self, way: Way, request: Request) -> bool:
        """Give the request's device the state in which the way leaves it; False where the device cannot be so."""
        state = next((leg.device_state for leg in reversed(way.legs) if leg.device_state), None)
        device = request.device
        if state is None:
            return True
        if device is None or device.state != "in_service":
            return False
        if state == "written_off" and not self._register.write_off(device):
            return False
        device.state = state
        return True

    def _case(
        self, registered: int, choice: _Choice, client: DemoClient, request: Request, times: tuple[int, ...]
    ) -> Case:
        ends = times[-1] if choice.way.closed else self._time.now
        first = self._engineer(client, registered, ends)
        second = self._other_engineer(first, registered, ends)
        return Case(registered, choice.kind, choice.way, client, request, times, (None, first, second))

    def _engineer(self, client: DemoClient, registered: int, ends: int) -> Colleague:
        if self._random.random() < _USUAL_ENGINEER:
            stayers = self._staff.stayers
            return stayers[client.engineer % len(stayers)]
        return self._random.choice(self._present(registered, ends))

    def _other_engineer(self, first: Colleague, registered: int, ends: int) -> Colleague:
        present = self._present(registered, ends)
        return present[(present.index(first) + 1) % len(present)]

    def _present(self, registered: int, ends: int) -> list[Colleague]:
        return [
            one for one in self._staff.engineers if one.joined <= registered and (one.left is None or ends < one.left)
        ]


def _registered(case: Case) -> int:
    return case.registered


def _after(registered: int, pauses: list[int]) -> tuple[int, ...]:
    times = []
    for pause in pauses:
        registered += pause
        times.append(registered)
    return tuple(times)


def _squeezed(registered: int, pauses: list[int], now: int) -> tuple[int, ...]:
    """Return times that lie before now, the pauses shortened alike where they would not."""
    room, wanted = now - registered - 1, sum(pauses)
    factor = min(room / (wanted or 1), 1.0)
    return _after(registered, [int(pause * factor) for pause in pauses])
