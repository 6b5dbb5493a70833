"""The agent as a child of the window: it works, comes back when it dies, and ends with the window however that ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from database import address
from database.folders import Folders
from desktop.agent_process import AgentProcess, command
from domain.exchange.queries import agent_seen
from tests.company import PASSWORD, Company

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import os, sys
from pathlib import Path
print("up as", os.getpid(), file=sys.stderr)
Path(os.environ["VETKA_HOME"], "pids").open("a").write(f"{os.getpid()}\\n")
sys.stdin.read()
"""
PARENT = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.agent_process import AgentProcess
application = QCoreApplication([])
agent = AgentProcess(Path(sys.argv[1]), started_as=[sys.executable, "-c", {CHILD!r}])
agent.start()
application.exec()
"""
posix_only = pytest.mark.skipif(os.name != "posix", reason="kill -9")


def pids(home: Path) -> list[int]:
    file = home / "pids"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[AgentProcess]:
    made = AgentProcess(tmp_path, started_as=[sys.executable, "-c", CHILD], pause_ms=50)
    yield made
    made.stop()


def test_an_agent_that_dies_is_started_again_and_stopped_at_the_end(
    qtbot: QtBot, agent: AgentProcess, tmp_path: Path
) -> None:
    agent.start()
    agent.start()
    qtbot.waitUntil(lambda: len(pids(tmp_path)) == 1)
    psutil.Process(pids(tmp_path)[0]).kill()
    qtbot.waitUntil(lambda: len(pids(tmp_path)) == 2)
    agent.stop()
    assert not agent.running
    assert not any(psutil.pid_exists(pid) for pid in pids(tmp_path))
    log = (Folders(tmp_path).logs / "agent.log").read_text()
    assert log.count("up as") == 2, "what it writes is kept, also what the first one wrote"


def test_an_agent_that_cannot_be_started_is_tried_again_and_hurts_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    agent = AgentProcess(tmp_path, started_as=[str(tmp_path / "no-such-program")], pause_ms=20)
    agent.start()
    qtbot.waitUntil(lambda: not agent.running)
    program = tmp_path / "no-such-program"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{CHILD}'\n")
    program.chmod(0o700)
    if os.name == "posix":
        qtbot.waitUntil(lambda: len(pids(tmp_path)) == 1)
    agent.stop()
    assert not agent.running


@posix_only
def test_it_ends_when_the_window_s_process_is_killed(qtbot: QtBot, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    window = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], env=environment)
    qtbot.waitUntil(lambda: len(pids(tmp_path)) == 1, timeout=15_000)
    child = psutil.Process(pids(tmp_path)[0])
    window.send_signal(signal.SIGKILL)
    window.wait()
    _, alive = psutil.wait_procs([child], timeout=15)
    assert alive == []


def test_the_real_agent_gives_signs_of_life_and_ends_with_the_pipe(
    company: Company, qtbot: QtBot, tmp_path: Path
) -> None:
    url = address.with_login(company.url("agent"), "agent", PASSWORD).render_as_string(hide_password=False)
    agent = AgentProcess(tmp_path, started_as=[sys.executable, "-m", "vetka", "--database", url, *command()[3:]])
    agent.start()
    try:
        qtbot.waitUntil(lambda: company.database("lead").ask(agent_seen) is not None, timeout=30_000)
        assert agent.running
    finally:
        agent.stop()
    assert not agent.running
    assert "Traceback" not in (Folders(tmp_path).logs / "agent.log").read_text()


def test_a_frozen_program_is_its_own_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command() == [sys.executable, "-m", "vetka", "agent", "--with-parent"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "agent", "--with-parent"]
