"""`vetka notices`: what scripts read of what clients were told."""

import json

import pytest

from domain.clients.actions import edit_client, register_client
from domain.clients.queries import client_card
from domain.exchange.actions import save_partner
from domain.exchange.queries import partner
from tests.domain.tickets.line import registered


@pytest.fixture
def told(company):
    """A ticket whose client is told, and one whose client has no address; mail is on, but nothing has left yet."""
    admin, dispatcher = company.database("admin"), company.database("dispatcher")
    version = admin.ask(partner, "mail").version
    admin.act(save_partner, "mail", active=True, settings={}, expected_version=version)
    for name, email in (("Ромашка", "info@romashka.kz"), ("Астра", None)):
        client = dispatcher.act(register_client, name=name, email=email)
        card = dispatcher.ask(client_card, client)
        details = {field: getattr(card, field) for field in ("name", "code", "bin", "email", "note", "active")}
        dispatcher.act(edit_client, client, **details, notices=True, expected_version=card.version)
        registered(company, client_id=client)


def test_notices_are_listed_with_their_state(run, told):
    listed = json.loads(run("engineer", "notices", "list", "--json").out)
    assert [(one["ticket_number"], one["recipient"], one["state"], one["code"], one["why"]) for one in listed] == [
        (2, "", "failed", "recipient-missing", "У контакта и клиента нет адреса почты."),
        (1, "info@romashka.kz", "queued", "", ""),
    ]
    shown = run("engineer", "notices", "list", "--ticket", "1", COLUMNS="200").out
    assert "info@romashka.kz" in shown
    assert "нет адреса" not in shown
    unknown = run("engineer", "notices", "list", "--ticket", "99")
    assert (unknown.code, unknown.err) == (1, "Нет заявки 99.\n")


def test_the_words_are_listed(run):
    listed = json.loads(run("engineer", "notices", "templates", "--json").out)
    (one,) = [row for row in listed if (row["status"], row["language"]) == ("in_work", "kk")]
    assert (one["status_name"], one["channel"], one["active"]) == ("В работе", "email", True)
    assert "{engineer?}" in one["body"]
    assert "Заявка № {ticket}: в работе" in run("engineer", "notices", "templates", COLUMNS="200").out


def test_a_ticket_is_shown_with_its_notices(run, told):
    shown = json.loads(run("engineer", "tickets", "show", "1", "--json").out)
    assert [(one["recipient"], one["state"]) for one in shown["messages"]] == [("info@romashka.kz", "queued")]
