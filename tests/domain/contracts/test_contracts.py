"""Contracts: who keeps them, what is refused."""

from datetime import date

import pytest

from database.errors import KnownError
from domain.clients.actions import register_client
from domain.contracts.actions import edit_contract, register_contract
from domain.contracts.queries import contract_in_force, contracts


@pytest.fixture
def client(company):
    return company.database("dispatcher").act(lambda session: register_client(session, name="ТОО «Жаңа Өріс»"))


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(KnownError) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("login", ["dispatcher", "lead", "bookkeeper", "director", "admin"])
def test_those_who_answer_for_contracts_keep_them(company, client, login):
    database = company.database(login)
    old = database.act(register_contract, client, number="№ 1/2025", signed_on=date(2025, 1, 1), rounds_per_month=2)
    new = database.act(register_contract, client, number="1/2026", signed_on=date(2026, 1, 1), rounds_per_month=4)
    assert database.ask(contract_in_force, client).id == new
    (row,) = [one for one in database.ask(contracts, client) if one.id == new]
    assert (row.mark.words, row.rounds_per_month) == ("№ 1/2026 от 01.01.2026", 4)
    values = {"number": "1/2026", "signed_on": None, "rounds_per_month": 4, "active": False}
    database.act(edit_contract, new, **values, expected_version=row.version)
    found = database.ask(contract_in_force, client)
    assert (found.id, found.number) == (old, "1/2025")
    assert refused(database.act, edit_contract, new, **values, expected_version=row.version) == "changed-meanwhile"


@pytest.mark.parametrize("login", ["engineer", "buyer", "clerk", "agent"])
def test_others_do_not(company, client, login):
    assert refused(company.database(login).act, register_contract, client, number="1") == "no-right"
    with company.psql(login).cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("INSERT INTO contract (client_id, number) VALUES (%s, '1')", (client,))


def test_what_cannot_be_is_refused(company, client):
    act = company.database("lead").act
    act(register_contract, client, number="1")
    assert refused(act, register_contract, client, number=" № 1 ") == "contract-number-taken"
    assert refused(act, register_contract, client, number=" № ") == "contract-number-wanted"
    assert refused(act, register_contract, client, number="2", rounds_per_month=100) == "rounds-out-of-range"
    assert refused(act, register_contract, 10**6, number="2") == "client-unknown"
    assert company.database("lead").ask(contract_in_force, 10**6) is None
