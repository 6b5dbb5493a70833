"""A hand that counts its keys, and waiting until a window has nothing left to do."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from desktop.shell.window import MainWindow
from tests.desktop.pages.test_tickets import child


def quiet(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way; PDFium must not be at work in two threads."""
    qtbot.waitUntil(lambda: not window.context.background.busy())


def front(window: MainWindow, kind: type) -> Any:
    found = window.workspace.front
    assert isinstance(found, kind), found
    return found


class Hand:
    """Presses keys where the focus is and clicks buttons, and counts both: one K each."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.count = qtbot, window, 0
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    def press(self, keys: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keySequence(focused, QKeySequence(keys))
        self.count += 1
        self.settle()

    def click(self, name: str) -> None:
        self.qtbot.mouseClick(child(self.window, QPushButton, name), Qt.MouseButton.LeftButton)
        self.count += 1
        self.settle()

    def settle(self) -> None:
        quiet(self.qtbot, self.window)
        QApplication.processEvents()
        quiet(self.qtbot, self.window)
