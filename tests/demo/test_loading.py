"""Loading: the same every time, all or nothing, into an empty database only."""

from datetime import datetime

import pytest
from sqlalchemy import text

from database.errors import DomainError
from demo.company import TABLES, load
from demo.sizes import Size
from domain.people.agent_account import ensure_agent
from tests.demo.companies import TODAY, empty_database

GUARDED = """
    SELECT count(*) FROM (
        SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT indexname FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O') AS guard"""


@pytest.fixture
def database(server):
    with empty_database(server.url, "demo_loading") as made:
        yield made


def ask(database, query):
    with database.session() as session:
        return session.execute(text(query)).scalar_one()


def digests(database):
    rows = "SELECT md5(string_agg(md5(t::text), '' ORDER BY t::text)) FROM {} AS t"
    return {table: ask(database, rows.format(table)) for table in (*TABLES, "product", "supplier", "stock_place")}


def test_the_same_seed_makes_the_same_rows_and_another_seed_others(server):
    made = []
    for seed in (7, 7, 8):
        with empty_database(server.url, "demo_loading") as database:
            load(database, Size.SMALL, tickets=400, seed=seed, today=TODAY)
            made.append(digests(database))
    assert made[0] == made[1]
    assert made[0]["ticket"] != made[2]["ticket"]


def test_guards_are_back_as_they_were(database):
    before = ask(database, GUARDED)
    load(database, Size.SMALL, tickets=200, today=TODAY)
    assert ask(database, GUARDED) == before
    with pytest.raises(DomainError, match="append-only"), database.session() as session:
        session.execute(text("DELETE FROM ticket_history"))


def test_a_second_load_is_refused_and_changes_nothing(database):
    load(database, Size.SMALL, tickets=100, today=TODAY)
    with pytest.raises(DomainError) as refused:
        load(database, Size.SMALL, today=TODAY)
    assert refused.value.code == "demo-not-empty"
    assert "client" in refused.value.details["tables"]
    assert ask(database, "SELECT count(*) FROM ticket") == 100


def test_the_agent_s_account_keeps_no_demo_company_out(database, tmp_path):
    ensure_agent(database.url, tmp_path / "agent.password")
    load(database, Size.SMALL, tickets=50, today=TODAY)
    assert ask(database, "SELECT count(*) FROM ticket") == 50


def test_a_company_with_people_is_not_filled_with_strangers(company):
    with pytest.raises(DomainError) as refused:
        load(company.owner(), Size.SMALL, today=TODAY)
    assert refused.value.code == "demo-not-empty"
    assert refused.value.details["tables"] == "person"


def test_a_load_that_fails_leaves_nothing_behind(database):
    before = ask(database, GUARDED)

    def stop(what, done, total):
        if what == "stock":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(database, Size.SMALL, today=TODAY, progress=stop)
    left = sum(ask(database, f"SELECT count(*) FROM {table}") for table in ("client", "ticket", "person", "product"))
    assert left == 0
    assert ask(database, "SELECT count(*) FROM pg_roles WHERE rolname = 'a.smagulova'") == 0
    assert ask(database, GUARDED) == before


def test_another_workflow_is_refused_with_the_move_that_is_missing(database):
    with database.session() as session:
        session.execute(text("UPDATE transition SET retired = true WHERE code = 'send_offer'"))
    with pytest.raises(DomainError) as refused:
        load(database, Size.SMALL, today=TODAY)
    assert refused.value.code == "demo-way-missing"
    assert refused.value.details == {"transition": "send_offer", "status": "offer_wanted"}


@pytest.mark.parametrize("today", ["2026-03-08T12:00+05:00", "2026-03-09T06:00+05:00", "2026-03-10T09:02+05:00"])
def test_it_loads_at_any_hour(database, today):
    moment = datetime.fromisoformat(today)  # a Sunday, before nine, just after nine
    counts = load(database, Size.SMALL, tickets=150, devices=8, today=moment).counts
    assert counts["ticket"] == 150 and counts["device"] == 8
    with database.session() as session:
        assert session.execute(text("SELECT max(at) FROM ticket_history")).scalar_one() <= moment


def test_without_tickets_there_are_still_clients_and_devices(database):
    counts = load(database, Size.SMALL, tickets=0, devices=40, today=TODAY).counts
    assert (counts["client"], counts["device"], counts["ticket"]) == (8, 40, 0)
