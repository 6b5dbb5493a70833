"""The desk: collector, start, signing in again as somebody else."""

import gc
import threading

from desktop.shell.garbage import GarbageOnGuiThread
from desktop.shell.person import Person
from tests.desktop.shell.conftest import DISPATCHER, entries


class Cycle:
    """Garbage that only the collector finds; tells where it was destroyed."""

    destroyed_in: list[int] = []  # noqa: RUF012 - shared on purpose

    def __init__(self):
        self.itself = self

    def __del__(self):
        Cycle.destroyed_in.append(threading.get_ident())


def test_garbage_of_worker_threads_is_collected_in_the_gui_thread(qapp):
    gc.collect()  # what other tests left would be due as well
    Cycle.destroyed_in.clear()
    collector = GarbageOnGuiThread()
    try:
        worker = threading.Thread(target=lambda: [Cycle() for _ in range(5000)] and None)
        worker.start()
        worker.join()
        assert Cycle.destroyed_in == []  # the worker was never interrupted to collect
        collector.collect()
        assert set(Cycle.destroyed_in) == {threading.get_ident()}
        assert collector.collect() == 0  # nothing is due
    finally:
        collector.stop()
    assert gc.isenabled()


def test_another_person_gets_an_own_window(desk, qtbot):
    first = desk.open_window(DISPATCHER, {"open": 1}, entries())
    qtbot.addWidget(first)
    first.show_page("tickets")
    first.context.drafts.keep("form", {"a": 1})
    first.close()
    second = desk.open_window(Person("Ким Олег", "o.kim", frozenset({"warehouse"})), {"open": 1}, entries())
    qtbot.addWidget(second)
    assert second.code == "my_work"  # not the page that somebody else left
    assert second.context.drafts.recall("form") is None
    errors = []
    second.context.notices.warned.connect(errors.append)
    desk.background.unheard.emit(ValueError("told once, to the window in use"))
    assert len(errors) == 1
    assert first.banners.texts() == {}


def test_short_names():
    assert DISPATCHER.short_name == "Смагулова А. Е."
    assert Person("Администратор", "admin").short_name == "Администратор"
    assert DISPATCHER.has_any(None)
    assert not DISPATCHER.has_any(frozenset({"warehouse"}))
