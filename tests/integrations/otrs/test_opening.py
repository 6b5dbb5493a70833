"""Opening a source: what is accepted, what is refused and how, and that nothing is ever written."""

import re
from collections.abc import Iterator

import psycopg2
import pymysql
import pytest

from database.errors import KnownError
from integrations.otrs import postgres
from integrations.otrs.address import parse_address
from integrations.otrs.connection import SourceDatabase, open_database
from integrations.otrs.source import open_source
from integrations.otrs.tickets import EVERYTHING
from tests.integrations.otrs.conftest import Copies, execute


def refusal(address: str) -> KnownError:
    with pytest.raises(KnownError) as refused:
        open_source(address).close()
    return refused.value


@pytest.fixture(params=["postgres", "mariadb"])
def original(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(f"znuny_{request.param}")
    return address


@pytest.fixture(params=["postgres", "mariadb"])
def copy(request: pytest.FixtureRequest) -> Copies:
    made: Copies = request.getfixturevalue(f"copy_{request.param}")
    return made


@pytest.fixture
def database(original: str) -> Iterator[SourceDatabase]:
    opened = open_database(original)
    yield opened
    opened.close()
    opened.close()


def test_the_product_is_recognised(znuny_postgres: str, znuny_mariadb: str) -> None:
    with open_source(znuny_postgres) as source:
        assert source.schema.product == "Znuny 6.1+"
        assert source.schema.server.startswith("PostgreSQL 1")
        assert source.schema.has("equipment")
    with open_source(znuny_mariadb) as source:
        assert source.schema.server.startswith("MariaDB ")


def test_otrs_has_groups_and_forks_have_more_columns(copy: Copies) -> None:
    address = copy(
        "ALTER TABLE permission_groups RENAME TO otrs_groups",
        "ALTER TABLE ticket_state ADD COLUMN color VARCHAR(20)",
        "ALTER TABLE queue ADD COLUMN id_of_something INTEGER",
    )
    with open_source(address) as source:
        assert source.schema.product == "OTRS 6 / Znuny 6.0"
        assert source.count_tickets() == len(list(source.tickets())) > 0


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("ALTER TABLE ticket DROP COLUMN until_time", "ticket.until_time"),
        ("ALTER TABLE communication_channel RENAME TO channels", "communication_channel"),
        ("ALTER TABLE users DROP COLUMN first_name", "users.first_name"),
    ],
)
def test_what_is_missing_is_named(copy: Copies, statement: str, missing: str) -> None:
    error = refusal(copy(statement))
    assert (error.code, error.details) == ("otrs-schema", {"missing": missing})


def test_otrs_5_is_refused_as_too_old(copy: Copies) -> None:
    error = refusal(
        copy(
            "ALTER TABLE article_data_mime RENAME TO article_data_mime_new",
            "ALTER TABLE article ADD COLUMN a_body TEXT",
        )
    )
    assert error.code == "otrs-too-old"


def test_another_database_is_no_otrs(postgres_server: str, mariadb_server: str) -> None:
    for address in (f"{postgres_server}/postgres", f"{mariadb_server}/mysql"):
        error = refusal(address)
        assert (error.code, error.details) == ("otrs-not-found", {"missing": "ticket"})


def test_nothing_can_be_written(original: str, database: SourceDatabase) -> None:
    with pytest.raises((psycopg2.errors.ReadOnlySqlTransaction, pymysql.err.MySQLError, KnownError)) as refused:
        database.rows("DELETE FROM ticket_history")
    assert "read-only" in str(refused.value).lower() or "read only" in str(refused.value).lower()


def test_the_view_is_frozen(copy: Copies) -> None:
    address = copy()
    with open_source(address) as source:
        before = list(source.tickets())
        execute(address, "UPDATE ticket SET title = 'changed meanwhile'")
        assert list(source.tickets()) == before
    with open_source(address) as source:
        assert {ticket.title for ticket in source.tickets()} == {"changed meanwhile"}


NARROW = {
    "users": "id, login, first_name, last_name, valid_id",
    "customer_user": (
        "id, login, email, customer_id, title, first_name, last_name, phone, fax, mobile, street, zip, city, country,"
        " comments, valid_id"
    ),
}


def test_a_login_that_may_not_read_passwords_is_enough(znuny_postgres: str, copy_postgres: Copies) -> None:
    grants = [f"REVOKE ALL ON {table} FROM narrow" for table in NARROW]
    grants += [f"GRANT SELECT ({columns}) ON {table} TO narrow" for table, columns in NARROW.items()]
    address = copy_postgres(
        "DROP ROLE IF EXISTS narrow",
        "CREATE ROLE narrow LOGIN PASSWORD 'narrow'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO narrow",
        *grants,
    )
    own = re.sub("//.*@", "//narrow:narrow@", address)
    with open_source(znuny_postgres) as whole, open_source(own) as narrow:
        assert list(narrow.tickets(EVERYTHING)) == list(whole.tickets(EVERYTHING))
        assert list(narrow.people()) == list(whole.people())
        assert narrow.agents == whole.agents
        assert list(narrow.equipment()) == list(whole.equipment())
    execute(address, "REVOKE SELECT ON queue FROM narrow")
    error = refusal(own)
    assert (error.code, error.details) == ("otrs-schema", {"missing": "queue"})
    execute(address, "DROP OWNED BY narrow", "DROP ROLE narrow")


def test_a_wrong_login_is_refused(original: str) -> None:
    error = refusal(re.sub("//.*@", "//reader:wro%2Fng@", original))
    assert error.code == "otrs-login-refused"
    assert error.details["login"] == "reader"
    assert "wro" not in str(error)


def test_no_such_database_and_no_such_server(original: str) -> None:
    error = refusal(re.sub(r"/[^/]*$", "/nowhere", original))
    assert (error.code, error.details["database"]) == ("otrs-no-database", "nowhere")
    error = refusal(re.sub(r":\d+/", ":1/", original))
    assert error.code == "otrs-unreachable"
    assert error.details["server"] == "127.0.0.1:1"


def test_a_slow_statement_is_stopped(znuny_postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "STATEMENT_SECONDS", 1)
    opened = open_database(znuny_postgres)
    with pytest.raises(KnownError) as refused:
        opened.rows("SELECT pg_sleep(20)")
    opened.close()
    assert (refused.value.code, refused.value.details) == ("otrs-timeout", {"seconds": 1})


def test_a_server_that_hangs_up_is_reported(original: str, database: SourceDatabase) -> None:
    if original.startswith("postgresql"):
        backend = database.rows("SELECT pg_backend_pid() AS pid")[0]["pid"]
        execute(original, f"SELECT pg_terminate_backend({backend})")
    else:
        connection = database.rows("SELECT CONNECTION_ID() AS id")[0]["id"]
        execute(original, f"KILL {connection}")
    with pytest.raises(KnownError) as refused:
        database.rows("SELECT id FROM ticket")
    assert refused.value.code == "otrs-connection-lost"
    with pytest.raises(KnownError) as refused:
        database.rows("SELECT id FROM ticket")
    assert refused.value.code == "otrs-connection-lost"


def test_addresses() -> None:
    address = parse_address("postgresql+psycopg2://vetka:p%40ss%2Fword@db.office.example/otrs?sslmode=require")
    assert (address.kind, address.host, address.port, address.database) == (
        "postgresql",
        "db.office.example",
        5432,
        "otrs",
    )
    assert (address.user, address.password, address.option("sslmode")) == ("vetka", "p@ss/word", "require")
    assert "p@ss" not in repr(address)
    assert parse_address("mariadb://root@[::1]:3307/znuny").server == "::1:3307"
    assert parse_address("mysql://localhost/znuny").port == 3306


@pytest.mark.parametrize(
    "address",
    [
        "",
        "otrs",
        "http://x/otrs",
        "postgresql://host",
        "postgresql://host:port/db",
        "mysql://u:secret@host:99999999/db",
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    error = refusal(address)
    assert error.code == "otrs-address"
    assert "secret" not in str(error)


def test_an_unknown_option_of_an_address(znuny_postgres: str) -> None:
    assert refusal(f"{znuny_postgres}?sslmood=require").code == "otrs-address"
    with open_source(f"{znuny_postgres}?sslmode=prefer&application_name=test") as source:
        assert source.count_tickets() > 0
