"""The deal of a branch visit: exactly one, whatever the network does."""

import pytest

from domain.exchange.actions import retry_job
from tests.domain.tickets.line import in_procurement, move
from tests.integrations.agent.offices import jobs, run_until_settled
from tests.integrations.bitrix24.offices import one, opened, rows, status_of, thread
from tests.integrations.bitrix24.portal import Fault


def test_entering_procurement_opens_one_deal_with_what_its_people_must_know(company, portal, agent):
    portal.add_company("Рахат", "940440000405")
    with company.psql("admin").cursor() as cursor:
        cursor.execute(
            "INSERT INTO client (code, name, sort_key, search_key, bin) VALUES ('r', 'Рахат', '', '', '940440000405')"
        )
    ticket = in_procurement(company)
    with company.psql("admin").cursor() as cursor:
        cursor.execute(
            "UPDATE ticket SET client_id = (SELECT id FROM client WHERE code = 'r') WHERE id = %s", (ticket,)
        )
        cursor.execute(
            "INSERT INTO purchase_line_cost (purchase_line_id, cost, price)"
            " SELECT id, 98765.43, 1000 FROM purchase_line"
        )
    run_until_settled(company, agent)
    (deal,) = portal.deals
    assert deal.title == "№ 1 · Рахат: Не печатает принтер"
    assert deal.pipeline_id == 9
    assert deal.company_id is not None
    assert "Блок × 2" in deal.comments
    assert "Инженер: Ерлан Құсайынов" in deal.comments
    assert "98765" not in str(deal)
    assert [(row["productName"], float(row["price"])) for row in deal.goods] == [("Блок", 1000.0)]
    assert one(company, "SELECT state, remote_id, stage_name FROM partner_deal") == (
        "open",
        str(deal.id),
        "Новая закупка",
    )
    agent.run_once()
    assert len(portal.deals) == 1


def test_a_second_visit_gets_a_second_deal_and_a_second_look_does_not(company, portal, agent):
    ticket = opened(company, agent)
    move(company, "buyer", ticket, "send_offer")
    move(company, "buyer", ticket, "redo_offer", comment="дороже")
    run_until_settled(company, agent)
    assert len(portal.deals) == 1
    move(company, "buyer", ticket, "cancel_offer_wanted", comment="не нужно")
    move(company, "engineer", ticket, "to_procurement")
    run_until_settled(company, agent)
    first, second = portal.deals
    assert first.origin_id != second.origin_id
    assert first.originator_id == second.originator_id


def test_purchases_under_way_get_their_deals_when_the_portal_is_switched_on(company, portal, agent):
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET active = false WHERE system = 'bitrix24'")
    for _ in range(2):
        in_procurement(company)
    gone = in_procurement(company)
    move(company, "buyer", gone, "cancel_offer_wanted", comment="не нужно")
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET active = true WHERE system = 'bitrix24'")
        cursor.execute("SELECT api.count_missing_deals(), api.open_missing_deals(), api.open_missing_deals()")
        assert cursor.fetchone() == (2, 2, 0)
    run_until_settled(company, agent)
    assert len(portal.deals) == 2


@pytest.mark.parametrize("fault", [Fault.drop(), Fault.broken(), Fault.html(), Fault.stall(0.7), Fault.drop_before()])
def test_an_answer_that_got_lost_makes_no_second_deal(company, portal, agent, fault):
    portal.faults.next(fault, method="crm.item.add")
    opened(company, agent)
    portal.settle(len(portal.calls))
    assert len(portal.deals) == 1
    assert one(company, "SELECT state FROM partner_deal") == "open"


def test_a_request_that_is_carried_out_late_is_waited_for(company, portal, agent):
    portal.faults.next(Fault.stall_before(0.5), method="crm.item.add")  # the caller gives up after 0.4 s
    opened(company, agent)
    portal.settle(len(portal.calls))
    assert len(portal.deals) == 1


def test_deals_with_the_same_key_are_told_and_the_earliest_is_kept(company, portal, agent):
    ticket = in_procurement(company)
    key = "vetka:" + one(company, "SELECT value FROM installation WHERE key = 'id'")
    visit = one(company, "SELECT id || to_char(entered_at AT TIME ZONE 'UTC', '-YYYYMMDDHH24MISS') FROM branch_visit")
    double = portal.add_deal("Двойник", originator_id=key, origin_id=visit)
    portal.faults.next(Fault.drop(), method="crm.item.add")
    run_until_settled(company, agent)
    _, made = portal.deals
    assert one(company, "SELECT remote_id, doubles FROM partner_deal") == (str(double.id), [str(made.id)])
    assert ("system", "deal-doubled", "agent", str(made.id)) in thread(company, ticket)


def test_without_a_right_to_the_pipeline_the_job_is_parked_and_all_else_goes_on(company, portal, agent):
    portal.faults.next(Fault.refuse(400, "ACCESS_DENIED", "Access denied"), method="crm.item.add")
    ticket = in_procurement(company)
    run_until_settled(company, agent)
    (row,) = jobs(company)
    assert (row["state"], row["code"]) == ("parked", "bitrix24-access-denied")
    assert status_of(company, ticket)[0] == "offer_wanted"
    other = in_procurement(company)
    run_until_settled(company, agent)
    assert len(portal.deals) == 1
    company.database("lead").act(retry_job, row["id"])
    run_until_settled(company, agent)
    assert len(portal.deals) == 2
    assert {one(company, "SELECT state FROM partner_deal WHERE ticket_id = %s", each) for each in (ticket, other)} == {
        "open"
    }


def test_a_wrong_webhook_stops_everything_with_one_sentence_and_goes_on_by_itself(company, portal, agent):
    ticket = in_procurement(company)
    portal.access.webhooks[1], kept = "another", portal.secret
    agent.run_once()
    assert one(company, "SELECT fault FROM partner_report WHERE system = 'bitrix24'") == "bitrix24-webhook-wrong"
    assert kept not in str(rows(company, "SELECT * FROM partner_report")) + str(jobs(company))
    portal.access.webhooks[1] = kept
    run_until_settled(company, agent)
    assert one(company, "SELECT fault FROM partner_report WHERE system = 'bitrix24'") == ""
    assert one(company, "SELECT state FROM partner_deal WHERE ticket_id = %s", ticket) == "open"


def test_a_renamed_portal_is_followed_and_kept(company, portal, agent):
    portal.rename()
    opened(company, agent)
    assert len(portal.deals) == 1
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SELECT value FROM integration_secret")
        assert cursor.fetchone() == (portal.address,)


def test_an_old_portal_of_the_company_s_own_is_spoken_with_in_its_way(company, portal, agent):
    portal.access.missing |= {"crm.item.*"}
    ticket = opened(company, agent)
    portal.move(portal.deals[0].id, "C9:WON")
    agent.run_once()
    assert status_of(company, ticket) == ("in_work", "engineer")
