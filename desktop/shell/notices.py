"""What the program says in passing: the last message with its Undo, and banners that stay."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.shell.theme import Meaning


@dataclass(frozen=True)
class Message:
    """A sentence for the status line; `undo` takes back what it tells of."""

    text: str
    meaning: Meaning = Meaning.NEUTRAL
    undo: Callable[[], None] | None = None


@dataclass(frozen=True)
class BannerText:
    """A sentence for the banner area; `key` names its subject, a newer one of the same subject replaces it."""

    key: str
    text: str
    meaning: Meaning = Meaning.LATE
    details: str = ""
    action_text: str = ""
    action: Callable[[], None] | None = None
    closable: bool = True


class Notices(QObject):
    """Hears what pages have to say; the window shows it."""

    said = Signal(object)
    warned = Signal(object)
    cleared = Signal(str)

    def say(self, text: str, *, meaning: Meaning = Meaning.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        """Show `text` as the last message, with Undo when `undo` is given."""
        self.said.emit(Message(text, meaning, undo))

    def warn(
        self,
        key: str,
        text: str,
        *,
        meaning: Meaning = Meaning.LATE,
        details: str = "",
        action_text: str = "",
        action: Callable[[], None] | None = None,
        closable: bool = True,
    ) -> None:
        """Show a banner until it is closed or cleared by its `key`; `details` can be copied from it."""
        self.warned.emit(BannerText(key, text, meaning, details, action_text, action, closable))

    def clear(self, key: str) -> None:
        """Take the banner of this subject away."""
        self.cleared.emit(key)
