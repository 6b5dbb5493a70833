"""A company goes into a file and comes back whole: on the same server, on a fresh one, and after the worst."""

import errno
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg2 import sql
from sqlalchemy import URL, text

import resources.sentences
from database import archive
from database import backup as backup_module
from database.backup import backup, restore
from database.engine import Database, encrypt_password, explained_connect
from database.errors import KnownError, SchemaVersionError
from database.text_keys import sort_key
from domain.laws import verify
from tests.company import Company
from tests.domain.stock.deliveries import ordered, receive
from tests.domain.tickets.line import in_procurement, in_work
from tests.servers import ServerMissingError, programs_of, running

SECRET = "Пароль-2031"


@pytest.fixture
def busy(company: Company) -> Company:
    in_work(company)
    in_procurement(company)
    delivery = ordered(company, 2, tracked=True)
    receive(company, {delivery.lines[0]: 2}, serials="SN-1\nSN-2")
    add_person(company, "newcomer", ["vetka_warehouse", "vetka_engineer"])
    return company


def add_person(company: Company, login: str, roles: list[str]) -> None:
    with company.database("admin").session() as session:
        session.execute(
            text("SELECT api.add_person(:login, :login, :sort, :login, :verifier, :roles)"),
            {
                "login": login,
                "sort": sort_key(login),
                "verifier": encrypt_password(SECRET, login, company.admin_url),
                "roles": roles,
            },
        )


def forget(server: URL, company: Company, login: str) -> None:
    """Take a login role off the server, as on one that never knew it."""
    with explained_connect(company.admin_url) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(login)))


@contextmanager
def restored(server: URL, file: Path, programs: Path, name: str = "restored"):
    """Give the list of who needs a password and the administrator's address; the database is dropped at the end."""
    try:
        yield restore(server, file, name, programs), server.set(database=name)
    finally:
        with explained_connect(server) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def contents(url: URL) -> dict[str, str]:
    """Return table → digest of all its rows."""
    found = {}
    with explained_connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def broken(url: URL) -> list[str]:
    database = Database(url)
    try:
        return [str(law) for law in database.ask(verify) if law.violations]
    finally:
        database.close()


def sign_in(url: URL, login: str, password: str) -> str:
    with explained_connect(url.set(username=login, password=password)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.ticket")
        cursor.execute("SELECT string_agg(role, ' ' ORDER BY role) FROM public.allowed_role WHERE api.holds(role)")
        return cursor.fetchone()[0]


def refusal(call, *args) -> str:
    with pytest.raises(KnownError) as caught:
        call(*args)
    for language in ("ru", "en", "kk"):
        said = resources.sentences.sentence(caught.value.code, language, **caught.value.details)
        assert said != caught.value.code
        assert "…" not in said
    return caught.value.code


def test_everything_comes_back_with_its_people(busy, cluster, tmp_path):
    file = tmp_path / "компания.vetka"
    backup(busy.admin_url, file, cluster.programs)
    before = contents(busy.admin_url)
    forget(cluster.url, busy, "newcomer")
    with restored(cluster.url, file, cluster.programs) as (without_password, url):
        assert without_password == []
        assert contents(url) == before
        assert broken(url) == []
        assert sign_in(url, "newcomer", SECRET) == "vetka_engineer vetka_warehouse"
        assert sign_in(url, "clerk", "vetka-test") == "vetka_warehouse"
        admin = Database(url.set(username="admin", password="vetka-test"))
        with admin.session() as session:  # the owner may go on with people that it made here
            session.execute(text("SELECT api.set_roles('newcomer', '{vetka_engineer}')"))
            session.execute(text("SELECT api.retire_person('newcomer')"))
        admin.close()
        assert broken(url) == []


@pytest.mark.parametrize("kind", ["embedded", "system"])
def test_a_fresh_server_learns_the_people(busy, cluster, tmp_path, kind):
    """15 → 15, 15 → 18 and 18 → 18, according to where the tests run; a newer dump is not for an older server."""
    try:
        if programs_of(kind).major() < cluster.major:
            pytest.skip("a backup of a newer server is not for an older one")
    except ServerMissingError as error:
        pytest.skip(str(error))
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    with running(kind) as fresh:
        assert restore(fresh.url, file, "vetka", fresh.programs) == []
        url = fresh.url.set(database="vetka")
        assert contents(url) == contents(busy.admin_url)
        assert broken(url) == []
        assert sign_in(url, "newcomer", SECRET) == "vetka_engineer vetka_warehouse"
        assert sign_in(url, "lead", "vetka-test") == "vetka_dispatcher vetka_lead"


def test_newer_programs_serve_an_older_server(busy, cluster, tmp_path):
    """Their one complaint, about a parameter the older server lacks, is let pass."""
    newest = programs_of("embedded")
    if newest.major() == cluster.major:
        pytest.skip("this server is as new as the programs that are carried")
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, newest.folder)
    with restored(cluster.url, file, newest.folder) as (_, url):
        assert contents(url) == contents(busy.admin_url)
        assert broken(url) == []


def test_the_backup_s_own_login_is_enough(busy, cluster, tmp_path):
    with explained_connect(cluster.url) as connection, connection.cursor() as cursor:
        cursor.execute("ALTER ROLE vetka_backup PASSWORD 'nightly'")
    file = tmp_path / "a.vetka"
    backup(busy.admin_url.set(username="vetka_backup", password="nightly"), file, cluster.programs)
    with restored(cluster.url, file, cluster.programs) as (_, url):
        assert contents(url) == contents(busy.admin_url)


def test_who_has_no_password_is_named(busy, cluster, tmp_path):
    with explained_connect(cluster.url) as connection, connection.cursor() as cursor:
        cursor.execute("ALTER ROLE newcomer PASSWORD NULL")
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    forget(cluster.url, busy, "newcomer")
    with restored(cluster.url, file, cluster.programs) as (without_password, url):
        assert without_password == ["newcomer"]
        with pytest.raises(KnownError):
            sign_in(url, "newcomer", SECRET)


def test_a_restore_takes_back_no_rights_that_the_server_took_since(busy, cluster, tmp_path):
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    with busy.database("admin").session() as session:
        session.execute(text("SELECT api.retire_person('newcomer')"))
        session.execute(text("SELECT api.set_roles('clerk2', '{vetka_dispatcher}')"))
    with restored(cluster.url, file, cluster.programs) as (_, url):
        assert broken(url) == []
        assert sign_in(url, "clerk2", "vetka-test") == "vetka_dispatcher"
        with pytest.raises(KnownError):
            sign_in(url, "newcomer", SECRET)


def test_a_login_of_a_stranger_is_not_let_in(busy, cluster, tmp_path):
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    forget(cluster.url, busy, "newcomer")
    with explained_connect(cluster.url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE ROLE newcomer LOGIN PASSWORD 'other'")
    assert refusal(restore, cluster.url, file, "restored", cluster.programs) == "login-of-a-stranger"
    assert not there(cluster.url, "restored")


def there(server: URL, name: str) -> bool:
    with explained_connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", (name,))
        return cursor.fetchone()[0]


def test_files_that_are_no_backup(company, cluster, tmp_path):
    missing, text_file, zipped = tmp_path / "no.vetka", tmp_path / "a.txt", tmp_path / "b.zip"
    text_file.write_text("дамп")
    shutil.make_archive(str(zipped.with_suffix("")), "zip", tmp_path, "a.txt")
    for file, code in ((missing, "backup-missing"), (text_file, "backup-not-ours"), (zipped, "backup-not-ours")):
        assert refusal(restore, cluster.url, file, "restored", cluster.programs) == code
    assert refusal(restore, cluster.url, tmp_path, "restored", cluster.programs) == "backup-unreadable"
    assert not there(cluster.url, "restored")


@pytest.mark.parametrize("harm", ["cut", "flipped"])
def test_a_damaged_backup_leaves_no_database(busy, cluster, tmp_path, harm):
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    content = bytearray(file.read_bytes())
    if harm == "cut":
        del content[len(content) // 2 :]
    else:
        content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert refusal(restore, cluster.url, file, "restored", cluster.programs) in ("backup-not-ours", "restore-failed")
    assert not there(cluster.url, "restored")


def test_a_backup_of_a_newer_program_is_refused(company, cluster, tmp_path):
    file = tmp_path / "a.vetka"
    head = archive.Head("9999", 180000, "vetka", "2031-01-01T00:00:00+00:00", {})
    with archive.writing(file, head) as dump:
        dump.write(b"PGDMP")
    with pytest.raises(SchemaVersionError):
        restore(cluster.url, file, "restored", cluster.programs)


def test_nothing_is_written_over(busy, cluster, tmp_path):
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    assert refusal(backup, busy.admin_url, file, cluster.programs) == "backup-file-exists"
    taken = busy.admin_url.database
    assert refusal(restore, cluster.url, file, taken, cluster.programs) == "database-exists"
    assert broken(busy.admin_url) == []


def test_a_backup_is_for_its_owner_s_eyes_and_its_password_for_nobody_s(busy, cluster, tmp_path, monkeypatch):
    commands = []
    start = subprocess.Popen
    monkeypatch.setattr(
        backup_module.subprocess, "Popen", lambda command, **given: commands.append(command) or start(command, **given)
    )
    file = tmp_path / "a.vetka"
    backup(busy.admin_url, file, cluster.programs)
    assert commands
    assert busy.admin_url.password not in " ".join(commands[0])
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]


def full_disk(path: Path):
    path.touch()
    return Path("/dev/full").open("w+b", buffering=0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_and_leaves_nothing(busy, cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_new_file", full_disk)
    file = tmp_path / "a.vetka"
    assert refusal(backup, busy.admin_url, file, cluster.programs) == "backup-disk-full"
    assert list(tmp_path.iterdir()) == []
    assert errno.ENOSPC in archive._FULL


def test_a_folder_that_is_not_there_and_programs_that_are_not(busy, cluster, tmp_path):
    away = tmp_path / "нет" / "a.vetka"
    assert refusal(backup, busy.admin_url, away, cluster.programs) == "backup-unwritable"
    assert refusal(backup, busy.admin_url, tmp_path / "a.vetka", tmp_path) == "programs-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_person_cannot_take_the_company_home(busy, cluster, tmp_path):
    assert refusal(backup, busy.url("engineer"), tmp_path / "a.vetka", cluster.programs) == "backup-failed"
    assert list(tmp_path.iterdir()) == []
    file = tmp_path / "b.vetka"
    backup(busy.admin_url, file, cluster.programs)
    assert refusal(restore, busy.url("admin"), file, "restored", cluster.programs) == "restore-failed"
