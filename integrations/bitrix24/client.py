"""The client of Bitrix24's REST: one call or one batch at a time, at the pace that the caller sets.

It repeats nothing by itself, except once at the new address of a renamed portal: whether a call may be repeated is for
the caller to decide, who knows what it does. A method that has used up its time is not called before the portal gives
it time back. It never logs an address.
"""

import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from integrations.bitrix24.address import WebhookAddress
from integrations.bitrix24.answers import Answer, BatchAnswer, read_answer, read_batch
from integrations.bitrix24.brackets import php_query
from integrations.bitrix24.errors import Bitrix24Error, OutcomeUnknownError, TryLaterError
from integrations.bitrix24.rests import Rests, RestsInMemory, reset_of, rest_of
from integrations.bitrix24.transport import Reply, Timeouts, Transport
from integrations.bitrix24.verdicts import METHOD_SECONDS

BATCH = 50
"""The most parts of one batch, and the rows of every page."""
Command = tuple[str, Mapping[str, Any]]
_RESTING = "OPERATION_TIME_LIMIT"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Bitrix24:
    """A portal through one incoming webhook. Serves one thread at a time; use it in a `with`.

    pace: called before each HTTP request, returns when it may be sent. moved: told the new address when the portal
    was renamed and has answered there. rests: remembers which methods rest, for this object alone where none are given.
    """

    def __init__(
        self,
        address: WebhookAddress,
        pace: Callable[[], None],
        *,
        timeouts: Timeouts | None = None,
        moved: Callable[[WebhookAddress], None] | None = None,
        rests: Rests | None = None,
    ) -> None:
        self.address = address
        self._pace, self._moved = pace, moved
        self._transport = Transport(address, timeouts or Timeouts())
        self._rests = rests or RestsInMemory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def call(self, method: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """Carry out one method and return its answer; raises a Bitrix24Error (`errors.py`).

        parameters: what JSON can say; decimals and moments are sent as text. A method that rests raises TryLaterError
        without a request.
        """
        resting = self._resting(method)
        if resting is not None:
            raise resting
        body = json.dumps(parameters or {}, default=str).encode()
        self._pace()
        reply = self._transport.post(self.address, method, body)
        if reply.status in _REDIRECTS:
            return self._call_moved(method, body, reply)
        return self._read(method, reply)

    def batch(self, commands: Mapping[str, Command], *, halt: bool = False) -> BatchAnswer:
        """Carry out up to 50 methods in one request; each part has its own answer or error.

        commands: method and parameters by a key of the caller's. halt: stop at the first part that fails.
        Raises ValueError for more than 50, and a Bitrix24Error when the request as a whole failed.
        """
        if len(commands) > BATCH:
            raise ValueError(f"at most {BATCH} parts in a batch, not {len(commands)}")
        if not commands:
            return BatchAnswer()
        methods = {key: method for key, (method, _) in commands.items()}
        resting = self._resting_parts(methods)
        queries = {
            key: f"{method}?{php_query(parameters)}"
            for key, (method, parameters) in commands.items()
            if key not in resting
        }
        if not queries:
            return BatchAnswer(errors=resting)
        answer = self.call("batch", {"halt": int(halt), "cmd": queries})
        parts = read_batch(answer.result, methods, hide=self.address.hide, rest=self._rest)
        self._note_parts(methods, parts)
        return BatchAnswer(parts.answers, {**resting, **parts.errors})

    def _call_moved(self, method: str, body: bytes, reply: Reply) -> Answer:
        """Repeat the call where a renamed portal sends us; only a good answer there proves that it is the portal."""
        address = self.address.moved_to(reply.location, method)
        if address is None:
            raise OutcomeUnknownError("redirect")
        self._pace()
        answer = self._read(method, self._transport.post(address, method, body))
        self.address = address
        if self._moved is not None:
            self._moved(address)
        return answer

    def _read(self, method: str, reply: Reply) -> Answer:
        try:
            answer = read_answer(method, reply, hide=self.address.hide, rest=self._rest)
        except TryLaterError as error:
            self._note_rest(method, error)
            raise
        if answer.reset_in is not None:
            self._rests.put(reset_of(method), answer.reset_in)
        return answer

    def _note_parts(self, methods: Mapping[str, str], parts: BatchAnswer) -> None:
        resets = {methods[key]: part.reset_in for key, part in parts.answers.items() if part.reset_in is not None}
        for method, reset_in in resets.items():
            self._rests.put(reset_of(method), reset_in)
        for method, error in {methods[key]: error for key, error in parts.errors.items()}.items():
            self._note_rest(method, error)

    def _note_rest(self, method: str, error: Bitrix24Error) -> None:
        if isinstance(error, TryLaterError) and error.method_rests:
            self._rests.put(rest_of(method), error.seconds)

    def _resting(self, method: str) -> TryLaterError | None:
        """Return the error of a method that rests, None where it may be called."""
        seconds = self._rests.get(rest_of(method))
        return TryLaterError(seconds, _RESTING, method_rests=True) if seconds > 0 else None

    def _resting_parts(self, methods: Mapping[str, str]) -> dict[str, Bitrix24Error]:
        errors = {method: self._resting(method) for method in set(methods.values())}
        return {key: error for key, method in methods.items() if (error := errors[method]) is not None}

    def _rest(self, method: str) -> float:
        """Return the seconds until the method's time is given back as its last good answer said, at least 60."""
        return max(self._rests.get(reset_of(method)), METHOD_SECONDS)
