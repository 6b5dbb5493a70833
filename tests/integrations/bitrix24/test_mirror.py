"""A ticket's stay in procurement and its deal, both ways, on a portal that plays the contract."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

import resources
from domain.exchange.actions import retry_job
from domain.procurement.actions import Need, OrderItem, order_from_supplier
from domain.workflow.actions import publish_workflow
from integrations.agent.run import Agent
from tests.domain.stock.deliveries import order_lines, product, receive, supplier, waiting_ticket
from tests.domain.tickets.line import in_procurement, move
from tests.integrations.agent.offices import jobs, office, run_until_settled
from tests.integrations.bitrix24.offices import connected, mapped, one, rows, say, status_of, texts, thread
from tests.integrations.bitrix24.portal import Fault, Portal


@pytest.fixture
def portal():
    """A portal without the limit of calls: its pace is tried where the client is."""
    with Portal(bucket=None) as running:
        yield running


@pytest.fixture
def agent(company, portal):
    """The agent of a company that is connected with the portal; its first round sets the cursors."""
    connected(company, portal)
    working = Agent(office(company))
    working.run_once()
    return working


def opened(company, agent) -> int:
    """Return the ticket of a visit whose deal stands in the portal."""
    ticket = in_procurement(company)
    run_until_settled(company, agent)
    return ticket


# Opening --------------------------------------------------------------------------------------------------------------


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


# Stages ---------------------------------------------------------------------------------------------------------------


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


# Comments -------------------------------------------------------------------------------------------------------------


def test_comments_go_both_ways_without_echo(company, portal, agent):
    ticket = opened(company, agent)
    deal = portal.deals[0].id
    say(company, "buyer", ticket, "Просим скидку")
    run_until_settled(company, agent)
    portal.say(deal, "[b]Скидка 5 %[/b] [url=https://a.kz]тут[/url]", author=7)
    for _ in range(3):
        agent.run_once()
    assert texts(portal.comments(deal)) == [
        "Павел Ломов: Просим скидку", "[b]Скидка 5 %[/b] [url=https://a.kz]тут[/url]",
    ]  # fmt: skip
    said = [row for row in thread(company, ticket) if row[0] == "internal"]
    name = portal.state.users[7]
    assert said == [
        ("internal", "", "buyer", "Просим скидку"),
        ("internal", "", f"{name.name} {name.last_name}", "Скидка 5 % тут (https://a.kz)"),
    ]


def test_the_manager_who_owns_the_webhook_is_heard_too(company, portal, agent):
    ticket = opened(company, agent)
    portal.say(portal.deals[0].id, "Пишу от имени вебхука", author=1)
    agent.run_once()
    assert "Пишу от имени вебхука" in [row[3] for row in thread(company, ticket)]


def test_words_for_the_client_and_words_outside_procurement_stay_here(company, portal, agent):
    ticket = opened(company, agent)
    with company.psql("dispatcher").cursor() as cursor:
        cursor.execute(
            "INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'to_client', 'Ждём счёт')", (ticket,)
        )
    move(company, "buyer", ticket, "cancel_offer_wanted", comment="не нужно")
    say(company, "engineer", ticket, "Сделаю сам")
    run_until_settled(company, agent)
    assert portal.comments(portal.deals[0].id) == []


@pytest.mark.parametrize("fault", [Fault.drop(), Fault.broken(), Fault.html(), Fault.stall(0.7), Fault.drop_before()])
def test_a_comment_whose_answer_got_lost_stands_there_once(company, portal, agent, fault):
    ticket = opened(company, agent)
    deal = portal.deals[0].id
    portal.faults.next(fault, method="crm.timeline.comment.add")
    say(company, "buyer", ticket, "ок")
    say(company, "buyer", ticket, "ок")
    run_until_settled(company, agent)
    portal.settle(len(portal.calls))
    agent.run_once()
    assert texts(portal.comments(deal)) == ["Павел Ломов: ок", "Павел Ломов: ок"]
    assert len([row for row in thread(company, ticket) if row[0] == "internal"]) == 2


def test_an_edited_comment_is_told_once_and_a_deleted_one_stays(company, portal, agent):
    ticket = opened(company, agent)
    deal = portal.deals[0].id
    first, second = portal.say(deal, "завтра"), portal.say(deal, "сотрут")
    agent.run_once()
    portal.edit_comment(first, "послезавтра")
    portal.delete_comment(second)
    agent.run_once()
    agent.run_once()
    said = [(row[1], row[3]) for row in thread(company, ticket) if row[0] == "internal"]
    assert said == [("", "завтра"), ("", "сотрут"), ("comment-edited", "послезавтра")]


def test_more_comments_than_a_page_come_all_in_their_order(company, portal, agent):
    ticket = opened(company, agent)
    for number in range(120):
        portal.say(portal.deals[0].id, f"слово {number}")
    agent.run_once()
    assert [row[3] for row in thread(company, ticket)] == [f"слово {number}" for number in range(120)]


def test_a_comment_into_a_deal_that_is_gone_is_parked_with_its_reason(company, portal, agent):
    ticket = opened(company, agent)
    portal.delete_deal(portal.deals[0].id)
    say(company, "buyer", ticket, "есть кто?")
    run_until_settled(company, agent)
    (row,) = jobs(company, state="parked")
    assert (row["task"], row["code"]) == ("bitrix24.comment", "bitrix24-not-found")


def test_names_are_shown_by_number_where_the_webhook_may_not_read_people(company, portal, agent):
    portal.access.scopes.discard("user")
    ticket = opened(company, agent)
    portal.say(portal.deals[0].id, "Здравствуйте", author=7)
    agent.run_once()
    assert [row[2] for row in thread(company, ticket)] == ["Битрикс24 #7"]


# Asking ---------------------------------------------------------------------------------------------------------------


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
