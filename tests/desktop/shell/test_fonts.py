"""The interface font has every letter that people here write."""

from PySide6.QtGui import QFont, QFontDatabase

import resources
from desktop.shell.fonts import LEAST_POINT_SIZE, choose_font, lacks_letters


def test_bundled_font_has_kazakh_letters_and_tenge(qapp):
    identifier = QFontDatabase.addApplicationFont(str(resources.path("fonts", "NotoSans-Regular.ttf")))
    assert not lacks_letters(QFont(QFontDatabase.applicationFontFamilies(identifier)[0]))


def test_a_nameless_font_is_replaced(qapp):
    chosen = choose_font(QFont("Sans Serif", 7))
    assert chosen.family().startswith("Noto Sans")
    assert chosen.pointSizeF() == LEAST_POINT_SIZE


def test_a_larger_system_size_is_kept(qapp):
    assert choose_font(QFont("Sans Serif", 14)).pointSizeF() == 14


def test_a_font_without_kazakh_letters_is_found_out(qapp):
    symbols = QFontDatabase.addApplicationFont(str(resources.path("fonts", "NotoSans-Regular.ttf")))
    assert symbols >= 0
    assert lacks_letters(QFont("Noto Sans Cypriot")) or "Noto Sans Cypriot" not in QFontDatabase.families()
