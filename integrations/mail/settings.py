"""How the office's mail server is reached, as an administrator set it up."""

from dataclasses import dataclass, field
from typing import Any

from integrations.channels import ChannelClosedError
from integrations.mail.address import sendable

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""Ways of protecting the connection, each with its usual port."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`security` is a key of PORTS. Without a `user` nobody signs in. Letters come from `sender`."""

    host: str
    port: int
    security: str
    user: str
    sender: str
    sender_name: str
    reply_to: str
    password: str = field(repr=False)

    @property
    def domain(self) -> str:
        """The domain of the sender."""
        return self.sender.rpartition("@")[2]

    @property
    def server(self) -> str:
        """The server as it is named in sentences."""
        return f"{self.host}:{self.port}"


def mail_settings(settings: dict[str, Any], secret: str | None) -> MailSettings:
    """Read the settings of partner `mail`: host, port, security, user, sender, sender_name, reply_to.

    Raises ChannelClosedError `mail-settings-wrong` with the `answer` naming what is missing or wrong, and
    `mail-password-wanted`.
    """
    words = {name: str(settings.get(name) or "").strip() for name in ("host", "user", "sender_name")}
    security = str(settings.get("security") or "starttls")
    if not words["host"] or not words["host"].isascii() or security not in PORTS:
        raise ChannelClosedError("mail-settings-wrong", answer="host" if security in PORTS else "security")
    if words["user"] and not secret:
        raise ChannelClosedError("mail-password-wanted")
    return MailSettings(
        **words,
        port=_port(settings.get("port") or PORTS[security]),
        security=security,
        sender=_address(settings, "sender"),
        reply_to=_address(settings, "reply_to") if settings.get("reply_to") else "",
        password=secret or "",
    )


def _port(given: object) -> int:
    if not str(given).isascii() or not str(given).isdigit() or not 0 < int(str(given)) < 65536:
        raise ChannelClosedError("mail-settings-wrong", answer="port")
    return int(str(given))


def _address(settings: dict[str, Any], name: str) -> str:
    found = sendable(str(settings.get(name) or ""))
    if found is None:
        raise ChannelClosedError("mail-settings-wrong", answer=name)
    return found
