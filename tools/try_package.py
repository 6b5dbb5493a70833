"""Tries what `make package` made, the way a stranger's computer would: `python -m tools.try_package [dist]`.

The frozen program plays the day with nothing on the path and no display, checks every law of the database it made and
backs it up. As root on Debian the .deb is installed as well, used by a user who is not root, and removed. Ends with 1
at the first thing that is not as it must be.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

PICTURES = 6
SECONDS = 180
PROGRAM = "vetka.exe" if os.name == "nt" else "vetka"
LINUX = sys.platform.startswith("linux")
DAY = [("run",)] if LINUX else [("demo", "load"), ("demo", "day")]  # elsewhere `run` always opens a window
_SPARE_USER = "nobody"


class PackageError(Exception):
    """Something is not as it must be; the text says what."""


def play_the_day(program: Path, home: Path, user: str | None = None) -> None:
    """Let the program play the day in an empty home and look at what it left; raises PackageError."""
    told = [run(program, *command, home=home, user=user) for command in DAY]
    steps = json.loads((home / "out" / "summary.json").read_text(encoding="utf-8"))
    check(bool(steps) and steps[-1]["code"] == "close", f"the day did not reach its end: {told}")
    pictures = sorted((home / "out").glob("*.png"))
    check(len(pictures) == PICTURES, f"{len(pictures)} pictures, not {PICTURES}")
    for picture in pictures:
        with Image.open(picture) as opened:
            colours = len(opened.convert("RGB").resize((200, 100)).getcolors(20_000) or ())
        check(colours > 20, f"{picture} shows nothing: {colours} colours")
    check(any((home / "out" / "labels").glob("*.png")), "no label was drawn")
    check((home / "out" / "labels.zpl").stat().st_size > 10_000, "the tape is too short")


def use_it(program: Path, home: Path, user: str | None = None) -> None:
    """Check the laws of the database and back it up: PostgreSQL's other programs and the SQL pages are carried too."""
    run(program, "db", "verify", home=home, user=user)
    clients = json.loads(run(program, "clients", "list", "--json", home=home, user=user))
    check(len(clients) == 8, f"{len(clients)} clients, not 8")
    run(program, "db", "backup", "company.backup", home=home, user=user)
    check((home / "company.backup").stat().st_size > 100_000, "the backup is too small")


def run(program: Path, *arguments: str, home: Path, user: str | None = None) -> str:
    """Run the program with an environment of nothing but its home; returns its output, raises PackageError."""
    done = subprocess.run(  # noqa: S603 - the program under trial
        [str(program), *arguments], cwd=home, env=bare_environment(home), check=False, capture_output=True,
        encoding="utf-8", timeout=SECONDS, **as_user(user),
    )  # fmt: skip
    check(done.returncode == 0, f"vetka {' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    told: str = done.stdout
    return told


def bare_environment(home: Path) -> dict[str, str]:
    """Return an environment of a home and no path; Windows does not start a program without its own folder."""
    environment = {"HOME": str(home), "VETKA_HOME": str(home / "data"), "PATH": "/nonexistent", "LANG": "C.UTF-8"}
    if LINUX:
        return environment
    kept = {name: value for name, value in os.environ.items() if name.upper() in {"SYSTEMROOT", "TEMP", "TMP"}}
    return environment | kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def as_user(name: str | None) -> dict[str, Any]:
    """Return the arguments of `subprocess` that start a program as another user."""
    if name is None:
        return {}
    import pwd  # noqa: PLC0415 - not on Windows

    account = pwd.getpwnam(name)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def check(holds: bool, otherwise: str) -> None:
    """Raise PackageError with the text unless it holds."""
    if not holds:
        raise PackageError(otherwise)


def try_folder(folder: Path, home: Path) -> None:
    """Try the folder from another place: copied, and read-only for whoever is not root."""
    moved = home / "Папка с пробелами" / "vetka"
    shutil.copytree(folder, moved, symlinks=True)
    play_the_day(moved / PROGRAM, home)
    use_it(moved / PROGRAM, home)


def try_debian_package(package: Path, home: Path) -> None:
    """Install the package, let a user who is not root play the day, remove it and see that nothing is left."""
    shutil.chown(home, _SPARE_USER)
    apt("install", str(package.absolute()))
    try:
        play_the_day(Path("/usr/bin/vetka"), home, _SPARE_USER)
        changed = subprocess.run(["dpkg", "--verify", "vetka"], check=False, capture_output=True, text=True)  # noqa: S607
        check(changed.returncode == 0 and not changed.stdout, f"the installed files changed: {changed.stdout}")
        files = subprocess.run(["dpkg", "-L", "vetka"], check=True, capture_output=True, text=True).stdout  # noqa: S607
    finally:
        subprocess.run(["dpkg", "--remove", "vetka"], check=True, capture_output=True)  # noqa: S607
    left = [name for name in files.splitlines() if "vetka" in name and os.path.lexists(name)]
    check(not left, f"left behind by dpkg --remove: {left}")


def apt(*arguments: str) -> None:
    """Run apt-get; raises PackageError with what it wrote."""
    command = ["apt-get", arguments[0], "--yes", "--quiet", "--no-install-recommends", *arguments[1:]]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)  # noqa: S603
    check(done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}")


def timed(what: str, trial: Callable[[Path], None]) -> None:
    """Run a trial in a home of its own and tell how long it took."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="vetka-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        trial(home)
    sys.stdout.write(f"{time.monotonic() - began:6.1f} s  {what}\n")


def main(arguments: list[str]) -> int:
    """Try everything that was built; return the exit code."""
    made = Path(arguments[0] if arguments else "dist")
    packages = sorted(made.glob("vetka_*.deb"))
    try:
        check((made / "vetka" / PROGRAM).exists(), f"{made / 'vetka'} is not there: make package")
        timed("the folder, elsewhere, with an empty path", lambda home: try_folder(made / "vetka", home))
        if LINUX and os.geteuid() == 0 and shutil.which("apt-get"):
            check(len(packages) == 1, f"one package was to be there: {packages}")
            timed(f"{packages[0].name}: installed, used, removed", lambda home: try_debian_package(packages[0], home))
        else:
            sys.stdout.write("           the .deb was not tried: that takes root on Debian or Ubuntu\n")
    except (PackageError, OSError, ValueError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"The package does not hold: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
