"""Makes a database into Vetka's and brings it up to date: roles, migrations, guards, access."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg2 import sql
from sqlalchemy import URL, Connection, create_engine, make_url, text

from database.engine import explained, explained_connect
from database.errors import DomainError, SchemaVersionError

_HERE = Path(__file__).resolve().parent
OWNER = "vetka_owner"
BACKUP = "vetka_backup"
_UPGRADE_LOCK = 8_317_412_031_556_120  # one upgrade at a time; any constant of our own
EXTENSION = "pg_trgm"

GROUPS = (
    "vetka_person", "vetka_dispatcher", "vetka_lead", "vetka_procurement", "vetka_warehouse", "vetka_engineer",
    "vetka_bookkeeper", "vetka_director", "vetka_admin", "vetka_agent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Where a database stands: its revision (None: not Vetka's), the program's, and which of the two is older."""

    revision: str | None
    expected: str
    state: str  # "empty", "current", "older", "newer"


def _alembic(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def expected_revision() -> str:
    """Return the revision this program works with."""
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    if head is None:
        raise AssertionError("no migration is carried by this program")
    return head


def status(url: URL | str) -> SchemaStatus:
    """Compare a database with this program; any person may ask."""
    engine = create_engine(make_url(url))
    try:
        with explained(), engine.connect() as connection:
            if connection.execute(text("SELECT to_regclass('public.alembic_version')")).scalar_one() is None:
                return SchemaStatus(None, expected_revision(), "empty")
            revision = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return SchemaStatus(revision, expected_revision(), compare(revision))


def compare(revision: str | None) -> str:
    """Return how a revision stands to this program: `empty`, `current`, `older` or `newer`."""
    script = ScriptDirectory.from_config(_alembic())
    if revision is None:
        return "empty"
    if revision == script.get_current_head():
        return "current"
    known = {one.revision for one in script.walk_revisions()}
    return "older" if revision in known else "newer"


def require_current(url: URL | str) -> None:
    """Raise SchemaVersionError unless program and schema belong together; nothing is written."""
    found = status(url)
    if found.state != "current":
        raise SchemaVersionError(f"schema-{found.state}", revision=found.revision or "", expected=found.expected)


def create_database(admin: URL | str, name: str) -> URL:
    """Make roles and an empty database owned by `vetka_owner` on a server; `admin` is a superuser's address.

    Returns the administrator's address of the new database. Raises DomainError `database-exists`.
    """
    with explained_connect(admin) as connection, connection.cursor() as cursor:
        _create_owner(cursor)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if cursor.fetchone():
            raise DomainError("database-exists", name=name)
        cursor.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.SQL(_locale(cursor))
            )
        )
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        cursor.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(BACKUP))
        )
    made = make_url(admin).set(database=name)
    _close_large_objects(made)
    return made


def _close_large_objects(database: URL) -> None:
    """Let people make no large objects: nothing of ours uses them, and they would fill the disk unseen."""
    with explained_connect(database) as connection, connection.cursor() as cursor:
        makers = "lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)"
        cursor.execute(f"REVOKE EXECUTE ON FUNCTION {makers} FROM PUBLIC")


def _locale(cursor: object) -> str:
    """Return the locale clause: the same UTF-8 behaviour whatever the server's language."""
    cursor.execute("SELECT current_setting('server_version_num')::int")  # type: ignore[attr-defined]
    if cursor.fetchone()[0] >= 170000:  # type: ignore[attr-defined]
        return "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
    return "LC_COLLATE 'C' LC_CTYPE 'C'"


def _create_owner(cursor: object) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s)", (OWNER, BACKUP))
    present = {row[0] for row in cursor.fetchall()}  # type: ignore[attr-defined]
    if OWNER not in present:
        execute(f"CREATE ROLE {OWNER} NOLOGIN CREATEROLE")
    if BACKUP not in present:
        execute(f"CREATE ROLE {BACKUP} LOGIN BYPASSRLS IN ROLE pg_read_all_data")
    execute(f"GRANT pg_signal_backend TO {OWNER}")  # who is retired is disconnected


def upgrade(admin: URL | str) -> SchemaStatus:
    """Bring a database up to this program: migrations, guards and access in one transaction.

    `admin`: a superuser, or a login that may become `vetka_owner`. Raises SchemaVersionError for a newer schema.
    """
    found = status(admin)
    if found.state == "newer":
        raise SchemaVersionError("schema-newer", revision=found.revision or "", expected=found.expected)
    engine = create_engine(make_url(admin), connect_args={"application_name": "vetka upgrade"})
    try:
        with explained(), engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
            prepare(connection)
            command.upgrade(_alembic(connection), "head")
            apply_rules(connection)
    finally:
        engine.dispose()
    return status(admin)


def prepare(connection: Connection) -> None:
    """Become the owner for this transaction, and make what the tables and their rights need: groups, the extension."""
    connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
    connection.execute(text("SET LOCAL search_path = public"))
    present = set(connection.execute(text("SELECT rolname FROM pg_roles WHERE rolname LIKE 'vetka\\_%'")).scalars())
    for group in GROUPS:
        if group not in present:
            connection.execute(text(f"CREATE ROLE {group} NOLOGIN"))
    connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}"))


def rule_pages() -> list[Path]:
    """Return the pages of rules in the order they are applied: guards first, then access."""
    return [*sorted((_HERE / "guards").glob("*.sql")), _HERE / "access.sql"]


def apply_rules(connection: Connection) -> None:
    """Apply guards and access anew on a connection of the owner; the caller owns the transaction."""
    driver = connection.connection.dbapi_connection
    if driver is None:
        raise AssertionError("the connection was closed")
    cursor = driver.cursor()  # past SQLAlchemy, which would read % and : in the pages
    for page in rule_pages():
        cursor.execute(page.read_text(encoding="utf-8"))
    cursor.close()


def new_revision(admin: URL | str, message: str) -> None:
    """Write a migration from the difference between the tables in code and an up-to-date database."""
    engine = create_engine(make_url(admin))
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.revision(_alembic(connection), message, autogenerate=True)
    engine.dispose()
