"""Icons take the colour of the light, are sharp on any screen, and missing ones are noticed at once."""

import gc
from collections import Counter

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

import resources
from desktop.shell.icons import BESIDE_TEXT, application_icon, icon, pixmap
from desktop.shell.theme import DARK, LIGHT, Light


def main_colour(drawn) -> str:
    image = drawn.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return Counter(pixel.name() for pixel in pixels if pixel.alpha() == 255).most_common(1)[0][0]


def test_every_icon_file_can_be_drawn(desk):
    files = sorted(resources.path("icons").glob("*.svg"))
    assert len(files) > 60
    for file in files:
        if file.stem != "vetka":
            assert main_colour(pixmap(file.stem, 48, QColor("#123456"))) == "#123456", file.name


def test_an_icon_follows_the_light_without_being_set_again(desk):
    square = icon("save")
    assert main_colour(square.pixmap(QSize(48, 48), 1.0)) == LIGHT.muted
    desk.theme.choose(Light.DARK)
    assert main_colour(square.pixmap(QSize(48, 48), 1.0)) == DARK.muted


def test_an_icon_says_what_it_means(desk):
    assert main_colour(icon("ban", "late").pixmap(QSize(48, 48), 1.0)) == LIGHT.late
    assert main_colour(icon("ban").pixmap(QSize(48, 48), 1.0, QIcon.Mode.Disabled)) == LIGHT.disabled


def test_high_resolution_screens_get_more_dots(desk):
    drawn = icon("save").pixmap(QSize(16, 16), 2.0)
    assert drawn.devicePixelRatio() == 2
    assert drawn.size() == QSize(32, 32)


def test_beside_words_an_icon_has_air(desk):
    drawn = icon("save").pixmap(BESIDE_TEXT, 1.0).toImage()
    columns = [any(drawn.pixelColor(x, y).alpha() for y in range(drawn.height())) for x in range(drawn.width())]
    assert drawn.width() == BESIDE_TEXT.width()
    assert not any(columns[:3])
    assert not any(columns[-3:])
    assert any(columns)


def test_icons_survive_the_garbage_collector(desk):
    kept = [icon("save") for _ in range(50)]
    gc.collect()
    assert all(not one.pixmap(QSize(16, 16), 1.0).isNull() for one in kept)


def test_a_missing_icon_is_an_error_at_once():
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_the_sign_of_the_program_is_there(qapp):
    assert not application_icon().pixmap(64, 64).isNull()
