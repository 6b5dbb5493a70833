"""What one person on one PC has arranged: light, language, places, columns. An ini file in the data folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

T = TypeVar("T", str, int, bool)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A setting declared once: where it is kept, and what holds until somebody chooses."""

    key: str
    default: T


LIGHT = Setting("look/light", "system")
COMPACT = Setting("look/compact", False)
LANGUAGE = Setting("look/language", "")
"""Empty: the language of the system."""
SOUNDS = Setting("scanner/sounds", True)
SCANNER_PREFIX = Setting("scanner/prefix", "")
SCANNER_SUFFIX = Setting("scanner/suffix", "any")


class Settings(QObject):
    """Settings in an ini file; places and columns are kept per person (`for_person`), the rest per PC."""

    changed = Signal(str)

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(str(file), QSettings.Format.IniFormat)
        self._person = ""

    def for_person(self, login: str) -> None:
        """Keep layouts under this login from now on."""
        self._person = login

    def get(self, setting: Setting[T]) -> T:
        """Return what was chosen, or the default where nothing (or nonsense) is stored."""
        stored: Any = self._store.value(setting.key, setting.default)
        kind = type(setting.default)
        if kind is bool:
            return kind(str(stored).lower() in {"true", "1"})
        try:
            return kind(stored)
        except (TypeError, ValueError):
            return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Store a choice and tell whoever listens."""
        self._store.setValue(setting.key, value)
        self.changed.emit(setting.key)

    def layout(self, name: str) -> QByteArray:
        """Return the kept state of a window, splitter or header of this person; empty when there is none."""
        kept = self._store.value(self._layout_key(name))
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_layout(self, name: str, state: QByteArray) -> None:
        """Keep the state of a window, splitter or header of this person."""
        self._store.setValue(self._layout_key(name), state)

    def text(self, name: str) -> str:
        """Return a short text kept for this person (last page, last server, a filter); empty when there is none."""
        kept = self._store.value(self._layout_key(name), "")
        return kept if isinstance(kept, str) else ""

    def keep_text(self, name: str, text: str) -> None:
        """Keep a short text for this person."""
        self._store.setValue(self._layout_key(name), text)

    def save(self) -> None:
        """Write the file now."""
        self._store.sync()

    def _layout_key(self, name: str) -> str:
        return f"people/{self._person or '-'}/{name}"
