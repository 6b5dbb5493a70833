"""The branch map is as high as its rows, however narrow the place is."""

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.formats import Formats
from desktop.views.branch_map import BranchMapView
from desktop.views.deal_steps import name_lines
from domain.tickets.branch_map import branch_map
from tests.company import Company
from tests.domain.tickets.line import in_procurement


def test_every_stop_is_seen_at_any_width(company: Company, qtbot: QtBot) -> None:
    ticket = in_procurement(company)
    drawn = company.database("engineer").ask(branch_map, ticket)
    assert drawn is not None
    place = QWidget()
    column = QVBoxLayout(place)
    view = BranchMapView(Formats("ru"))
    column.addWidget(view)
    column.addWidget(QWidget(), 1)
    qtbot.addWidget(place)
    place.resize(900, 700)
    place.show()
    view.show_map(drawn)
    for width in (900, 440, 300, 700):
        place.resize(width, 1400)
        qtbot.waitUntil(lambda: view.height() >= view.heightForWidth(view.width()))
        stops = view.stops()
        assert len(stops) == len(drawn.stops)
        assert all(view.rect().contains(centre.toPoint()) for _, centre in stops)


def test_of_a_branch_left_again_one_stop_stays(company: Company, qtbot: QtBot) -> None:
    view = BranchMapView(Formats("ru"), brief=True)
    qtbot.addWidget(view)
    view.resize(900, 300)
    view.show_map(company.database("engineer").ask(branch_map, in_procurement(company)))
    assert [code for code, _ in view.stops()][:3] == ["open", "in_work", "offer_wanted"]


def test_a_step_s_name_takes_two_lines_before_it_is_cut(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(QWidget().font())
    assert name_lines("Оплата", metrics) == ["Оплата"]
    first, second = name_lines("Ожидаем оплату", metrics)
    assert (first, second) == ("Ожидаем", "оплату")
    lines = name_lines("Согласование коммерческого предложения с покупателем", metrics)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= 71 for line in lines)
