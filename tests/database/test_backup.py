"""A company goes into a file and comes back whole: on the same server, on a fresh one, and after the worst."""

import errno
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg2 import sql
from sqlalchemy import URL, text

import resources.sentences
import vetka
from database import archive
from database import backup as backup_module
from database.backup import Restored, backup, restore
from database.engine import Database, encrypt_password, explained_connect
from database.errors import KnownError, SchemaVersionError
from database.text_keys import sort_key
from domain.exchange.actions import save_partner
from domain.exchange.queries import partner
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
        yield restore(server, file, name, programs).without_password, server.set(database=name)
    finally:
        drop(server, name)


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
        assert restore(fresh.url, file, "vetka", fresh.programs) == Restored([], [])
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


@pytest.fixture
def partnered(busy):
    """A company whose partners are on, with their secrets, and with nightly backups."""
    with explained_connect(busy.admin_url) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE partner SET active = true WHERE system <> 'backup'")
        cursor.execute("INSERT INTO integration_secret (system, value) VALUES ('bitrix24', 'тайна')")
        cursor.execute("INSERT INTO backup_run (state, file) VALUES ('verified', 'a'), ('running', 'b')")
    return busy


def partners_on(url: URL) -> list[str]:
    with explained_connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT system FROM partner WHERE active ORDER BY system")
        return [system for (system,) in cursor.fetchall()]


def test_a_restored_database_does_not_act_as_the_original(partnered, cluster, tmp_path):
    file = tmp_path / "a.vetka"
    backup(partnered.admin_url, file, cluster.programs)
    url = cluster.url.set(database="restored")
    try:
        assert restore(cluster.url, file, "restored", cluster.programs) == Restored([], ["bitrix24", "mail"])
        assert partners_on(url) == []
        assert broken(url) == []
        with explained_connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM backup_run), (SELECT value FROM integration_secret)")
            assert cursor.fetchone() == (0, "тайна")
        administrator = Database(url.set(username="admin", password="vetka-test"))
        set_up = administrator.ask(partner, "bitrix24")
        administrator.act(
            save_partner, "bitrix24", active=True, settings=set_up.settings, expected_version=set_up.version
        )
        administrator.close()
        assert partners_on(url) == ["bitrix24"]
    finally:
        drop(cluster.url, "restored")
    assert partners_on(partnered.admin_url) == ["bitrix24", "mail"]


def test_the_command_says_which_partners_it_switched_off(partnered, cluster, tmp_path, monkeypatch, capsys):
    file = tmp_path / "a.vetka"
    backup(partnered.admin_url, file, cluster.programs)
    address = cluster.url.render_as_string(hide_password=False)
    command = ["vetka", "--database", address, "db", "restore", str(file), "--name", "restored"]
    monkeypatch.setattr(sys, "argv", command)
    monkeypatch.setenv("VETKA_LANGUAGE", "kk")
    try:
        with pytest.raises(SystemExit) as left:
            vetka.main()
    finally:
        drop(cluster.url, "restored")
    out, err = capsys.readouterr()
    assert (left.value.code or 0, out) == (0, "")
    assert err.startswith("Қалпына келтірілген restored базасында")
    assert ": bitrix24, mail." in err
    for language, says in (("ru", "restored выключен"), ("en", "is off"), ("kk", "өшірілді")):
        said = resources.sentences.sentence("partners-switched-off", language, name="restored", partners="mail")
        assert says in said
        assert ": mail." in said


def test_two_who_write_the_same_file_at_once_spoil_nothing(tmp_path):
    file, head = tmp_path / "a.vetka", archive.Head("0001", 180000, "vetka", "2031-01-01T00:00:00+00:00", {})

    def slower() -> None:
        with archive.writing(file, head) as first:
            first.write(b"first")
            with archive.writing(file, head) as second:
                second.write(b"second")
            first.write(b"first")

    assert refusal(slower) == "backup-file-exists"
    assert list(tmp_path.iterdir()) == [file]
    with archive.reading(file) as dump:
        assert dump.read() == b"second"


def drop(server: URL, name: str) -> None:
    with explained_connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


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
