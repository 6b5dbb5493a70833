"""Steps of a deal come back onto its ticket, and what the newest one means is carried out once."""

import json
from datetime import UTC, date

import resources
from domain.procurement.actions import Need, OrderItem, order_from_supplier
from domain.workflow.actions import publish_workflow
from tests.domain.stock.deliveries import order_lines, product, receive, supplier, waiting_ticket
from tests.domain.tickets.line import in_procurement, move
from tests.integrations.agent.offices import jobs, run_until_settled
from tests.integrations.bitrix24.offices import mapped, one, opened, rows, say, status_of, thread
from tests.integrations.bitrix24.portal import Fault


def test_every_step_comes_back_once_with_name_colour_and_time(company, portal, agent):
    ticket = opened(company, agent)
    deal = portal.deals[0].id
    portal.clock.forward(60)
    for stage in ("C9:PREPARATION", "C9:EXECUTING", "C9:PREPARATION"):
        portal.move(deal, stage)
        portal.clock.forward(60)
    agent.run_once()
    agent.run_once()
    steps = rows(company, "SELECT stage, name, colour, at FROM partner_stage ORDER BY position")
    assert [(stage, name) for stage, name, _, _ in steps] == [
        (step.stage_id, portal.stage(step.stage_id).name) for step in portal.history(deal)
    ]
    assert [at.astimezone(UTC) for *_, at in steps] == [
        step.at.astimezone(UTC).replace(microsecond=0) for step in portal.history(deal)
    ]
    assert all(colour.startswith("#") for _, _, colour, _ in steps)
    assert (
        one(company, "SELECT stage_name FROM partner_deal WHERE ticket_id = %s", ticket)
        == portal.stage("C9:PREPARATION").name
    )


def test_a_won_deal_returns_the_ticket_to_its_engineer(company, portal, agent):
    ticket = opened(company, agent)
    assert status_of(company, ticket) == ("offer_wanted", None)
    portal.move(portal.deals[0].id, "C9:WON")
    agent.run_once()
    assert status_of(company, ticket) == ("in_work", "engineer")
    assert one(company, "SELECT outcome FROM branch_visit WHERE ticket_id = %s", ticket) == "done"
    last = "SELECT origin, login FROM ticket_history WHERE ticket_id = %s ORDER BY id DESC LIMIT 1"
    assert one(company, last, ticket) == ("bitrix24", "agent")


def test_a_lost_deal_returns_it_refused_with_the_stage_as_the_reason(company, portal, agent):
    ticket = opened(company, agent)
    move(company, "buyer", ticket, "send_offer")
    portal.move(portal.deals[0].id, "C9:APOLOGY")
    agent.run_once()
    assert status_of(company, ticket) == ("in_work", "engineer")
    assert one(company, "SELECT outcome FROM branch_visit WHERE ticket_id = %s", ticket) == "refused"
    reason = one(company, "SELECT reason FROM ticket_history WHERE ticket_id = %s ORDER BY id DESC LIMIT 1", ticket)
    assert reason == portal.stage("C9:APOLOGY").name


def test_closed_and_opened_again_between_two_looks_changes_nothing(company, portal, agent):
    ticket = opened(company, agent)
    deal = portal.deals[0].id
    portal.move(deal, "C9:WON")
    portal.move(deal, "C9:PREPARATION")
    agent.run_once()
    assert status_of(company, ticket) == ("offer_wanted", None)
    assert one(company, "SELECT state FROM partner_deal") == "open"


def test_a_deal_closed_after_the_return_is_told_and_moves_nothing(company, portal, agent):
    ticket = opened(company, agent)
    move(company, "buyer", ticket, "cancel_offer_wanted", comment="есть на складе")
    portal.move(portal.deals[0].id, "C9:WON")
    agent.run_once()
    agent.run_once()
    assert status_of(company, ticket) == ("in_work", "engineer")
    told = [row for row in thread(company, ticket) if row[1] == "deal-closed-later"]
    assert told == [("system", "deal-closed-later", "agent", portal.stage("C9:WON").name)]


def test_a_mapped_stage_moves_the_ticket_and_carries_no_echo(company, portal, agent):
    mapped(company, PREPARATION="offer_sent", EXECUTING="invoice_sent")
    ticket = opened(company, agent)
    portal.move(portal.deals[0].id, "C9:PREPARATION")
    before = len(portal.calls_of("crm.item.update"))
    agent.run_once()
    assert status_of(company, ticket)[0] == "offer_sent"
    move(company, "buyer", ticket, "redo_offer", comment="пересчитать")  # what a person does stays done
    agent.run_once()
    assert status_of(company, ticket)[0] == "offer_wanted"
    portal.move(portal.deals[0].id, "C9:EXECUTING")  # no such move from here: only shown
    agent.run_once()
    assert status_of(company, ticket)[0] == "offer_wanted"
    assert len(portal.calls_of("crm.item.update")) == before


def test_another_pipeline_and_renamed_stages_are_shown_by_their_names(company, portal, agent):
    opened(company, agent)
    deal = portal.deals[0].id
    portal.rename_stage("C9:PREPARATION", "Согласование КП", "#123456")
    with company.owner().session() as session:
        session.connection().exec_driver_sql(
            "UPDATE partner_report SET found = jsonb_set(found, '{stages_at}', '\"2020-01-01T00:00:00+00:00\"')"
        )
    portal.move(deal, "C9:PREPARATION")
    portal.move(deal, "NEW")
    agent.run_once()
    steps = rows(company, "SELECT name, colour FROM partner_stage ORDER BY position")
    assert steps[1] == ("Согласование КП", "#123456")
    assert steps[2][0] == portal.stage("NEW").name


def test_a_stage_that_was_deleted_is_shown_by_its_id(company, portal, agent):
    opened(company, agent)
    deal = portal.deals[0].id
    portal.move(deal, "C9:PREPARATION")
    portal.delete_stage("C9:PREPARATION")
    with company.owner().session() as session:
        session.connection().exec_driver_sql("UPDATE partner_report SET found = '{}'")
    agent.run_once()
    assert one(company, "SELECT stage_name FROM partner_deal") == "C9:PREPARATION"


def test_a_deal_that_is_gone_is_told_once_and_moves_nothing(company, portal, agent):
    ticket = opened(company, agent)
    portal.delete_deal(portal.deals[0].id)
    agent.run_once()
    agent.run_once()
    assert status_of(company, ticket)[0] == "offer_wanted"
    assert [row[1] for row in thread(company, ticket) if row[0] == "system"] == ["deal-missing"]
    assert one(company, "SELECT state FROM partner_deal") == "missing"


def test_what_the_stage_poll_missed_the_sweep_finds(company, portal, agent):
    ticket = opened(company, agent)
    portal.move(portal.deals[0].id, "C9:WON")
    with company.owner().session() as session:
        session.connection().exec_driver_sql("UPDATE partner_cursor SET value = '99999' WHERE name = 'stages'")
    agent.run_once()
    assert status_of(company, ticket) == ("in_work", "engineer")


def test_a_return_to_an_engineer_who_left_goes_to_the_dispatcher(company, portal, agent):
    ticket = opened(company, agent)
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.retire_person('engineer')")
    portal.move(portal.deals[0].id, "C9:WON")
    agent.run_once()
    assert status_of(company, ticket) == ("open", None)


def test_a_stage_that_comes_after_the_goods_takes_the_ticket_home(company, portal, agent):
    mapped(company, EXECUTING="ordered")
    buyer, goods = company.database("buyer"), product(company)
    made, (line,) = waiting_ticket(company, [Need(1, goods)])
    order = buyer.act(order_from_supplier, supplier(company), [OrderItem(line, goods, 1, 0, date(2027, 1, 15))])
    receive(company, {order_lines(company, order)[0].id: 1})
    assert status_of(company, made.id)[0] == "payment_received"
    run_until_settled(company, agent)
    portal.move(portal.deals[0].id, "C9:EXECUTING")
    agent.run_once()
    assert status_of(company, made.id) == ("in_work", "engineer")


def test_a_move_that_is_refused_for_one_ticket_does_not_stop_the_others(company, portal, agent):
    definition = json.loads(resources.read_text("workflow", "default.json"))
    (buying,) = [branch for branch in definition["branches"] if branch["code"] == "procurement"]
    (won,) = [one for one in buying["transitions"] if one["code"] == "deal_won_offer_wanted"]
    won |= {"to": "in_work", "kind": "step"}  # no engineer is there: the database refuses it
    company.database("lead").act(publish_workflow, definition)
    stuck, fine = opened(company, agent), opened(company, agent)
    move(company, "buyer", fine, "send_offer")
    for deal in portal.deals:
        portal.move(deal.id, "C9:WON")
    agent.run_once()
    assert status_of(company, fine) == ("in_work", "engineer")
    assert status_of(company, stuck) == ("offer_wanted", None)
    assert [row[1] for row in thread(company, stuck)] == ["deal-closed-stays"]


def test_a_deal_that_was_given_up_keeps_its_words_here_and_can_be_taken_up_again(company, portal, agent):
    portal.faults.next(Fault.refuse(400, "ACCESS_DENIED"), method="crm.item.add")
    ticket = in_procurement(company)
    say(company, "buyer", ticket, "до решения")
    run_until_settled(company, agent)
    with company.psql("lead").cursor() as cursor:
        cursor.execute("SELECT api.skip_job(%s)", (jobs(company, state="parked")[0]["id"],))
    say(company, "buyer", ticket, "после решения")
    run_until_settled(company, agent)
    assert portal.deals == []
    assert [row["state"] for row in jobs(company)] == ["skipped", "done"]
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.count_missing_deals(), api.open_missing_deals()")
        assert cursor.fetchone() == (1, 1)
    run_until_settled(company, agent)
    assert len(portal.deals) == 1


def test_an_agent_that_slept_between_note_and_request_is_found_out(company, portal, agent):
    ticket = opened(company, agent)
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SELECT api.adopt_deal(id, '4711', '') FROM partner_deal")
        cursor.execute("SELECT api.adopt_deal(id, '4711', '') FROM partner_deal")
    assert one(company, "SELECT remote_id, doubles FROM partner_deal") == (str(portal.deals[0].id), ["4711"])
    assert [row for row in thread(company, ticket) if row[1] == "deal-doubled"] == [
        ("system", "deal-doubled", "agent", "4711")
    ]
