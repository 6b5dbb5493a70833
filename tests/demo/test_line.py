"""The line of the day on an empty company: every scene through real actions, by people with their own rights."""

from pathlib import Path

from demo.cast import cast
from demo.line import Day, default_printer, scenes
from domain.laws import verify
from domain.people.queries import people
from domain.printouts.queries import stickers
from domain.tickets.queries import card
from tests.company import Company
from tests.printing.paper.reading import words


def test_the_line_runs_from_the_call_to_the_labels(company: Company, tmp_path: Path) -> None:
    with cast(company.admin_url) as players:
        day = Day(players, default_printer(tmp_path), papers=tmp_path / "papers")
        assert list(scenes(day)) == ["call", "need", "buy", "receive", "labels", "close"]

    shown = company.database("dispatcher").ask(card, day.ticket)
    assert shown is not None
    assert shown.row.status == "closed"
    assert [visit.outcome for visit in shown.visits] == ["received"]
    assert all(one.state == "printed" for one in company.database("clerk").ask(stickers, day.job))
    assert sorted(one.name for one in (tmp_path / "papers").iterdir()) == [
        "commercial-offer-1.pdf", "repair-receipt-1.pdf", "round-sheet-1.pdf",
    ]  # fmt: skip
    for one in (tmp_path / "papers").iterdir():
        assert "стр. 1 из" in words(one.read_bytes())
    assert (tmp_path / "labels.zpl").stat().st_size > 1000
    assert [law for law in company.owner().ask(verify) if law.violations] == []
    assert not any(one.login.startswith("day.") for one in company.owner().ask(people)), "players are retired"


def test_the_day_can_be_played_again(company: Company, tmp_path: Path) -> None:
    for _ in range(2):
        with cast(company.admin_url) as players:
            day = Day(players, default_printer(tmp_path))
            list(scenes(day))
    assert day.number == 2
