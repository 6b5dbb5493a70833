"""A whole company in one file, and back: pg_dump and pg_restore, with the people whom the server keeps."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import make_dsn
from sqlalchemy import URL, create_engine, make_url

from database import archive, schema
from database.address import connect_fields
from database.embedded.programs import Programs
from database.engine import explained, explained_connect
from database.errors import KnownError, SchemaVersionError
from database.server_people import bring_in, read_verifiers, refuse_strangers

_BLOCK = 1 << 20
_NO_WINDOW = 0x08000000 if os.name == "nt" else 0

# pg_restore 17 and newer sets a parameter that older servers lack; nothing else may fail.
_HARMLESS = re.compile(
    r'(pg_restore: while INITIALIZING:\s+)?pg_restore: error: could not execute query: ERROR:  unrecognized '
    r'configuration parameter "transaction_timeout"\s+Command was: SET transaction_timeout = 0;\s+'
    r"pg_restore: warning: errors ignored on restore: 1\s*"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore leaves to do. `without_password`: logins that need a new one.

    `switched_off`: codes of the partners that were on, such as `bitrix24`: the copy would else act as the original.
    """

    without_password: list[str]
    switched_off: list[str]


def backup(url: URL | str, file: Path, programs: Path | None = None) -> None:
    """Write the database and its people into `file`, as they are at this moment, while everybody works on.

    url: the administrator's address, or that of `vetka_backup`, who may not read the verifiers of passwords.
    programs: the folder of pg_dump; without it, the programs that Vetka carries or the system has.
    Raises KnownError `backup-file-exists`, `backup-unwritable`, `backup-disk-full`, `backup-failed`.
    """
    address = make_url(url)
    with _explained("backup-failed"), _frozen(address) as (cursor, snapshot):
        head = _head(cursor, address)
        command = ["--format=custom", "--no-password", "-B", f"--snapshot={snapshot}"]  # B: no large objects
        with archive.writing(file, head) as target, _running("pg_dump", command, address, programs) as (process, said):
            _copy(process.stdout, target)
            if process.wait() != 0:
                raise KnownError("backup-failed", message=_last_line(said()))


def restore(admin: URL | str, file: Path, name: str, programs: Path | None = None) -> Restored:
    """Make database `name` from a backup, with its people, and with all partners switched off.

    admin: a superuser's address of any database of the server. People whom the server knows already stay as they are
    there. The list of nightly backups is empty: their files are the original's. Whatever fails, no half-made database
    is left.
    Raises KnownError `backup-missing`, `backup-not-ours`, `backup-newer`, `database-exists`, `login-of-a-stranger`,
    `restore-failed`; SchemaVersionError where the backup is of a newer program.
    """
    head = archive.read_head(file)
    if schema.compare(head.revision) == "newer":
        raise SchemaVersionError("schema-newer", revision=head.revision, expected=schema.expected_revision())
    with _explained("restore-failed"):
        return _restore(make_url(admin), head, file, name, programs)


def _restore(server: URL, head: archive.Head, file: Path, name: str, programs: Path | None) -> Restored:
    refuse_strangers(server, head.verifiers)
    made = schema.create_database(server, name)
    try:
        _prepare(made)
        _load(made, file, programs)
        switched_off = _part_from_original(made)  # before the upgrade, which lets people and agents connect
        schema.upgrade(made)
        return Restored(bring_in(made, head.verifiers), switched_off)
    except BaseException:
        _drop(server, name)
        raise


@contextmanager
def _explained(code: str) -> Iterator[None]:
    """Turn what the server refuses – a login without the rights, a full disk – into a known error."""
    try:
        yield
    except psycopg2.Error as error:
        raise KnownError(code, message=str(error).strip().split("\n")[0]) from error


@contextmanager
def _frozen(address: URL) -> Iterator[tuple[Any, str]]:
    """Give a transaction that sees one moment, and the name by which pg_dump sees the same."""
    with explained_connect(address) as connection, connection.cursor() as cursor:
        connection.autocommit = False
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor, cursor.fetchone()[0]


def _head(cursor: Any, address: URL) -> archive.Head:
    cursor.execute("SELECT to_regclass('public.alembic_version') IS NOT NULL")
    if not cursor.fetchone()[0]:
        raise SchemaVersionError("schema-empty", revision="", expected=schema.expected_revision())
    cursor.execute("SELECT version_num, current_setting('server_version_num')::int FROM public.alembic_version")
    revision, version = cursor.fetchone()
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return archive.Head(revision, version, address.database or "", made_at, read_verifiers(cursor))


def _prepare(made: URL) -> None:
    engine = create_engine(made)
    try:
        with explained(), engine.begin() as connection:
            schema.prepare(connection)
    finally:
        engine.dispose()


def _load(made: URL, file: Path, programs: Path | None) -> None:
    with archive.reading(file) as source, _running("pg_restore", ["--no-password"], made, programs) as (process, said):
        try:
            _copy(source, process.stdin)
        except BrokenPipeError:
            pass  # it gave up; why, it has said
        finally:
            _close(process.stdin)
        if process.wait() != 0 and not _HARMLESS.fullmatch(said()):
            raise KnownError("restore-failed", message=_first_error(said()))


def _part_from_original(made: URL) -> list[str]:
    """Switch off the partners of a restored database, forget whose backups are noted there; return who was on."""
    with explained_connect(made) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.partner') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return []  # the backup is of a program that knew no partners
        cursor.execute("UPDATE public.partner SET active = false WHERE active RETURNING system")
        switched_off = sorted(system for (system,) in cursor.fetchall())
        cursor.execute("DELETE FROM public.backup_run")
    return switched_off


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        pass


@contextmanager
def _running(program: str, options: list[str], address: URL, programs: Path | None) -> Iterator[tuple[Any, Any]]:
    """Run a program on a database, with pipes both ways; gives the process and a function that tells what it wrote."""
    fields = dict(connect_fields(address))
    password = fields.pop("password", None)
    with tempfile.TemporaryFile() as errors:
        command = [str(_program(program, programs)), *options, "--dbname", make_dsn(**fields)]
        try:
            process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, and no shell
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                env=_environment(program, password), creationflags=_NO_WINDOW,
            )  # fmt: skip
        except OSError as error:
            raise KnownError("programs-missing", program=program, message=str(error)) from error

        def said() -> str:
            errors.seek(0)
            return errors.read().decode(errors="replace").strip()

        try:
            yield process, said
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            _close(process.stdin)
            _close(process.stdout)


def _environment(program: str, password: str | None) -> Mapping[str, str]:
    """Return an environment with the password, which no list of processes shows, and with messages in English."""
    given = {"LC_ALL": "C", "PGAPPNAME": "vetka backup"}
    if program == "pg_restore":
        given["PGOPTIONS"] = "-c lc_messages=C"  # the server's words, too; only a superuser may choose them
    return {**os.environ, **given, **({"PGPASSWORD": password} if password else {})}


def _program(name: str, folder: Path | None) -> Path:
    if folder is None:
        try:
            folder = Programs.carried().folder
        except KnownError:
            return Path(shutil.which(name) or name)
    return folder / (f"{name}.exe" if os.name == "nt" else name)


def _copy(source: IO[bytes] | None, target: IO[bytes] | None) -> None:
    if source is None or target is None:
        raise AssertionError("both ends are pipes or files")
    shutil.copyfileobj(source, target, _BLOCK)


def _last_line(said: str) -> str:
    return said.splitlines()[-1] if said else ""


def _first_error(said: str) -> str:
    lines = [line for line in said.splitlines() if "error" in line.lower() and "transaction_timeout" not in line]
    return lines[0] if lines else _last_line(said)


def _drop(server: URL, name: str) -> None:
    with explained_connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
