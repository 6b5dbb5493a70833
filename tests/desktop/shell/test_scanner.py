"""Scan anywhere, on real windows: key events enter where the system delivers them."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.shell.scanner import Answer, Scanner
from tests.desktop.shell.streams import CODE, ENTER, Key, after, scan, typing


class Clock:
    """Time that moves when told."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def scanner(qapp, clock):
    made = Scanner(qapp, clock=clock, platform="xcb")
    yield made
    made.close()


@pytest.fixture
def form(qtbot, scanner):
    """A window with a field, which has the focus, and a default-like button."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.field, window.button = QLineEdit(), QPushButton("Save")
    column.addWidget(window.field)
    column.addWidget(window.button)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.field.setFocus()
    return window


def press(window, keys):
    """Send keys the way the platform does: shortcut question, press, release, to the window."""
    handle = window.window().windowHandle()
    for key in keys:
        override = key.event(QEvent.Type.ShortcutOverride)
        override.ignore()
        QCoreApplication.sendEvent(handle, override)
        QCoreApplication.sendEvent(handle, key.event())
        QCoreApplication.sendEvent(handle, key.event(QEvent.Type.KeyRelease))


def test_a_scan_does_not_reach_the_focused_field(qtbot, scanner, form):
    with qtbot.waitSignal(scanner.scanned) as scanned:
        press(form, scan("kk"))
    assert scanned.args == [CODE]
    assert form.field.text() == ""


def test_a_scan_without_suffix_is_read_after_a_moment(qtbot, scanner, form):
    with qtbot.waitSignal(scanner.scanned) as scanned:
        press(form, scan("ru", suffix=None))
    assert scanned.args == [CODE]


def test_each_key_is_seen_once(qtbot, scanner, form):
    heard = []
    scanner.scanned.connect(heard.append)
    press(form, scan())
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [CODE]


def test_a_person_typing_reaches_the_field_in_order(qtbot, scanner, form):
    press(form, typing("Привет"))
    qtbot.waitUntil(lambda: form.field.text() == "Привет")


def test_fast_letters_are_replayed_before_the_key_that_follows(qtbot, scanner, form):
    keys = typing("абв", every=10)
    press(form, [*keys, after(keys[-1], Key(0, "\b", 22, key=Qt.Key.Key_Backspace), 10)])
    assert form.field.text() == "аб"


def test_enter_of_a_scan_presses_no_button(qtbot, scanner, form):
    clicks = []
    form.button.clicked.connect(lambda: clicks.append(1))
    form.button.setFocus()
    form.button.setAutoDefault(True)
    with qtbot.waitSignal(scanner.scanned):
        press(form, scan())
    assert not clicks


def test_space_of_a_person_still_presses_a_button(qtbot, scanner, form):
    clicks = []
    form.button.clicked.connect(lambda: clicks.append(1))
    form.button.setFocus()
    press(form, [Key(1000, " ", 65, key=Qt.Key.Key_Space)])
    qtbot.waitUntil(lambda: clicks == [1])


def test_a_key_held_down_is_a_person(qtbot, scanner, form):
    heard = []
    scanner.scanned.connect(heard.append)
    press(form, [Key(1000 + 30 * place, "a", 38, repeat=place > 0) for place in range(12)])
    qtbot.waitUntil(lambda: form.field.text() == "a" * 12)
    assert not heard


def test_bounce_is_ignored_for_a_second(qtbot, scanner, clock):
    heard, answers = [], []
    scanner.scanned.connect(heard.append)
    scanner.answered.connect(lambda answer, _text: answers.append(answer))
    scanner.take("A1")
    clock.now += 0.4
    scanner.take("A1")
    scanner.take("B2")
    clock.now += 1.1
    scanner.take("B2")
    assert heard == ["A1", "B2", "B2"]
    assert answers == [Answer.BOUNCED]


def test_the_page_in_front_gets_the_scan(qtbot, scanner, form):
    taken, unclaimed = [], []
    hidden = QWidget(form)
    hidden.hide()
    scanner.unclaimed.connect(unclaimed.append)
    scanner.listen(form, lambda code: taken.append(("form", code)))
    scanner.listen(hidden, lambda code: taken.append(("hidden", code)))
    scanner.take("A1")
    assert taken == [("form", "A1")]
    hidden.show()
    scanner.take("B2")
    assert taken[-1] == ("hidden", "B2")
    assert not unclaimed


def test_a_scan_can_be_passed_on(scanner, form):
    taken, unclaimed = [], []
    scanner.unclaimed.connect(unclaimed.append)
    scanner.listen(form, lambda code: bool(taken.append(code)))
    inner = QWidget(form)
    inner.show()
    scanner.listen(inner, lambda _code: False)
    scanner.take("A1")
    assert taken == ["A1"]
    assert unclaimed == ["A1"]


def test_no_listener_survives_its_page(qtbot, scanner, form):
    unclaimed = []
    scanner.unclaimed.connect(unclaimed.append)
    page = QWidget(form)
    page.show()
    scanner.listen(page, lambda _code: True)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    scanner.take("A1")
    assert unclaimed == ["A1"]


def test_two_scans_are_both_handed_out(qtbot, scanner, form):
    heard = []
    scanner.scanned.connect(heard.append)
    press(form, scan(start=1000))
    press(form, [Key(2000 + 8 * place, digit, 10 + place) for place, digit in enumerate("12345")])
    press(form, [Key(2060, "\r", 36, key=Qt.Key.Key_Return)])
    qtbot.waitUntil(lambda: heard == [CODE, "12345"])


def test_after_a_refusal_nothing_is_taken_until_a_key_is_pressed(qtbot, scanner, form, clock):
    heard, answers = [], []
    scanner.scanned.connect(heard.append)
    scanner.answered.connect(lambda answer, text: answers.append((answer, text)))
    scanner.refuse("Этого кода нет в заказе.")
    scanner.take("A1")
    assert heard == []
    assert answers == [(Answer.REFUSED, "Этого кода нет в заказе.")] * 2
    with qtbot.waitSignal(scanner.acknowledged):
        press(form, [Key(5000, "", 9, key=Qt.Key.Key_Escape)])
    clock.now += 2
    scanner.take("A1")
    assert heard == ["A1"]


def test_a_scan_alone_does_not_count_as_having_seen_the_refusal(qtbot, scanner, form):
    answers = []
    scanner.refuse("нет")
    scanner.answered.connect(lambda answer, _text: answers.append(answer))
    press(form, scan())
    qtbot.waitUntil(lambda: answers == [Answer.REFUSED])


def test_a_single_key_shortcut_waits_for_a_person(qtbot, scanner, form):
    done = []
    scanner.find_shortcut = lambda stroke: (lambda: done.append(stroke.placed)) if stroke.placed == "a" else None
    form.button.setFocus()
    press(form, [Key(1000, "ф", 38)])
    qtbot.waitUntil(lambda: done == ["a"])
    form.field.setFocus()
    press(form, [Key(3000, "ф", 38)])
    qtbot.waitUntil(lambda: form.field.text() == "ф")
    assert done == ["a"]  # the field wanted the letter


def test_a_programmed_prefix_makes_a_slow_scanner_certain(qtbot, scanner, form):
    scanner.set_up("F9", "any")
    prefix = Key(900, "", 75, key=Qt.Key.Key_F9)
    with qtbot.waitSignal(scanner.scanned) as scanned:
        press(form, [prefix, *scan(every=120)])
    assert scanned.args == [CODE]


def test_enter_alone_is_a_persons(qtbot, scanner, form):
    pressed = []
    form.field.returnPressed.connect(lambda: pressed.append(1))
    press(form, [after(Key(1000, ""), ENTER, 0)])
    assert pressed == [1]
