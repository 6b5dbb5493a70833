"""A letter in the bytes that SMTP carries (RFC 5322, RFC 2045, RFC 2047)."""

import re
from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from integrations.channels import Letter
from integrations.mail.address import sendable
from integrations.mail.settings import MailSettings

_CHUNK = 42  # bytes of text in an encoded word: base64 makes 56 characters of them, with its frame 68 of at most 75
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9 ]{1,50}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_PLAIN_LINE = re.compile(r"[ -~]{1,60}", re.ASCII)


def wire_form(letter: Letter, settings: MailSettings, now: datetime | None = None) -> bytes:
    """Return a letter as it is sent, all in ASCII; `now`: its date. The recipient's address must be sendable.

    Names and subjects are lines: whatever else they hold – line breaks, control characters – becomes a blank, so that
    no header can be slipped in.
    """
    headers = {
        "From": _mailbox(settings.sender_name, settings.sender),
        "To": _mailbox(letter.recipient_name, sendable(letter.recipient) or ""),
        "Reply-To": settings.reply_to,
        "Subject": _unstructured(one_line(letter.subject)),
        "Date": format_datetime(now or datetime.now(UTC)),
        "Message-ID": f"<{letter.message_id}@{settings.domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: answering machines stay silent
        "Content-Language": letter.language,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    content = EmailMessage(policy=SMTP)
    content.set_content(_text(letter.body), cte="quoted-printable")
    return head.encode("ascii") + content.as_bytes()


def one_line(text: str) -> str:
    """Return a text as one line of printable characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _text(body: str) -> str:
    """Return a body in which tabs and line ends are the only control characters."""
    lines = (_CONTROLS.sub(" ", line).rstrip() for line in re.split(r"\r\n|[\r\n\u2028\u2029]", body))
    return "\n".join(lines) + "\n"


def _mailbox(name: str, address: str) -> str:
    shown = one_line(name)
    if not shown:
        return address
    return f"{shown if _PLAIN_WORDS.fullmatch(shown) else _encoded(shown)}\r\n <{address}>"


def _unstructured(line: str) -> str:
    return line if _PLAIN_LINE.fullmatch(line) and "=?" not in line else _encoded(line)


def _encoded(line: str) -> str:
    """Return a line in encoded words, each of whole characters; the standard library loses blanks between them."""
    words: list[bytes] = [b""]
    for character in line:
        octets = character.encode("utf-8")
        if len(words[-1]) + len(octets) > _CHUNK:
            words.append(b"")
        words[-1] += octets
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode('ascii')}?=" for word in words)
