"""Pictures of the real window: a person's pages, in both lights, as large as asked."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import URL

from desktop.office import Office
from desktop.shell.desk import Desk
from desktop.shell.settings import LANGUAGE
from desktop.shell.theme import Light

SMALL = (1366, 768)
LARGE = (1920, 1080)
_MOST_MS = 6_000
_QUIET_MS = 350


@contextmanager
def application() -> Iterator[QApplication]:
    """Give the application, without a display where there is none."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    yield running if isinstance(running, QApplication) else QApplication(["vetka"])


class Screens:
    """The window of one person, made for pictures; close it when done."""

    def __init__(
        self, app: QApplication, folder: Path, url: URL, *, language: str = "ru", size: tuple[int, int] = SMALL
    ) -> None:
        """`folder`: for the settings of this window. Raises KnownError as `Office` does."""
        self._app = app
        self._desk = Desk(app, folder)
        self._desk.settings.set(LANGUAGE, language)
        self._office = Office(self._desk, url)
        self.window = self._office.window
        self.window.resize(*size)
        self.window.show()
        self._office.start()

    def take(self, page: str, file: Path, *, argument: object = None, light: Light = Light.LIGHT) -> None:
        """Show a page and write its picture once everything asked for has come."""
        self._desk.theme.choose(light)
        self.window.show_page(page, argument)
        self.settle()
        file.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(file))

    def both_lights(self, pages: Sequence[str], folder: Path) -> list[Path]:
        """Take every page in both lights; returns the files."""
        made = []
        for light in (Light.LIGHT, Light.DARK):
            for page in pages:
                made.append(folder / f"{page.replace('_', '-')}-{light}.png")
                self.take(page, made[-1], light=light)
        return made

    def settle(self) -> None:
        """Let the window live until no work has been under way for a moment."""
        whole, quiet = QElapsedTimer(), QElapsedTimer()
        whole.start()
        quiet.start()
        while quiet.elapsed() < _QUIET_MS and whole.elapsed() < _MOST_MS:
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 30)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if self._desk.background.busy():
                quiet.restart()

    def close(self) -> None:
        """Close window and connections."""
        self.window.close()
        self._office.close()
