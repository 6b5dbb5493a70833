"""A list of any length: the window stays what it was when it is read again, wherever it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.keyset_list import PAGE, ROOT, WINDOW, Column, KeysetList
from desktop.shell.background import Background

ROWS = WINDOW + 10 * PAGE


@dataclass(frozen=True)
class Row:
    id: int

    @property
    def key(self) -> int:
        return self.id


def load(after: Any, *, backwards: bool, limit: int) -> list[Row]:
    """Rows 0 … ROWS - 1 by their id."""
    if backwards:
        return [Row(number) for number in range(max(0, after - limit), after)]
    start = 0 if after is None else after + 1
    return [Row(number) for number in range(start, min(ROWS, start + limit))]


@pytest.fixture
def rows(qtbot: QtBot) -> Iterator[KeysetList[Row]]:
    background = Background()
    model: KeysetList[Row] = KeysetList(background, [Column("id", "Id", lambda row: str(row.id))])
    with qtbot.waitSignal(model.loaded):
        model.show(load)
    yield model
    background.wait()


def ids(model: KeysetList[Row]) -> list[int]:
    return [row.id for place in range(model.rowCount()) if (row := model.row(place)) is not None]


def test_a_window_scrolled_back_up_is_read_again_as_it_stands(rows: KeysetList[Row], qtbot: QtBot) -> None:
    while rows.canFetchMore(ROOT):
        with qtbot.waitSignal(rows.loaded):
            rows.fetchMore(ROOT)
    assert ids(rows) == list(range(ROWS - WINDOW, ROWS))
    for pages in range(1, 11):
        with qtbot.waitSignal(rows.loaded):
            rows.fetch_before()
        start = ROWS - WINDOW - pages * PAGE
        assert ids(rows) == list(range(start, start + WINDOW))
        with qtbot.waitSignal(rows.loaded):
            rows.refresh()
        assert ids(rows) == list(range(start, start + WINDOW))
    rows.fetch_before()
    assert not rows.loading  # nothing stands before the first row
