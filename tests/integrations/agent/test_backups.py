"""The nightly backup: proved, kept while it is good, one at a time, and what an agent that is killed leaves behind."""

import errno
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import psutil
import pytest

import resources.sentences
from database.backup import restore
from database.embedded.cluster import Cluster
from database.embedded.programs import Programs
from database.engine import Database, explained_connect
from database.errors import KnownError
from domain.laws import verify
from integrations.agent import backups
from integrations.agent.backups import make_backup, make_backup_if_due, one_at_a_time
from integrations.agent.office import BackupPlan, Office
from integrations.agent.outcomes import TryAgainError
from integrations.agent.proof import clear_after_killed
from integrations.agent.run import Agent
from tests.company import PASSWORD, Company
from tests.domain.tickets.line import in_procurement, in_work
from tests.integrations.agent.offices import jobs, office, run_until_settled
from tests.servers import Server

ROOT = Path(__file__).resolve().parents[3]
HERE = socket.gethostname()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for temporary files that no other test shares."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def started(temporary: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts Python on some arguments; what is left is killed at the end."""
    running: list[subprocess.Popen[str]] = []

    def call(*arguments: str, **variables: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary), **variables},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield call
    for process in running:
        process.kill()
        process.communicate()
    clear_after_killed()


def own(company: Company, statement: str, *values: Any) -> None:
    with explained_connect(company.admin_url) as connection, connection.cursor() as cursor:
        cursor.execute(statement, values)


def runs(company: Company, columns: str = "state, code") -> list[tuple[Any, ...]]:
    with company.psql("engineer").cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM backup_run ORDER BY id")
        return cursor.fetchall()


def long_ago(company: Company, hours: int) -> None:
    """Let that many hours go by since every backup so far."""
    own(
        company,
        "UPDATE backup_run SET began_at = began_at - make_interval(hours => %s),"
        " ended_at = ended_at - make_interval(hours => %s)",
        hours,
        hours,
    )


def noted(company: Company, file: Path, state: str, computer: str = HERE) -> str:
    """Lay a file of an earlier backup, and note it."""
    file.write_bytes(b"earlier")
    own(
        company,
        "INSERT INTO backup_run (state, file, computer, began_at, ended_at)"
        " VALUES (%s, %s, %s, now() - interval '31 hours', now() - interval '31 hours')",
        state,
        str(file),
        computer,
    )
    return file.name


def break_a_law(company: Company) -> None:
    ticket = in_work(company)
    own(
        company,
        "SET session_replication_role = replica; INSERT INTO ticket_comment (ticket_id, kind, body, origin, author)"
        " VALUES (%s, 'internal', 'x', 'bitrix24', 'x')",
        ticket,
    )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def due_code(office_: Office) -> str:
    """Return why a round failed; empty where it did not."""
    try:
        make_backup_if_due(office_)
    except KnownError as error:
        for language in ("ru", "en", "kk"):
            assert resources.sentences.sentence(error.code, language, **error.details) != error.code
        return error.code
    return ""


def test_the_nightly_backup_is_proved_and_restores_into_an_empty_server(
    company: Company, server: Server, tmp_path: Path, temporary: Path
) -> None:
    in_procurement(company)
    folder = tmp_path / "копии"
    Agent(office(company, folder=folder)).run_once()
    ((state, file, laws, broken),) = runs(company, "state, file, laws, broken")
    assert (state, broken) == ("verified", 0)
    assert laws > 40
    assert names(folder) == {Path(file).name}
    assert names(temporary) == set()
    restore(server.url, Path(file), "restored_copy")
    copy = Database(server.url.set(database="restored_copy"))
    try:
        assert [str(law) for law in copy.ask(verify) if law.violations] == []
    finally:
        copy.close()
        with explained_connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("DROP DATABASE restored_copy WITH (FORCE)")


def test_only_the_newest_proven_ones_of_this_computer_stay_and_what_is_not_ours_is_let_be(
    company: Company, tmp_path: Path
) -> None:
    old = [noted(company, tmp_path / f"vetka-2020010{day}-000000.backup", "verified") for day in (1, 2, 3)]
    bad = [noted(company, tmp_path / f"vetka-2020020{day}-000000.backup", "broken") for day in (1, 2, 3)]
    other = noted(company, tmp_path / "vetka-20200301-000000.backup", "verified", "another-pc")
    (tmp_path / "vetka-by-hand.backup").write_bytes(b"kept by a person")
    agent = Agent(office(company, folder=tmp_path))
    agent.run_once()
    made = Path(runs(company, "file")[-1][0]).name
    kept = {made, old[2], *bad[1:], other, "vetka-by-hand.backup"}
    assert runs(company)[-1] == ("verified", "")
    assert names(tmp_path) == kept
    agent.run_once()
    assert names(tmp_path) == kept
    assert len(runs(company)) == 8


def test_a_broken_law_costs_no_good_backup_and_is_not_met_every_ten_minutes(company: Company, tmp_path: Path) -> None:
    good = [noted(company, tmp_path / f"vetka-2020010{day}-000000.backup", "verified") for day in (1, 2)]
    bad = [noted(company, tmp_path / f"vetka-2020020{day}-000000.backup", "broken") for day in (1, 2)]
    break_a_law(company)
    desk = office(company, folder=tmp_path)
    assert due_code(desk) == "backup-breaks-laws"
    assert [due_code(desk) for _ in range(3)] == ["", "", ""]
    assert [state for state, _ in runs(company)] == ["verified", "verified", "broken", "broken", "broken"]
    made = Path(runs(company, "file")[-1][0]).name
    assert names(tmp_path) == {*good, bad[1], made}


def test_one_that_failed_is_made_again_after_a_while(company: Company, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    desk = Office(company.database("agent"), BackupPlan(tmp_path / "file" / "folder", company.admin_url))
    assert [due_code(desk), due_code(desk)] == ["backup-unwritable", ""]
    long_ago(company, 4)
    assert due_code(desk) == "backup-unwritable"
    assert runs(company) == [("failed", "backup-unwritable")] * 2


def test_a_backup_that_cannot_be_written_is_on_the_list_with_its_reason(company: Company, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.ask_agent('backup.make')")
    plan = BackupPlan(blocked / "folder", company.admin_url)
    run_until_settled(company, Agent(Office(company.database("agent"), plan, call_gap=0.0)))
    (row,) = jobs(company)
    assert (row["state"], row["code"]) == ("parked", "backup-unwritable")
    assert runs(company)[-1] == ("failed", "backup-unwritable")


def test_where_it_cannot_be_tried_it_does_not_count(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    assert due_code(office(company, folder=tmp_path)) == "backup-unproved"
    ((state, code, details, ended),) = runs(company, "state, code, details, ended_at")
    assert (state, code) == ("failed", "backup-unproved")
    assert details == {"message": os.strerror(errno.ENOSPC)}
    assert ended is not None


def test_a_fault_of_the_program_is_noted_as_well(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division")

    monkeypatch.setattr(backups, "restore", broken)
    with pytest.raises(ZeroDivisionError):
        make_backup(office(company, folder=tmp_path))
    assert runs(company) == [("failed", "job-broke")]


def test_without_an_address_that_reads_all_the_page_says_so(company: Company) -> None:
    Agent(office(company)).run_once()
    with company.psql("engineer").cursor() as cursor:
        cursor.execute("SELECT fault FROM partner_report WHERE system = 'backup'")
        assert cursor.fetchone() == ("backup-address-wanted",)
    assert runs(company) == []


# One at a time, and what the dead leave -------------------------------------------------------------------------------


def test_whoever_asks_while_one_is_made_waits_and_gets_it(company: Company, tmp_path: Path) -> None:
    desk = office(company, folder=tmp_path)
    with one_at_a_time(desk.database.url) as first:
        assert first
        make_backup_if_due(desk)
        assert runs(company) == []
        with pytest.raises(TryAgainError) as caught:
            make_backup(desk)
        assert (caught.value.code, caught.value.counted) == ("backup-running", False)
        with company.psql("admin").cursor() as cursor:
            cursor.execute("SELECT api.ask_agent('backup.make')")
        Agent(desk, rhythm=()).run_once()
        (row,) = jobs(company)
        assert (row["state"], row["code"]) == ("waiting", "backup-running")
    run_until_settled(company, Agent(desk, rhythm=()))
    assert runs(company) == [("verified", "")]
    assert len(names(tmp_path)) == 1


def until(found: Callable[[], Any]) -> Any:
    """Wait for a state, and return it."""
    pause = Event()
    for _ in range(600):
        if state := found():
            return state
        pause.wait(0.05)
    raise AssertionError("it never came to that")


def test_an_agent_killed_while_it_tries_a_backup_leaves_no_server_and_no_copy(
    company: Company, tmp_path: Path, temporary: Path, started: Callable[..., "subprocess.Popen[str]"]
) -> None:
    folder, url = tmp_path / "copies", company.admin_url
    agent = started(
        "-m", "vetka", "--database", f"postgresql://{url.host}:{url.port}/{url.database}", "--as", "agent", "agent",
        VETKA_PASSWORD=PASSWORD, VETKA_HOME=str(tmp_path), VETKA_BACKUP_DIR=str(folder),
        VETKA_BACKUP_URL=url.render_as_string(hide_password=False),
    )  # fmt: skip
    left = until(lambda: next(temporary.glob("vetka-proof-*"), None))
    server = Cluster(left / "server", Programs.carried())
    pid = until(server.running).pid
    clear_after_killed()
    assert is_alive(pid), "the proof of one that lives is let be"
    agent.kill()
    agent.wait()
    assert is_alive(pid), "nothing ends it by itself"
    until(lambda: _turn_is_free(company))
    part = Path(runs(company, "file")[0][0] + ".0a1b2c3d.part")
    part.write_bytes(b"half")

    desk = office(company, folder=folder)
    make_backup_if_due(desk)
    assert runs(company, "state, code, ended_at") == [("failed", "backup-interrupted", None)]
    assert names(temporary) == set()
    assert not is_alive(pid)
    assert not part.exists()
    long_ago(company, 4)
    make_backup_if_due(desk)
    assert runs(company) == [("failed", "backup-interrupted"), ("verified", "")]


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def _turn_is_free(company: Company) -> bool:
    with one_at_a_time(company.url("agent")) as free:
        return free


def test_what_only_looks_like_a_proof_is_let_be(temporary: Path) -> None:
    born = int(psutil.Process().create_time())
    kept = {f"vetka-proof-{os.getpid()}-{born}-mine", "vetka-proof-notes"}
    for name in (*kept, f"vetka-proof-{os.getpid()}-{born - 60}-a_number_given_again"):
        (temporary / name).mkdir()
    elsewhere = temporary.parent / "elsewhere"
    elsewhere.mkdir()
    (temporary / "vetka-proof-999999999-1-link").symlink_to(elsewhere)
    clear_after_killed()
    assert names(temporary) == {*kept, "vetka-proof-999999999-1-link"}
    assert elsewhere.is_dir()
