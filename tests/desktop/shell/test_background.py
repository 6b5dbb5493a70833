"""Work off the GUI thread: answers in order of need, none for the dead, none stale, all of it ends."""

import threading
import time

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from desktop.shell.background import Background


@pytest.fixture
def background(qapp):
    made = Background(threads=2)
    yield made
    assert made.wait()


@pytest.fixture
def owner(qapp):
    return QObject()


def fail(message):
    raise ValueError(message)


def test_work_is_done_elsewhere_and_answered_here(qtbot, background, owner):
    answers = []
    background.run(owner, threading.get_ident, lambda worker: answers.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(answers))
    worker, here = answers[0]
    assert worker != here == threading.get_ident()


def test_a_failure_is_handed_to_whoever_asked(qtbot, background, owner):
    failures = []
    background.run(owner, lambda: fail("no"), failures.append, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ValueError)


def test_a_failure_nobody_takes_is_heard(qtbot, background, owner):
    with qtbot.waitSignal(background.unheard) as heard:
        background.run(owner, lambda: fail("no"), lambda _result: None)
    assert str(heard.args[0]) == "no"


def test_a_newer_request_of_the_same_list_wins(qtbot, background, owner):
    answers, go_on = [], threading.Event()
    background.run(owner, lambda: go_on.wait(5) and "old", answers.append, key="list")
    background.run(owner, lambda: "new", answers.append, key="list")
    background.run(owner, lambda: "other", answers.append, key="counter")
    qtbot.waitUntil(lambda: len(answers) == 2)
    go_on.set()
    qtbot.waitUntil(lambda: background.busy() == 0)
    assert sorted(answers) == ["new", "other"]


def test_work_not_begun_is_never_begun_after_cancel(qtbot, background, owner):
    begun, go_on = [], threading.Event()
    for _ in range(2):  # fill both threads
        background.run(owner, lambda: go_on.wait(5), lambda _result: None)
    background.run(owner, lambda: begun.append(1), lambda _result: None).cancel()
    go_on.set()
    qtbot.waitUntil(lambda: background.busy() == 0)
    assert not begun


def test_an_answer_for_a_closed_window_is_dropped(qtbot, background):
    answers, go_on, gone = [], threading.Event(), QObject()
    background.run(gone, lambda: go_on.wait(5), answers.append)
    delete(gone)
    go_on.set()
    qtbot.waitUntil(lambda: background.busy() == 0)
    assert not answers


def test_long_work_tells_how_far_it_is(qtbot, background, owner):
    answers, seen = [], []

    def print_tape(progress):
        for done in range(1, 4):
            progress.step(done, 3, f"VT {done}")
            time.sleep(0.12)
        return "printed"

    def look():
        seen.extend((task.title, task.progress.done, task.progress.text) for task in background.long_works())

    background.long_work_changed.connect(look)
    background.run_long(owner, "Tape", print_tape, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["printed"]
    assert ("Tape", 3, "VT 3") in seen
    assert background.long_works() == []


def test_cancel_stops_long_work_at_its_next_step(qtbot, background, owner):
    ends, stepped = [], threading.Event()

    def endless(progress):
        done = 0
        while True:
            done += 1
            progress.step(done, 0)
            stepped.set()
            time.sleep(0.005)

    task = background.run_long(
        owner, "Endless", endless, ends.append, ends.append, stopped=lambda: ends.append("stopped")
    )
    assert stepped.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == ["stopped"]


def test_long_work_that_was_past_stopping_is_reported_as_done(qtbot, background, owner):
    ends, begun, go_on = [], threading.Event(), threading.Event()

    def last_step(progress):
        begun.set()
        go_on.wait(5)

    task = background.run_long(
        owner, "Last", last_step, lambda _result: ends.append("done"), stopped=lambda: ends.append("stopped")
    )
    assert begun.wait(5)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == ["done"]


def test_long_work_leaves_a_thread_to_short_work(qtbot, background, owner):
    go_on, answers = threading.Event(), []
    for _ in range(5):
        background.run_long(owner, "Long", lambda _progress: go_on.wait(5), lambda _result: None)
    background.run(owner, lambda: "short", answers.append)
    qtbot.waitUntil(lambda: answers == ["short"])
    assert len(background.long_works()) == 5
    go_on.set()
    qtbot.waitUntil(lambda: not background.long_works())


def test_at_exit_everything_ends(qapp, owner):
    background = Background(threads=2)
    stepping = threading.Event()

    def endless(progress):
        while True:
            progress.step(1, 0)
            stepping.set()
            time.sleep(0.005)

    for _ in range(3):
        background.run_long(owner, "Endless", endless, lambda _result: None)
    assert stepping.wait(5)
    assert background.wait(5000)


def test_busy_is_counted(qtbot, background, owner):
    counts = []
    background.busy_changed.connect(counts.append)
    background.run(owner, lambda: None, lambda _result: None)
    qtbot.waitUntil(lambda: counts[-1:] == [0])
    assert counts == [1, 0]
