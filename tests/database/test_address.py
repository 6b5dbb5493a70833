"""Addresses as people type them, as the engine takes them, as psql takes them, as a screen may show them."""

from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from database.address import AddressError, connect_fields, for_psql, is_local, parse, printable, with_login
from resources.sentences import LANGUAGES, sentence


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2", "PostgreSQL"])
def test_every_usual_scheme_becomes_the_one_of_the_engine(scheme: str) -> None:
    url = parse(f"  {scheme}://ivan:p%40ss%2F@127.0.0.1:5433/ветка\n")
    assert url.drivername == "postgresql+psycopg2"
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "ivan",
        "p@ss/",
        "127.0.0.1",
        5433,
        "ветка",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "vetka",
        "http://ivan:secret@server/vetka",
        "mysql://ivan:secret@server/vetka",
        "postgresql://ivan:secret@server:abc/vetka",
        "postgresql://ivan:secret@server:99999/vetka",
        "postgresql://ivan:secret@server:0/vetka",
        "postgresql://ivan:secr@et@server/vetka",
        "postgresql://ivan:secr%et@server/vetka",
        "postgresql://ivan:secret@server/vetka?no_such_option=1",
        "postgresql://ivan@server/vetka?password=secret&no_such_option=1",
        "postgresql://ivan:secret@[::1/vetka",
        "postgresql://ivan:secret@one,two:1,three:2/vetka?port=1,2",
    ],
)
def test_a_wrong_address_is_said_without_its_password(wrong: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse(wrong)
    assert caught.value.code == "address-wrong"
    for said in (str(caught.value), *(sentence("address-wrong", each, **caught.value.details) for each in LANGUAGES)):
        assert "secr" not in said
        assert "et@" not in said
    assert caught.value.__cause__ is None, "the text of libpq may quote the password"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ivan:secret@server.kz/vetka",
        "postgresql://ivan:sec@ret@server.kz/vetka",
        "postgresql://ivan@server.kz/vetka?sslmode=require&password=secret",
        "postgresql+psycopg2://ivan:secret@[::1]:5/vetka",
    ],
)
def test_what_is_printable_has_no_password(address: str) -> None:
    shown = printable(address)
    assert "secret" not in shown
    assert "ret" not in shown.split("@")[0]
    assert "***" in shown
    assert "ivan" in shown


def test_a_password_among_the_parameters_is_hidden_in_a_parsed_address_too() -> None:
    url = parse("postgresql://ivan@localhost/vetka?password=secret")
    assert url.password == "secret"
    assert "secret" not in printable(url) + str(url) + repr(url)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("postgresql:///vetka", True),
        ("postgresql://localhost/vetka", True),
        ("postgresql://127.0.0.1:5433/vetka", True),
        ("postgresql://[::1]/vetka", True),
        ("postgresql:///vetka?host=/run/postgresql", True),
        ("postgresql://localhost:1,127.0.0.1:2/vetka", True),
        ("postgresql://server.kz/vetka", False),
        ("postgresql://localhost:1,server.kz:2/vetka", False),
        ("postgresql://[2001:db8::1]/vetka", False),
        ("postgresql://127.0.0.1.evil.kz/vetka", False),
        ("postgresql://localhost/vetka?hostaddr=203.0.113.7", False),
    ],
)
def test_only_a_server_across_the_network_gets_tls_and_time_limits(address: str, local: bool) -> None:
    url = parse(address)
    assert is_local(url) is local
    fields = connect_fields(url)
    assert fields.get("sslmode") == (None if local else "verify-full")
    assert ("connect_timeout" in fields, "keepalives_idle" in fields) == (not local, not local)


def test_what_the_address_says_itself_is_kept() -> None:
    fields = connect_fields(parse("postgresql://ivan@server.kz/vetka?sslmode=require&connect_timeout=3"))
    assert (fields["sslmode"], fields["connect_timeout"]) == ("require", "3")
    assert "sslrootcert" not in fields


def test_the_certificate_of_the_office_comes_before_those_of_the_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert "sslrootcert" in connect_fields(parse("postgresql://server.kz/vetka"))
    office = tmp_path / ".postgresql" / "root.crt"
    office.parent.mkdir()
    office.touch()
    assert "sslrootcert" not in connect_fields(parse("postgresql://server.kz/vetka"))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ivan:p%40%2F%3A%3F%23%25@localhost:5433/vetka",
        "postgresql:///ветка?host=/tmp/папка с пробелом&port=5433",
        "postgresql://ivan@one:1,two:2/vetka?target_session_attrs=read-write&sslmode=require",
        "postgresql://ivan@one,two/vetka",
        "postgresql://ivan@[2001:db8::1]:5/vetka",
        "postgresql://[::1]",
        "postgresql://",
    ],
)
def test_psql_and_engine_read_the_same_from_an_address(address: str) -> None:
    url = parse(address)
    from_psql = dict(psycopg2.extensions.parse_dsn(for_psql(url)))
    from_engine = dict(connect_fields(url))
    ports = from_engine.get("port", "").strip(",")
    assert from_psql.pop("port", "").strip(",") == ports
    from_engine.pop("port", None)
    assert from_psql == from_engine


def test_another_person_gets_the_same_database() -> None:
    url = parse("postgresql://ivan:secret@localhost:5433/vetka?application_name=x")
    other = with_login(url, "Ольга", "п@роль")
    assert (other.username, other.password) == ("Ольга", "п@роль")
    assert other.set(username="ivan", password="secret") == url
    assert with_login(url, "olga", None).password is None


def test_engine_and_psycopg2_really_connect_by_it(server) -> None:
    url = parse(for_psql(server.url) + "?application_name=from%20psql")
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SHOW application_name")).scalar_one() == "from psql"
    engine.dispose()
    bare = psycopg2.connect(**connect_fields(url))
    assert bare.info.dbname == "postgres"
    bare.close()


def test_a_second_host_answers_where_the_first_does_not(server) -> None:
    url = server.url
    several = parse(f"postgresql://{url.username}:{url.password}@127.0.0.1:1,127.0.0.1:{url.port}/postgres")
    engine = create_engine(several)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
