"""`vetka agent` as a process of its own, and `vetka exchange`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

import vetka
from tests.company import PASSWORD, Company
from tests.domain.tickets.line import in_procurement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def started(company: Company, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts `vetka --as agent agent` on the test company; what is left is killed at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def call(*options: str) -> "subprocess.Popen[bytes]":
        url = nameless(company)
        command = [sys.executable, "-m", "vetka", "--database", url, "--as", "agent", "agent", *options]
        environment = {**os.environ, "VETKA_PASSWORD": PASSWORD, "VETKA_HOME": str(tmp_path), "VETKA_LANGUAGE": "ru"}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE)
        running.append(process)
        return process

    yield call
    for process in running:
        process.kill()
        process.wait()


def nameless(company: Company) -> str:
    """Return the address of the database without a login."""
    url = company.admin_url
    return f"postgresql://{url.host}:{url.port}/{url.database}"


def seen(company: Company) -> int:
    """Return how many workers are at their queues; an agent has two."""
    with company.owner().session() as session:
        query = "SELECT count(*) FROM jobs.procrastinate_workers"
        return session.connection().exec_driver_sql(query).scalar_one()


def wait_for(company: Company, count: int) -> None:
    pause = Event()
    for _ in range(700):
        if seen(company) == count:
            return
        pause.wait(0.1)
    raise AssertionError(f"{seen(company)} workers, not {count}")


def test_it_serves_until_its_window_is_gone(company, started):
    process = started("--with-parent")
    wait_for(company, 2)  # one for letters and the like, one for Bitrix24
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(30) == 0
    assert seen(company) == 0


def test_a_signal_ends_it_in_order(company, started):
    process = started()
    wait_for(company, 2)  # one for letters and the like, one for Bitrix24
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert seen(company) == 0


def test_it_comes_back_when_the_server_was_away(company, started):
    started()
    wait_for(company, 2)  # one for letters and the like, one for Bitrix24
    with company.owner().session() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vetka agent'"
        )
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.ask_agent('backup.make')")
    pause = Event()
    for _ in range(700):
        if rows_of_backups(company):
            return
        pause.wait(0.1)
    raise AssertionError("the agent did not come back")


def rows_of_backups(company: Company) -> int:
    with company.owner().session() as session:
        return session.connection().exec_driver_sql("SELECT count(*) FROM backup_run").scalar_one()


def test_once_does_what_is_due_and_leaves(company, started):
    process = started("--once")
    assert process.wait(60) == 0
    with company.psql("engineer").cursor() as cursor:
        cursor.execute("SELECT fault FROM partner_report WHERE system = 'backup'")
        assert cursor.fetchone() == ("backup-address-wanted",)


def test_a_person_is_no_agent(run):
    ran = run("engineer", "agent", "--once")
    assert ran.code == 1
    assert "агент" in ran.err.lower()


def test_without_a_login_the_sentence_says_what_to_do(company, monkeypatch, capsys):
    url = nameless(company)
    monkeypatch.setattr(sys, "argv", ["vetka", "--database", url, "agent", "--once"])
    monkeypatch.setenv("VETKA_LANGUAGE", "ru")
    with pytest.raises(SystemExit) as left:
        vetka.main()
    assert left.value.code == 1
    assert "--as" in capsys.readouterr().err


def test_jobs_are_listed_retried_and_skipped(company, run):
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET active = true WHERE system = 'bitrix24'")
    in_procurement(company)
    (job,) = json.loads(run("lead", "exchange", "jobs", "--json").out)
    assert (job["task"], job["state"], job["ticket"]) == ("bitrix24.deal", "waiting", 1)
    assert run("lead", "exchange", "retry", str(job["id"])).code == 0
    assert run("engineer", "exchange", "skip", str(job["id"])).code == 1
    assert run("buyer", "exchange", "skip", str(job["id"])).code == 0
    refused = run("lead", "exchange", "retry", str(job["id"]))
    assert refused.code == 1
    assert refused.err.strip() == "Это задание уже выполняется или завершено."
    assert json.loads(run("lead", "exchange", "jobs", "--state", "skipped", "--json").out)[0]["id"] == job["id"]


def test_the_state_of_partners_is_told(run):
    told = json.loads(run("engineer", "exchange", "status", "--json").out)
    assert [one["system"] for one in told["partners"]] == ["bitrix24", "mail", "backup"]
    assert "bitrix24" in run("engineer", "exchange", "status").out
