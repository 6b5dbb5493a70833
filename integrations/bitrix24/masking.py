"""Secrets of webhooks taken out of texts and out of the log of the HTTP library."""

import logging
import re

_IN_ADDRESS = re.compile(r"(/rest/)[^/\s\"'<>?]+/[^/\s\"'<>?]+", re.IGNORECASE)
_TALKATIVE = ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry", "urllib3.poolmanager")


def mask(text: str) -> str:
    """Return the text with `/rest/{user}/{secret}` as `/rest/…/…`, also where the slashes are escaped.

    >>> mask("POST /rest/7/k3jx81/profile.json")
    'POST /rest/…/…/profile.json'
    """
    return _IN_ADDRESS.sub(r"\1…/…", text.replace("\\/", "/") if "\\/" in text else text)


class _Masking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Write the record's words anew when they hold the address of a webhook; let everything pass."""
        said = record.getMessage()
        if "/rest/" in said:
            record.msg, record.args = mask(said), None
        return True


_MASKING = _Masking()


def guard_logs() -> None:
    """Mask addresses in what the HTTP library logs at DEBUG; calling it again changes nothing."""
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_MASKING)
