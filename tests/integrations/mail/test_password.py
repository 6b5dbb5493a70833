"""The mail password goes only where it was given for: whoever points mail elsewhere must know it."""

import json

import pytest

from domain.exchange.actions import retry_job, set_secret
from domain.exchange.queries import jobs, secret_state
from domain.exchange.tables import MAIL
from integrations.agent.run import Agent
from tests.integrations.mail.post_office import PASSWORD, PostOffice
from tests.integrations.mail.test_sending import states


def change(company, **changes):
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET settings = settings || %s WHERE system = 'mail'", (json.dumps(changes),))


def kept(company):
    return company.database("admin").ask(secret_state, MAIL) is not None


@pytest.mark.parametrize(
    "changes", [{"host": "evil.example"}, {"port": 2525}, {"user": "other"}, {"security": "tls"}, {"host": None}]
)
def test_another_way_to_the_server_forgets_the_password_in_plain_sql_too(company, mail, changes):
    assert kept(company)
    change(company, **changes)
    assert not kept(company)


def test_what_does_not_lead_elsewhere_keeps_the_password(company, mail):
    change(company, sender="other@vostok.kz", sender_name="Сервис", reply_to="a@vostok.kz", host=mail.settings["host"])
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET active = false WHERE system = 'mail'")
        cursor.execute('UPDATE partner SET settings = \'{"pipeline": 1, "host": "x"}\' WHERE system = \'bitrix24\'')
    assert kept(company)


def test_another_server_hears_the_password_only_from_who_types_it_anew(company, mail, office, new_ticket):
    ticket = new_ticket()
    with PostOffice() as other:
        change(company, port=other.port)
        Agent(office).run_once()
        assert states(company, ticket) == [("queued", "mail-password-wanted")]
        assert (other.signed_in, other.received) == ([], [])
        company.database("admin").act(set_secret, MAIL, PASSWORD, shown="••••")
        (job,) = [one for one in company.database("lead").ask(jobs) if one.task == "mail.send"]
        company.database("lead").act(retry_job, job.id)
        Agent(office).run_once()
        assert other.signed_in != []
