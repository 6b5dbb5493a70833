"""Answers of the portal, read from the bytes of one HTTP answer."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from integrations.bitrix24.errors import Bitrix24Error, OutcomeUnknownError
from integrations.bitrix24.transport import Reply
from integrations.bitrix24.values import decimal, keyed, text, whole
from integrations.bitrix24.verdicts import verdict

Rest = Callable[[str], float]
"""Tells how many seconds a method must rest, from what its last good answer said."""


@dataclass(frozen=True)
class Answer:
    """What one call brought. `total` and `next` come with lists, `next` only when there is a further page.

    operating: seconds that this method has run for the webhook in the last ten minutes. reset_in: seconds from the
    answer until part of them is given back, by the portal's own clock; `operating_reset_at` is the same as a moment.
    """

    result: Any
    total: int | None = None
    next: int | None = None
    operating: float | None = None
    operating_reset_at: datetime | None = None
    reset_in: float | None = None


@dataclass(frozen=True)
class BatchAnswer:
    """The parts of a batch by their keys: those that went well and those that did not.

    A part that the portal did not come to, as after `halt`, is in neither.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    errors: Mapping[str, Bitrix24Error] = field(default_factory=dict)


def read_answer(method: str, reply: Reply, *, hide: Callable[[str], str], rest: Rest) -> Answer:
    """Return the result of one call, or raise the error that its answer means (`verdicts.py`).

    hide: takes secrets out of the portal's words.
    """
    outcome = _outcome(method, reply, hide, rest)
    if isinstance(outcome, Bitrix24Error):
        raise outcome  # from here, where no variable holds the portal's own words
    return outcome


def read_batch(result: Any, methods: Mapping[str, str], *, hide: Callable[[str], str], rest: Rest) -> BatchAnswer:
    """Take the result of `batch` apart; `methods` are the methods of its parts by key.

    PHP writes each of the inner objects as an array when it is empty or when its keys are 0, 1, 2.
    """
    whole_result = keyed(result)
    results, errors, totals, nexts, times = (
        keyed(whole_result.get(name))
        for name in ("result", "result_error", "result_total", "result_next", "result_time")
    )
    failed = {key: _verdict(methods[key], keyed(errors[key]), 400, hide, rest) for key in methods if key in errors}
    good = {
        key: _answer(results[key], totals.get(key), nexts.get(key), times.get(key))
        for key in methods
        if key in results and key not in failed
    }
    return BatchAnswer(good, failed)


def _outcome(method: str, reply: Reply, hide: Callable[[str], str], rest: Rest) -> Answer | Bitrix24Error:
    try:
        envelope = json.loads(reply.body)
    except (ValueError, RecursionError):
        envelope = None
    if not isinstance(envelope, dict):
        return OutcomeUnknownError(f"http-{reply.status}" if reply.status >= 500 else "not-json")
    if "error" in envelope:
        return _verdict(method, envelope, reply.status, hide, rest)
    if reply.status != 200 or "result" not in envelope:
        return OutcomeUnknownError(f"http-{reply.status}" if reply.status != 200 else "shape")
    return _answer(envelope["result"], envelope.get("total"), envelope.get("next"), envelope.get("time"))


def _verdict(
    method: str, error: Mapping[str, Any], status: int, hide: Callable[[str], str], rest: Rest
) -> Bitrix24Error:
    code, description = error.get("error"), error.get("error_description")
    return verdict(hide(text(code)).strip(), hide(text(description)), status, rest(method))


def _answer(result: Any, total: Any, following: Any, time: Any) -> Answer:
    said = keyed(time)
    operating, reset, finish = (decimal(said.get(name)) for name in ("operating", "operating_reset_at", "finish"))
    return Answer(
        result=result,
        total=whole(total),
        next=whole(following),
        operating=None if operating is None else float(operating),
        operating_reset_at=None if reset is None else _moment_of(float(reset)),
        reset_in=None if reset is None or finish is None else float(reset - finish),
    )


def _moment_of(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
