"""The server that all other tests stand on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from database.address import connect_fields, for_psql, with_login

_ROOT = Path(__file__).resolve().parents[2]
_HOLD = """
import sys
from tests.servers import running
with running({kind!r}) as server:
    print(server.url.port, flush=True)
    sys.stdin.read()
"""


def test_the_superuser_gets_in_with_a_password_only(server):
    with psycopg2.connect(**connect_fields(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser'), current_setting('server_encoding'), lower('ЩҰ')")
        assert cursor.fetchone()[:2] == ("on", "UTF8")
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(**connect_fields(with_login(server.url, "postgres", "wrong")))
    with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
        psycopg2.connect(**connect_fields(with_login(server.url, "postgres", None)))


def test_psql_of_the_same_version_takes_the_address(server, pgbin):
    command = [pgbin / "psql", "-XAtc", "SHOW server_version_num", for_psql(server.url)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert int(answer) // 10000 == server.major >= 15


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX matter")
def test_nothing_is_left_of_a_killed_test_process():
    kind = os.environ.get("VETKA_TEST_SERVER", "embedded")
    command = [sys.executable, "-c", _HOLD.format(kind=kind)]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        port = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while _listens(port):
        assert time.monotonic() < deadline, "the cluster outlived the process that started it"
        time.sleep(0.1)


def _listens(port):
    return any(entry.laddr.port == port and entry.status == "LISTEN" for entry in psutil.net_connections("tcp"))
