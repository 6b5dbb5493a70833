"""Faults on demand: a script of them, or a random share of all calls."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Self

_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1>nginx</body></html>"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call. executes: the method is carried out all the same.

    kind: `drop`, `stall`, `stall-before`, `html`, `error` or `redirect`. seconds: for how long it is stalled.
    """

    kind: str
    executes: bool
    status: int = 200
    code: str | int = ""
    description: str = ""
    seconds: float = 0.0
    location: str = ""

    @classmethod
    def drop(cls) -> Self:
        """Carry the call out, then close the connection without an answer."""
        return cls("drop", executes=True)

    @classmethod
    def drop_before(cls) -> Self:
        return cls("drop", executes=False)

    @classmethod
    def stall(cls, seconds: float) -> Self:
        """Carry the call out and hold the answer back; `seconds` of real time."""
        return cls("stall", executes=True, seconds=seconds)

    @classmethod
    def stall_before(cls, seconds: float) -> Self:
        """Hold the call back, carry it out only then: the caller may have given up and be searching."""
        return cls("stall-before", executes=True, seconds=seconds)

    @classmethod
    def broken(cls, code: str = "INTERNAL_SERVER_ERROR") -> Self:
        """Carry the call out, then answer 500."""
        return cls("error", executes=True, status=500, code=code, description="Internal server error")

    @classmethod
    def busy(cls) -> Self:
        """Answer 503 QUERY_LIMIT_EXCEEDED before anything is carried out."""
        return cls("error", executes=False, status=503, code="QUERY_LIMIT_EXCEEDED", description="Too many requests")

    @classmethod
    def worn_out(cls) -> Self:
        """Answer 429 OPERATION_TIME_LIMIT before anything is carried out."""
        return cls("error", executes=False, status=429, code="OPERATION_TIME_LIMIT", description="Method is blocked")

    @classmethod
    def html(cls, status: int = 502) -> Self:
        """Carry the call out, then answer with a page of the proxy."""
        return cls("html", executes=True, status=status, description=_HTML)

    @classmethod
    def html_before(cls, status: int = 502) -> Self:
        return cls("html", executes=False, status=status, description=_HTML)

    @classmethod
    def refuse(cls, status: int, code: str | int, description: str = "") -> Self:
        """Answer any error before anything is carried out; the code may be empty or a number."""
        return cls("error", executes=False, status=status, code=code, description=description)

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Self:
        return cls("redirect", executes=False, status=status, location=location)


def every_kind(stall: float = 1.0) -> list[Fault]:
    """The ways in which a call may fail without a refusal for good."""
    return [
        Fault.drop(),
        Fault.drop_before(),
        Fault.stall(stall),
        Fault.broken(),
        Fault.busy(),
        Fault.worn_out(),
        Fault.html(),
        Fault.html_before(),
    ]


class Faults:
    """`given` counts the faults handed out."""

    def __init__(self) -> None:
        self.given = 0
        self._script: list[tuple[Fault, str]] = []
        self._share, self._random = 0.0, random.Random(0)
        self._kinds: Sequence[Fault] = ()
        self._lock = threading.Lock()

    def next(self, *faults: Fault, method: str = "*") -> None:
        """Let the next calls fail in this order; method: a pattern in small letters, others pass meanwhile."""
        with self._lock:
            self._script += [(fault, method.lower()) for fault in faults]

    def share(self, share: float, *, seed: int, kinds: Sequence[Fault] | None = None, stall: float = 1.0) -> None:
        """Let a random share of all calls fail, 0 for none; stall: seconds of a stalled call."""
        with self._lock:
            self._share, self._random = share, random.Random(seed)
            self._kinds = tuple(kinds if kinds is not None else every_kind(stall))

    def take(self, method: str) -> Fault | None:
        with self._lock:
            fault = self._from_script(method)
            if fault is None and self._share and self._random.random() < self._share:
                fault = self._random.choice(self._kinds)
            self.given += fault is not None
            return fault

    def _from_script(self, method: str) -> Fault | None:
        for position, (fault, pattern) in enumerate(self._script):
            if fnmatchcase(method, pattern):
                del self._script[position]
                return fault
        return None
