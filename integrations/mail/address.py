"""E-mail addresses as SMTP takes them."""

import re

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", re.ASCII)


def sendable(typed: str) -> str | None:
    """Return an address in the form for the wire, or None where nothing can be sent to it.

    A domain in other letters than Latin gets its ASCII form (RFC 5891). One address only: neither a list nor quotes,
    blanks or line breaks pass, so that nothing can be slipped into a command or a header.
    """
    local, _, domain = typed.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return None
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain) or ".." in domain:
        return None
    return f"{local}@{domain}"
