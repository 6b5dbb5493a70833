"""The menu under the person's name: how Vetka looks and speaks here, and signing out."""

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from desktop.shell import languages
from desktop.shell.icons import icon
from desktop.shell.settings import COMPACT, LANGUAGE, LIGHT, SOUNDS, Settings
from desktop.shell.theme import Light, Theme


class PersonMenu(QObject):
    """Fills the menu and carries out its choices."""

    language_changed = Signal(str)
    sign_out_wanted = Signal()
    shortcuts_wanted = Signal()

    def __init__(self, menu: QMenu, theme: Theme, settings: Settings) -> None:
        super().__init__(menu)
        self._menu = menu
        self._theme = theme
        self._settings = settings
        self._add_lights()
        self._add_languages()
        self._add_toggle("shell.compact", self.tr("Compact rows"), theme.compact, self._choose_density)
        self._add_toggle("shell.sounds", self.tr("Sounds of the scanner"), settings.get(SOUNDS), self._choose_sounds)
        menu.addSeparator()
        self._add("shell.shortcuts", self.tr("Keyboard shortcuts"), "keyboard", self.shortcuts_wanted)
        self.own_entries = menu.addSeparator()
        """Entries of the start-up module (change password, …) go before this separator: `menu.insertAction`."""
        self._add("shell.signOut", self.tr("Sign out"), "log-out", self.sign_out_wanted)

    def _add(self, name: str, text: str, icon_name: str, wanted: SignalInstance) -> None:
        action = self._menu.addAction(icon(icon_name), text)
        action.setObjectName(name)
        action.triggered.connect(wanted)

    def _add_toggle(self, name: str, text: str, on: bool, chosen: object) -> None:
        action = QAction(text, self._menu, checkable=True, checked=on, objectName=name)
        action.toggled.connect(chosen)
        self._menu.addAction(action)

    def _add_lights(self) -> None:
        names = {
            Light.SYSTEM: (self.tr("Like the system"), "sun-moon"),
            Light.LIGHT: (self.tr("Light"), "sun"),
            Light.DARK: (self.tr("Dark"), "moon"),
        }
        chosen = self._theme.choice
        entries = [(str(light), name, light is chosen) for light, (name, _) in names.items()]
        self._add_choice(self.tr("Look"), "sun-moon", "shell.light", entries, self._choose_light)

    def _add_languages(self) -> None:
        chosen = self._settings.get(LANGUAGE)
        entries = [("", self.tr("Like the system"), not chosen)]
        entries += [(code, name, code == chosen) for code, name in languages.NAMES.items()]
        self._add_choice(self.tr("Language"), "languages", "shell.language", entries, self._choose_language)

    def _add_choice(
        self, title: str, icon_name: str, name: str, entries: list[tuple[str, str, bool]], chosen: object
    ) -> None:
        submenu = self._menu.addMenu(icon(icon_name), title)
        group = QActionGroup(submenu)
        for value, text, checked in entries:
            action = QAction(text, group, checkable=True, checked=checked, objectName=f"{name}.{value or 'system'}")
            action.setData(value)
            submenu.addAction(action)
        group.triggered.connect(chosen)

    def _choose_light(self, action: QAction) -> None:
        self._theme.choose(Light(action.data()))
        self._settings.set(LIGHT, str(action.data()))

    def _choose_language(self, action: QAction) -> None:
        self._settings.set(LANGUAGE, str(action.data()))
        self.language_changed.emit(str(action.data()))

    def _choose_density(self, compact: bool) -> None:
        self._theme.choose_density(compact=compact)
        self._settings.set(COMPACT, compact)

    def _choose_sounds(self, on: bool) -> None:
        self._settings.set(SOUNDS, on)
