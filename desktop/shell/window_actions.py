"""The keys that hold in the whole window, whatever page is in front."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desktop.shell.window import MainWindow


class WindowActions(QObject):
    """Adds the window's own actions to palette and sheet."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._add_everywhere()
        self._add_page_keys()

    def _add_everywhere(self) -> None:
        window, group = self._window, self.tr("Everywhere")
        panel, sheet, tabs, rail = window.palette_panel, window.shortcut_sheet, window.workspace, window.rail
        for name, text, slot, keys, icon in (
            ("palette", self.tr("Command palette"), panel.toggle, ["Ctrl+K", "Ctrl+Shift+P"], "command"),
            ("search", self.tr("Search everywhere"), window.focus_search, ["Ctrl+L", "/"], "search"),
            ("sheet", self.tr("Keyboard shortcuts"), sheet.toggle, ["?", "F1"], "keyboard"),
            ("refresh", self.tr("Read again"), window.refresh_front, ["F5"], "refresh-cw"),
            ("filter", self.tr("Filter"), window.filter_front, ["Ctrl+F"], "list-filter"),
            ("undo", self.tr("Undo"), window.status_line.undo, ["Ctrl+Z"], "undo-2"),
            ("closeItem", self.tr("Close tab"), tabs.close_front, ["Ctrl+W"], "x"),
            ("nextItem", self.tr("Next tab"), lambda: tabs.step(1), ["Ctrl+Tab"], "arrow-right"),
            ("previousItem", self.tr("Previous tab"), lambda: tabs.step(-1), ["Ctrl+Shift+Tab"], "arrow-left"),
            ("rail", self.tr("Fold the rail"), lambda: rail.set_narrow(not rail.narrow), ["Ctrl+B"], "panel-right"),
        ):
            window.context.actions.add(
                window, f"shell.{name}", text, slot, shortcut=keys, icon=icon, group=group, everywhere=True
            )

    def _add_page_keys(self) -> None:
        window, group = self._window, self.tr("Pages")
        for place, entry in enumerate(window.pages_in_places()[:9], 1):
            window.context.actions.add(
                window,
                f"shell.page{place}",
                window.title_of(entry),
                lambda place=place: window.turn_page(place),
                shortcut=f"Ctrl+{place}",
                icon=entry.icon,
                group=group,
                in_palette=False,
                everywhere=True,
            )
