"""One conversation with a mail server, step by step, and what its refusals mean for a letter (RFC 5321, 3207, 4954)."""

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from integrations.channels import ChannelClosedError, RefusedForGoodError, TryLaterError
from integrations.mail.settings import MailSettings

CONNECT_SECONDS = 15.0
_LEAVE_SECONDS = 2.0
_LONGEST_ANSWER = 300
_AUTHENTICATION_REQUIRED = 530
_AUTHENTICATED = 235

Command = Callable[[], tuple[int, bytes]]
Reply = tuple[int, str]


class Conversation:
    """Leads to the server and back; steps in order: connect, encrypt, sign_in, name_sender, name_recipient, hand_over.

    Each step raises ChannelClosedError, TryLaterError or RefusedForGoodError, with the server's own words as `answer`.
    No password is ever among those words.
    """

    def __init__(self, settings: MailSettings, read_timeout: float) -> None:
        """read_timeout: seconds to wait for an answer; for the connection, at most CONNECT_SECONDS of them."""
        self._settings = settings
        self._read_timeout = read_timeout
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Take leave without waiting long: what was accepted is accepted."""
        if self._smtp is None:
            return
        with suppress(OSError):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(_LEAVE_SECONDS)
                self._smtp.docmd("QUIT")
        with suppress(OSError):
            self._smtp.close()

    def connect(self) -> None:
        """Reach the server and hear its greeting; with security `tls` the connection is encrypted by then."""
        self._judge(self._reply(self._open), refused="mail-server-refuses")
        smtp = self._opened
        if smtp.sock is not None:
            smtp.sock.settimeout(self._read_timeout)
            smtp.local_hostname = _literal(smtp.sock)
        self._judge(self._reply(smtp.ehlo), refused="mail-server-refuses")

    def encrypt(self) -> None:
        """Begin TLS where the settings ask for STARTTLS; never goes on in the clear."""
        if self._settings.security != "starttls":
            return
        smtp = self._opened
        if not smtp.has_extn("starttls"):
            raise ChannelClosedError("mail-encryption-missing", answer=self._settings.server)
        context = ssl.create_default_context()
        self._judge(self._reply(lambda: smtp.starttls(context=context)), refused="mail-encryption-failed")
        self._judge(self._reply(smtp.ehlo), refused="mail-server-refuses")

    def sign_in(self) -> None:
        """Sign in where the settings name a user."""
        user, password, smtp = self._settings.user, self._settings.password, self._opened
        if not user:
            return
        if not smtp.has_extn("auth"):
            raise ChannelClosedError("mail-sign-in-unsupported", answer=self._settings.server)
        if user.isascii() and password.isascii():
            reply = self._reply(lambda: smtp.login(user, password))
        else:  # the library speaks ASCII alone here
            initial = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
            reply = self._reply(lambda: smtp.docmd("AUTH", f"PLAIN {initial}"))
        if reply[0] != _AUTHENTICATED:
            self._judge(reply, refused="mail-sign-in-refused")

    def name_sender(self) -> None:
        """Say whom letters come from."""
        smtp = self._opened
        self._judge(self._reply(lambda: smtp.mail(self._settings.sender)), refused="mail-sender-refused")

    def name_recipient(self, recipient: str) -> None:
        """Say whom the letter is for; `recipient`: an address in its form for the wire."""
        smtp = self._opened
        reply = self._reply(lambda: smtp.rcpt(recipient), of_letter=True)
        self._judge_letter(reply, "mail-recipient-refused", recipient)

    def hand_over(self, letter: bytes, recipient: str) -> str:
        """Send the letter itself and return the server's answer. An attempt without an answer is `uncertain`."""
        smtp = self._opened
        reply = self._reply(lambda: smtp.data(letter), of_letter=True, uncertain=True)
        self._judge_letter(reply, "mail-letter-refused", recipient)
        return _told(reply)

    @property
    def _opened(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise AssertionError("connect comes first")
        return self._smtp

    def _open(self) -> tuple[int, bytes]:
        host, port, timeout = self._settings.host, self._settings.port, min(CONNECT_SECONDS, self._read_timeout)
        if self._settings.security == "tls":
            context = ssl.create_default_context()
            self._smtp = smtplib.SMTP_SSL(host, port, "localhost", timeout=timeout, context=context)
        else:
            self._smtp = smtplib.SMTP(host, port, "localhost", timeout=timeout)
        return 220, b""

    def _reply(self, command: Command, *, of_letter: bool = False, uncertain: bool = False) -> Reply:
        """Return what the server answers. Raises what it means when it gives no answer.

        of_letter: the silence may be this letter's fault. uncertain: the letter may have arrived all the same.
        """
        failure: ChannelClosedError | TryLaterError
        try:
            code, words = command()
        except smtplib.SMTPResponseException as error:
            return error.smtp_code, self._safe(error.smtp_error)
        except ssl.SSLError as error:
            failure = self._tls_failure(error)
        except OSError as error:
            if type(error) in (smtplib.SMTPException, smtplib.SMTPNotSupportedError):
                failure = ChannelClosedError("mail-sign-in-unsupported", answer=self._settings.server)
            else:
                failure = self._silence(error, of_letter=of_letter, uncertain=uncertain)
        else:
            return code, self._safe(words)
        raise failure

    def _tls_failure(self, error: ssl.SSLError) -> ChannelClosedError | TryLaterError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return ChannelClosedError("mail-certificate", answer=f"{self._settings.server}: {error.verify_message}")
        if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return self._silence(error)
        return ChannelClosedError("mail-encryption-failed", answer=f"{self._settings.server}: {error.reason}")

    def _silence(self, error: OSError, *, of_letter: bool = False, uncertain: bool = False) -> TryLaterError:
        reason = error.strerror or str(error) or type(error).__name__
        answer = self._safe(f"{self._settings.server}: {reason}".encode())
        return TryLaterError("mail-no-answer", uncertain=uncertain, counted=of_letter, answer=answer)

    def _judge(self, reply: Reply, *, refused: str) -> None:
        """Let a good answer pass. What is refused here is refused to every letter."""
        code, _ = reply
        if 200 <= code < 400:
            return
        if code < 500:
            raise TryLaterError("mail-asked-to-wait", counted=False, answer=_told(reply))
        closed = "mail-sign-in-wanted" if code == _AUTHENTICATION_REQUIRED else refused
        raise ChannelClosedError(closed, answer=_told(reply))

    def _judge_letter(self, reply: Reply, refused: str, recipient: str) -> None:
        """Let a good answer pass. What is refused here is refused to this letter."""
        code, _ = reply
        if 200 <= code < 400:
            return
        if code == _AUTHENTICATION_REQUIRED:
            raise ChannelClosedError("mail-sign-in-wanted", answer=_told(reply))
        if code < 500:
            raise TryLaterError("mail-asked-to-wait", recipient=recipient, answer=_told(reply))
        raise RefusedForGoodError(refused, recipient=recipient, answer=_told(reply))

    def _safe(self, words: bytes | str) -> str:
        """Return the server's words on one line; a password that it repeats is blotted out."""
        text = words if isinstance(words, str) else words.decode("utf-8", "replace")
        for secret in _secrets(self._settings):
            text = text.replace(secret, "***")
        return " ".join(text.split())[:_LONGEST_ANSWER]


def _secrets(settings: MailSettings) -> tuple[str, ...]:
    """Return the password in the forms in which it goes over the wire, the longest first."""
    if not settings.password:
        return ()
    plain = settings.password
    coded = (f"\0{settings.user}\0{plain}", plain)
    return (*(b64encode(one.encode()).decode("ascii") for one in coded), plain)


def _told(reply: Reply) -> str:
    code, words = reply
    return f"{code} {words}".strip() if code > 0 else words


def _literal(sock: socket.socket) -> str:
    """Return our own address as EHLO names it: computers of an office have no name that a server could look up."""
    address = str(sock.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
