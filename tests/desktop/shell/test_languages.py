"""Russian by default, plurals right, every word of the screen translated."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QWidget

from desktop.shell.languages import Languages, TsTranslator, language_of, plural_form, read_ts, translation_files
from tools.translations import Message, add, messages, messages_of, missing

TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
<context>
    <name>Base</name>
    <message><source>Save</source><translation>Сохранить</translation></message>
    <message><source>Open</source><comment>state</comment><translation>открыта</translation></message>
    <message><source>Open</source><translation>Открыть</translation></message>
    <message><source>Later</source><translation type="unfinished">Потом</translation></message>
    <message numerus="yes"><source>%n ticket(s)</source><translation>
        <numerusform>%n заявка</numerusform><numerusform>%n заявки</numerusform><numerusform>%n заявок</numerusform>
    </translation></message>
</context>
</TS>
"""


class Base(QWidget):
    pass


class Derived(Base):
    pass


@pytest.fixture
def translator(qapp, tmp_path):
    file = tmp_path / "room.ru.ts"
    file.write_text(TS, encoding="utf-8")
    made = TsTranslator("ru", [file])
    qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)


def test_widgets_speak_the_words_of_their_class_and_its_bases(qtbot, translator):
    for kind in (Base, Derived):
        widget = kind()
        qtbot.addWidget(widget)
        assert widget.tr("Save") == "Сохранить"
        assert widget.tr("Unknown") == "Unknown"
        assert widget.tr("Open", "state") == "открыта"
        assert widget.tr("Open") == "Открыть"


def test_unfinished_words_stay_english(translator):
    assert QCoreApplication.translate("Base", "Later") == "Later"


@pytest.mark.parametrize(
    ("n", "shown"),
    [(0, "0 заявок"), (1, "1 заявка"), (2, "2 заявки"), (5, "5 заявок"), (11, "11 заявок"), (21, "21 заявка")],
)
def test_numbers_take_their_plural(qtbot, translator, n, shown):
    widget = Derived()
    qtbot.addWidget(widget)
    assert widget.tr("%n ticket(s)", "", n) == shown


def test_plural_forms_of_the_languages():
    assert [plural_form("ru", n) for n in (1, 3, 5, 12, 101, 112)] == [0, 1, 2, 2, 0, 2]
    assert [plural_form("en", n) for n in (0, 1, 2)] == [1, 0, 1]
    assert [plural_form("kk", n) for n in (1, 2)] == [0, 0]


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [
        ("", "ru_RU", "ru"),
        ("", "en_US", "en"),
        ("", "kk_KZ", "kk"),
        ("", "de_DE", "ru"),
        ("en", "ru_RU", "en"),
        ("xx", "en_US", "en"),
    ],
)
def test_the_language_is_chosen_or_found(chosen, system, spoken):
    assert language_of(chosen, QLocale(system)) == spoken


def test_the_program_speaks_and_changes_its_language(qapp):
    languages = Languages(qapp, "ru")
    assert QCoreApplication.translate("StatusLine", "Undo") == "Вернуть"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Отмена"
    assert languages.speak("en") == "en"
    assert QCoreApplication.translate("StatusLine", "Undo") == "Undo"
    assert languages.speak("kk") == "kk"
    assert QCoreApplication.translate("StatusLine", "Undo") == "Қайтару"
    languages.close()
    assert QCoreApplication.translate("StatusLine", "Undo") == "Undo"


def test_every_word_of_the_screen_is_translated_into_russian():
    """Add missing words with `python -m tools.translations`, then finish them in `resources/translations`."""
    lacking = [f"{message.file.name}:{message.line} {message.context}: {message.source}" for message in missing("ru")]
    assert lacking == []


def test_every_number_has_its_english_plural():
    assert [f"{message.file.name}:{message.line} {message.source}" for message in missing("en")] == []


def test_kazakh_is_begun():
    done = sum(len(read_ts(file)) for file in translation_files("kk"))
    assert done > 40


def test_placeholders_survive_translation():
    for language in ("ru", "kk", "en"):
        for file in translation_files(language):
            for key, forms in read_ts(file).items():
                for mark in ("%1", "%2", "%n"):
                    if mark in key.source and not (mark == "%n" and len(forms) > 1):
                        assert all(mark in form for form in forms), (file.name, key.source)


def test_words_are_found_in_the_code(tmp_path):
    file = tmp_path / "desktop" / "views" / "board.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "def _tr(text):\n    return QCoreApplication.translate('Board', text)\n"
        "TITLE = QT_TRANSLATE_NOOP('Pages', 'Board')\n"
        "COLUMN = _tr('Status')\n"
        "class Board:\n    def say(self, n):\n"
        "        self.tr('%n card(s)', '', n); self.tr('Drop', 'verb'); self.tr(text); text.translate(TABLE)\n"
    )
    found = [(one.context, one.source, one.comment, one.plural) for one in messages_of(file)]
    assert found == [
        ("Pages", "Board", "", False),
        ("Board", "Status", "", False),
        ("Board", "%n card(s)", "", True),
        ("Board", "Drop", "verb", False),
    ]


def test_missing_words_are_added_once_and_unfinished(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.translations.TRANSLATIONS", tmp_path)
    monkeypatch.setattr("tools.translations.ROOT", tmp_path)
    words = [Message(tmp_path / "desktop" / "views" / "board.py", 1, "Board", "%n card(s)", plural=True)]
    for _ in range(2):
        add("ru", words)
    text = (tmp_path / "board.ru.ts").read_text(encoding="utf-8")
    assert text.count("<source>") == 1
    assert text.count("<numerusform") == 3
    assert read_ts(tmp_path / "board.ru.ts") == {}


def test_no_word_is_hidden_in_a_variable():
    """`self.tr(words)` cannot be found by anybody who looks for words to translate."""
    hidden = []
    for file in Path("desktop").rglob("*.py"):
        for call in (
            node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ):
            named = isinstance(call.func, ast.Attribute) and call.func.attr == "tr"
            if named and call.args and not isinstance(call.args[0], ast.Constant):
                hidden.append(f"{file}:{call.lineno}")
    assert hidden == []
    assert messages()
