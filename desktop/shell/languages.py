"""The languages of the screen: English in the code, the others in `resources/translations/<room>.<language>.ts`.

The `.ts` files are read as they are: nothing has to be compiled after an edit or before a start.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

import resources

NAMES = {"ru": "Русский", "en": "English", "kk": "Қазақша"}
"""Codes and own names of the languages that Vetka speaks."""
DEFAULT = "ru"


class Key(NamedTuple):
    """What a translation is found by."""

    context: str
    source: str
    comment: str


def language_of(chosen: str, system: QLocale) -> str:
    """Return the language to speak: the chosen one, else that of `VETKA_LANGUAGE`, else the system's if it is English
    or Kazakh, else Russian.
    """
    if chosen in NAMES:
        return chosen
    given = os.environ.get("VETKA_LANGUAGE", "")
    if given in NAMES:
        return given
    of_system = {QLocale.Language.English: "en", QLocale.Language.Kazakh: "kk"}
    return of_system.get(system.language(), DEFAULT)


def plural_form(language: str, n: int) -> int:
    """Return which of the plural forms Qt Linguist keeps for this language goes with the number `n`."""
    n = abs(n)
    if language == "ru":
        if n % 10 == 1 and n % 100 != 11:
            return 0
        return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2
    return 0 if language == "kk" or n == 1 else 1


def read_ts(file: Path) -> dict[Key, list[str]]:
    """Return the finished translations of a Qt `.ts` file, each with its plural forms (one where there are none)."""
    found: dict[Key, list[str]] = {}
    for context in ElementTree.parse(file).iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            forms = _forms(message.find("translation"))
            if forms:
                key = Key(context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
                found[key] = forms
    return found


def _forms(translation: ElementTree.Element | None) -> list[str]:
    if translation is None or translation.get("type") in {"unfinished", "vanished", "obsolete"}:
        return []
    plural = [form.text or "" for form in translation.iter("numerusform")]
    forms = plural or [translation.text or ""]
    return forms if all(forms) else []


def translation_files(language: str) -> list[Path]:
    """Return the `.ts` files of a language, one a room."""
    return sorted(resources.path("translations").glob(f"*.{language}.ts"))


class TsTranslator(QTranslator):
    """Translates straight from `.ts` files, plural forms included."""

    def __init__(self, language: str, files: Iterable[Path], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._entries: dict[Key, list[str]] = {}
        for file in files:
            self._entries.update(read_ts(file))
        self._anywhere = {(key.source, key.comment): forms for key, forms in self._entries.items()}

    def isEmpty(self) -> bool:
        """Tell Qt whether to ask at all."""
        return not self._entries

    def translate(self, context: str, source: str, comment: str | None = None, n: int = -1) -> str | None:
        """Return the translation, or None so that Qt asks the next translator.

        Words not found under their own context are taken from any other: for a derived class PySide asks only under
        the class of the object when there is a number.
        """
        forms = self._entries.get(Key(context, source, comment or "")) or self._anywhere.get((source, comment or ""))
        if not forms:
            return None
        return forms[min(plural_form(self._language, n), len(forms) - 1)] if n >= 0 else forms[0]


class Languages(QObject):
    """Makes the application speak one language; widgets made afterwards speak it."""

    def __init__(self, application: QApplication, chosen: str = "") -> None:
        super().__init__(application)
        self._application = application
        self._installed: list[QTranslator] = []
        self.language = DEFAULT
        self.speak(chosen)

    def speak(self, chosen: str) -> str:
        """Speak `chosen`, or with "" what `language_of` finds for the system; returns the language spoken."""
        self.language = language_of(chosen, QLocale.system())
        self.close()
        # The one installed last is asked first: Qt's own words are not to be taken from one of our contexts.
        self._installed = [TsTranslator(self.language, translation_files(self.language), self), self._qt_words()]
        for translator in self._installed:
            self._application.installTranslator(translator)
        QLocale.setDefault(QLocale({"ru": "ru_RU", "kk": "kk_KZ"}.get(self.language, "en_GB")))
        return self.language

    def close(self) -> None:
        """Take the translations away again."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
            translator.deleteLater()
        self._installed = []

    def _qt_words(self) -> QTranslator:
        """Return Qt's own translations of its dialogs and menus."""
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator.load(f"qtbase_{self.language}", folder)
        return translator
