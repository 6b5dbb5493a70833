"""The bar over every page: the one search, the state of the connection, the person."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop.shell.icons import BESIDE_TEXT, icon
from desktop.shell.person import Person
from desktop.shell.theme import Meaning
from desktop.shell.widgets import SearchField, label

HEIGHT = 48


class ConnectionState(QWidget):
    """A dot and a word: whether the server answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._word = label("", "muted", name="connectionWord")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self._word)
        self.show_connected(True)

    def show_connected(self, connected: bool) -> None:
        """Show one of the two states."""
        drawn = icon("circle-dot", Meaning.DONE) if connected else icon("wifi-off", Meaning.LATE)
        self._picture.setPixmap(drawn.pixmap(QSize(14, 14), self.devicePixelRatioF()))
        self._word.setText(self.tr("online") if connected else self.tr("no connection"))
        self._word.setAccessibleName(self._word.text())


class TopBar(QWidget):
    """Search, connection and person; `menu` is the person's menu, open for entries of the start-up module."""

    palette_wanted = Signal()

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.search = SearchField(self.tr("Ticket, client, phone, device – or scan a code"), "search", self)
        self.search.setMinimumWidth(320)
        self.search.setMaximumWidth(640)
        self.connection = ConnectionState()
        self.menu = QMenu(self)
        self._lay_out(person)

    def _lay_out(self, person: Person) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.search, 4)
        row.addWidget(self._palette_button())
        row.addStretch(1)
        row.addWidget(self.connection)
        row.addWidget(self._person_button(person))

    def _palette_button(self) -> QToolButton:
        made = QToolButton(objectName="paletteButton", focusPolicy=Qt.FocusPolicy.TabFocus)
        made.setIcon(icon("command"))
        made.setIconSize(BESIDE_TEXT)
        made.setText("Ctrl+K")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setToolTip(self.tr("Command palette"))
        made.setAccessibleName(self.tr("Command palette"))
        made.clicked.connect(self.palette_wanted)
        return made

    def _person_button(self, person: Person) -> QToolButton:
        made = QToolButton(objectName="personButton", focusPolicy=Qt.FocusPolicy.TabFocus)
        made.setIcon(icon("user"))
        made.setIconSize(BESIDE_TEXT)
        made.setText(person.short_name + " ")
        made.setToolTip(f"{person.name} ({person.login})")
        made.setAccessibleName(person.name)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(self.menu)
        return made
