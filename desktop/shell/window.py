"""The main window: assembles rail, top bar, banners, pages and status line, and carries wishes between them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desktop.shell.banner_area import BannerArea
from desktop.shell.command_list import Command
from desktop.shell.counters import Counters
from desktop.shell.errors import CONNECTION
from desktop.shell.icons import application_icon
from desktop.shell.item_window import ItemWindow
from desktop.shell.pages import MakeItem, Page, PageContext, PageEntry
from desktop.shell.palette import CommandPalette
from desktop.shell.person_menu import PersonMenu
from desktop.shell.rail import Rail
from desktop.shell.scan_keys import Stroke
from desktop.shell.scan_line import ScanLine
from desktop.shell.search_hits import SearchHits
from desktop.shell.shortcut_sheet import ShortcutSheet
from desktop.shell.status_line import StatusLine
from desktop.shell.theme import Meaning
from desktop.shell.top_bar import TopBar
from desktop.shell.window_actions import WindowActions
from desktop.shell.workspace import Workspace

SMALLEST = (1100, 640)
USUAL = (1440, 900)
MOST_RECENT = 8


class MainWindow(QMainWindow):
    """Shows the pages that the person's roles use; knows none of them."""

    search_wanted = Signal(str)
    """Look for this text everywhere and give what is found to `show_hits`."""
    sign_out_wanted = Signal()
    language_changed = Signal(str)
    """Another language was chosen; it holds for windows made from now on."""

    def __init__(self, context: PageContext, entries: list[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowIcon(application_icon())
        self.context = context
        self.entries = [entry for entry in entries if context.person.has_any(entry.roles)]
        self._pages: dict[str, QWidget] = {}
        self._code = ""
        self._recent: list[tuple[str, str, MakeItem, str]] = []
        self._apart: dict[str, ItemWindow] = {}
        self._make_parts()
        self._lay_out()
        self._fill_rail()
        self.window_actions = WindowActions(self)
        self._wire()
        self._restore()

    # -- what others may ask of the window --

    @property
    def code(self) -> str:
        """The page in front (or behind the open item)."""
        return self._code

    @Slot(str, object)
    def show_page(self, code: str, argument: object = None) -> None:
        """Bring a page to the front; it is made at its first visit. A page the person does not have is ignored."""
        entry = next((one for one in self.entries if one.code == code), None)
        if entry is None:
            return
        page = self._pages.get(code)
        if page is None:
            page = self._pages[code] = entry.make(self.context)
        self._code = code
        self.rail.choose(code)
        self.workspace.show_page(page, self.title_of(entry), entry.icon)
        self.context.settings.keep_text("page", code)
        if argument is not None and isinstance(page, Page):
            page.arrive(argument)

    @Slot(str, str, object, str, bool)
    def open_item(self, key: str, title: str, make: MakeItem, icon_name: str, apart: bool) -> None:
        """Open an item in a tab or its own window; see `Navigator.open`."""
        self._remember(key, title, make, icon_name)
        window = self._apart.get(key)
        if window:
            window.come_to_front()
        elif apart:
            self._open_apart(key, title, make)
        else:
            self.workspace.open(key, title, make, icon_name)

    def show_hits(self, text: str, hits: list[Command]) -> None:
        """Show what the search found for `text`, the best first."""
        self.hits.show_hits(text, hits)

    @staticmethod
    def title_of(entry: PageEntry) -> str:
        """Return the name of a page in the language spoken."""
        return QCoreApplication.translate("Pages", entry.title)

    def pages_in_places(self) -> list[PageEntry]:
        """Return the pages in the order of Ctrl+1…9: those with a fixed place there, the rest around them."""
        fixed = {entry.shortcut_index or 0: entry for entry in self.entries if entry.shortcut_index}
        loose = iter([entry for entry in self.entries if fixed.get(entry.shortcut_index or 0) is not entry])
        ordered = []
        for place in range(1, len(self.entries) + 10):
            entry = fixed[place] if place in fixed else next(loose, None)
            if entry:
                ordered.append(entry)
        return ordered

    def turn_page(self, place: int) -> None:
        """Show the page with this place in the rail (1–9)."""
        if 1 <= place <= len(self.entries):
            self.show_page(self.pages_in_places()[place - 1].code)

    def refresh_front(self) -> None:
        """Read again what is in front (F5)."""
        if isinstance(self.workspace.front, Page):
            self.workspace.front.refresh()

    def filter_front(self) -> None:
        """Go to the filter of what is in front (Ctrl+F)."""
        if isinstance(self.workspace.front, Page):
            self.workspace.front.focus_filter()

    def focus_search(self) -> None:
        """Go to the search of everything."""
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    # -- how it is put together --

    def _make_parts(self) -> None:
        context = self.context
        self.rail = Rail()
        self.top_bar = TopBar(context.person)
        self.person_menu = PersonMenu(self.top_bar.menu, context.theme, context.settings)
        self.banners = BannerArea(context.notices)
        self.workspace = Workspace()
        self.status_line = StatusLine(context.background, context.notices)
        self.palette_panel = CommandPalette(self, self._commands)
        self.hits = SearchHits(self.top_bar.search, self)
        self.shortcut_sheet = ShortcutSheet(self, context.actions)
        self.scan_line = ScanLine(context.scanner, self.workspace)
        self.counters = Counters(self.entries, context, self.rail.count, self)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.top_bar, self.banners):
            right.addWidget(part)
        right.addWidget(self.workspace, 1)
        frame = QHBoxLayout()
        frame.setSpacing(0)
        frame.addWidget(self.rail)
        frame.addLayout(right, 1)
        canvas = QWidget(objectName="canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(frame, 1)
        column.addWidget(self.status_line)
        self.setCentralWidget(canvas)
        self.setMinimumSize(*SMALLEST)

    def _fill_rail(self) -> None:
        places = {entry.code: place for place, entry in enumerate(self.pages_in_places(), 1)}
        for entry in self.entries:
            place = places[entry.code]
            keys = f"Ctrl+{place}" if place <= 9 else ""
            self.rail.add(entry.code, self.title_of(entry), entry.icon, keys, at_bottom=entry.at_bottom)

    def _wire(self) -> None:
        context = self.context
        self.rail.chosen.connect(self.show_page)
        self.rail.narrowed.connect(lambda narrow: context.settings.keep_text("rail", "narrow" if narrow else "wide"))
        self.top_bar.palette_wanted.connect(self.palette_panel.toggle)
        self.top_bar.search.wanted.connect(self.search_wanted)
        self.person_menu.sign_out_wanted.connect(self.sign_out_wanted)
        self.person_menu.shortcuts_wanted.connect(self.shortcut_sheet.toggle)
        self.person_menu.language_changed.connect(self._say_language)
        self.workspace.turned.connect(self._name_window)
        context.navigator.page_wanted.connect(self.show_page)
        context.navigator.item_wanted.connect(self.open_item)
        context.feed.connection_changed.connect(self._show_connection)
        context.drafts.failed.connect(self._warn_of_drafts)
        context.scanner.find_shortcut = self._single_key
        self._show_connection(context.feed.connected)

    def _single_key(self, stroke: Stroke) -> Callable[[], object] | None:
        action = self.context.actions.single_key(stroke.text, stroke.placed)
        return action.trigger if action else None

    def _restore(self) -> None:
        settings = self.context.settings
        self.rail.set_narrow(settings.text("rail") == "narrow")
        if not self.restoreGeometry(settings.layout("window")):
            self._take_usual_place()
        codes = [entry.code for entry in self.entries]
        if codes:
            last = settings.text("page")
            self.show_page(last if last in codes else codes[0])
        self.counters.ask_all()

    def _take_usual_place(self) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        place = QRect(0, 0, min(USUAL[0], screen.width()), min(USUAL[1], screen.height()))
        place.moveCenter(screen.center())
        self.setGeometry(place)

    # -- palette --

    def _commands(self, text: str) -> list[Command]:
        commands = [self._open_again(*one) for one in self._recent]
        commands += [self._go_to(entry) for entry in self.entries]
        commands += self._doable()
        if text.strip():
            search = self.tr("Search everywhere: %1").replace("%1", text.strip())
            commands.append(Command(search, partial(self._search_for, text), icon="search", also=text, weight=-90))
        return commands

    def _open_again(self, key: str, title: str, make: MakeItem, icon_name: str) -> Command:
        run = partial(self.open_item, key, title, make, icon_name, False)
        return Command(title, run, detail=self.tr("open lately"), icon=icon_name, weight=5)

    def _go_to(self, entry: PageEntry) -> Command:
        keys = {one.code: f"Ctrl+{place}" for place, one in enumerate(self.pages_in_places()[:9], 1)}
        run = partial(self.show_page, entry.code)
        return Command(
            self.title_of(entry), run, self.tr("page"), keys.get(entry.code, ""), entry.icon, also=entry.title, weight=3
        )

    def _doable(self) -> list[Command]:
        found = []
        for one in self.context.actions.usable():
            if one.in_palette:
                keys = one.action.shortcut().toString()
                text = one.action.text().replace("&", "")
                found.append(Command(text, one.action.trigger, one.group, keys, one.icon or "chevron-right"))
        return found

    def _search_for(self, text: str) -> None:
        self.top_bar.search.setText(text.strip())
        self.focus_search()

    def _remember(self, key: str, title: str, make: MakeItem, icon_name: str) -> None:
        others = [one for one in self._recent if one[0] != key]
        self._recent = [(key, title, make, icon_name), *others][:MOST_RECENT]

    # -- what happens --

    def _open_apart(self, key: str, title: str, make: MakeItem) -> None:
        window = ItemWindow(key, title, make(), self.context)
        self._apart[key] = window
        window.gone.connect(lambda: self._apart.pop(key, None))
        window.show()

    @Slot()
    def _name_window(self) -> None:
        entry = next((one for one in self.entries if one.code == self._code), None)
        self.setWindowTitle(f"{self.title_of(entry)} – Vetka" if entry else "Vetka")

    @Slot(bool)
    def _show_connection(self, connected: bool) -> None:
        self.top_bar.connection.show_connected(connected)
        self.status_line.show_connection(self.tr("Connected") if connected else self.tr("No connection"))
        if connected:
            self.context.notices.clear(CONNECTION)
        else:
            text = self.tr("The server does not answer. What you type is kept on this PC; Vetka goes on trying.")
            self.context.notices.warn(CONNECTION, text, meaning=Meaning.LATE, closable=False)

    @Slot(str)
    def _say_language(self, code: str) -> None:
        self.context.notices.say(self.tr("The new language holds after signing in again."))
        self.language_changed.emit(code)

    @Slot(object)
    def _warn_of_drafts(self, error: OSError) -> None:
        text = self.tr("What you type cannot be kept on this PC (disk full or read-only): save in time.")
        self.context.notices.warn("drafts", text, meaning=Meaning.WAITING, details=str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep place, page and drafts; an item that must not close keeps the window open."""
        windows = list(self._apart.values())
        if not self.workspace.may_close() or not all(window.close() for window in windows):
            event.ignore()
            return
        self.context.settings.keep_layout("window", self.saveGeometry())
        self.context.drafts.flush()
        self.context.settings.save()
        event.accept()
