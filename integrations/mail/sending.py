"""A notice leaves: read and checked anew, put into words, handed over, and what came of it noted on the ticket."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.exchange.actions import report_fault, report_spoken
from domain.exchange.mirroring import access
from domain.exchange.tables import MAIL
from domain.messages.delivery import begin, note_failed, note_sent, note_waiting, to_send
from domain.settings.installation import installation_id
from integrations.agent.office import Office
from integrations.agent.outcomes import TryAgainError
from integrations.channels import (
    CLOSED_SECONDS,
    ChannelClosedError,
    Delivered,
    Letter,
    RefusedForGoodError,
    TryLaterError,
)
from integrations.mail.settings import MailSettings, mail_settings
from integrations.mail.smtp import SmtpChannel


@dataclass(frozen=True, slots=True)
class _Ready:
    letter: Letter
    settings: MailSettings


def send(office: Office, message_id: int) -> None:
    """Send a notice, unless it was sent or cancelled already.

    A notice that an agent was killed over goes once more, as the same letter with the same Message-ID. Raises
    RefusedForGoodError, TryLaterError, ChannelClosedError, or TryAgainError while mail is switched off.
    """
    try:
        ready = office.database.act(_prepare, message_id)
        if ready is None:
            return
        delivered = SmtpChannel(ready.settings, office.read_timeout).send(ready.letter)
    except (RefusedForGoodError, TryLaterError, ChannelClosedError) as error:
        office.database.act(_note_refusal, message_id, error)
        raise
    office.database.act(_note_delivery, message_id, delivered)


def _prepare(session: Session, message_id: int) -> _Ready | None:
    if not to_send(session, message_id):
        return None
    reach = access(session, MAIL)
    if not reach.active:
        raise TryAgainError("mail-switched-off", seconds=CLOSED_SECONDS, counted=False)
    settings = mail_settings(reach.settings, reach.secret)
    notice = begin(session, message_id)
    if notice is None:
        return None
    known_as = f"vetka-{installation_id(session)}-{message_id}"
    letter = Letter(notice.recipient, notice.recipient_name, notice.subject, notice.body, known_as, notice.language)
    return _Ready(letter, settings)


def _note_refusal(
    session: Session, message_id: int, error: RefusedForGoodError | TryLaterError | ChannelClosedError
) -> None:
    answer = str(error.details.get("answer", ""))
    if isinstance(error, RefusedForGoodError):
        note_failed(session, message_id, error.code, answer)
        return
    uncertain = isinstance(error, TryLaterError) and error.uncertain
    note_waiting(session, message_id, error.code, answer, may_have_left=uncertain)
    if not error.counted:  # not this letter's fault but the way out: told on the page of exchange
        report_fault(session, MAIL, error.code, error.details)


def _note_delivery(session: Session, message_id: int, delivered: Delivered) -> None:
    note_sent(session, message_id, delivered.answer)
    report_spoken(session, MAIL)
    report_fault(session, MAIL, "")
