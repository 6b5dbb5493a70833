"""A test of the mail server as far as one can go without sending a letter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from database.errors import KnownError
from domain.exchange.actions import report_check, report_fault, report_spoken
from domain.exchange.mirroring import access
from domain.exchange.tables import MAIL
from integrations.agent.office import Office
from integrations.channels import ChannelClosedError
from integrations.mail.conversation import Conversation
from integrations.mail.settings import MailSettings, mail_settings


@dataclass(frozen=True, slots=True)
class Check:
    """A step of the test. `code` names its sentence, or where it failed that of the refusal."""

    code: str
    ok: bool
    details: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"code": self.code, "ok": self.ok, "details": self.details}


def check(office: Office) -> None:
    """Test the way out and note each step for the page of exchange; the first that fails ends the test."""
    reach = office.database.ask(access, MAIL)
    try:
        settings = mail_settings(reach.settings, reach.secret)
    except ChannelClosedError as error:
        checks = [Check(error.code, False, error.details)]
    else:
        checks = _steps(settings, office.read_timeout)
    office.database.act(_note, checks, tell=reach.active)


def _steps(settings: MailSettings, read_timeout: float) -> list[Check]:
    with Conversation(settings, read_timeout) as talk:
        steps: list[tuple[str, Callable[[], None]]] = [("mail-check-connected", talk.connect)]
        if settings.security != "none":
            steps.append(("mail-check-encrypted", talk.encrypt))
        if settings.user:
            steps.append(("mail-check-signed-in", talk.sign_in))
        steps.append(("mail-check-sender", talk.name_sender))
        details = {"server": settings.server, "user": settings.user, "sender": settings.sender}
        done: list[Check] = []
        for code, step in steps:
            try:
                step()
            except KnownError as error:
                return [*done, Check(error.code, False, error.details)]
            done.append(Check(code, True, details))
    return done


def _note(session: Session, checks: list[Check], *, tell: bool) -> None:
    """`tell`: whether mail is switched on, so that what fails is a fault and not only the outcome of a test."""
    last = checks[-1]
    report_check(session, MAIL, [one.plain() for one in checks], {})
    if last.ok:
        report_spoken(session, MAIL)
        report_fault(session, MAIL, "")
    elif tell:
        report_fault(session, MAIL, last.code, last.details)
