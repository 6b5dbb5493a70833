"""The test of the mail server that an administrator asks for."""

import pytest

from domain.exchange.actions import ask_agent
from domain.exchange.queries import partner
from domain.exchange.tables import MAIL
from integrations.agent.run import Agent
from integrations.mail.checking import check
from tests.integrations.mail.post_office import PASSWORD, PostOffice


def found(company):
    state = company.database("admin").ask(partner, MAIL)
    return [(one["code"], one["ok"]) for one in state.checks], state.fault


def test_a_server_that_takes_our_letters(company, office, set_up, trusted):
    with PostOffice(security="starttls", certificate=trusted) as post:
        set_up(post.settings, active=False)
        company.database("admin").act(ask_agent, "mail.check")
        Agent(office).run_once()
        assert post.received == []
    checks, fault = found(company)
    assert checks == [
        ("mail-check-connected", True), ("mail-check-encrypted", True), ("mail-check-signed-in", True),
        ("mail-check-sender", True),
    ]  # fmt: skip
    assert fault == ""


@pytest.mark.parametrize("active", [True, False])
def test_the_first_step_that_fails_ends_the_test(company, office, set_up, post, active):
    set_up(post.settings, password="wr0ng-secret", active=active)
    check(office)
    checks, fault = found(company)
    assert checks == [("mail-check-connected", True), ("mail-sign-in-refused", False)]
    assert fault == ("mail-sign-in-refused" if active else "")
    set_up(post.settings, password=PASSWORD, active=active)
    check(office)
    assert found(company) == (
        [("mail-check-connected", True), ("mail-check-signed-in", True), ("mail-check-sender", True)], "",
    )  # fmt: skip


def test_settings_that_lack_something_are_told(company, office, set_up):
    set_up({}, password=None)
    check(office)
    assert found(company) == ([("mail-settings-wrong", False)], "mail-settings-wrong")
