"""What is typed survives a crash, is apart per person and form, and goes when it was saved."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox

from desktop.shell.drafts import Drafts, read_value


@pytest.fixture
def drafts(qapp, tmp_path):
    return Drafts(tmp_path, "a.smagulova")


def test_a_draft_is_on_the_disk_soon_after_typing(qtbot, drafts, tmp_path):
    drafts.keep("ticket.new", {"title": "Не печатает"})
    qtbot.waitUntil(lambda: bool(list(tmp_path.rglob("*.json"))))
    after_a_crash = Drafts(tmp_path, "a.smagulova")
    assert after_a_crash.recall("ticket.new") == {"title": "Не печатает"}


def test_before_it_is_written_it_is_known_already(drafts):
    drafts.keep("form", {"a": 1})
    assert drafts.recall("form") == {"a": 1}


def test_people_and_forms_are_apart(drafts, tmp_path):
    drafts.keep("form", {"a": 1})
    drafts.flush()
    assert drafts.recall("other") is None
    assert Drafts(tmp_path, "b.omarov").recall("form") is None


def test_a_saved_form_has_no_draft(drafts, tmp_path):
    drafts.keep("form", {"a": 1})
    drafts.flush()
    drafts.drop("form")
    drafts.flush()
    assert drafts.recall("form") is None
    assert not list(tmp_path.rglob("*.json"))
    drafts.drop("form")  # a second time is no error


def test_keys_list_what_was_typed_last_first(drafts):
    for key in ("заявка:1", "ticket/2", "c"):
        drafts.keep(key, {"a": key})
        drafts.flush()
    assert drafts.keys() == ["c", "ticket/2", "заявка:1"]


def test_a_damaged_file_is_no_draft(drafts, tmp_path):
    drafts.keep("form", {"a": 1})
    drafts.flush()
    file = next(tmp_path.rglob("*.json"))
    for damage in ("{", "[]", '{"key": "form"}', "\0"):
        file.write_text(damage)
        assert drafts.recall("form") is None
        assert drafts.keys() == []


def test_a_file_is_whole_or_not_there(drafts, tmp_path, monkeypatch):
    drafts.keep("form", {"text": "first"})
    drafts.flush()
    monkeypatch.setattr(json, "dump", lambda *_args, **_named: (_ for _ in ()).throw(OSError("disk full")))
    drafts.keep("form", {"text": "second"})
    drafts.flush()
    monkeypatch.undo()
    assert Drafts(tmp_path, "a.smagulova").recall("form") == {"text": "first"}


def test_a_disk_that_cannot_be_written_is_told_once(qapp, tmp_path):
    in_the_way = tmp_path / "drafts"
    in_the_way.write_text("a file where the folder should be")
    drafts = Drafts(in_the_way, "a.smagulova")
    told = []
    drafts.failed.connect(told.append)
    for text in ("a", "ab"):
        drafts.keep("form", {"text": text})
        drafts.flush()
    assert len(told) == 1
    assert drafts.recall("form") == {"text": "ab"}  # still kept in memory
    in_the_way.unlink()
    drafts.flush()
    assert list(Path(in_the_way).rglob("*.json"))


def form(qtbot):
    fields = {
        "title": QLineEdit(),
        "text": QPlainTextEdit(),
        "client": QComboBox(),
        "count": QSpinBox(),
        "public": QCheckBox(),
    }
    fields["client"].addItem("—", None)
    fields["client"].addItem("ТОО «Алатау»", 17)
    for field in fields.values():
        qtbot.addWidget(field)
    return fields


def test_a_form_comes_back_as_it_was(qtbot, drafts):
    typed = form(qtbot)
    bound = drafts.bind("form", typed)
    assert not bound.restored
    typed["title"].setText("Монитор")
    typed["text"].setPlainText("две\nстроки")
    typed["client"].setCurrentIndex(1)
    typed["count"].setValue(3)
    typed["public"].setChecked(True)
    again = form(qtbot)
    assert drafts.bind("form", again).restored
    assert {name: read_value(field) for name, field in again.items()} == {
        "title": "Монитор",
        "text": "две\nстроки",
        "client": 17,
        "count": 3,
        "public": True,
    }
    bound.drop()
    assert drafts.recall("form") is None


def test_a_choice_that_is_gone_is_left_out(qtbot, drafts):
    drafts.keep("form", {"client": 99, "unknown": "x"})
    fields = form(qtbot)
    drafts.bind("form", fields)
    assert fields["client"].currentIndex() == 0


def test_a_field_nobody_can_keep_is_an_error(qtbot, drafts):
    field = QLabel()
    qtbot.addWidget(field)
    with pytest.raises(TypeError):
        drafts.bind("form", {"label": field})
