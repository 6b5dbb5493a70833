"""A desk, a window with two small pages, and nothing imitated."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout

from desktop.shell.desk import Desk
from desktop.shell.pages import Counter, Page, PageContext, PageEntry
from desktop.shell.person import Person
from desktop.shell.settings import LANGUAGE
from desktop.shell.theme import Light
from desktop.shell.widgets import SearchField
from desktop.shell.window import MainWindow

DISPATCHER = Person("Смагулова Айгерим Ерлановна", "a.smagulova", frozenset({"dispatcher"}))


class Probe(Page):
    """A page with a filter and a field that remembers what the window asked of it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.asked: list[object] = []
        self.filter = SearchField("filter", "probeFilter")
        self.field = QLineEdit(objectName="probeField")
        column = QVBoxLayout(self)
        column.addWidget(self.filter)
        column.addWidget(self.field)
        self.closing_allowed = True

    def arrive(self, argument: object) -> None:
        self.asked.append(("arrive", argument))

    def shown(self) -> None:
        self.asked.append("shown")

    def refresh(self) -> None:
        self.asked.append("refresh")

    def focus_filter(self) -> None:
        self.filter.setFocus()

    def may_close(self) -> bool:
        return self.closing_allowed


def entries() -> list[PageEntry]:
    return [
        PageEntry("my_work", "My work", "inbox", Probe),
        PageEntry("tickets", "Tickets", "ticket", Probe, counter=lambda database: Counter(database["open"], 2),
                  counter_tables=frozenset({"ticket"})),
        PageEntry("stock", "Warehouse", "warehouse", Probe, roles=frozenset({"warehouse"})),
        PageEntry("settings", "Settings", "settings", Probe, at_bottom=True),
    ]  # fmt: skip


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path)
    made.settings.set(LANGUAGE, "en")
    made.languages.speak("en")
    made.scanner.set_player(None)
    made.theme.choose(Light.LIGHT)
    yield made
    assert made.close()


@pytest.fixture
def window(qtbot, desk: Desk) -> Iterator[MainWindow]:
    made = desk.open_window(DISPATCHER, {"open": 7}, entries())
    desk.scanner.set_player(None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.context.background.wait()
