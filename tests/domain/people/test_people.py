"""People join, change roles, leave, come back: as the administrator, and as those who may not."""

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from database.engine import Database
from database.errors import ConflictError, DomainError, KnownError
from domain.people import actions, queries
from domain.people.tables import Person

PASSWORD = "Осень-2031"


@pytest.fixture
def newcomer(company):
    """A person added by the administrator."""
    admin = company.database("admin")
    admin.act(actions.add_person, admin.url, "newcomer", "Ёлкина Жанна", PASSWORD, ["engineer", "warehouse"])
    return "newcomer"


def sign_in(company, login, password=PASSWORD):
    return Database(company.admin_url.set(username=login, password=password))


def refusal(call, *args, **kwargs):
    with pytest.raises(KnownError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_everybody_knows_who_they_are(company):
    lead = company.database("lead").ask(queries.me)
    assert lead.login == "lead"
    assert lead.active
    assert lead.holds("vetka_lead")
    assert not lead.holds("vetka_admin", "vetka_director")


def test_the_owner_of_the_server_is_not_a_person(company):
    assert refusal(company.owner().ask, queries.me) == "not-a-person"


def test_a_new_person_signs_in_with_the_password_and_the_roles(company, newcomer):
    database = sign_in(company, newcomer)
    found = database.ask(queries.me)
    assert (found.name, found.roles) == ("Ёлкина Жанна", ("vetka_warehouse", "vetka_engineer"))
    assert newcomer in [one.login for one in database.ask(queries.engineers)]
    database.close()


def test_the_password_itself_never_reaches_the_server(company, newcomer):
    with company.owner().session() as session:
        verifiers = text("SELECT rolpassword FROM pg_authid WHERE rolname = :login")
        stored = session.execute(verifiers, {"login": newcomer}).scalar_one()
    assert stored.startswith("SCRAM-SHA-256$")
    assert PASSWORD not in stored


@pytest.mark.parametrize(
    ("introduced", "code"),
    [
        (("Жанна", "Жанна", PASSWORD, ["engineer"]), "login-form"),
        (("pg_zhanna", "Жанна", PASSWORD, ["engineer"]), "login-form"),
        (("vetka_zhanna", "Жанна", PASSWORD, ["engineer"]), "login-form"),
        (("engineer", "Жанна", PASSWORD, ["engineer"]), "login-taken"),
        (("zhanna", "  ", PASSWORD, ["engineer"]), "name-wanted"),
        (("zhanna", "Жанна", "1234567", ["engineer"]), "password-too-short"),
        (("zhanna", "Жанна", PASSWORD, ["wizard"]), "role-not-allowed"),
        (("zhanna", "Жанна", PASSWORD, ["vetka_owner"]), "role-not-allowed"),
    ],
)
def test_a_person_who_cannot_be_is_refused(company, introduced, code):
    admin = company.database("admin")
    before = admin.ask(queries.people, retired=True)
    assert refusal(admin.act, actions.add_person, admin.url, *introduced) == code
    assert admin.ask(queries.people, retired=True) == before


@pytest.mark.parametrize("login", ["dispatcher", "lead", "buyer", "clerk", "engineer", "bookkeeper", "director"])
def test_only_administrators_keep_people(company, login):
    database = company.database(login)
    assert refusal(database.act, actions.add_person, database.url, "friend", "Друг", PASSWORD, []) == "role-wanted"
    assert refusal(database.act, actions.set_roles, login, ["admin"]) == "role-wanted"
    assert refusal(database.act, actions.retire_person, "admin") == "role-wanted"
    assert refusal(database.act, actions.restore_person, login) == "role-wanted"
    assert refusal(database.act, actions.change_password, database.url, "admin", PASSWORD) == "role-wanted"
    edit = {"name": "Начальник", "expected_version": 1}
    assert refusal(database.act, actions.edit_person, login, **edit) == "role-wanted"


def test_roles_cannot_be_taken_past_the_functions(company):
    with company.psql("engineer").cursor() as cursor:
        for statement in (
            "GRANT vetka_admin TO engineer",
            "INSERT INTO person_role VALUES ((SELECT id FROM person WHERE login = 'engineer'), 'vetka_admin')",
            "UPDATE person SET active = true",
            "SELECT private.check_new_roles('{vetka_admin}')",
        ):
            with pytest.raises(psycopg2.Error) as caught:
                cursor.execute(statement)
            assert caught.value.pgcode == "42501", statement


def test_new_roles_replace_the_old_ones(company, newcomer):
    company.database("admin").act(actions.set_roles, newcomer, ["vetka_dispatcher"])
    database = sign_in(company, newcomer)
    assert database.ask(queries.me).roles == ("vetka_dispatcher",)
    assert newcomer not in [one.login for one in database.ask(queries.engineers)]
    database.close()


def test_an_administrator_cannot_lock_out_oneself(company):
    admin = company.database("admin")
    assert refusal(admin.act, actions.set_roles, "admin", ["dispatcher"]) == "own-admin-role"
    assert refusal(admin.act, actions.retire_person, "admin") == "retire-oneself"


def test_who_retires_is_disconnected_and_stays_out(company, newcomer):
    admin, window = company.database("admin"), sign_in(company, newcomer)
    with window.session() as session:
        queries.me(session)
        assert admin.act(actions.retire_person, newcomer) == 0
        assert refusal(window.ask, queries.me) == "sign-in-refused"
        with pytest.raises(DBAPIError) as caught:
            queries.me(session)
        assert caught.value.connection_invalidated
        session.invalidate()
    window.close()
    with company.owner().session() as session:
        left = text("SELECT count(*) FROM pg_auth_members WHERE member = CAST(:login AS regrole)")
        assert session.execute(left, {"login": newcomer}).scalar_one() == 0
    assert newcomer not in [one.login for one in admin.ask(queries.people)]
    assert newcomer in [one.login for one in admin.ask(queries.people, retired=True)]


def test_who_comes_back_has_the_roles_of_before(company, newcomer):
    admin = company.database("admin")
    admin.act(actions.retire_person, newcomer)
    admin.act(actions.set_roles, newcomer, ["engineer"])
    admin.act(actions.restore_person, newcomer)
    database = sign_in(company, newcomer)
    found = database.ask(queries.me)
    assert (found.active, found.roles) == (True, ("vetka_engineer",))
    database.close()


def test_everybody_changes_the_own_password(company, newcomer):
    database = sign_in(company, newcomer)
    database.act(actions.change_password, database.url, newcomer, "Другой-пароль")
    database.close()
    assert refusal(sign_in(company, newcomer).ask, queries.me) == "wrong-password"
    again = sign_in(company, newcomer, "Другой-пароль")
    assert again.ask(queries.me).login == newcomer
    again.close()


def test_a_window_stays_open_over_a_change_of_its_password(company, newcomer):
    database = sign_in(company, newcomer)
    database.act(actions.change_password, database.url, newcomer, "Другой-пароль")
    database.renew_password("Другой-пароль")
    database.close()  # all connections; the next one signs in anew
    assert database.ask(queries.me).login == newcomer
    database.close()


def test_an_administrator_edits_a_person(company, newcomer):
    admin = company.database("admin")
    was = admin.ask(queries.person, newcomer)
    admin.act(
        actions.edit_person,
        newcomer,
        name=" Ёлкина Жанна Б. ",
        email="zh@example.kz",
        phone="",
        deputy="engineer2",
        expected_version=was.version,
    )
    found = admin.ask(queries.person, newcomer)
    assert (found.name, found.email, found.phone, found.deputy) == (
        "Ёлкина Жанна Б.",
        "zh@example.kz",
        None,
        "engineer2",
    )
    with pytest.raises(ConflictError):
        admin.act(actions.edit_person, newcomer, name="Позже", expected_version=was.version)
    edit = {"name": "Ёлкина", "deputy": newcomer, "expected_version": found.version}
    assert refusal(admin.act, actions.edit_person, newcomer, **edit) == "deputy-unfit"


def test_unknown_people_are_named(company):
    admin = company.database("admin")
    with pytest.raises(DomainError) as caught:
        admin.act(actions.set_roles, "nobody", [])
    assert (caught.value.code, caught.value.details) == ("person-unknown", {"login": "nobody"})
    assert refusal(admin.ask, queries.person, "nobody") == "person-unknown"


def test_people_are_listed_by_name_in_one_order_on_every_server(company, newcomer):
    with company.owner().session() as session:
        for login, name in (("clerk", "Ежова"), ("clerk2", "Әлиев"), ("buyer", "Абаев"), ("lead", "Бекова")):
            session.query(Person).filter_by(login=login).one().rename(name)
    wanted = {"Ежова", "Әлиев", "Абаев", "Бекова", "Ёлкина Жанна"}
    names = [one.name for one in company.database("agent").ask(queries.people) if one.name in wanted]
    assert names == ["Абаев", "Әлиев", "Бекова", "Ежова", "Ёлкина Жанна"]


def test_the_password_that_everybody_knows_is_refused_outside_the_demo(company):
    with pytest.raises(DomainError) as refused:
        company.database("lead").act(actions.change_password, company.url("lead"), "lead", "vetka-demo")
    assert refused.value.code == "password-of-demo"
