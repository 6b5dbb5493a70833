"""A private MariaDB for the tests of this folder, from binaries of this machine; gone with the session."""

import getpass
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
# Nothing here has to outlive a power cut.
_QUICK = ("--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-innodb-doublewrite")


class NoServerError(Exception):
    """This machine has no binaries of MariaDB; the text says which were looked for."""


@contextmanager
def private_mariadb() -> Iterator[str]:
    """Yield the address, without a database, of root on a fresh MariaDB: `mysql://root@127.0.0.1:PORT`."""
    server, installer = _program("mariadbd", "mysqld"), _program("mariadb-install-db", "mysql_install_db")
    home = Path(tempfile.mkdtemp(prefix="vetka-otrs-"))
    owner, data, port = f"--user={getpass.getuser()}", home / "data", _free_port()
    try:
        _run([installer, "--no-defaults", f"--datadir={data}", owner, "--auth-root-authentication-method=normal"])
        arguments = [f"--datadir={data}", owner, f"--port={port}", f"--bind-address={_LOOPBACK}", *_QUICK]
        arguments += [f"--socket={home / 'socket'}", f"--pid-file={home / 'pid'}", "--skip-name-resolve"]
        process = subprocess.Popen(
            [server, "--no-defaults", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for_answer(port, process)
            yield f"mysql://root@{_LOOPBACK}:{port}"
        finally:
            process.terminate()
            process.wait(_START_SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def load_mariadb(address: str, dump: str) -> None:
    """Run an SQL dump with MariaDB's own client; `address` as `mysql://root@host:port/database`."""
    host_port, database = address.removeprefix("mysql://root@").split("/")
    host, port = host_port.split(":")
    _run([_program("mariadb", "mysql"), "--no-defaults", "-h", host, "-P", port, "-u", "root", database], dump)


def _program(*names: str) -> str:
    search = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = next(filter(None, (shutil.which(name, path=search) for name in names)), None)
    if found is None:
        raise NoServerError(f"no {' or '.join(names)} on the PATH; on Debian: apt-get install mariadb-server")
    return found


def _run(command: list[str], text: str = "") -> None:
    done = subprocess.run(command, check=False, input=text.encode(), capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")


def _wait_for_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            pymysql.connect(host=_LOOPBACK, port=port, user="root").close()
        except pymysql.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
