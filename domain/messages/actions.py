"""The words of notices are written and taken away."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import ConflictError, DomainError
from database.rows import locked
from domain.messages.blanks import BLANKS, unknown_blanks
from domain.messages.tables import CHANNELS, LANGUAGES, Message, MessageTemplate
from domain.workflow.tables import Status


def save_template(
    session: Session,
    *,
    status: str,
    language: str,
    subject: str,
    body: str,
    channel: str = "email",
    active: bool = True,
    expected_version: int | None,
) -> int:
    """Keep the words of a notice for a status (by code), a channel and a language; leads and administrators.

    expected_version: the one that was edited, None for new words. Returns the template's id.
    Raises DomainError `template-blank-unknown`, `template-body-wanted`, `template-subject-wanted`, `status-unknown`,
    `language-unknown`, or ConflictError where somebody wrote or took away the same words meanwhile.
    """
    status_id = _status(session, status)
    subject, body = " ".join(subject.split()), body.strip()
    _check(channel, language, subject, body)
    key = {"status_id": status_id, "channel": channel, "language": language}
    known = session.scalar(select(MessageTemplate.id).filter_by(**key))
    if (known is None) != (expected_version is None):
        raise ConflictError(table="message_template", id=known, expected=expected_version, actual=None)
    if known is None:
        template = MessageTemplate(**key, subject=subject, body=body, active=active)
        session.add(template)
    else:
        template = _locked(session, known, expected_version)
        template.subject, template.body, template.active = subject, body, active
    session.flush()
    return template.id


def delete_template(session: Session, template_id: int, *, expected_version: int) -> None:
    """Take a template away. Raises DomainError `template-used` where notices were written by it, or ConflictError.

    One that was used is switched off instead: what was sent keeps its origin.
    """
    template = _locked(session, template_id, expected_version)
    if session.scalar(select(Message.id).where(Message.template_id == template_id).limit(1)) is not None:
        raise DomainError("template-used")
    session.delete(template)
    session.flush()


def _locked(session: Session, template_id: int, expected_version: int | None) -> MessageTemplate:
    return locked(
        session, MessageTemplate, template_id, expected_version=expected_version, unknown="notice-template-unknown"
    )


def _status(session: Session, code: str) -> int:
    found = session.scalar(select(Status.id).where(Status.code == code))
    if found is None:
        raise DomainError("status-unknown", status=code)
    return found


def _check(channel: str, language: str, subject: str, body: str) -> None:
    if channel not in CHANNELS:
        raise ValueError(f"no channel: {channel}")
    if language not in LANGUAGES:
        raise DomainError("language-unknown", language=language)
    if not body:
        raise DomainError("template-body-wanted")
    if channel == "email" and not subject:
        raise DomainError("template-subject-wanted")
    wrong = [*unknown_blanks(subject), *unknown_blanks(body)]
    if wrong:
        raise DomainError("template-blank-unknown", blank=wrong[0], known=" ".join(f"{{{one}}}" for one in BLANKS))
