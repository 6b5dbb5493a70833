from threading import Event

import pytest

from database.errors import DatabaseUnreachableError
from database.feed import Change, listen, merged, parse
from tests.company import Company
from tests.domain.tickets.line import registered


def test_payloads() -> None:
    assert parse("ticket,17,18") == Change("ticket", frozenset({17, 18}))
    assert parse("ticket,*") == Change("ticket", None)
    assert merged([parse("a,1"), parse("b,1"), parse("a,2"), parse("b,*"), parse("b,3")]) == [
        Change("a", frozenset({1, 2})),
        Change("b", None),
    ]


def test_a_colleague_s_ticket_is_told(company: Company) -> None:
    stopping = Event()
    heard = listen(company.url("engineer"), stopping)
    assert next(heard) == []
    ticket = registered(company)
    assert Change("ticket", frozenset({ticket})) in next(heard)
    stopping.set()
    assert list(heard) == []


def test_many_rows_are_told_as_all(company: Company) -> None:
    heard = listen(company.url("engineer"), Event())
    next(heard)
    with company.psql("admin").cursor() as cursor:
        cursor.execute(
            "INSERT INTO client (code, name, sort_key, search_key) "
            "SELECT 'c' || n, 'n', 'n', 'n' FROM generate_series(1, 60) n"
        )
    assert Change("client", None) in next(heard)
    heard.close()


def test_a_lost_connection_is_known(company: Company) -> None:
    heard = listen(company.url("engineer"), Event())
    next(heard)
    with company.owner().session() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vetka feed'"
        )
    with pytest.raises(DatabaseUnreachableError):
        next(heard)
