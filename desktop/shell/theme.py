"""The one place where colours, sizes and the two lights are decided.

Everything else asks: widgets through the style sheet (`style.qss`, filled from `Tokens`), painting code through
`tokens_of(palette)`. No other module names a colour.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QDir, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

import resources
from desktop.shell.fonts import choose_font

GRID = 8
"""Spacing comes in multiples of this many device-independent pixels (half of it inside a control)."""
ROW_HEIGHT = 32
COMPACT_ROW_HEIGHT = 26
CONTROL_HEIGHT = 30
RADIUS = 6


class Light(StrEnum):
    """Which light a person wants; SYSTEM follows the desktop and changes with it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Meaning(StrEnum):
    """What a colour says. Colour is never the only carrier: a word or an icon stands beside it."""

    NEUTRAL = "neutral"
    LATE = "late"
    WAITING = "waiting"
    DONE = "done"
    INFORMATION = "information"


@dataclass(frozen=True)
class Tokens:
    """Named colours of one light, as `#rrggbb`.

    Each meaning has three: for words (at least 4.5:1 on every background here), a tint to stand behind those words,
    and a solid for dots and lines.
    """

    name: str
    canvas: str
    rail: str
    surface: str
    raised: str
    hover: str
    pressed: str
    selected: str
    selected_quiet: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    accent_tint: str
    focus: str
    late: str
    late_tint: str
    late_solid: str
    on_late: str
    waiting: str
    waiting_tint: str
    waiting_solid: str
    done: str
    done_tint: str
    done_solid: str
    information: str
    information_tint: str
    information_solid: str
    tip: str
    on_tip: str
    scroll: str
    scroll_hover: str

    def words(self, meaning: Meaning | str) -> QColor:
        """Return the colour for words of this meaning."""
        return QColor(self.muted if meaning == Meaning.NEUTRAL else getattr(self, meaning))

    def tint(self, meaning: Meaning | str) -> QColor:
        """Return the background behind words of this meaning."""
        return QColor(self.pressed if meaning == Meaning.NEUTRAL else getattr(self, f"{meaning}_tint"))

    def solid(self, meaning: Meaning | str) -> QColor:
        """Return the colour for dots, bars and lines of this meaning."""
        return QColor(self.faint if meaning == Meaning.NEUTRAL else getattr(self, f"{meaning}_solid"))


LIGHT = Tokens(
    name="light",
    canvas="#f6f7f9",
    rail="#eef0f3",
    surface="#ffffff",
    raised="#ffffff",
    hover="#f0f2f5",
    pressed="#e6e9ee",
    selected="#e2e8fb",
    selected_quiet="#e9ecf1",
    line="#e3e6eb",
    line_strong="#bcc3cd",
    text="#1b1f26",
    muted="#505865",
    faint="#5f6773",
    disabled="#9aa1ac",
    accent="#3b56c9",
    accent_hover="#324bb5",
    accent_pressed="#2a409e",
    on_accent="#ffffff",
    accent_text="#344ec0",
    accent_tint="#e6ebfb",
    focus="#5b77ea",
    late="#a8201a",
    late_tint="#fcebea",
    late_solid="#d6352b",
    on_late="#ffffff",
    waiting="#7d4b00",
    waiting_tint="#fcf0da",
    waiting_solid="#dc8f12",
    done="#17633a",
    done_tint="#e3f4e9",
    done_solid="#2c9a5b",
    information="#0b5c76",
    information_tint="#e0f1f6",
    information_solid="#1688aa",
    tip="#22272f",
    on_tip="#f3f5f8",
    scroll="#c6ccd5",
    scroll_hover="#a3abb7",
)

DARK = Tokens(
    name="dark",
    canvas="#16181c",
    rail="#111316",
    surface="#1b1e23",
    raised="#24282f",
    hover="#23272d",
    pressed="#2c3138",
    selected="#28345c",
    selected_quiet="#2a2f37",
    line="#2b3037",
    line_strong="#4a515c",
    text="#e5e8ec",
    muted="#b3bac4",
    faint="#a2aab6",
    disabled="#666e7a",
    accent="#4b66d6",
    accent_hover="#536dd9",
    accent_pressed="#3f59c4",
    on_accent="#ffffff",
    accent_text="#a3b4ff",
    accent_tint="#222b4a",
    focus="#7d95ff",
    late="#ff9e94",
    late_tint="#3c1f1e",
    late_solid="#ef5b50",
    on_late="#1b0f0e",
    waiting="#f0bd62",
    waiting_tint="#382a12",
    waiting_solid="#e0a030",
    done="#7fd6a0",
    done_tint="#173324",
    done_solid="#3fb873",
    information="#7fcfe8",
    information_tint="#123340",
    information_solid="#35a9cc",
    tip="#e5e8ec",
    on_tip="#1b1e23",
    scroll="#434a55",
    scroll_hover="#5d6572",
)


def tokens_of(palette: QPalette) -> Tokens:
    """Return the tokens of the light that this palette was made from; painting code asks with its own palette."""
    line = palette.color(QPalette.ColorRole.Mid)  # the style sheet changes Window, Base and Text of single widgets
    return DARK if line.lightness() < 128 else LIGHT


def palette_from(tokens: Tokens) -> QPalette:
    """Return the palette that Fusion and painting code use in this light."""
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.hover,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.faint,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.late,
        role.Highlight: tokens.selected,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.ToolTipBase: tokens.tip,
        role.ToolTipText: tokens.on_tip,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.line_strong,
        role.Shadow: tokens.line_strong,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.disabled))
    palette.setColor(QPalette.ColorGroup.Inactive, role.Highlight, QColor(tokens.selected_quiet))
    return palette


def style_sheet(tokens: Tokens, base_point_size: float) -> str:
    """Return the whole style sheet with every `$name` filled; a name that is not a token raises KeyError."""
    template = Template(Path(__file__).with_name("style.qss").read_text(encoding="utf-8"))
    sizes = {
        "small": f"{base_point_size * 0.9:.2f}pt",
        "body": f"{base_point_size:.2f}pt",
        "large": f"{base_point_size * 1.15:.2f}pt",
        "title": f"{base_point_size * 1.45:.2f}pt",
        "radius": f"{RADIUS}px",
        "control": f"{CONTROL_HEIGHT - 2}px",
    }
    return template.substitute(asdict(tokens), **sizes)


class Theme(QObject):
    """Dresses the application in one of the two lights and says when it changes."""

    changed = Signal()

    def __init__(self, application: QApplication, light: Light = Light.SYSTEM, *, compact: bool = False) -> None:
        super().__init__(application)
        QDir.setSearchPaths("marks", [str(resources.path("icons", "marks"))])
        self._application = application
        self._choice = light
        self._compact = compact
        self._tokens: Tokens | None = None
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(choose_font(application.font()))
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._dress()

    @property
    def choice(self) -> Light:
        """What the person chose; `tokens` tells what that means now."""
        return self._choice

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens or LIGHT

    @property
    def compact(self) -> bool:
        """Whether rows are 26 px high instead of 32."""
        return self._compact

    @property
    def row_height(self) -> int:
        """Height of a list row in device-independent pixels."""
        return COMPACT_ROW_HEIGHT if self._compact else ROW_HEIGHT

    def choose(self, light: Light) -> None:
        """Change the light at once, in every open window."""
        self._choice = light
        self._dress()

    def choose_density(self, *, compact: bool) -> None:
        """Change the row height of every list at once."""
        if compact != self._compact:
            self._compact = compact
            self.changed.emit()

    def _wanted(self) -> Tokens:
        if self._choice is not Light.SYSTEM:
            return DARK if self._choice is Light.DARK else LIGHT
        return DARK if self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _dress(self) -> None:
        self._tell_the_system()
        tokens = self._wanted()
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._application.setPalette(palette_from(tokens))
        self._application.setStyleSheet(style_sheet(tokens, self._application.font().pointSizeF()))
        self.changed.emit()

    def _tell_the_system(self) -> None:
        """Let window frames and native dialogs follow the choice."""
        schemes = {Light.DARK: Qt.ColorScheme.Dark, Light.LIGHT: Qt.ColorScheme.Light}
        hints = self._application.styleHints()
        if self._choice in schemes:
            hints.setColorScheme(schemes[self._choice])
        else:
            hints.unsetColorScheme()

    @Slot()
    def _follow_system(self) -> None:
        if self._choice is Light.SYSTEM:
            self._dress()
