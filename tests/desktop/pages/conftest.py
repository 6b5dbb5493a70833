"""A real window of a real person on a real database, with the pages under test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.shell.desk import Desk
from desktop.shell.pages import PageEntry
from desktop.shell.person import Person
from desktop.shell.settings import LANGUAGE
from desktop.shell.window import MainWindow
from domain.people.queries import me
from domain.people.roles import role_word
from tests.company import Company

Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(company: Company, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Open the window of a person with some pages; everything is closed with the test."""
    desks: list[Desk] = []

    def opened(login: str, *entries: PageEntry, language: str = "en") -> MainWindow:
        desk = Desk(qapp, tmp_path / login)
        desks.append(desk)
        desk.settings.set(LANGUAGE, language)
        database = company.database(login)
        person = database.ask(me)
        known = Person(person.name, person.login, frozenset(role_word(role) for role in person.roles))
        window = desk.open_window(known, database, list(entries))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        return window

    yield opened
    for desk in desks:
        desk.close()
