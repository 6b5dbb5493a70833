"""A real mail server for tests: it keeps what it accepts, and refuses, delays or hangs up as a test tells it to."""

# ruff: noqa: ARG002 - the library calls by these names and with all of these arguments

import asyncio
import datetime
import ipaddress
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "desk@vetka.kz", "t0p-secret-Pass"
ACCEPTED = "250 2.0.0 Ok: queued as 4BX"
HANG_UP, SAY_NOTHING = "hang up", "say nothing"


@dataclass(frozen=True)
class Received:
    """A letter that the server took, or took without ever saying so."""

    sender: str
    recipient: str
    raw: bytes
    encrypted: bool

    @property
    def letter(self) -> EmailMessage:
        found = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class PostOffice:
    """`recipients` and `letters`: answers to come, by address or in turn; what is not named there is accepted."""

    security: str = "none"
    password: str = PASSWORD
    received: list[Received] = field(default_factory=list)
    recipients: dict[str, list[str]] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    refusal_of_sign_in: str = "535 5.7.8 Authentication credentials invalid"
    signed_in: list[str] = field(default_factory=list)
    certificate: "Certificate | None" = None
    port: int = 0

    def __enter__(self) -> "PostOffice":
        self._loop = asyncio.new_event_loop()
        self._released = asyncio.Event()
        self._server = self._loop.run_until_complete(self._start())
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def settings(self) -> dict[str, object]:
        """What an administrator enters to use this server."""
        return {
            "host": "localhost", "port": self.port, "security": self.security, "user": USER, "sender": "desk@vetka.kz",
            "sender_name": "Ветка, сервис", "reply_to": "",
        }  # fmt: skip

    async def _start(self) -> asyncio.Server:
        context = self.certificate.context() if self.certificate is not None else None
        return await self._loop.create_server(
            self._factory(context), "localhost", 0, ssl=context if self.security == "tls" else None
        )

    def _factory(self, context: ssl.SSLContext | None) -> Callable[[], SMTP]:
        def make() -> SMTP:
            return SMTP(
                self, hostname="mail.test", authenticator=self._authenticate, auth_require_tls=False, loop=self._loop,
                tls_context=context if self.security == "starttls" else None,
            )  # fmt: skip

        return make

    async def _end(self) -> None:
        self._released.set()
        self._server.close()
        for task in asyncio.all_tasks():
            if task is not asyncio.current_task():
                task.cancel()

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        if given.password.decode() == self.password and given.login.decode() == USER:
            self.signed_in.append(mechanism)
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False, message=self.refusal_of_sign_in)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [self.greetings.pop(0)] if self.greetings else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.senders.pop(0) if self.senders else "250 OK"
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        waiting = self.recipients.get(address)
        answer = waiting.pop(0) if waiting else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.letters.pop(0) if self.letters else ACCEPTED
        assert isinstance(envelope.content, bytes)
        assert server.transport is not None
        encrypted = server.transport.get_extra_info("sslcontext") is not None
        if answer[0] in "2hs":
            kept = Received(envelope.mail_from or "", envelope.rcpt_tos[0], envelope.content, encrypted)
            self.received.append(kept)
        if answer == HANG_UP:
            server.transport.abort()
        if answer == SAY_NOTHING:
            await self._released.wait()
        return answer


class Certificate:
    """A certificate for `localhost` of an authority that nobody knows until told."""

    def __init__(self, folder: Path, name: str = "localhost") -> None:
        self.file = folder / f"{name}.pem"
        self._key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        names: list[x509.GeneralName] = [x509.DNSName(name)]
        if name == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        made = (
            x509.CertificateBuilder()
            .subject_name(subject).issuer_name(subject).public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )  # fmt: skip
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        self._key_file = folder / f"{name}.key"
        self._key_file.write_bytes(
            self._key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def context(self) -> ssl.SSLContext:
        """What a server shows it with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self._key_file)
        return context
