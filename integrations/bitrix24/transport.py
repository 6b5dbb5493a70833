"""One POST over HTTPS: what came back, or how it failed. Follows no redirect and repeats nothing."""

import ssl
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Self

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProxyError
from urllib3.exceptions import SSLError as HandshakeError

from integrations.bitrix24.address import WebhookAddress
from integrations.bitrix24.errors import Bitrix24Error, OutcomeUnknownError, PortalClosedError, TryLaterError
from integrations.bitrix24.masking import guard_logs

UNREACHABLE_SECONDS = 30.0
"""Seconds to wait when no connection comes about."""
_HEADERS = {
    "User-Agent": "Vetka (back office; incoming webhook)",
    "Accept": "application/json",
    "Content-Type": "application/json",
}


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a connection, and then for the answer.

    The cloud cuts a request off after 60 s: waiting longer than that makes an unknown outcome rare.
    """

    connect: float = 5.0
    read: float = 65.0


@dataclass(frozen=True)
class Reply:
    """Status, body and, for a redirect, where to. Body and location may repeat the secret: `repr` leaves them out."""

    status: int
    body: bytes = field(repr=False)
    location: str = field(default="", repr=False)


class Transport:
    """Keeps the connection to the portal open between calls. Serves one thread at a time."""

    def __init__(self, address: WebhookAddress, timeouts: Timeouts) -> None:
        guard_logs()
        self._timeouts = (timeouts.connect, timeouts.read)
        self._session = requests.Session()
        self._session.headers.update(_HEADERS)
        self._session.trust_env = not address.is_local  # an office proxy is for other computers
        # A session cookie would make the portal serve our calls one behind another.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def post(self, address: WebhookAddress, method: str, body: bytes) -> Reply:
        """Send one call.

        Raises TryLaterError `bitrix24-unreachable` when no connection came about, PortalClosedError
        `bitrix24-certificate`, and OutcomeUnknownError when the request may have arrived. The library's own error
        holds the secret: it goes no further.
        """
        try:
            reply = self._session.post(address.url(method), data=body, timeout=self._timeouts, allow_redirects=False)
            return Reply(reply.status_code, reply.content, reply.headers.get("Location", ""))
        except requests.RequestException as error:
            failure = _meaning(error)
        raise failure


def _meaning(error: requests.RequestException) -> Bitrix24Error:
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, HandshakeError) and isinstance(reason.args[0], ssl.SSLCertVerificationError):
        return PortalClosedError("", type(error).__name__, sentence="bitrix24-certificate")
    if isinstance(reason, NewConnectionError | ConnectTimeoutError | ProxyError):  # before anything was sent
        return TryLaterError(UNREACHABLE_SECONDS, "", type(reason).__name__, sentence="bitrix24-unreachable")
    return OutcomeUnknownError(
        "timeout" if isinstance(error, requests.Timeout) else "dropped", "", type(error).__name__
    )
