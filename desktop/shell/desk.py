"""What the start-up module needs: everything the shell consists of, put together once."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from desktop.shell.actions import Actions
from desktop.shell.ages import Clock
from desktop.shell.background import Background
from desktop.shell.drafts import Drafts
from desktop.shell.errors import Errors
from desktop.shell.feed import Feed
from desktop.shell.formats import Formats
from desktop.shell.garbage import GarbageOnGuiThread
from desktop.shell.icons import application_icon
from desktop.shell.languages import Languages
from desktop.shell.notices import Notices
from desktop.shell.pages import Navigator, PageContext, PageEntry
from desktop.shell.person import Person
from desktop.shell.scanner import Scanner
from desktop.shell.settings import COMPACT, LANGUAGE, LIGHT, SCANNER_PREFIX, SCANNER_SUFFIX, SOUNDS, Settings
from desktop.shell.sounds import Player
from desktop.shell.theme import Light, Theme
from desktop.shell.window import MainWindow


class Desk(QObject):
    """Theme, languages, settings, background work, feed, clock and scanner of one running program.

    desk = Desk(application, data_folder)
    SignInWindow(desk.background, desk.settings, connect, …) → signed_in
    window = desk.open_window(person, database, entries); window.show()
    application.exec(); desk.close()
    """

    def __init__(self, application: QApplication, folder: Path) -> None:
        super().__init__(application)
        self._folder = folder
        self.settings = Settings(folder / "desktop.ini", self)
        self.languages = Languages(application, self.settings.get(LANGUAGE))
        self.theme = Theme(application, _light(self.settings.get(LIGHT)), compact=self.settings.get(COMPACT))
        self.background = Background(self)
        self.feed = Feed(self)
        self.clock = Clock(self)
        self.scanner = Scanner(application)
        self._garbage = GarbageOnGuiThread(self)
        self._errors: Errors | None = None
        self.settings.changed.connect(self._follow)
        self._follow("")
        application.setWindowIcon(application_icon())

    def open_window(self, person: Person, database: Any, entries: list[PageEntry]) -> MainWindow:
        """Make the window of this person with the pages that their roles use; errors go to its banners from now on."""
        self.settings.for_person(person.login)
        language = self.languages.speak(self.settings.get(LANGUAGE))
        notices = Notices(self)
        self._take_errors(Errors(notices, language, self))
        context = PageContext(
            person=person,
            database=database,
            background=self.background,
            feed=self.feed,
            theme=self.theme,
            formats=Formats(language, now=self.clock.now),
            clock=self.clock,
            actions=Actions(self),
            scanner=self.scanner,
            notices=notices,
            navigator=Navigator(self),
            settings=self.settings,
            drafts=Drafts(self._folder / "drafts", person.login, self),
            language=language,
        )
        return MainWindow(context, entries)

    def close(self) -> bool:
        """At exit: end background work, write the settings, give back what is global.

        Returns False when some work did not end in time.
        """
        ended = self.background.wait()
        self.settings.save()
        self._garbage.stop()
        self.scanner.close()
        self.languages.close()
        return ended

    def _take_errors(self, errors: Errors) -> None:
        if self._errors:
            self.background.unheard.disconnect(self._errors.show)
        self._errors = errors
        self.background.unheard.connect(errors.show)
        errors.unreachable.connect(partial(self.feed.report_connection, False))
        errors.install()

    @Slot(str)
    def _follow(self, _key: str) -> None:
        self.scanner.set_player(Player() if self.settings.get(SOUNDS) else None)
        self.scanner.set_up(self.settings.get(SCANNER_PREFIX), self.settings.get(SCANNER_SUFFIX))


def _light(stored: str) -> Light:
    return Light(stored) if stored in set(Light) else Light.SYSTEM
