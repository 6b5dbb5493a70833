"""The server in which a backup is tried: it lives for this alone, and not longer than the agent that started it."""

import logging
import os
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from sqlalchemy import URL

from database.address import DRIVER
from database.embedded.cluster import LOOPBACK, SUPERUSER, Cluster
from database.embedded.programs import ProgramError, Programs
from database.errors import KnownError

_QUIET = {"fsync": "off", "max_connections": "20", "shared_buffers": "64MB", "log_min_messages": "fatal"}
_NAMED = re.compile(r"vetka-proof-(\d+)-(\d+)-.+")
_SAME_SECONDS = 2.0  # the system reckons a process's start anew from its clock, which may be set right meanwhile
_LOG = logging.getLogger("vetka.agent")


@contextmanager
def server_for_proof() -> Iterator[URL]:
    """Run an empty private server, gone at the end with all it holds. Raises OSError, ProgramError, KnownError.

    The folder's name says whose it is: where the agent is killed, the next one clears it away.
    """
    own = psutil.Process()
    prefix = f"vetka-proof-{own.pid}-{own.create_time():.0f}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        cluster, password = Cluster(Path(folder) / "server", Programs.carried()), secrets.token_hex(16)
        try:
            cluster.make(password, lasting=False)
            port = cluster.start(_QUIET)
            yield URL.create(DRIVER, SUPERUSER, password, LOOPBACK, port, SUPERUSER)
        finally:
            _stop(cluster)


def clear_after_killed() -> None:
    """Stop the servers whose agents are gone, and remove the copies of the company that they hold."""
    for folder in Path(tempfile.gettempdir()).glob("vetka-proof-*"):
        named = _NAMED.fullmatch(folder.name)
        try:
            if named and _is_own(folder) and not _lives(int(named[1]), int(named[2])):
                _remove(folder)
        except (OSError, KnownError) as error:
            _LOG.warning("%s could not be cleared away: %s", folder, error)


def _is_own(folder: Path) -> bool:
    """Tell a folder of this account from one that somebody else laid among the temporary files of all."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and (os.name != "posix" or found.st_uid == os.geteuid())


def _lives(pid: int, started: int) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(process.create_time() - started) <= _SAME_SECONDS
    except psutil.AccessDenied:
        return True
    except psutil.NoSuchProcess:
        return False


def _remove(folder: Path) -> None:
    if _stop(Cluster(folder / "server", Programs.carried())):
        shutil.rmtree(folder)
        _LOG.warning("%s was left by an agent that was killed, and is cleared away", folder)


def _stop(cluster: Cluster) -> bool:
    """Stop the server if it runs, and tell whether it is gone. What became of the proof is told elsewhere."""
    try:
        if cluster.running() is not None:
            cluster.stop("immediate")
    except ProgramError as error:
        _LOG.warning("the server in %s does not stop: %s", cluster.folder, error)
    return cluster.running() is None
