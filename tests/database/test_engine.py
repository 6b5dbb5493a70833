"""What the driver's errors mean to a person, and that an action sent twice happens once."""

from functools import partial
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from database.engine import Database, explained
from database.errors import DatabaseUnreachableError, DomainError
from domain.tickets.actions import NewTicket
from domain.tickets.intake import register_and_assign
from tests.company import Company


def one(session: Session) -> int:
    found: int = session.execute(text("SELECT 1")).scalar_one()
    return found


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "wrong"}, "wrong-password"),
        ({"username": "nobody.here"}, "wrong-password"),
        ({"database": "no_such_database"}, "database-missing"),
        ({"port": 9}, "database-unreachable"),
    ],
)
def test_a_failed_sign_in_says_why(company: Company, change: dict[str, object], code: str) -> None:
    database = Database(company.url("engineer").set(**change))  # type: ignore[arg-type]
    with pytest.raises((DomainError, DatabaseUnreachableError)) as refused:
        database.ask(one)
    assert refused.value.code == code
    database.close()


def test_a_server_that_speaks_russian_in_its_code_page_is_understood() -> None:
    told = 'ВАЖНО:  пользователь "engineer" не прошёл проверку подлинности (по паролю)'.encode("cp1251")
    with pytest.raises(DomainError) as refused, explained():
        told.decode("utf-8")
    assert refused.value.code == "wrong-password"


def test_a_retired_person_does_not_get_in(company: Company) -> None:
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.retire_person('engineer2')")
    with pytest.raises(DomainError) as refused:
        company.database("engineer2").ask(one)
    assert refused.value.code == "sign-in-refused"


def test_a_connection_lost_in_the_middle_is_known_and_the_next_one_works(company: Company) -> None:
    database = company.database("engineer")

    def lose(session: Session) -> None:
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        company.owner().act(lambda owner: owner.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid}))
        session.execute(text("SELECT 1"))

    with pytest.raises(DatabaseUnreachableError):
        database.act(lose)
    assert database.ask(one) == 1


def test_a_query_cannot_write(company: Company) -> None:
    with pytest.raises(DomainError) as refused:
        company.database("admin").ask(lambda session: session.execute(text("DELETE FROM product_barcode")))
    assert refused.value.code == "read-only"


def test_the_same_operation_at_once_from_two_windows_happens_once(company: Company) -> None:
    operation = uuid4()
    action = partial(register_and_assign, entry=NewTicket(title="Один раз"), engineer_id=None)
    answers: list[object] = []

    def send() -> None:
        database = Database(company.url("dispatcher"))
        answers.append(database.act_once(operation, action))
        database.close()

    windows = [Thread(target=send) for _ in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(answers) == 4
    assert answers[1:] == answers[:-1]
    count = text("SELECT count(*) FROM ticket")
    assert company.owner().ask(lambda session: session.execute(count).scalar_one()) == 1


def test_another_person_cannot_read_my_operation(company: Company) -> None:
    operation = uuid4()
    action = partial(register_and_assign, entry=NewTicket(title="Моё"), engineer_id=None)
    company.database("dispatcher").act_once(operation, action)
    with pytest.raises(DomainError) as refused:
        company.database("lead").act_once(operation, action)
    assert refused.value.code == "operation-of-another"
