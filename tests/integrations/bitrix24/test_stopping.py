"""A portal that is closed, or wears a method out, is left alone until its time; words and addresses on the way."""

from functools import partial

import pytest

from domain.exchange.actions import save_partner, set_secret
from domain.exchange.queries import partner
from domain.exchange.tables import BITRIX24
from integrations.agent.office import Office, Patience
from integrations.agent.outcomes import TryAgainError
from integrations.agent.run import Agent
from integrations.bitrix24.mirror.access import open_portal
from integrations.bitrix24.mirror.asking import check_portal
from integrations.bitrix24.mirror.rests import KeptRests
from integrations.bitrix24.mirror.stages import poll_stages
from tests.domain.tickets.line import in_procurement
from tests.integrations.agent.offices import jobs, office, run_until_settled
from tests.integrations.bitrix24.offices import SHOWN, connected, one, say, texts, thread
from tests.integrations.bitrix24.portal import Fault, Portal


@pytest.fixture
def portal():
    with Portal(bucket=None) as running:
        yield running


@pytest.fixture
def patient(company, portal) -> Office:
    """An office that waits as long as it is asked to."""
    connected(company, portal)
    return office(company, patience=Patience())


def refused(office: Office) -> TryAgainError:
    with pytest.raises(TryAgainError) as caught, open_portal(office) as (portal, _):
        portal.call("profile")
    return caught.value


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [(401, "INVALID_CREDENTIALS", "bitrix24-webhook-wrong"), (503, "OVERLOAD_LIMIT", "bitrix24-blocked")],
)
def test_a_closed_portal_is_called_once_and_then_left_alone(company, portal, patient, status, code, told):
    portal.faults.next(Fault.refuse(status, code))
    assert refused(patient).code == told
    for _ in range(5):
        waiting = refused(office(company, patience=Patience()))  # another agent keeps to it too
        assert (waiting.code, waiting.counted, waiting.details) == (told, False, {"portal_code": code})
        assert 500 < waiting.seconds <= 600
    with pytest.raises(TryAgainError):
        poll_stages(patient)
    assert len(portal.calls) == 1
    assert one(company, "SELECT fault FROM partner_report WHERE system = 'bitrix24'") == told


def test_a_new_address_or_switching_on_opens_it_again(company, portal, patient):
    admin = company.database("admin")
    portal.faults.next(Fault.refuse(401, "INVALID_CREDENTIALS"), Fault.refuse(401, "INVALID_CREDENTIALS"))
    refused(patient)
    admin.act(set_secret, BITRIX24, portal.address, shown=SHOWN)
    refused(patient)
    assert len(portal.calls) == 2
    for active in (False, True):
        now = admin.ask(partner, BITRIX24)
        change = partial(save_partner, active=active, settings=now.settings, expected_version=now.version)
        admin.act(change, BITRIX24)
    with open_portal(patient) as (opened, _):
        opened.call("profile")
    assert len(portal.calls) == 3


def test_an_address_given_while_the_old_one_is_refused_is_tried(company, portal, patient):
    portal.faults.next(Fault.refuse(401, "INVALID_CREDENTIALS"))
    with pytest.raises(TryAgainError), open_portal(patient) as (opened, _):
        company.database("admin").act(set_secret, BITRIX24, portal.add_webhook(7, "another"), shown=SHOWN)
        opened.call("profile")
    with open_portal(patient) as (opened, _):
        assert opened.call("profile").result["ID"] == "7"


def test_a_test_that_a_person_asks_for_goes_through_and_opens_it(company, portal, patient):
    portal.access.blocked = True
    refused(patient)
    check_portal(patient)
    assert len(portal.calls) == 2
    refused(patient)
    assert len(portal.calls) == 2
    portal.access.blocked = False
    check_portal(patient)
    with open_portal(patient) as (opened, _):
        opened.call("profile")


def test_a_worn_out_method_rests_for_all_jobs_and_others_go_on(company, portal, patient):
    portal.limits.costs["crm.item.list"] = portal.limits.operating = 200
    listing = ("crm.item.list", {"entityTypeId": 2})
    with open_portal(patient) as (first, _):
        assert first.call(*listing).reset_in > 500
    for _ in range(3):
        with pytest.raises(TryAgainError) as caught, open_portal(patient) as (later, _):
            later.call(*listing)
        assert (caught.value.code, caught.value.counted) == ("bitrix24-busy", False)
        assert 500 < caught.value.seconds <= 600
    with open_portal(patient) as (other, _):
        other.call("profile")
    assert [call.method for call in portal.calls] == ["crm.item.list", "crm.item.list", "profile"]


def test_rests_are_shortened_with_the_patience_and_end(company, portal):
    connected(company, portal)
    quick = KeptRests(office(company, patience=Patience(scale=0.001)))
    quick.put("rests:profile", 600)
    assert 0 < quick.get("rests:profile") <= 600
    quick.put("rests:profile", 0)
    assert quick.get("rests:profile") == quick.get("rests:other") == 0


# Words and addresses


def test_what_a_colleague_typed_is_shown_literally_and_found_again(company, portal):
    connected(company, portal)
    agent = Agent(office(company))
    agent.run_once()
    ticket = in_procurement(company)
    run_until_settled(company, agent)
    deal = portal.deals[0].id
    typed = "[user=5] срочно: [list] из [b]5[/b] позиций [x=1]"
    portal.faults.next(Fault.drop(), method="crm.timeline.comment.add")
    say(company, "buyer", ticket, typed)
    run_until_settled(company, agent)
    agent.run_once()
    assert texts(portal.comments(deal)) == [
        "Павел Ломов: &#91;user=5&#93; срочно: &#91;list&#93; из &#91;b&#93;5&#91;/b&#93; позиций &#91;x=1&#93;"
    ]
    assert [row[3] for row in thread(company, ticket) if row[0] == "internal"] == [typed]
    portal.say(deal, "&#91;list&#93; [i]в пути[/i]")
    for _ in range(2):
        agent.run_once()
    assert [row[3] for row in thread(company, ticket) if row[0] == "internal"] == [typed, "[list] в пути"]


def test_a_renamed_portal_is_told_until_another_address_is_given(company, portal, patient):
    before = f"127.0.0.1:{portal.port}"
    portal.rename()
    with open_portal(patient) as (opened, _):
        opened.call("profile")
    moved = company.database("admin").ask(partner, BITRIX24).found["moved"]
    assert (moved["from"], moved["to"]) == (before, f"127.0.0.1:{portal.port}")
    check_portal(patient)
    assert company.database("admin").ask(partner, BITRIX24).found["moved"] == moved
    portal.rename()
    company.database("admin").act(set_secret, BITRIX24, portal.address, shown=SHOWN)
    check_portal(patient)
    assert "moved" not in company.database("admin").ask(partner, BITRIX24).found


def test_where_our_key_is_not_searched_a_chosen_field_keeps_it(company, portal):
    portal.access.unfilterable |= {"originId", "ORIGIN_ID"}
    connected(company, portal, ticket_field="UF_CRM_VETKA_TICKET")
    agent = Agent(office(company))
    check_portal(office(company))
    state = company.database("admin").ask(partner, BITRIX24)
    assert state.found["fields"] == [{"name": "UF_CRM_VETKA_TICKET", "caption": "Заявка"}]
    told = {row["code"]: row for row in state.checks}["bitrix24-check-deals"]
    assert told["ok"]
    assert told["details"] == {"hint": "bitrix24-searches-by-field", "field": "Заявка"}
    portal.faults.next(Fault.drop(), method="crm.item.add")
    in_procurement(company)
    run_until_settled(company, agent)
    assert len(portal.deals) == 1
    assert one(company, "SELECT state FROM partner_deal") == "open"
    portal.access.unfilterable.add("UF_CRM_VETKA_TICKET")
    check_portal(office(company))
    state = company.database("admin").ask(partner, BITRIX24)
    told = {row["code"]: row for row in state.checks}["bitrix24-check-deals"]
    assert (told["ok"], told["reason"]) == (False, "bitrix24-field-not-searchable")
    assert jobs(company, state="parked") == []
