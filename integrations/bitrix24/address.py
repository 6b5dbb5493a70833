"""The address of an incoming webhook. Whoever has it may do what the employee may: it is a password."""

import re
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from integrations.bitrix24.errors import AddressError
from integrations.bitrix24.masking import mask

_PATH = re.compile(r"(?P<before>.*?)/rest/(?P<user>\d{1,10})/(?P<secret>[\w-]{1,200})(/[\w.]*)?/*", re.ASCII)
_OWN_COMPUTER = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, repr=False)
class WebhookAddress:
    """An incoming webhook: `https://{portal}/rest/{user id}/{secret}/`. Shows only its portal, in `str` and `repr` too.

    portal: host, with the port where it is not the usual one. before: path before `/rest/`, mostly "".
    """

    scheme: str
    portal: str
    user_id: int
    secret: str = field(repr=False)
    before: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Take what people paste: with or without `https://`, a method, a slash at the end, spaces around.

        Raises AddressError `bitrix24-address-wrong`, or `bitrix24-address-not-https` for plain http, which only this
        computer's own addresses may have.
        """
        parts = _split(text)
        path = _PATH.fullmatch(parts.path) if parts is not None else None
        if parts is None or path is None:
            raise AddressError
        if parts.scheme == "http" and parts.hostname not in _OWN_COMPUTER:
            raise AddressError("bitrix24-address-not-https", portal=parts.netloc)
        return cls(parts.scheme, parts.netloc.lower(), int(path["user"]), path["secret"], path["before"])

    @property
    def masked(self) -> str:
        """Return the address without user and secret, for people."""
        return f"{self.scheme}://{self.portal}{self.before}/rest/…/…/"

    @property
    def text(self) -> str:
        """Return the whole address with its secret, to be kept where only the agent may read."""
        return f"{self.scheme}://{self.portal}{self.before}/rest/{self.user_id}/{self.secret}/"

    @property
    def is_local(self) -> bool:
        """Say whether the portal is on this computer."""
        return urlsplit(f"//{self.portal}").hostname in _OWN_COMPUTER

    def url(self, method: str) -> str:
        """Return the address of one method; it holds the secret."""
        return f"{self.text}{method}.json"

    def moved_to(self, location: str, method: str) -> "WebhookAddress | None":
        """Return the same webhook at the host that a redirect names, None when this is no renamed portal.

        location: what answered a call of `method`. Only a place of the very same path counts: it shows that the old
        portal sends this webhook's calls there, while a login page or another path must not get the secret. Outside
        this computer https is demanded.
        """
        parts = _split(location)
        if parts is None or parts.netloc.lower() == self.portal:
            return None
        if unquote(parts.path) != unquote(urlsplit(self.url(method)).path):
            return None
        if parts.scheme != "https" and not (self.is_local and parts.hostname in _OWN_COMPUTER):
            return None
        return replace(self, scheme=parts.scheme, portal=parts.netloc.lower())

    def hide(self, text: str) -> str:
        """Return the text without this webhook's secret, however it got there."""
        return mask(text).replace(self.secret, "…")

    def __repr__(self) -> str:
        return f"WebhookAddress({self.masked!r})"

    def __str__(self) -> str:
        return self.masked


def _split(text: str) -> SplitResult | None:
    """Take an address apart, None when it is none over http or https, holds a login, a query or blanks."""
    whole = text.strip().strip("<>\"'«»").strip()
    if "://" not in whole:
        whole = f"https://{whole}"
    try:
        parts = urlsplit(whole)
        (parts.hostname or "").encode("idna")
        port_is_right = parts.port != 0
    except ValueError:
        return None
    plain = "@" not in parts.netloc and not re.search(r"\s", whole)
    right = parts.scheme in ("https", "http") and bool(parts.hostname) and port_is_right and plain
    return parts if right else None
