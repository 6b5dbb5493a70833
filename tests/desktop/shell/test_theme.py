"""Both lights can be read, every mark has the colours of its light, nothing names a colour elsewhere."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette

import resources
from desktop.shell import theme as theme_module
from desktop.shell.theme import DARK, LIGHT, Light, Meaning, Tokens, palette_from, style_sheet, tokens_of

MEANINGS = ("late", "waiting", "done", "information")
GROUNDS = ("canvas", "rail", "surface", "raised", "hover", "selected", "selected_quiet")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", ["text", "muted", "faint", "accent_text", *MEANINGS])
def test_words_are_readable_on_every_ground(tokens: Tokens, ground: str, words: str):
    assert contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_words_are_readable_on_their_own_tint(tokens: Tokens):
    for meaning in MEANINGS:
        assert contrast(getattr(tokens, meaning), getattr(tokens, f"{meaning}_tint")) >= 4.5, meaning
    assert contrast(tokens.muted, tokens.pressed) >= 4.5
    assert contrast(tokens.on_tip, tokens.tip) >= 4.5
    for ground in (tokens.accent, tokens.accent_hover, tokens.accent_pressed):
        assert contrast(tokens.on_accent, ground) >= 4.5, ground


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_focus_is_seen_on_every_ground(tokens: Tokens):
    for ground in GROUNDS:
        assert contrast(tokens.focus, getattr(tokens, ground)) >= 3, ground


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_marks_have_the_colours_of_their_light(tokens: Tokens):
    files = list(resources.path("icons", "marks", tokens.name).glob("*.svg"))
    assert {file.name for file in files} == {file.name for file in resources.path("icons", "marks", "light").iterdir()}
    for file in files:
        assert set(re.findall(r"#[0-9a-f]{6}", file.read_text())) <= set(asdict(tokens).values()), file


def test_every_mark_of_the_style_sheet_is_there():
    sheet = style_sheet(LIGHT, 10)
    named = set(re.findall(r"url\(marks:(.+?)\)", sheet))
    assert named
    assert all(resources.path("icons", "marks", name).exists() for name in named)


def test_no_other_module_of_the_desktop_names_a_colour():
    desktop = Path(theme_module.__file__).parents[1]
    files = [*desktop.rglob("*.py"), *desktop.rglob("*.qss")]
    named = {file.name for file in files if re.search(r"#[0-9a-fA-F]{6}\b", file.read_text(encoding="utf-8"))}
    assert named == {"theme.py"}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_painting_code_finds_the_light_of_its_palette(tokens: Tokens):
    palette = palette_from(tokens)
    assert tokens_of(palette) is tokens
    palette.setColor(QPalette.ColorRole.Window, "transparent")  # as the style sheet does to single widgets
    palette.setColor(QPalette.ColorRole.Base, "transparent")
    assert tokens_of(palette) is tokens


def test_the_light_changes_everywhere_at_once(desk, qapp):
    told = []
    desk.theme.changed.connect(lambda: told.append(desk.theme.tokens.name))
    desk.theme.choose(Light.DARK)
    assert told == ["dark"]
    assert DARK.canvas in qapp.styleSheet()
    assert LIGHT.canvas not in qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.surface
    desk.theme.choose(Light.DARK)
    assert told == ["dark"]  # nothing to do the second time


def test_system_is_followed_until_somebody_chooses(desk, qapp):
    desk.theme.choose(Light.SYSTEM)
    qapp.styleHints().setColorScheme(qapp.styleHints().colorScheme().Dark)
    followed = desk.theme.tokens
    desk.theme.choose(Light.LIGHT)
    assert desk.theme.tokens is LIGHT
    assert followed in (LIGHT, DARK)


def test_rows_become_compact(desk, qtbot):
    assert desk.theme.row_height == 32
    with qtbot.waitSignal(desk.theme.changed):
        desk.theme.choose_density(compact=True)
    assert desk.theme.row_height == 26


def test_colours_of_meanings():
    assert LIGHT.words(Meaning.LATE).name() == LIGHT.late
    assert LIGHT.tint("done").name() == LIGHT.done_tint
    assert LIGHT.solid(Meaning.WAITING).name() == LIGHT.waiting_solid
    assert LIGHT.words(Meaning.NEUTRAL).name() == LIGHT.muted
