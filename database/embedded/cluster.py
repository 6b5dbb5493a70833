"""One data folder of PostgreSQL: made, started, asked, stopped. Whose folder it is, its callers know."""

import os
import secrets
import shutil
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from database.embedded.account import hand_over, let_through
from database.embedded.programs import ProgramError, Programs

SUPERUSER = "postgres"
LOOPBACK = "127.0.0.1"
START_SECONDS = 60
_OWN_CONF = "vetka.conf"
_INCLUDES = f"""
# Vetka writes {_OWN_CONF} anew at every start. What should stay goes into local.conf.
include_if_exists '{_OWN_CONF}'
include_if_exists 'local.conf'
"""
_QUOTE = "'"
_PORT_TRIES = 3
_LONGEST_SOCKET = 103  # macOS; Linux takes four more
_PORTS = range(20_000, 32_000)  # below those that systems lend to outgoing connections


@dataclass(frozen=True, slots=True)
class Running:
    """What a live server says about itself in `postmaster.pid`."""

    pid: int
    port: int
    ready: bool
    program: str  # the file it was started from


class Cluster:
    """A server's folder: `data` is PostgreSQL's own, beside it lie its logs and its socket."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self.folder = folder
        self.programs = programs
        self.data = folder / "data"

    def version(self) -> int | None:
        """Return the major version that made the data folder; None where there is none yet."""
        file = self.data / "PG_VERSION"
        return int(file.read_text().split(".")[0]) if file.exists() else None

    def make(self, password: str, *, lasting: bool = True) -> None:
        """Make the data folder with the superuser `postgres` and SCRAM for everybody, all at once or not at all.

        One that need not be `lasting` is not waited for until it is on the disk.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        let_through(self.folder.parent, self.programs.account)
        hand_over(self.folder, self.programs.account)
        draft, password_file = self.folder / "data.new", self.folder / "first.password"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            self._write(password_file, password)
            options = self._init_options(draft.name, password_file.name) + ([] if lasting else ["--no-sync"])
            self.programs.run("initdb", *options, at=self.folder)
        finally:
            password_file.unlink(missing_ok=True)
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(_INCLUDES)
        draft.rename(self.data)

    def _init_options(self, folder: str, password_file: str) -> list[str]:
        options = ["-D", folder, "-U", SUPERUSER, "-E", "UTF8", "--auth=scram-sha-256", f"--pwfile={password_file}"]
        if self.programs.major() >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [*options, "--locale=C", "--no-instructions"]

    def running(self) -> Running | None:
        """Return the server of this folder if one is alive, whoever started it."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            program = (self.data / "postmaster.opts").read_text(encoding="utf-8", errors="replace").split(' "')[0]
            pid, port = int(lines[0]), int(lines[3])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return Running(pid, port, ready, program.strip()) if self._serves(pid) else None

    def _serves(self, pid: int) -> bool:
        """Tell our server from a stranger who got its number after a power cut."""
        try:
            process = psutil.Process(pid)
            if process.status() == psutil.STATUS_ZOMBIE or not process.name().lower().startswith("postgres"):
                return False
            return Path(process.cwd()).samefile(self.data)
        except psutil.AccessDenied:
            return True  # a server, and where it works is not told: never start a second one
        except (psutil.NoSuchProcess, FileNotFoundError):
            return False

    def start(self, settings: Mapping[str, str], prefer: int | None = None) -> int:
        """Start the server, wait until it takes connections and return its port: `prefer`, or a free one.

        Raises ProgramError with what the server wrote.
        """
        for attempt in range(_PORT_TRIES):
            port = prefer if prefer and attempt == 0 and port_is_free(prefer) else free_port()
            try:
                self._start_on(port, settings)
            except ProgramError as error:  # another program may have been quicker to take the port
                if attempt == _PORT_TRIES - 1 or "could not bind" not in str(error):
                    raise
            else:
                return port
        raise AssertionError("unreachable")

    def _start_on(self, port: int, settings: Mapping[str, str]) -> None:
        """A killed server may leave processes at their last query: they are waited for."""
        self._write_settings(port, settings)
        if self.running() is None:
            self._clear_after_killed()
        deadline = time.monotonic() + START_SECONDS
        while True:
            (self.folder / "start.log").unlink(missing_ok=True)
            options = ["-D", ".", "-l", "../start.log", "-w", "-t", str(START_SECONDS)]
            try:
                self.programs.run("pg_ctl", *options, "start", at=self.data)
            except ProgramError as error:
                words = self.last_words()
                if "pre-existing shared memory" not in words or time.monotonic() > deadline:
                    raise ProgramError(f"{error}\n{words}") from error
                time.sleep(0.3)
            else:
                return

    def _clear_after_killed(self) -> None:
        """Take away the number of a server that was killed: by now it may be a stranger's, whom PostgreSQL respects."""
        for stale in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)

    def _write_settings(self, port: int, settings: Mapping[str, str]) -> None:
        place = {"port": str(port), "listen_addresses": LOOPBACK, "unix_socket_directories": self._socket_folder(port)}
        lines = [f"{name} = '{value.replace(_QUOTE, _QUOTE * 2)}'\n" for name, value in {**place, **settings}.items()]
        self._write(self.data / _OWN_CONF, "".join(lines))

    def stop(self, mode: str = "fast") -> None:
        """Stop the server and wait; one that does not listen within half a minute is stopped at once."""
        try:
            self.programs.run("pg_ctl", "-D", ".", "-m", mode, "-w", "-t", "30", "stop", at=self.data)
        except ProgramError:
            if self.running() is not None:
                self.programs.run("pg_ctl", "-D", ".", "-m", "immediate", "-w", "-t", "30", "stop", at=self.data)

    def set_password(self, password: str) -> None:
        """Give the superuser a new password while no server runs: whoever owns the folder may."""
        quoted = password.replace(_QUOTE, _QUOTE * 2)
        command = f"ALTER ROLE {SUPERUSER} PASSWORD '{quoted}';\n"
        self.programs.run("postgres", "--single", "-D", ".", SUPERUSER, at=self.data, said=command)

    def last_words(self) -> str:
        """Return the last lines that the server wrote while it started."""
        newest = sorted((self.folder / "log").glob("*.log"))[-1:]
        files = [file for file in (self.folder / "start.log", *newest) if file.exists()]
        return "\n".join(file.read_text(encoding="utf-8", errors="replace")[-2000:].strip() for file in files)

    def _socket_folder(self, port: int) -> str:
        """Return the setting that offers a socket beside the data; empty where its name would be too long."""
        if os.name != "posix" or len(os.fsencode(self.folder / f".s.PGSQL.{port}")) > _LONGEST_SOCKET:
            return ""
        return '"' + str(self.folder).replace('"', '""') + '"'

    def _write(self, path: Path, text: str) -> None:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        hand_over(path, self.programs.account)


def port_is_free(port: int) -> bool:
    """Tell whether a server may listen on a port of this computer."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as PostgreSQL asks: a port just left is free; on Windows the option would steal it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of this computer where nobody listens."""
    while True:
        port = secrets.choice(_PORTS)
        if port_is_free(port):
            return port
