"""A private throw-away cluster for the tests: PostgreSQL's roles belong to a cluster, so each test process has its own.

`VETKA_TEST_SERVER=embedded` takes the programs of the wheel, `system` the newest that Debian has installed.
`python -m tests.servers` says where those of the system are, and ends with 1 where there are none.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from database.address import DRIVER
from database.embedded.cluster import LOOPBACK, SUPERUSER, Cluster
from database.embedded.programs import Programs

OLDEST = 15
_SYSTEM = Path("/usr/lib/postgresql")
_MEMORY = Path("/dev/shm")
_ENOUGH_BYTES = 3 << 30
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_locks_per_transaction": "128",
    "log_min_messages": "fatal",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class ServerMissingError(Exception):
    """This machine lacks the programs that were asked for; the text names the package that brings them."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: the superuser's address and the folder of its programs (psql, pg_dump)."""

    url: URL
    programs: Path
    major: int


@contextmanager
def running(kind: str, *, place: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a private server with password sign-in; stopped and removed at the end, also after `kill -9`.

    `kind`: "embedded" or "system". `place`: a folder for its data, memory if there is enough of it where none is given.
    `settings`: other ones than those of quick tests. Raises ServerMissingError.
    """
    programs = programs_of(kind)
    folder = Path(tempfile.mkdtemp(prefix="vetka-test-", dir=place or quick_folder()))
    cluster, password = Cluster(folder / "server", programs), secrets.token_hex(8)
    with _guard(cluster):
        cluster.make(password, lasting=False)
        port = cluster.start(_SETTINGS | dict(settings or {}))
        url = URL.create(DRIVER, SUPERUSER, password, LOOPBACK, port, SUPERUSER)
        yield Server(url, programs.folder, programs.major())


def programs_of(kind: str) -> Programs:
    """Return the programs of a kind of server; raises ServerMissingError, or ValueError for another kind."""
    if kind not in ("embedded", "system"):
        raise ValueError(f'VETKA_TEST_SERVER is "embedded" or "system", not "{kind}"')
    return Programs.carried() if kind == "embedded" else Programs.at(system_programs())


def system_programs() -> Path:
    """Return the folder of the newest PostgreSQL server that Debian has installed; raises ServerMissingError."""
    found = {int(path.parent.parent.name): path.parent for path in _SYSTEM.glob("*/bin/initdb")}
    if not found or max(found) < OLDEST:
        raise ServerMissingError(
            f"No PostgreSQL server {OLDEST} or newer under {_SYSTEM}. On Debian: apt-get install --yes postgresql"
        )
    return found[max(found)]


def quick_folder() -> str:
    """Return memory where there is enough of it, else the usual folder for temporary files."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES:
        return str(_MEMORY)
    return tempfile.gettempdir()


@contextmanager
def _guard(cluster: Cluster) -> Iterator[None]:
    """Let a process wait for the end of ours, however it comes, and clear up; its input closes when we are gone."""
    command = [sys.executable, "-m", "tests.servers", "guard", str(cluster.folder), str(cluster.programs.folder)]
    root = Path(__file__).resolve().parent.parent
    guard = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        guard.communicate(timeout=60)


def _clear_up_after_parent(folder: Path, programs: Path) -> None:
    sys.stdin.read()
    cluster = Cluster(folder, Programs.at(programs))
    if cluster.running() is not None:
        cluster.stop("immediate")
    shutil.rmtree(folder.parent)


def _main(arguments: list[str]) -> str | None:
    if arguments[:1] == ["guard"]:
        _clear_up_after_parent(Path(arguments[1]), Path(arguments[2]))
        return None
    try:
        sys.stdout.write(f"{system_programs()}\n")
    except ServerMissingError as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
