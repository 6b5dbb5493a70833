"""The front of the portal: takes an HTTP request, checks it, carries it out and writes the answer."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.integrations.bitrix24.portal import deal_methods, directory_methods, timeline_methods
from tests.integrations.bitrix24.portal.access import Access
from tests.integrations.bitrix24.portal.clock import Clock
from tests.integrations.bitrix24.portal.faults import Fault, Faults
from tests.integrations.bitrix24.portal.limits import Limits
from tests.integrations.bitrix24.portal.methods import METHODS, Given, Manners, Result
from tests.integrations.bitrix24.portal.parameters import from_query, read_parameters
from tests.integrations.bitrix24.portal.refusal import RefusalError
from tests.integrations.bitrix24.portal.state import State

PARTS = (deal_methods, directory_methods, timeline_methods)  # importing them fills METHODS
_PATH = re.compile(r"/rest/(\d+)/([^/]+)/([A-Za-z0-9_.]+?)(?:\.json)?/?")
_BATCH = 50


@dataclass(frozen=True)
class HttpRequest:
    verb: str
    path: str
    query: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """drop: close the connection and say nothing."""

    status: int
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    location: str = ""
    drop: bool = False


@dataclass
class Call:
    """An entry of the log. parts: methods of a batch. executed: whether the method ran, also when its answer was lost.

    fault: kind of the fault, "" without one. status: of the answer that was sent or would have been sent.
    """

    at: datetime
    method: str
    params: dict[str, Any]
    user_id: int
    verb: str
    content_type: str
    user_agent: str
    parts: list[str] = field(default_factory=list)
    executed: bool = False
    fault: str = ""
    status: int = 0


class Front:
    """One lock makes each method whole; what is stalled is held back outside of it."""

    def __init__(self, clock: Clock, state: State, access: Access, limits: Limits, faults: Faults) -> None:
        self.clock, self.state, self.access, self.limits, self.faults = clock, state, access, limits, faults
        self.manners = Manners()
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self.settled = threading.Condition(self.lock)
        self.done = 0

    def serve(self, request: HttpRequest, wait: Callable[[float], None]) -> Reply:
        """wait: holds a stalled call back for so many seconds of real time."""
        path = _PATH.fullmatch(request.path)
        if path is None:
            return Reply(404, b"<html><body>404 Not Found</body></html>", "text/html; charset=utf-8")
        with self.lock:
            call = self._note(request, int(path[1]), path[3].lower())
            try:
                self.access.check_caller(call.user_id, path[2])
                self.limits.pour()
            except RefusalError as refusal:
                self._settle()
                return self._json(call, refusal.status, _error(refusal))
            fault = self.faults.take(call.method)
            call.fault = fault.kind if fault else ""
        if fault and fault.kind == "stall-before":
            wait(fault.seconds)
        status, envelope = self._execute(call) if fault is None or fault.executes else (0, {})
        self._settle()
        if fault and fault.kind == "stall":
            wait(fault.seconds)
        if fault is None or fault.kind.startswith("stall"):
            return self._json(call, status, envelope)
        return self._spoilt(call, fault)

    def _settle(self) -> None:
        with self.settled:
            self.done += 1
            self.settled.notify_all()

    def _note(self, request: HttpRequest, user_id: int, method: str) -> Call:
        content_type = request.headers.get("content-type", "")
        call = Call(
            at=self.clock.now(),
            method=method,
            params=read_parameters(request.query, request.body, content_type),
            user_id=user_id,
            verb=request.verb,
            content_type=content_type,
            user_agent=request.headers.get("user-agent", ""),
        )
        self.calls.append(call)
        return call

    def _spoilt(self, call: Call, fault: Fault) -> Reply:
        if fault.kind == "error":
            return self._json(call, fault.status, _error(RefusalError(fault.code, fault.description)))
        call.status = fault.status
        return Reply(
            fault.status,
            fault.description.encode(),
            "text/html; charset=utf-8",
            location=fault.location,
            drop=fault.kind == "drop",
        )

    def _json(self, call: Call, status: int, envelope: dict[str, Any]) -> Reply:
        call.status = status
        return Reply(status, json.dumps(envelope).encode())

    def _execute(self, call: Call) -> tuple[int, dict[str, Any]]:
        """Carry the call out; status and envelope of its answer."""
        with self.lock:
            try:
                envelope = self._batch(call) if call.method == "batch" else self._single(call)
            except RefusalError as refusal:
                return refusal.status, _error(refusal)
            call.executed = True
            return 200, envelope

    def _single(self, call: Call) -> dict[str, Any]:
        result, time = self._run(call.method, call.params, call.user_id)
        return {"result": result.value, **_paging(result), "time": time}

    def _run(self, method: str, params: dict[str, Any], user_id: int) -> tuple[Result, Any]:
        """Run one method and charge its seconds; nothing is charged for what is refused before it runs."""
        if method not in METHODS or self.access.lacks(method):
            raise RefusalError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
        self.access.check_scope(METHODS[method].scopes)
        self.limits.check_operating(method)
        started, cost = self.clock.now(), self.limits.cost_of(method)
        self.clock.forward(cost)
        self.limits.spend(method, cost)
        result = METHODS[method].run(Given(self.state, self.access, self.manners, user_id, params))
        return result, self._time(method, started, cost)

    def _batch(self, call: Call) -> dict[str, Any]:
        commands = call.params.get("cmd") or {}
        by_key = commands if isinstance(commands, dict) else {str(at): one for at, one in enumerate(commands)}
        if len(by_key) > _BATCH:
            raise RefusalError("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
        parts: dict[str, dict[str, Any]] = {
            name: {} for name in ("result", "result_error", "result_total", "result_next", "result_time")
        }
        started = self.clock.now()
        for key, command in by_key.items():
            try:
                self._part(call, key, str(command), parts)
            except RefusalError as refusal:
                parts["result_error"][key] = _error(refusal)
                if str(call.params.get("halt", 0)).lower() in ("1", "true", "y"):
                    break
        took = (self.clock.now() - started).total_seconds()
        return {
            "result": {name: self._php(held) for name, held in parts.items()},
            "time": self._time("", started, took),
        }

    def _part(self, call: Call, key: str, command: str, parts: dict[str, dict[str, Any]]) -> None:
        name, _, query = command.partition("?")
        method = name.lower().removesuffix(".json")
        call.parts.append(method)
        if method == "batch":
            raise RefusalError("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405)
        result, time = self._run(method, from_query(query), call.user_id)
        parts["result"][key], parts["result_time"][key] = result.value, time
        for total_or_next, value in _paging(result).items():
            parts[f"result_{total_or_next}"][key] = value

    def _php(self, held: dict[str, Any]) -> Any:
        """PHP writes an array when the keys are 0, 1, 2, which an empty one fulfils."""
        if held and list(held) == [str(number) for number in range(len(held))]:
            return list(held.values())
        return self.manners.object(held)

    def _time(self, method: str, started: datetime, took: float) -> Any:
        if self.manners.bare_time:
            return self.manners.object({})
        finished = started + timedelta(seconds=took)
        dates = [moment.astimezone(self.manners.zone).isoformat(timespec="seconds") for moment in (started, finished)]
        times = {
            "start": started.timestamp(),
            "finish": finished.timestamp(),
            "duration": took,
            "processing": took,
            "date_start": dates[0],
            "date_finish": dates[1],
        }
        if not method:
            return times
        reset = finished.timestamp() + self.limits.seconds_to_reset(method)
        return times | {"operating_reset_at": round(reset), "operating": self.limits.spent(method)}


def _error(refusal: RefusalError) -> dict[str, Any]:
    return {"error": refusal.code, "error_description": refusal.description}


def _paging(result: Result) -> dict[str, int]:
    held = {"next": result.next, "total": result.total}
    return {name: value for name, value in held.items() if value is not None}
