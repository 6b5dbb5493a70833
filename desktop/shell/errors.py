"""Errors on the screen: a refusal is a sentence, a lost server a banner, all else is logged and shown once."""

import logging
import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Signal, qVersion

import resources.sentences
from database.errors import DatabaseUnreachableError, KnownError
from desktop.shell.notices import Notices
from desktop.shell.theme import Meaning

log = logging.getLogger(__name__)
CONNECTION = "connection"
FAULT = "fault"


def sentence_for(error: BaseException, language: str) -> str:
    """Return the sentence that a person reads for this error, in their language."""
    if isinstance(error, KnownError):
        found = resources.sentences.sentence(error.code, language, **error.details)
        if found != error.code:
            return found
    if isinstance(error, DatabaseUnreachableError):
        return QCoreApplication.translate("Errors", "The server does not answer. Nothing typed is lost; try again.")
    return QCoreApplication.translate(
        "Errors", "Something went wrong inside the program. What was saved is safe; what you typed is kept."
    )


class Errors(QObject):
    """Takes every error that no field and no page shows by itself."""

    unreachable = Signal()
    """Work met a server that does not answer."""

    def __init__(self, notices: Notices, language: str = "ru", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._language = language
        self._shown: set[str] = set()

    def show(self, error: BaseException) -> None:
        """Show an error where it belongs: banner for the world's, one message a place for our own."""
        if isinstance(error, DatabaseUnreachableError):
            self.unreachable.emit()
        elif isinstance(error, KnownError):
            self._notices.warn(error.code, sentence_for(error, self._language), meaning=Meaning.WAITING)
        else:
            self._show_fault(error)

    def install(self) -> None:
        """Take over `sys.excepthook`: errors in slots arrive here."""
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show(error.with_traceback(trace))

    def _show_fault(self, error: BaseException) -> None:
        details = fault_details(error)
        log.error("unexpected error\n%s", details)
        place = _place(error)
        if place not in self._shown:  # a fault in a timer or a paint event must not flood the screen
            self._shown.add(place)
            self._notices.warn(FAULT, sentence_for(error, self._language), details=details)


def fault_details(error: BaseException) -> str:
    """Return what a developer needs to find the fault: versions and the whole traceback."""
    about = f"Vetka, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return about + "\n" + "".join(traceback.format_exception(error))


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} {last.filename}:{last.lineno}" if last else repr(error)
