"""The private server as a program uses it: started by the first, shared by all, stopped by the last.

Run on Linux; the branches for Windows and macOS follow the manuals and were not run here.
"""

import os
import secrets
import time
from pathlib import Path
from types import TracebackType

from sqlalchemy import URL

from database.address import DRIVER
from database.embedded.account import let_through
from database.embedded.cluster import LOOPBACK, START_SECONDS, SUPERUSER, Cluster, Running
from database.embedded.faults import explained
from database.embedded.leases import Leases
from database.embedded.programs import ProgramError, Programs
from database.errors import KnownError
from database.folders import Folders

_KEPT_LOGS = 6
_SETTINGS = {
    "cluster_name": "vetka",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",  # the disk of a PC bought in the last ten years
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "server-%Y-%m-%d-%H%M%S.log",
    "log_rotation_size": "5MB",
    "log_min_error_statement": "panic",  # what people wrote stays out of the log
}


class EmbeddedServer:
    """One program's use of the private server of a data folder.

    >>> with EmbeddedServer(home()) as address:  # doctest: +SKIP
    ...     Database(address.set(database="vetka"))
    """

    def __init__(self, home: Path) -> None:
        self._folders = Folders(home.absolute())
        self._leases = Leases(self._folders.leases)

    def start(self) -> URL:
        """Return the superuser's address on the database `postgres`; the server runs until the last program stops.

        Makes the cluster where there is none, joins a server that runs, recovers one that was killed; calling it
        again brings back a server that died meanwhile. Raises KnownError: `data-folder-unwritable`,
        `data-folder-unusable`, `data-folder-foreign`, `data-disk-full`, `server-other-version`, `server-busy`,
        `server-failed`, `server-not-carried`, `server-no-account`.
        """
        with explained(self._folders.home, self._folders.server / "log"):
            self._folders.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._leases.gate():
                return self._join()

    def stop(self) -> None:
        """Leave; the last one stops the server. Harmless when repeated."""
        if not self._leases.held:
            return
        if not self._folders.home.exists():  # taken away under a running server, which ends by itself then
            self._leases.give_back()
            return
        with explained(self._folders.home, self._folders.server / "log"), self._leases.gate():
            self._leases.give_back()
            if self._leases.others():
                self._leases.let_go()
            elif self._leases.kept():
                self._leases.keep()
            else:
                self._leases.let_go()
                cluster = self._cluster()
                if cluster.running() is not None:
                    cluster.stop()

    def leave_running(self) -> None:
        """Ask that the server goes on after this program, so that psql finds it.

        Holds where this program is the last one: then for an hour, renewed by each program that starts and ends in
        it. Where others use the server, they go on to care for it.
        """
        with explained(self._folders.home, self._folders.server / "log"):
            self._leases.keep()

    def __enter__(self) -> URL:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _cluster(self) -> Cluster:
        return Cluster(self._folders.server, Programs.carried())

    def _join(self) -> URL:
        alone = not self._leases.others()
        joins = not self._leases.held
        if joins:
            self._leases.take()
        try:
            return self._bring_up(self._cluster(), alone=alone)
        except BaseException:
            if joins:
                self._leases.give_back()
            raise

    def _bring_up(self, cluster: Cluster, *, alone: bool) -> URL:
        self._make_or_check(cluster)
        running = _settled(cluster)
        if running is not None and alone and not self._is_of_use(running, cluster):
            cluster.stop()
            running = None
        if running is None:
            let_through(self._folders.home, cluster.programs.account)
            if not _read(self._folders.password_file):
                self._renew_password(cluster)
            port = cluster.start(_SETTINGS, prefer=_port(self._folders.port_file))
            _write(self._folders.port_file, str(port))
            _clear_old_logs(self._folders.server / "log")
        return owner_address(self._folders.home)

    def _make_or_check(self, cluster: Cluster) -> None:
        version, expected = cluster.version(), cluster.programs.major()
        if version is None:
            if cluster.data.is_dir() and any(cluster.data.iterdir()):
                raise KnownError("data-folder-foreign", folder=str(cluster.data))
            password = secrets.token_urlsafe(24)
            _write(self._folders.password_file, password)
            cluster.make(password)
        elif version != expected:
            raise KnownError("server-other-version", folder=str(cluster.data), found=version, expected=expected)

    def _is_of_use(self, running: Running, cluster: Cluster) -> bool:
        """Tell whether a server found running can be joined: its password is known, its programs still exist."""
        same_program = Path(running.program) == cluster.programs.path("postgres")
        return same_program and bool(_read(self._folders.password_file))

    def _renew_password(self, cluster: Cluster) -> None:
        """Set a new password where its file was lost: the data belong to whoever owns the folder."""
        password = secrets.token_urlsafe(24)
        cluster.set_password(password)
        _write(self._folders.password_file, password)


def owner_address(home: Path, database: str = SUPERUSER) -> URL:
    """Return the superuser's address from the files of a data folder, whether the server runs or not.

    Raises KnownError `server-never-started` where there is no password or port yet.
    """
    folders = Folders(home.absolute())
    with explained(folders.home, folders.server / "log"):
        password, port = _read(folders.password_file), _port(folders.port_file)
    if not password or port is None:
        raise KnownError("server-never-started", folder=str(folders.home))
    return URL.create(DRIVER, SUPERUSER, password, LOOPBACK, port, database)


def _settled(cluster: Cluster) -> Running | None:
    """Wait while a server is coming up or going down; return it when it is ready, None when it is gone."""
    deadline = time.monotonic() + START_SECONDS
    while (running := cluster.running()) is not None and not running.ready:
        if time.monotonic() > deadline:
            raise ProgramError(f"the server is neither up nor down\n{cluster.last_words()}")
        time.sleep(0.1)
    return running


def _clear_old_logs(folder: Path) -> None:
    for file in sorted(folder.glob("server-*.log"))[:-_KEPT_LOGS]:
        file.unlink(missing_ok=True)


def _port(file: Path) -> int | None:
    text = _read(file)
    return int(text) if text.isdecimal() and 0 < int(text) < 65536 else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _write(file: Path, text: str) -> None:
    """Replace a file that only the owner of this computer may read: whole, or not at all."""
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
