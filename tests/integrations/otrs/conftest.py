import gzip
import itertools
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pymysql
import pytest

from database.engine import explained_connect
from integrations.otrs.address import parse_address
from tests.integrations.otrs.expected import Expected
from tests.integrations.otrs.mariadb import NoServerError, load_mariadb, private_mariadb
from tests.servers import Server

_ROOT = Path(__file__).resolve().parents[3]
_COUNTER = itertools.count()


@pytest.fixture(scope="session")
def fixtures() -> Path:
    folder = Path(os.environ.get("VETKA_FIXTURES") or _ROOT.parent / "shared" / "fixtures")
    if not (folder / "znuny_small.sql.gz").exists():
        pytest.skip(f"no Znuny databases in {folder}; VETKA_FIXTURES names their folder")
    return folder


@pytest.fixture(scope="session")
def postgres_server(server: Server) -> str:
    """The superuser's address without a database: `postgresql://postgres:password@127.0.0.1:PORT`."""
    url = server.url.set(drivername="postgresql", database="")
    return url.render_as_string(hide_password=False).rstrip("/")


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    try:
        with private_mariadb() as address:
            yield address
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def znuny_postgres(postgres_server: str, pgbin: Path, fixtures: Path) -> str:
    """The address of a loaded PostgreSQL fixture; for reading only. Loaded once a server, whoever asks first."""
    address = f"{postgres_server}/znuny_small"
    with explained_connect(f"{postgres_server}/postgres") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'znuny_small'")
        if cursor.fetchone():
            return address
    execute(f"{postgres_server}/postgres", "CREATE DATABASE znuny_small TEMPLATE template0 ENCODING 'UTF8'")
    psql = [pgbin / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", address]
    subprocess.run(psql, input=_dump(fixtures / "znuny_small.sql.gz"), check=True, text=True, encoding="utf-8")
    # Their server's own zone is any, and must not matter: OTRS keeps times without one.
    execute(f"{postgres_server}/postgres", "ALTER DATABASE znuny_small SET timezone = 'Asia/Almaty'")
    return address


@pytest.fixture(scope="session")
def znuny_mariadb(mariadb_server: str, fixtures: Path) -> str:
    """The address of a loaded MariaDB fixture; for reading only."""
    return _loaded_mariadb(mariadb_server, fixtures, "znuny_small")


@pytest.fixture(scope="session")
def article_directory(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article directory of the PostgreSQL fixture after the product's switch to storage on disk."""
    folder = tmp_path_factory.mktemp("storage")
    with tarfile.open(fixtures / "znuny_small_article_fs.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "article"


class Copies:
    """Makes copies of a fixture database with statements run in them; `original` is the untouched one."""

    def __init__(self, original: str, make: Callable[[str], str]) -> None:
        self.original = original
        self._make = make

    def __call__(self, *statements: str) -> str:
        address = self._make(f"copy_{next(_COUNTER)}")
        execute(address, *statements)
        return address


@pytest.fixture
def copy_postgres(postgres_server: str, znuny_postgres: str) -> Copies:
    def make(name: str) -> str:
        execute(f"{postgres_server}/postgres", f"CREATE DATABASE {name} TEMPLATE znuny_small")
        return f"{postgres_server}/{name}"

    return Copies(znuny_postgres, make)


@pytest.fixture
def copy_mariadb(mariadb_server: str, znuny_mariadb: str, fixtures: Path) -> Copies:
    return Copies(znuny_mariadb, lambda name: _loaded_mariadb(mariadb_server, fixtures, name))


@pytest.fixture(scope="session")
def expected_postgres(fixtures: Path) -> Expected:
    return Expected.load(fixtures, "znuny_small")


@pytest.fixture(scope="session")
def expected_mariadb(fixtures: Path) -> Expected:
    return Expected.load(fixtures, "znuny_small_mariadb")


def execute(address: str, *statements: str) -> None:
    """Run statements on a private server, each in a transaction of its own."""
    parsed = parse_address(address)
    login = {"host": parsed.host, "port": parsed.port, "user": parsed.user, "password": parsed.password}
    connection: Any
    if parsed.kind == "postgresql":
        connection = psycopg2.connect(dbname=parsed.database, **login)
        connection.autocommit = True
    else:
        connection = pymysql.connect(database=parsed.database, autocommit=True, **login)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def _loaded_mariadb(server: str, fixtures: Path, name: str) -> str:
    execute(f"{server}/mysql", f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    load_mariadb(f"{server}/{name}", _dump(fixtures / "znuny_small_mariadb.sql.gz"))
    return f"{server}/{name}"


def _dump(file: Path) -> str:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return lines.read()
