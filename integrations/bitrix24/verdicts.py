"""The error table: what an `error` of the portal means for us. The code decides first, the status after it.

Source: the vendor's pages on system errors and limits; the statuses of one code differ from portal to portal.
"""

import html
import re
from collections.abc import Callable

from integrations.bitrix24.errors import (
    Bitrix24Error,
    MethodMissingError,
    NotFoundError,
    OutcomeUnknownError,
    PortalClosedError,
    RefusedError,
    TryLaterError,
)

BUCKET_SECONDS = 5.0
"""Seconds to wait when the bucket of requests is full: ten requests' room at the usual two a second."""
METHOD_SECONDS = 60.0
"""The least number of seconds that a method rests when it has used up its time."""
_LONGEST_DESCRIPTION = 500

_CLOSED = {
    "no_auth_found": "bitrix24-webhook-wrong",
    "invalid_credentials": "bitrix24-webhook-wrong",
    "expired_token": "bitrix24-webhook-expired",
    "insufficient_scope": "bitrix24-scope-missing",
    "user_access_error": "bitrix24-no-rights",
    "overload_limit": "bitrix24-blocked",
    "portal_deleted": "bitrix24-deleted",
    "invalid_request": "bitrix24-https-wanted",
}
_KINDS: dict[str, Callable[[str, str, int, float], Bitrix24Error]] = {
    "internal_server_error": lambda code, words, status, _: OutcomeUnknownError(f"http-{status}", code, words),
    "error_unexpected_answer": lambda code, words, status, _: OutcomeUnknownError(f"http-{status}", code, words),
    "not_found": lambda code, words, *_: NotFoundError(code, words),
    "owner_not_found": lambda code, words, *_: NotFoundError(code, words),
    "error_method_not_found": lambda code, words, *_: MethodMissingError(code, words),
    "query_limit_exceeded": lambda code, words, *_: TryLaterError(BUCKET_SECONDS, code, words),
    "operation_time_limit": lambda code, words, _, rest: _method_rests(rest, code, words),
    "access_denied": lambda code, words, status, _: _denied(code, words, status),
}
_BY_DESCRIPTION = {"not found": "not_found", "access denied": "access_denied"}


def verdict(code: str, description: str, status: int, rest: float = METHOD_SECONDS) -> Bitrix24Error:
    """Return the error to raise for one `error` of the portal.

    code: `error` as text, may be "". description: without secrets, may hold HTML. status: of HTTP; parts of a batch
    have none of their own and count as 400. rest: seconds until the method's time is given back, where it is known.
    """
    words = plain_words(description)
    meaning = code.lower() or _BY_DESCRIPTION.get(words.lower().rstrip("."), "")
    if meaning in _CLOSED:
        return PortalClosedError(code, words, sentence=_CLOSED[meaning])
    if meaning in _KINDS:
        return _KINDS[meaning](code, words, status, rest)
    return _by_status(code, words, status, rest)


def plain_words(description: str) -> str:
    """Return the portal's words as one line of text without tags, at most 500 characters."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", description))
    return " ".join(text.split())[:_LONGEST_DESCRIPTION]


def _denied(code: str, words: str, status: int) -> Bitrix24Error:
    """Return what "access denied" means: the whole REST with 401 and 403, one deal or pipeline with 400."""
    if status in (401, 403):
        return PortalClosedError(code, words, sentence="bitrix24-no-plan")
    return RefusedError(code, words, sentence="bitrix24-access-denied")


def _method_rests(rest: float, code: str, words: str) -> TryLaterError:
    return TryLaterError(max(rest, METHOD_SECONDS), code, words, method_rests=True)


def _by_status(code: str, words: str, status: int, rest: float) -> Bitrix24Error:
    if status == 429:
        return _method_rests(rest, code, words)
    if status in (401, 403):
        return PortalClosedError(
            code, words, sentence="bitrix24-webhook-wrong" if status == 401 else "bitrix24-no-rights"
        )
    if status >= 500:
        return OutcomeUnknownError(f"http-{status}", code, words)
    return RefusedError(code, words)
