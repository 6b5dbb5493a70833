"""In which zone a base keeps its times, and what becomes of them in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from integrations.otrs.errors import SourceError
from integrations.otrs.source import open_source
from integrations.otrs.tickets import EVERYTHING
from integrations.otrs.zone import to_utc
from tests.integrations.otrs.conftest import Copies
from tests.integrations.otrs.expected import Expected, utc

ALMATY = ZoneInfo("Asia/Almaty")


def moved_to(zone: str) -> list[str]:
    """Statements that make a UTC base of PostgreSQL one that was written in another zone."""
    move = "SET create_time = (create_time AT TIME ZONE 'UTC') AT TIME ZONE '{}'"
    return [f"UPDATE {table} {move.format(zone)}" for table in ("ticket", "article")]


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Europe/Moscow", "Europe/Berlin", "Asia/Kathmandu"])
def test_the_zone_is_measured(copy_postgres: Copies, expected_postgres: Expected, zone: str) -> None:
    with open_source(copy_postgres(*moved_to(zone))) as source:
        evidence = source.zone
        created = {ticket.number: utc(ticket.created_at) for ticket in source.tickets(EVERYTHING)}
    assert zone in {evidence.zone, *evidence.also_fitting}
    assert zone in {evidence.zone, "Asia/Kathmandu"}  # which has a twin, Asia/Katmandu
    assert evidence.agreeing == evidence.total == 1149
    assert created == {number: fact["created_utc"] for number, fact in expected_postgres.tickets.items()}


def test_a_server_that_never_heard_of_march_2024(copy_postgres: Copies) -> None:
    with open_source(copy_postgres(*moved_to("Etc/GMT-6"))) as source:
        evidence = source.zone
        tickets = list(source.tickets(EVERYTHING))
    assert evidence.agreeing == evidence.total
    assert evidence.zone != "Asia/Almaty"
    assert {month.offset_seconds for month in evidence.months} == {21600}
    assert all(article.created_at == article.incoming_at for ticket in tickets for article in ticket.articles)


def test_the_months_show_the_change_of_march_2024(znuny_mariadb: str) -> None:
    with open_source(znuny_mariadb) as source:
        months = {month.month: month.offset_seconds for month in source.zone.months}
    assert {offset for month, offset in months.items() if month <= "2024-02"} == {21600}
    assert {offset for month, offset in months.items() if month >= "2024-03"} == {18000}


def test_clocks_that_drift_and_articles_from_elsewhere(copy_postgres: Copies) -> None:
    address = copy_postgres(
        *moved_to("Asia/Almaty"),
        "UPDATE article_data_mime SET incoming_time = incoming_time - article_id % 40",
        "UPDATE article_data_mime SET incoming_time = incoming_time - 7654321 WHERE article_id % 10 = 0",
    )
    with open_source(address) as source:
        assert source.zone.zone == "Asia/Almaty"
        assert 0.85 * source.zone.total < source.zone.agreeing < 0.95 * source.zone.total
        assert not source.zone.is_convincing


def setting(value: str) -> str:
    return f"""
        INSERT INTO sysconfig_modified (id, sysconfig_default_id, name, user_id, is_valid, user_modification_active,
            effective_value, is_dirty, reset_to_default, create_time, create_by, change_time, change_by)
        VALUES (1, 1, 'OTRSTimeZone', NULL, 1, 0, '{value}', 0, 0, now(), 1, now(), 1)"""


def test_the_setting_decides_between_zones_that_fit_alike(copy_postgres: Copies) -> None:
    with open_source(copy_postgres(*moved_to("Asia/Almaty"), setting("--- Asia/Qostanay\n"))) as source:
        evidence = source.zone
    assert (evidence.zone, evidence.origin, evidence.configured) == ("Asia/Qostanay", "configured", "Asia/Qostanay")
    assert "Asia/Almaty" in evidence.also_fitting


def test_the_measurement_outweighs_a_setting_that_does_not_fit(copy_postgres: Copies) -> None:
    with open_source(copy_postgres(setting("--- Asia/Almaty\n"))) as source:
        evidence = source.zone
    assert (evidence.zone, evidence.origin, evidence.configured) == ("UTC", "measured", "Asia/Almaty")


def test_without_articles_the_setting_counts(copy_postgres: Copies) -> None:
    for written, understood in (("--- Asia/Almaty\n", "Asia/Almaty"), ("--- Nowhere/Atlantis\n", "UTC")):
        address = copy_postgres(setting(written), "DELETE FROM article_data_mime")
        with open_source(address) as source:
            assert (source.zone.zone, source.zone.total) == (understood, 0)


def test_the_administrator_has_the_last_word(znuny_mariadb: str) -> None:
    with open_source(znuny_mariadb, zone="Europe/Moscow") as source:
        evidence = source.zone
        article = next(source.tickets()).articles[0]
    assert (evidence.zone, evidence.origin, evidence.agreeing) == ("Europe/Moscow", "stated", 0)
    assert evidence.total == 601
    assert article.incoming_at is not None
    assert article.created_at is not None
    assert (article.created_at - article.incoming_at).total_seconds() in {10800, 7200}


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Asia"])
def test_a_zone_that_does_not_exist_is_refused(znuny_postgres: str, zone: str) -> None:
    with pytest.raises(SourceError) as refused:
        open_source(znuny_postgres, zone=zone)
    assert (refused.value.code, refused.value.details) == ("otrs-zone-unknown", {"zone": zone})


def test_the_hour_that_came_twice() -> None:
    twice = datetime(2024, 2, 29, 23, 30)
    first, second = datetime(2024, 2, 29, 17, 30, tzinfo=UTC), datetime(2024, 2, 29, 18, 30, tzinfo=UTC)
    assert to_utc(twice, ALMATY) == first
    assert to_utc(twice, ALMATY, near=first.replace(second=4)) == first
    assert to_utc(twice, ALMATY, near=second.replace(second=4)) == second


def test_the_hour_that_never_was() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    never = datetime(2024, 3, 31, 2, 30)
    assert to_utc(never, berlin) == to_utc(never, berlin, near=datetime(2024, 3, 31, 1, 30, tzinfo=UTC))


def test_times_out_of_all_reason_are_no_times() -> None:
    assert to_utc(None, ALMATY) is None
    assert to_utc(datetime(1, 1, 1), ALMATY) is None
    assert to_utc(datetime(9999, 12, 31, 23), ZoneInfo("America/Lima"), near=datetime(2024, 1, 1, tzinfo=UTC)) is None
