"""The agent beside the window: on this computer's own server the desktop runs it as a process of its own."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QProcessEnvironment, QTimer, Slot

from database.folders import Folders

PAUSE_MS = 30_000
"""An agent that dies is started again, but not more often than this."""
_END_MS = 10_000
_LONGEST_LOG = 1_000_000  # bytes
_MODULE = "vetka"


def command() -> list[str]:
    """Return how this very program is started as an agent that ends with its parent."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", _MODULE]
    return [*program, "agent", "--with-parent"]


class AgentProcess(QObject):
    """Keeps one agent running from `start` to `stop`.

    It holds the other end of the agent's standard input: however this program ends, the pipe closes and the agent
    leaves after the jobs under way. What the agent writes goes to `logs/agent.log` of the data folder.
    """

    def __init__(
        self, home: Path, parent: QObject | None = None, *, started_as: Sequence[str] = (), pause_ms: int = PAUSE_MS
    ) -> None:
        """`home`: the data folder. `started_as`: another command than `command()`."""
        super().__init__(parent)
        self._home = home
        self._command = list(started_as) or command()
        self._wanted = False
        self._since_start = QElapsedTimer()
        self._pause_ms = pause_ms
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._run)
        self._process = QProcess(self)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._failed)

    @property
    def running(self) -> bool:
        """Whether the agent's process is there now."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Run the agent, unless it runs already."""
        if not self._wanted:
            self._wanted = True
            self._run()

    def stop(self) -> None:
        """Let the agent end its jobs and wait for that a little; one that takes too long is killed, losing nothing."""
        self._wanted = False
        self._again.stop()
        if not self.running:
            return
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_END_MS):
            self._process.kill()
            self._process.waitForFinished(_END_MS)

    @Slot()
    def _run(self) -> None:
        if not self._wanted or self.running:
            return
        self._since_start.start()
        self._process.setProcessEnvironment(self._environment())
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(self._log(), QProcess.OpenModeFlag.Append)
        self._process.start(self._command[0], self._command[1:])

    def _environment(self) -> QProcessEnvironment:
        made = QProcessEnvironment.systemEnvironment()
        made.insert("VETKA_HOME", str(self._home))
        made.remove("VETKA_DATABASE_URL")  # it is this computer's own server that this agent serves
        if not getattr(sys, "frozen", False):
            places = [str(Path(__file__).resolve().parents[1]), made.value("PYTHONPATH")]
            made.insert("PYTHONPATH", os.pathsep.join(filter(None, places)))
        return made

    def _log(self) -> str:
        """Return the file that the agent writes to; without a folder to write in, nowhere."""
        file = Folders(self._home).logs / "agent.log"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.stat().st_size > _LONGEST_LOG:
                file.replace(file.with_name("agent.log.1"))
        except OSError:
            return QProcess.nullDevice()
        return str(file)

    @Slot()
    def _ended(self) -> None:
        if self._wanted:
            self._again.start(max(0, self._pause_ms - int(self._since_start.elapsed())))

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # of all else `finished` tells
            self._ended()
