"""What may go wrong with a call to Bitrix24, sorted by what the caller does next.

Every error says in `nothing_done` whether the portal certainly did not carry the call out. Where it is False, a write
must be searched for before it is repeated.
"""

from typing import Any

from database.errors import DomainError, KnownError


class AddressError(DomainError):
    """What was pasted is not the address of an incoming webhook.

    Codes: `bitrix24-address-wrong`, `bitrix24-address-not-https` (portal). The text itself is never in the details:
    it may be the secret.
    """

    code = "bitrix24-address-wrong"


class Bitrix24Error(KnownError):
    """A call that brought no result.

    `portal_code` is what the portal wrote into `error`, "" when it gave none; `description` its words with tags and
    secrets taken out, for the log and not for the screen. `code` names the sentence for people.
    """

    nothing_done: bool = True

    def __init__(self, portal_code: str = "", description: str = "", *, sentence: str = "", **details: Any) -> None:
        self.portal_code, self.description = portal_code, description
        super().__init__(sentence or type(self).code, portal_code=portal_code or description or "–", **details)

    def __str__(self) -> str:
        return " – ".join(part for part in (self.code, self.portal_code, self.description) if part)


class RefusedError(Bitrix24Error):
    """The portal read the call and did not carry it out; the same call will be refused again.

    Codes: `bitrix24-refused`, `bitrix24-access-denied`, `bitrix24-not-found`, `bitrix24-method-missing`,
    `bitrix24-origin-not-searchable`.
    """

    code = "bitrix24-refused"


class NotFoundError(RefusedError):
    """The deal, comment or company is not there, or is hidden from the webhook's employee."""

    code = "bitrix24-not-found"


class MethodMissingError(RefusedError):
    """The portal knows no such method: an old one of the company's own, or a bug of ours."""

    code = "bitrix24-method-missing"


class TryLaterError(Bitrix24Error):
    """The portal is busy or cannot be reached: nothing was carried out, the same call may be repeated in `seconds`.

    `method_rests`: it is this method that must not be called before; others may.
    Codes: `bitrix24-busy`, `bitrix24-unreachable`.
    """

    code = "bitrix24-busy"

    def __init__(
        self,
        seconds: float,
        portal_code: str = "",
        description: str = "",
        *,
        sentence: str = "",
        method_rests: bool = False,
    ) -> None:
        self.seconds, self.method_rests = seconds, method_rests
        super().__init__(portal_code, description, sentence=sentence, seconds=round(seconds))


class PortalClosedError(Bitrix24Error):
    """No call will succeed until the administrator has done something: stop, and say what.

    Codes: `bitrix24-webhook-wrong`, `bitrix24-webhook-expired`, `bitrix24-scope-missing`, `bitrix24-no-rights`,
    `bitrix24-no-plan`, `bitrix24-blocked`, `bitrix24-deleted`, `bitrix24-https-wanted`, `bitrix24-certificate`.
    After `bitrix24-deleted` it is not known whether the call was carried out.
    """

    code = "bitrix24-no-rights"

    def __init__(self, portal_code: str = "", description: str = "", *, sentence: str = "") -> None:
        super().__init__(portal_code, description, sentence=sentence)
        self.nothing_done = self.code != "bitrix24-deleted"


class OutcomeUnknownError(Bitrix24Error):
    """The call may have been carried out and may not: time-out, dropped connection, status 500, HTML for JSON.

    `reason` is one of `timeout`, `dropped`, `not-json`, `shape`, `redirect` or `http-` with the status.
    """

    code = "bitrix24-outcome-unknown"
    nothing_done = False

    def __init__(self, reason: str, portal_code: str = "", description: str = "") -> None:
        self.reason = reason
        super().__init__(portal_code, description, reason=reason)
