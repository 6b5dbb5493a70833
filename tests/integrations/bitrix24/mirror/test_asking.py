"""What a person asks for: a test of the portal, a look now; and a portal that is off, away or elsewhere in time."""

from datetime import UTC, datetime, timedelta

from tests.domain.tickets.line import in_procurement
from tests.integrations.agent.offices import jobs, run_until_settled
from tests.integrations.bitrix24.offices import mapped, one, opened, thread


def checks(company) -> dict[str, bool]:
    return {
        row["code"]: row["ok"] for row in one(company, "SELECT checks FROM partner_report WHERE system = 'bitrix24'")
    }


def asked(company, agent, task: str = "bitrix24.check") -> None:
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.ask_agent(%s)", (task,))
    run_until_settled(company, agent)


def test_the_test_of_rights_tells_each_right_and_reads_the_portal_s_own_stages(company, portal, agent):
    asked(company, agent)
    assert all(checks(company).values())
    found = one(company, "SELECT found FROM partner_report WHERE system = 'bitrix24'")
    assert {row["id"] for row in found["pipelines"]} == {0, 9}
    assert [row["id"] for row in found["stages"]["9"]] == [stage.status_id for stage in portal.state.stages_of(9)]
    assert found["people"]
    assert portal.secret not in str(found)


def test_the_test_names_what_is_missing_and_goes_on(company, portal, agent):
    portal.access.scopes.discard("user")
    portal.access.unfilterable |= {"originId", "ORIGIN_ID"}
    mapped(company, PREPARATION="offer_sent", GONE="invoice_sent")
    asked(company, agent)
    assert [code for code, fine in checks(company).items() if not fine] == [
        "bitrix24-check-deals", "bitrix24-check-people", "bitrix24-check-stages-mapped",
    ]  # fmt: skip


def test_a_wrong_address_fails_at_the_first_check(company, portal, agent):
    portal.access.webhooks[1] = "other"
    asked(company, agent)
    assert checks(company) == {"bitrix24-check-address": False}


def test_a_look_asked_for_brings_stage_and_comments_at_once(company, portal, agent):
    ticket = opened(company, agent)
    deal = portal.deals[0].id
    portal.say(deal, "Привезут завтра")
    portal.move(deal, "C9:PREPARATION")
    with company.owner().session() as session:
        session.connection().exec_driver_sql("UPDATE partner_cursor SET value = '99999' WHERE name = 'stages'")
    with company.psql("engineer").cursor() as cursor:
        cursor.execute("SELECT api.ask_agent('bitrix24.read', id) FROM partner_deal")
    run_until_settled(company, agent)
    assert one(company, "SELECT stage FROM partner_deal") == "C9:PREPARATION"
    assert [row[3] for row in thread(company, ticket)] == ["Привезут завтра"]


def test_switched_off_nothing_is_asked_and_nothing_queued(company, portal, agent):
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET active = false WHERE system = 'bitrix24'")
    before = len(portal.calls)
    in_procurement(company)
    agent.run_once()
    assert len(portal.calls) == before
    assert jobs(company) == []


def test_a_portal_that_is_down_is_told_and_loses_nothing(company, agent, portal):
    in_procurement(company)
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.set_secret('bitrix24', 'http://127.0.0.1:9/rest/1/abc/')")
    agent.run_once()
    assert one(company, "SELECT fault FROM partner_report WHERE system = 'bitrix24'") == "bitrix24-unreachable"
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.set_secret('bitrix24', %s)", (portal.address,))
    run_until_settled(company, agent)
    assert len(portal.deals) == 1


def test_the_clock_of_the_portal_is_not_ours(company, portal, agent):
    ticket = opened(company, agent)
    portal.say(portal.deals[0].id, "в час дня по Москве")
    agent.run_once()
    at = one(company, "SELECT at FROM ticket_comment WHERE ticket_id = %s", ticket)
    assert abs(at - portal.clock.now()) < timedelta(seconds=2)
    assert at.astimezone(UTC) <= datetime.max.replace(tzinfo=UTC)
