"""Comments both ways, without echo, each once."""

import pytest

from tests.domain.tickets.line import move
from tests.integrations.agent.offices import jobs, run_until_settled
from tests.integrations.bitrix24.offices import opened, say, texts, thread
from tests.integrations.bitrix24.portal import Fault


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
