"""Small widgets on real windows."""

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.shell.theme import DARK, LIGHT, Light, Meaning
from desktop.shell.widgets import (
    Chip,
    EmptyState,
    FormRow,
    ListTable,
    RowRole,
    SearchField,
    Skeleton,
    action_button,
    button,
    chip_width,
    paint_chip,
)

ROWS = [
    ("1", "Принтер\nне печатает", "закупки · 42 мин"),
    ("2", "Очень длинное название " * 10, ""),
    ("3", "Сервер", "инженер · 3 ч"),
]


class Model(QAbstractTableModel):
    """Three rows with a chip column."""

    def rowCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else len(ROWS)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return ("Номер", "Тема", "Чей ход")[section]
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if role == Qt.ItemDataRole.DisplayRole:
            return ROWS[index.row()][index.column()]
        if role == RowRole.CHIP and index.column() == 2:
            return Meaning.WAITING
        return None


@pytest.fixture
def table(qtbot, desk):
    made = ListTable("probe", desk.theme)
    made.setModel(Model(made))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def colours(widget) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width()) for y in range(0, image.height(), 2)}


def test_rows_copy_as_a_spreadsheet_takes_them(qtbot, qapp, table):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = qapp.clipboard().text().split("\n")
    assert lines[0] == "1\tПринтер не печатает\tзакупки · 42 мин"
    assert len(lines) == 3


def test_copy_leaves_hidden_columns_out_and_keeps_their_order(qapp, table):
    table.setColumnHidden(1, True)
    table.horizontalHeader().moveSection(2, 0)
    table.selectRow(2)
    table.copy_rows()
    assert qapp.clipboard().text() == "инженер · 3 ч\t3"


def test_enter_and_double_click_open_a_row(qtbot, table):
    opened = []
    table.opened.connect(lambda index: opened.append(index.row()))
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [1, 2]


def test_columns_are_remembered_per_person(qtbot, desk, table):
    desk.settings.for_person("a.smagulova")
    table.remember_columns(desk.settings)
    table.setColumnWidth(1, 317)
    qtbot.waitUntil(lambda: not desk.settings.layout("columns/probe").isEmpty())
    again = ListTable("probe", desk.theme)
    qtbot.addWidget(again)
    again.setModel(Model(again))
    again.remember_columns(desk.settings)
    assert again.columnWidth(1) == 317


def test_the_last_column_cannot_be_hidden(table):
    for column in range(3):
        table._show_column(column, False)
    assert table.horizontalHeader().hiddenSectionCount() == 2


def test_density_changes_every_row(desk, table):
    assert table.rowHeight(0) == 32
    desk.theme.choose_density(compact=True)
    assert table.rowHeight(0) == 26
    desk.theme.choose_density(compact=False)


def test_selection_is_strong_with_focus_and_quiet_without(qtbot, table):
    table.selectRow(0)
    table.setFocus()
    assert LIGHT.selected in colours(table.viewport())
    table.clearFocus()
    assert LIGHT.selected not in colours(table.viewport())
    assert LIGHT.selected_quiet in colours(table.viewport())


def test_rows_are_painted_in_both_lights(desk, table):
    assert LIGHT.waiting_tint in colours(table.viewport())
    desk.theme.choose(Light.DARK)
    assert DARK.waiting_tint in colours(table.viewport())
    assert LIGHT.surface not in colours(table.viewport())


def test_tab_leaves_the_list(qtbot, table):
    assert not table.tabKeyNavigation()


@pytest.mark.parametrize("width", [4, 40, 400])
def test_a_chip_stays_in_its_room(qapp, width):
    canvas = QPixmap(500, 32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    used = paint_chip(
        painter, canvas.rect().adjusted(0, 0, width - 500, 0), "закупки · 42 мин", Meaning.LATE, qapp.palette()
    )
    font = painter.font()
    painter.end()
    assert used == min(width, chip_width("закупки · 42 мин", font))


def test_a_chip_changes_its_meaning(qtbot, desk):
    chip = Chip("закупки · 42 мин", Meaning.WAITING)
    qtbot.addWidget(chip)
    chip.show()
    assert LIGHT.waiting_tint in colours(chip)
    chip.show_state("закупки · 3 ч", Meaning.LATE)
    assert LIGHT.late_tint in colours(chip)


def test_a_search_field_waits_for_a_pause(qtbot):
    field = SearchField("find", "find")
    qtbot.addWidget(field)
    heard = []
    field.wanted.connect(heard.append)
    qtbot.keyClicks(field, "abc")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["abc"])
    qtbot.keyClicks(field, " ")  # says nothing new
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == ["abc"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["abc", ""]


def test_enter_searches_at_once_and_goes_to_the_results(qtbot):
    field = SearchField("find", "find")
    qtbot.addWidget(field)
    heard, left = [], []
    field.wanted.connect(heard.append)
    field.left.connect(lambda: left.append(1))
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == ["abc"]
    assert left == [1]


def test_skeleton_comes_after_a_moment_and_goes(qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(300, 200)
    over.show()
    skeleton = Skeleton(over)
    skeleton.begin()
    assert not skeleton.isVisible()
    qtbot.waitUntil(skeleton.isVisible)
    over.resize(400, 250)
    assert skeleton.size() == over.size()
    skeleton.end()
    assert not skeleton.isVisible()


def test_quick_answers_show_no_skeleton(qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    skeleton = Skeleton(over)
    skeleton.begin()
    skeleton.end()
    qtbot.wait(200)
    assert not skeleton.isVisible()


def test_a_form_row_shows_hint_then_error_then_hint(qtbot):
    field = QLineEdit(objectName="count")
    row = FormRow("&Quantity", field, hint="how many")
    qtbot.addWidget(row)
    row.show()
    qtbot.waitUntil(row.isActiveWindow)
    line = row.findChild(QLabel, "countLine")
    assert line.text() == "how many"
    row.show_error("A number, please.")
    assert row.error == line.text() == "A number, please."
    assert field.hasFocus()
    qtbot.keyClicks(field, "5")
    assert row.error == ""
    assert line.text() == "how many"
    assert field.accessibleName() == "Quantity"


def test_an_action_button_follows_its_action(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    action = QAction("&Send", parent, objectName="send", shortcut="Ctrl+Return")
    done = []
    action.triggered.connect(lambda: done.append(1))
    made = action_button(action, kind="primary")
    made.setParent(parent)
    parent.show()
    assert made.text() == "&Send   Ctrl+Return"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    action.setEnabled(False)
    assert not made.isEnabled()
    action.setVisible(False)
    assert not made.isVisible()
    action.setVisible(True)
    assert made.isVisible()
    assert done == [1]


def test_an_action_button_is_no_window_of_its_own(qtbot, qapp):
    before = set(qapp.topLevelWidgets())
    action = QAction("Send", None)
    made = action_button(action)
    assert not made.isVisible()
    qtbot.addWidget(made)
    assert all(not widget.isVisible() for widget in set(qapp.topLevelWidgets()) - before)


def test_an_empty_page_offers_the_first_step(qtbot):
    state = EmptyState("inbox", "Nothing yet", "Scan an order to begin. " * 6)
    qtbot.addWidget(state)
    clicked = []
    state.offer("Receive", "receive", lambda: clicked.append(1))
    state.resize(600, 500)
    state.show()
    sentence = state.findChild(QLabel, "emptySentence")
    assert sentence.height() >= sentence.heightForWidth(sentence.width())  # all of it can be read
    qtbot.mouseClick(state.findChild(type(button("", "x")), "receive"), Qt.MouseButton.LeftButton)
    assert clicked == [1]
