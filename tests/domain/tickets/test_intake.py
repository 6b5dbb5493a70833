from functools import partial
from uuid import uuid4

from domain.clients.actions import add_contact, register_client
from domain.tickets.actions import NewTicket
from domain.tickets.intake import find_callers, register_and_assign, similar
from domain.tickets.queries import my_work
from tests.company import Company
from tests.domain.tickets.line import person_id


def test_a_call_becomes_an_assigned_ticket_once(company: Company) -> None:
    dispatcher = company.database("dispatcher")
    client = dispatcher.act(partial(register_client, name="ТОО Рассвет"))
    dispatcher.act(partial(add_contact, client_id=client, name="Гүлнар Ізбасова", phones=["8 (701) 555-12-34"]))

    found = dispatcher.ask(find_callers, "555/12 34")
    assert [one.words for one in found] == ["Гүлнар Ізбасова · ТОО Рассвет · 8 (701) 555-12-34"]
    assert dispatcher.ask(find_callers, "рассв")[0].client_id == client

    entry = NewTicket(title="Не включается сервер", client_id=client, contact_id=found[0].contact_id)
    action = partial(register_and_assign, entry=entry, engineer_id=person_id(company, "engineer"))
    operation = uuid4()
    made = dispatcher.act_once(operation, action)
    assert dispatcher.act_once(operation, action) == made, "a repeat after a lost answer makes no second ticket"

    assert [row.number for row in company.database("engineer").ask(my_work)] == [made["number"]]
    assert [row.number for row in dispatcher.ask(similar, client, "сервер", "ru")] == [made["number"]]
