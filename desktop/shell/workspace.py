"""Where pages and open items stand: a stack, with a row of tabs as soon as an item is open."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.shell.icons import SMALL, icon
from desktop.shell.pages import MakeItem, Page

MOST_TITLE = 28


@dataclass(frozen=True)
class OpenItem:
    """An item in a tab."""

    key: str
    title: str
    icon: str
    widget: QWidget


class Workspace(QWidget):
    """The page in front is the first tab; items follow it. Ctrl+Tab goes round, Ctrl+W closes."""

    turned = Signal()
    """Another page or item is in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self._page: QWidget | None = None
        self._items: list[OpenItem] = []
        self._tabs = QTabBar(objectName="openItems", tabsClosable=True, movable=False, expanding=False)
        self._tabs.setIconSize(QSize(SMALL, SMALL))
        self._tabs.setDrawBase(False)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.setSelectionBehaviorOnRemove(QTabBar.SelectionBehavior.SelectPreviousTab)  # closing leads back
        self._tabs.hide()
        self._stack = QStackedWidget(objectName="pages")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._turn)
        self._tabs.tabCloseRequested.connect(self.close_tab)

    @property
    def front(self) -> QWidget | None:
        """The page or item in front."""
        return self._stack.currentWidget()

    def show_page(self, page: QWidget, title: str, icon_name: str) -> None:
        """Bring a page to the front, in the first tab."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._page = page
        self._tabs.blockSignals(True)
        if not self._tabs.count():
            self._tabs.addTab(title)
            self._drop_close_button(0)
        self._tabs.setTabText(0, title)
        self._tabs.setTabIcon(0, icon(icon_name))
        self._tabs.setCurrentIndex(0)
        self._tabs.blockSignals(False)
        self._bring(page)

    def open(self, key: str, title: str, make: MakeItem, icon_name: str) -> QWidget:
        """Bring the item `key` to the front; it is made when it is not open."""
        for place, item in enumerate(self._items, 1):
            if item.key == key:
                self._tabs.setCurrentIndex(place)
                return item.widget
        widget = make()
        self._items.append(OpenItem(key, title, icon_name, widget))
        self._stack.addWidget(widget)
        place = self._tabs.addTab(icon(icon_name), _short(title))
        self._tabs.setTabToolTip(place, title)
        self._tabs.show()
        if isinstance(widget, Page):
            widget.title_changed.connect(lambda text: self._rename(widget, text))
            widget.close_wanted.connect(lambda: self._close(widget))
        self._tabs.setCurrentIndex(place)
        return widget

    def close_front(self) -> bool:
        """Close the item in front; False when a page is in front or the item will not close."""
        return self.close_tab(self._tabs.currentIndex())

    @Slot(int)
    def close_tab(self, place: int) -> bool:
        """Close an item if it may; what was in front before comes back."""
        if not 1 <= place <= len(self._items):
            return False
        widget = self._items[place - 1].widget
        if isinstance(widget, Page) and not widget.may_close():
            return False
        del self._items[place - 1]
        self._tabs.removeTab(place)
        self._stack.removeWidget(widget)
        widget.deleteLater()
        self._tabs.setVisible(bool(self._items))
        self._turn(self._tabs.currentIndex())
        return True

    def step(self, tabs: int) -> None:
        """Go to the next or previous tab, round the ends."""
        if self._items:
            self._tabs.setCurrentIndex((self._tabs.currentIndex() + tabs) % self._tabs.count())

    def may_close(self) -> bool:
        """Ask every open item whether it may close; the first one that may not comes to the front."""
        for place, item in enumerate(self._items, 1):
            if isinstance(item.widget, Page) and not item.widget.may_close():
                self._tabs.setCurrentIndex(place)
                return False
        return True

    @Slot(int)
    def _turn(self, place: int) -> None:
        widget = self._page if place < 1 else self._items[place - 1].widget
        if widget:
            self._bring(widget)

    def _bring(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        if isinstance(widget, Page):
            widget.shown()
        self.turned.emit()

    def _close(self, widget: QWidget) -> None:
        for place, item in enumerate(self._items, 1):
            if item.widget is widget:
                self.close_tab(place)
                return

    def _rename(self, widget: QWidget, title: str) -> None:
        for place, item in enumerate(self._items, 1):
            if item.widget is widget:
                self._tabs.setTabText(place, _short(title))
                self._tabs.setTabToolTip(place, title)

    def _drop_close_button(self, place: int) -> None:
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self._tabs.setTabButton(place, side, None)


def _short(title: str) -> str:
    shown = title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1].rstrip() + "…"
    return shown.replace("&", "&&")
