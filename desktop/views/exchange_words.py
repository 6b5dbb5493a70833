"""How the agent's jobs and what it does with them are said on the screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.shell.formats import Formats
from domain.exchange.queries import JobRow
from resources.sentences import sentence

_TASKS = {
    "bitrix24.deal": QT_TRANSLATE_NOOP("Exchange", "Deal in Bitrix24"),
    "bitrix24.comment": QT_TRANSLATE_NOOP("Exchange", "Comment to Bitrix24"),
    "bitrix24.read": QT_TRANSLATE_NOOP("Exchange", "Look at the deal"),
    "bitrix24.check": QT_TRANSLATE_NOOP("Exchange", "Test of Bitrix24"),
    "mail.send": QT_TRANSLATE_NOOP("Exchange", "Letter to the client"),
    "mail.check": QT_TRANSLATE_NOOP("Exchange", "Test of the mail"),
    "tickets.wake": QT_TRANSLATE_NOOP("Exchange", "Wake a postponed ticket"),
    "tickets.wake_due": QT_TRANSLATE_NOOP("Exchange", "Round of postponed tickets"),
    "backup.make": QT_TRANSLATE_NOOP("Exchange", "Backup"),
    "backup.nightly": QT_TRANSLATE_NOOP("Exchange", "Nightly backup"),
}
_FAMILIES = {
    "bitrix24": QT_TRANSLATE_NOOP("Exchange", "Round of Bitrix24"),
    "mail": QT_TRANSLATE_NOOP("Exchange", "Mail"),
}
_STATES = {
    "running": QT_TRANSLATE_NOOP("Exchange", "under way"),
    "waiting": QT_TRANSLATE_NOOP("Exchange", "waits"),
    "blocked": QT_TRANSLATE_NOOP("Exchange", "waits its turn"),
    "parked": QT_TRANSLATE_NOOP("Exchange", "needs you"),
    "done": QT_TRANSLATE_NOOP("Exchange", "done"),
    "skipped": QT_TRANSLATE_NOOP("Exchange", "skipped"),
    "failed": QT_TRANSLATE_NOOP("Exchange", "failed"),
}
_RETRIED = QT_TRANSLATE_NOOP("Exchange", "will be tried again")
_SKIPPING = {
    "bitrix24.deal": QT_TRANSLATE_NOOP("Exchange", "No deal is made in Bitrix24 for this purchase."),
    "bitrix24.comment": QT_TRANSLATE_NOOP("Exchange", "This comment will not appear in Bitrix24."),
    "mail.send": QT_TRANSLATE_NOOP("Exchange", "The client does not get this letter."),
    "tickets.wake": QT_TRANSLATE_NOOP("Exchange", "The ticket is woken by the next round, some minutes later."),
    "backup.make": QT_TRANSLATE_NOOP("Exchange", "There will be no such backup; the next one is made at night."),
}
_AHEAD = QT_TRANSLATE_NOOP("Exchange", "An earlier job of this ticket needs you; this one goes after it.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Exchange", text)


def task_name(task: str) -> str:
    """Return what a job does, in the language of the screen."""
    found = _TASKS.get(task) or _FAMILIES.get(task.partition(".")[0])
    return _tr(str(found)) if found else task


def state_name(job: JobRow) -> str:
    """Return the state of a job; one that waits after a failure says so."""
    if job.state == "waiting" and job.code:
        return _tr(str(_RETRIED))
    return _tr(str(_STATES[job.state])) if job.state in _STATES else job.state


def when_words(job: JobRow, formats: Formats) -> str:
    """Return the time that counts: when it ended, when it is due, else since when it has been here."""
    at = job.ended_at or (job.due_at if job.state == "waiting" else None)
    if at is not None:
        return formats.moment(at)
    return "" if job.queued_at is None else _tr("since %1").replace("%1", formats.moment(job.queued_at))


def reason(job: JobRow, language: str) -> str:
    """Return why a job stands where it stands; nothing where all is well."""
    if job.code and job.state != "done":
        return said(job.code, job.details, language)
    return _tr(str(_AHEAD)) if job.state == "blocked" else ""


def skipping(task: str) -> str:
    """Return what it means that a job is skipped."""
    return _tr(str(_SKIPPING[task])) if task in _SKIPPING else ""


def said(code: str, details: Mapping[str, Any], language: str) -> str:
    """Return the sentence of a code that the agent noted; its details come from outside and may be named anyhow."""
    known = {name: value for name, value in details.items() if name not in ("code", "language")}
    return sentence(code, language, **known)


def since(text: str, at: datetime | None, formats: Formats) -> str:
    """Return a sentence with the time since when it holds."""
    return text if at is None else f"{text} ({_tr('since %1').replace('%1', formats.moment(at))})"
