"""What a person reads when something goes wrong."""

import sys

import pytest

from database.errors import ConflictError, DatabaseUnreachableError, DomainError, KnownError
from desktop.shell.errors import Errors, fault_details, sentence_for
from desktop.shell.notices import Notices


@pytest.fixture
def notices(qapp):
    return Notices()


@pytest.fixture
def warned(notices):
    seen = []
    notices.warned.connect(seen.append)
    return seen


def raised(error):
    try:
        raise error
    except Exception as caught:  # noqa: BLE001 - any error, with its traceback
        return caught


def test_a_refusal_is_a_sentence_with_its_blanks_filled(qapp):
    assert sentence_for(DomainError("login-taken", login="a.ivanov"), "ru") == "Имя для входа «a.ivanov» уже занято."


def test_a_code_without_a_sentence_never_reaches_the_screen(qapp):
    shown = sentence_for(KnownError("no-such-code"), "ru")
    assert "no-such-code" not in shown
    assert " " in shown


def test_a_bug_tells_nothing_technical(qapp):
    assert "KeyError" not in sentence_for(KeyError("x"), "ru")


def test_a_refusal_is_a_banner_without_details(notices, warned):
    Errors(notices, "ru").show(ConflictError())
    assert warned[0].details == ""
    assert "сохранил кто-то другой" in warned[0].text


def test_a_silent_server_is_told_as_such(qtbot, notices, warned):
    errors = Errors(notices, "ru")
    with qtbot.waitSignal(errors.unreachable):
        errors.show(DatabaseUnreachableError())
    assert warned == []


def test_a_bug_is_shown_once_a_place_with_details_to_copy(notices, warned, caplog):
    errors = Errors(notices, "ru")
    for _ in range(3):
        errors.show(raised(ZeroDivisionError("by the clerk's count")))
    assert len(warned) == 1
    assert "ZeroDivisionError: by the clerk's count" in warned[0].details
    assert "Qt" in warned[0].details
    assert len(caplog.records) == 3


def test_errors_in_slots_arrive_here(notices, warned, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    Errors(notices, "ru").install()
    error = raised(RuntimeError("in a slot"))
    sys.excepthook(type(error), error, error.__traceback__)
    assert "in a slot" in warned[0].details


def test_details_hold_the_whole_chain():
    try:
        try:
            raise KeyError("first")
        except KeyError as first:
            raise ValueError("second") from first
    except ValueError as error:
        details = fault_details(error)
    assert "first" in details
    assert "second" in details
