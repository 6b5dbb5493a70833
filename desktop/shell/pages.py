"""How a page gets into the window. One page for those who build pages:

1. Write a module in `desktop/views/` with a widget class derived from `Page` and a builder `make(context) -> QWidget`.
   The start-up module lists it as a `PageEntry`; the window shows it to people who have one of `roles`, builds it at
   its first visit, and never imports it.
2. Everything a page may use comes in its `PageContext`; pages know neither the window nor each other.

   read, write    `context.background.run(self, work, done, failed, key="list")`: `work` is a `partial` of a `domain`
                  function with `context.database`; without `failed` the window shows the error
   long work      `context.background.run_long(self, self.tr("Printing"), work, done, stopped=…)`: progress and Cancel
   changes        `context.feed.changed` gives (table, frozenset of ids or None), `context.feed.reconnected`
   the person     `context.person.roles`, `.name`, `.login`
   actions        `context.actions.add(self, "tickets.new", self.tr("New ticket"), self._new, shortcut="Ctrl+N",
                  icon="plus")` makes a QAction; it is in the palette and in the sheet of shortcuts while the page is
                  seen. Give it to a button with `action_button(action)`.
   scans          `context.scanner.listen(self, self._take_scan)`: called only while this widget is seen, the one made
                  last first; return False to pass the scan on, True when taken. A scan that nobody takes goes to the
                  start-up module. Answer with `context.scanner.accept()`, `.attend(text)` or `.refuse(text)`.
   say something  `context.notices.say(text, undo=…)`, `context.notices.warn(key, text, details=…)`
   go elsewhere   `context.navigator.go("tickets", argument)`; `.open(key, title, make)` opens an item in a tab
   drafts         `context.drafts.bind("ticket.new", {"title": edit})` fills and keeps the form; `.drop(key)` when saved
   words          `self.tr("English")`; `context.formats.money(…)`, `.date_time(…)`, `.age(since, context.clock.now())`
   ages           `context.clock.now()` is server time; repaint on `context.clock.minute`
   places         `context.settings.keep_layout(name, state)`; `ListTable` keeps its columns by itself
   colours        painting asks `tokens_of(self.palette())` (desktop.shell.theme); widgets set the properties `kind`
                  and `meaning` that `style.qss` lists at its top

3. Widgets to use before making own ones: `desktop.shell.widgets` – `Chip` and `paint_chip`, `EmptyState`, `Skeleton`,
   `SearchField`, `Banner`, `SectionHeader`, `FormRow`, `ListTable`, `button`, `action_button`, `label`.
4. Text is English in `self.tr("…")` and Russian in `resources/translations/<room>.ru.ts`; plurals are
   `self.tr("%n ticket(s)", "", n)`. `python -m tools.translations` adds missing entries; a test names them.
5. Every interactive widget has an `objectName`; long waits show `Skeleton`, an empty list an `EmptyState`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.shell.actions import Actions
    from desktop.shell.ages import Clock
    from desktop.shell.background import Background
    from desktop.shell.drafts import Drafts
    from desktop.shell.feed import Feed
    from desktop.shell.formats import Formats
    from desktop.shell.notices import Notices
    from desktop.shell.person import Person
    from desktop.shell.scanner import Scanner
    from desktop.shell.settings import Settings
    from desktop.shell.theme import Theme

MakeItem = Callable[[], QWidget]


@dataclass(frozen=True)
class Counter:
    """What the rail shows beside a page: how many wait for the person, and how many of those are late."""

    waiting: int = 0
    late: int = 0


class Navigator(QObject):
    """Carries wishes to be elsewhere from pages to the window."""

    page_wanted = Signal(str, object)
    item_wanted = Signal(str, str, object, str, bool)

    def go(self, code: str, argument: object = None) -> None:
        """Show a page; its `Page.arrive(argument)` is told where in it to go."""
        self.page_wanted.emit(code, argument)

    def open(self, key: str, title: str, make: MakeItem, *, icon: str = "file-text", apart: bool = False) -> None:
        """Open an item (a ticket, a document) in a tab, or `apart` in its own window; an open one comes to front.

        key: names the item, e.g. ``ticket:4711``; `make` builds its widget when it is not open yet.
        """
        self.item_wanted.emit(key, title, make, icon, apart)


@dataclass(frozen=True)
class PageContext:
    """All that the shell gives to a page. `database` is the start-up module's handle, opaque to the shell."""

    person: "Person"
    database: Any
    background: "Background"
    feed: "Feed"
    theme: "Theme"
    formats: "Formats"
    clock: "Clock"
    actions: "Actions"
    scanner: "Scanner"
    notices: "Notices"
    navigator: Navigator
    settings: "Settings"
    drafts: "Drafts"
    language: str = "ru"


@dataclass(frozen=True)
class PageEntry:
    """One page of the rail.

    title: English, marked with ``QT_TRANSLATE_NOOP("Pages", …)``; the rail translates it.
    roles: who sees the page; None for everybody.
    shortcut_index: 1–9 for Ctrl+1…9; None: by its place in the person's rail.
    counter: asked in a worker thread with `PageContext.database`, again after changes in `counter_tables`.
    """

    code: str
    title: str
    icon: str
    make: Callable[[PageContext], QWidget]
    roles: frozenset[str] | None = None
    shortcut_index: int | None = None
    counter: Callable[[Any], Counter] | None = None
    counter_tables: frozenset[str] = field(default_factory=frozenset)
    at_bottom: bool = False


class Page(QWidget):
    """Base of pages and of items in tabs: what the window asks of them. All of it may be left as it is."""

    title_changed = Signal(str)
    """New text for the tab of an item."""
    close_wanted = Signal()
    """An item that has done its work asks to be closed."""

    def arrive(self, argument: object) -> None:
        """Go to the place that `argument` names (an id, a search text); called at every visit with an argument."""

    def shown(self) -> None:
        """Be told that the page is in front now; the first time right after it was made."""

    def refresh(self) -> None:
        """Read everything again (F5)."""

    def focus_filter(self) -> None:
        """Put the cursor into the filter (Ctrl+F)."""

    def may_close(self) -> bool:
        """Tell whether an item may close now; what is typed is in the drafts, so almost always yes."""
        return True
