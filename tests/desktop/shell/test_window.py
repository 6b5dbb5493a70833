"""The window: pages by role, keys, tabs, counters, banners, what is remembered."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QPushButton, QTabBar
from shiboken6 import isValid

from database.errors import DatabaseUnreachableError
from desktop.shell.background import WorkCancelled
from desktop.shell.command_list import Command
from desktop.shell.pages import Counter
from desktop.shell.person import Person
from desktop.shell.theme import Light
from tests.desktop.shell.conftest import DISPATCHER, Probe, entries
from tests.desktop.shell.streams import Key, scan
from tests.desktop.shell.test_scanner import press

CONTROL = Qt.KeyboardModifier.ControlModifier


def front(window) -> Probe:
    page = window.workspace.front
    assert isinstance(page, Probe)
    return page


def child(window, name, kind=QPushButton):
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def test_only_pages_of_the_persons_roles_are_shown(desk, qtbot):
    clerk = Person("Ким Олег", "o.kim", frozenset({"warehouse"}))
    for person, codes in (
        (DISPATCHER, ["my_work", "tickets", "settings"]),
        (clerk, ["my_work", "tickets", "stock", "settings"]),
    ):
        window = desk.open_window(person, {"open": 0}, entries())
        qtbot.addWidget(window)
        assert [entry.code for entry in window.entries] == codes
        window.show_page("stock")
        assert window.code == ("stock" if "stock" in codes else "my_work")


def test_a_page_is_made_at_its_first_visit_and_kept(window):
    first = front(window)
    assert first.asked == ["shown"]
    window.show_page("tickets")
    assert front(window) is not first
    window.show_page("my_work")
    assert front(window) is first
    assert first.asked == ["shown", "shown"]


def test_control_and_a_number_turn_pages(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.code == "tickets"
    qtbot.keyClick(window, Qt.Key.Key_3, CONTROL)
    assert window.code == "settings"
    qtbot.keyClick(window, Qt.Key.Key_9, CONTROL)
    assert window.code == "settings"


def test_a_click_in_the_rail_turns_the_page(qtbot, window):
    qtbot.mouseClick(window.rail._buttons["tickets"], Qt.MouseButton.LeftButton)
    assert window.code == "tickets"
    assert window.windowTitle() == "Tickets – Vetka"


def test_keys_reach_the_page_in_front(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert "refresh" in front(window).asked
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert front(window).filter.hasFocus()


def test_going_elsewhere_with_an_argument(window):
    window.context.navigator.go("tickets", 4711)
    assert window.code == "tickets"
    assert ("arrive", 4711) in front(window).asked


def test_the_rail_counts_what_waits(qtbot, window):
    button = window.rail._buttons["tickets"]
    qtbot.waitUntil(lambda: button.counter == Counter(7, 2))
    assert "waiting: 7" in button.accessibleName()
    assert "late: 2" in button.accessibleName()


def test_a_change_in_its_table_asks_for_the_counter_again(qtbot, window):
    button = window.rail._buttons["tickets"]
    qtbot.waitUntil(lambda: button.counter.waiting == 7)
    window.context.database["open"] = 8
    window.context.feed.announce("device", [1])
    window.context.feed.announce("ticket", [1])
    qtbot.waitUntil(lambda: button.counter.waiting == 8)


def test_a_change_announced_by_another_thread_arrives(qtbot, window):
    heard = []
    window.context.feed.changed.connect(lambda table, ids: heard.append((table, ids, threading.current_thread())))
    worker = threading.Thread(target=window.context.feed.announce, args=("ticket", None))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][:2] == ("ticket", None)


def test_a_lost_connection_is_a_banner_until_it_is_back(window, qtbot):
    feed = window.context.feed
    feed.report_connection(False)
    assert "connection" in window.banners.texts()
    with qtbot.waitSignal(feed.reconnected):
        feed.report_connection(True)
    assert window.banners.texts() == {}


def test_work_that_finds_no_server_shows_it(qtbot, window):
    def ask():
        raise DatabaseUnreachableError

    window.context.background.run(window, ask, lambda _result: None)
    qtbot.waitUntil(lambda: "connection" in window.banners.texts())


def test_a_fault_is_shown_with_details_to_copy(qtbot, qapp, window):
    window.context.background.run(window, lambda: {}["gone"], lambda _result: None)
    qtbot.waitUntil(lambda: "fault" in window.banners.texts())
    qtbot.mouseClick(child(window, "bannerCopy"), Qt.MouseButton.LeftButton)
    assert "KeyError" in qapp.clipboard().text()
    qtbot.mouseClick(child(window, "bannerClose"), Qt.MouseButton.LeftButton)
    assert window.banners.texts() == {}


def test_the_last_message_can_be_undone_once(qtbot, window):
    undone = []
    window.context.notices.say("Ticket 1 assigned", undo=lambda: undone.append(1))
    assert child(window, "statusMessage", QLabel).text() == "Ticket 1 assigned"
    qtbot.mouseClick(child(window, "statusUndo"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert undone == [1]


def test_undo_of_a_field_comes_before_undo_of_the_window(qtbot, window):
    undone = []
    window.context.notices.say("done", undo=lambda: undone.append(1))
    field = front(window).field
    field.setFocus()
    field.setText("typed")
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert undone == []


def test_long_work_shows_progress_and_stops_on_cancel(qtbot, window):
    stepped, ends = threading.Event(), []

    def tape(progress):
        for done in range(10_000):
            progress.step(done, 10_000)
            stepped.set()
            threading.Event().wait(0.003)
        raise AssertionError("never stopped")

    window.context.background.run_long(
        window, "Tape", tape, ends.append, ends.append, stopped=lambda: ends.append(WorkCancelled)
    )
    assert stepped.wait(5)
    work = child(window, "statusWork", QLabel)
    qtbot.waitUntil(lambda: "/ 10000" in work.text())
    assert work.text().startswith("Tape")
    qtbot.mouseClick(child(window, "statusCancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ends == [WorkCancelled])
    qtbot.waitUntil(lambda: work.text() == "")


def test_items_open_in_tabs_and_come_to_front(qtbot, window):
    made = []

    def make():
        made.append(Probe(window.context))
        return made[-1]

    page = front(window)
    window.context.navigator.open("ticket:1", "1 Printer", make)
    window.context.navigator.open("ticket:2", "2 Server", make)
    window.context.navigator.open("ticket:1", "1 Printer", make)
    assert len(made) == 2
    assert window.workspace.front is made[0]
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL)
    qtbot.waitUntil(lambda: not isValid(made[0]))
    assert window.workspace.front is made[1]
    made[1].closing_allowed = False
    assert not window.workspace.close_front()
    made[1].closing_allowed = True
    made[1].close_wanted.emit()
    assert window.workspace.front is page


def test_a_page_is_never_closed(window):
    assert not window.workspace.close_front()


def test_tabs_go_round(window):
    page = front(window)
    window.context.navigator.open("ticket:1", "1", lambda: Probe(window.context))
    item = window.workspace.front
    window.workspace.step(1)
    assert window.workspace.front is page
    window.workspace.step(-1)
    assert window.workspace.front is item
    item.title_changed.emit("A much longer title than anybody can read on a tab")
    assert window.workspace._tabs.tabText(1).endswith("…")


def test_an_item_may_stand_in_a_window_of_its_own(qtbot, window):
    item = Probe(window.context)
    window.context.navigator.open("ticket:1", "1 Printer", lambda: item, apart=True)
    apart = window._apart["ticket:1"]
    qtbot.waitUntil(apart.isVisible)
    assert item.asked == ["shown"]
    window.context.navigator.open("ticket:1", "1 Printer", lambda: pytest.fail("made twice"))
    apart.close()
    qtbot.waitUntil(lambda: "ticket:1" not in window._apart)


def test_a_window_with_an_item_that_must_stay_does_not_close(window):
    item = Probe(window.context)
    window.context.navigator.open("ticket:1", "1", lambda: item)
    window.show_page("my_work")
    item.closing_allowed = False
    assert not window.close()
    assert window.workspace.front is item
    item.closing_allowed = True


def test_page_and_place_are_remembered(desk, qtbot, window):
    window.show_page("tickets")
    window.rail.set_narrow(True)
    window.resize(1200, 700)
    assert window.close()
    again = desk.open_window(DISPATCHER, {"open": 0}, entries())
    qtbot.addWidget(again)
    assert again.code == "tickets"
    assert again.rail.narrow
    assert again.height() == 700  # the width is cut to the small screen of the tests


def test_it_fits_the_smallest_screen(window):
    window.resize(1366, 768)
    assert (window.width(), window.height()) == (1366, 768)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 728  # a task bar is there, too


def test_light_is_chosen_in_the_menu_and_remembered(window):
    actions = {
        action.objectName(): action
        for menu in window.top_bar.menu.actions()
        if menu.menu()
        for action in menu.menu().actions()
    }
    actions["shell.light.dark"].trigger()
    assert window.context.theme.choice is Light.DARK
    assert window.context.theme.tokens.name == "dark"
    actions["shell.light.light"].trigger()


def test_search_is_asked_after_a_pause_and_shows_hits(qtbot, window):
    field = window.top_bar.search
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    assert field.hasFocus()
    with qtbot.waitSignal(window.search_wanted) as wanted:
        qtbot.keyClicks(field, "kaspi")
    assert wanted.args == ["kaspi"]
    opened = []
    hits = [
        Command("АО «Каспий»", lambda: opened.append("client"), "клиент"),
        Command("40211", lambda: opened.append("ticket")),
    ]
    window.show_hits("older", hits)
    assert window.hits.titles() == []
    window.show_hits("kaspi", hits)
    assert window.hits.titles() == ["АО «Каспий»", "40211"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert opened == ["ticket"]
    assert field.text() == ""
    assert not window.hits.isVisible()


def test_search_that_finds_nothing_says_so(qtbot, window):
    field = window.top_bar.search
    window.focus_search()
    field.setText("зюзя")
    window.show_hits("зюзя", [])
    assert "зюзя" in child(window, "searchNothing", QLabel).text()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not window.hits.isVisible()


def test_palette_offers_pages_actions_and_what_was_open(qtbot, window):
    done = []
    page = front(window)
    window.context.actions.add(
        page, "probe.assign", "Assign an engineer", lambda: done.append("assigned"), icon="user-plus"
    )
    window.context.navigator.open("ticket:1", "1 Printer", lambda: Probe(window.context))
    window.show_page("my_work")
    page.field.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window.palette_panel
    assert palette.isVisible()
    assert {"1 Printer", "Tickets", "Assign an engineer", "Read again"} <= set(palette.titles())
    field = child(window, "paletteField", QLineEdit)
    qtbot.keyClicks(field, "assi")
    assert palette.titles()[0] == "Assign an engineer"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert done == ["assigned"]
    assert not palette.isVisible()
    assert page.field.hasFocus()


def test_palette_hands_unknown_words_to_the_search(qtbot, window):
    window.palette_panel.toggle()
    field = child(window, "paletteField", QLineEdit)
    qtbot.keyClicks(field, "zzz")
    assert window.palette_panel.titles() == ["Search everywhere: zzz"]
    with qtbot.waitSignal(window.search_wanted) as wanted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wanted.args == ["zzz"]


def test_palette_closes_on_escape_and_on_a_click_beside(qtbot, window):
    for close in (
        lambda: qtbot.keyClick(child(window, "paletteField", QLineEdit), Qt.Key.Key_Escape),
        lambda: qtbot.mouseClick(window, Qt.MouseButton.LeftButton),
    ):
        window.palette_panel.toggle()
        assert window.palette_panel.isVisible()
        close()
        assert not window.palette_panel.isVisible()


def test_actions_of_hidden_pages_are_not_offered(window):
    window.context.actions.add(front(window), "probe.secret", "Only on My work", lambda: None)
    window.show_page("tickets")
    window.palette_panel.toggle()
    assert "Only on My work" not in window.palette_panel.titles()


def test_a_question_mark_shows_every_key(qtbot, window):
    window.context.actions.add(
        front(window), "probe.new", "&New ticket", lambda: None, shortcut="Ctrl+N", group="Tickets"
    )
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.shortcut_sheet
    assert sheet.isVisible()
    assert ("New ticket", "Ctrl+N") in sheet.groups()["Tickets"]
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_single_keys_work_by_place_outside_fields(qtbot, window):
    done = []
    page = front(window)
    window.context.actions.add(page, "probe.assign", "Assign", lambda: done.append(1), shortcut="A")
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.setFocus()
    press(window, [Key(1000, "ф", 38)])
    qtbot.waitUntil(lambda: done == [1])
    page.field.setFocus()
    press(window, [Key(3000, "ф", 38)])
    qtbot.waitUntil(lambda: page.field.text() == "ф")
    assert done == [1]


def test_a_scan_on_any_page_reaches_it_and_is_answered_on_screen(qtbot, window):
    page = front(window)
    taken = []

    def take(code):
        taken.append(code)
        window.context.scanner.accept("Принтер HP, бухгалтерия")

    window.context.scanner.listen(page, take)
    page.field.setFocus()
    press(window, scan("kk"))
    qtbot.waitUntil(lambda: bool(taken))
    assert page.field.text() == ""
    assert window.scan_line.isVisible()
    assert "бухгалтерия" in window.scan_line.text


def test_a_refused_scan_stays_on_screen_until_a_key_is_pressed(qtbot, window):
    window.context.scanner.refuse("Не из этого заказа")
    assert window.scan_line.isVisible()
    press(window, [Key(9000, "", 9, key=Qt.Key.Key_Escape)])
    assert not window.scan_line.isVisible()


def test_everything_that_can_be_used_has_a_name(window):
    for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView):
        for widget in window.findChildren(kind):
            if not isinstance(widget.parent(), QLineEdit | QTabBar):  # those are Qt's own buttons
                assert widget.objectName(), widget
