"""`python -m benchmarks.start`: size, start and memory of the frozen program beside a bare window of PySide6.

Both folders are frozen on this machine, ours by `make package` before, the rival here. Each program is started under
Xvfb; from outside, xdotool says when its window is there, and the kernel how much memory the process then holds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil

from benchmarks.figures import Figure, print_figures

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "dist" / "vetka"
STARTS = 5
_NEEDED = ("Xvfb", "xdotool")
_PATIENCE = 120  # seconds until a window is there


@dataclass(frozen=True, slots=True)
class Start:
    """One start until the window was there: seconds by the clock and of a processor, and MB held then."""

    seconds: float
    busy: float
    resident: float
    own: float
    server: float


def main() -> int:
    """Freeze the rival, start both, print what was found; return the exit code."""
    lacking = [name for name in _NEEDED if shutil.which(name) is None]
    if lacking or not (OURS / "vetka").exists():
        print(f"Needed here: make package, and {', '.join(_NEEDED)} (apt-get install xvfb xdotool)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="vetka-start-") as folder, display() as name:
        rival, home = frozen_rival(Path(folder)), Path(folder) / "home"
        first = start(OURS / "vetka", name, home)
        starts = in_turn(rival / "bare", name, home)
        sizes = size(OURS), size(rival)
    print_figures("The frozen program against a bare window frozen alike", figures(starts, sizes))
    print(f"\nvery first start, which makes the server and the demo company: {first.seconds:.1f} s")
    print(f"the private server beside it, of that start: {first.server:.0f} MB")
    print_weight(OURS)
    return 0


def in_turn(rival: Path, screen: str, home: Path) -> dict[str, list[Start]]:
    """Start one after the other, round by round, so that whatever else the machine does meets all of them alike."""
    starts: dict[str, list[Start]] = {"bare": [], "cold": [], "warm": []}
    for _ in range(STARTS):
        starts["bare"].append(start(rival, screen, home))
        starts["cold"].append(start(OURS / "vetka", screen, home))
        with running(OURS / "vetka", screen, home):
            starts["warm"].append(start(OURS / "vetka", screen, home))
    return starts


def figures(starts: dict[str, list[Start]], sizes: tuple[float, float]) -> list[Figure]:
    """Return what is told; every value a median."""
    rows = {key: [(one.seconds, one.busy, one.resident, one.own) for one in found] for key, found in starts.items()}
    bare, cold, warm = ([median(column) for column in zip(*rows[key], strict=True)] for key in ("bare", "cold", "warm"))
    return [
        Figure("folder", "bare window", *sizes, "MB"),
        Figure("window there, server starts too", "bare window", cold[0], bare[0], "s"),
        Figure("window there, server runs already", "bare window", warm[0], bare[0], "s"),
        Figure("processor time until then", "bare window", cold[1], bare[1], "s"),
        Figure("resident memory then", "bare window", cold[2], bare[2], "MB"),
        Figure("memory of its own then", "bare window", cold[3], bare[3], "MB"),
    ]


def frozen_rival(folder: Path) -> Path:
    """Freeze the bare window below a folder; returns the frozen folder."""
    places = ["--workpath", str(folder / "build"), "--distpath", str(folder / "dist")]
    spec = str(ROOT / "benchmarks" / "bare_window.spec")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, spec], check=True
    )
    return folder / "dist" / "bare"


@contextmanager
def display() -> Iterator[str]:
    """Give the name of a screen of memory."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        server.terminate()


def start(program: Path, screen: str, home: Path) -> Start:
    """Start a program, wait for its window, measure, end it."""
    began = perf_counter()
    with running(program, screen, home) as process:
        seconds = perf_counter() - began
        memory = process.memory_full_info()
        busy = sum(process.cpu_times()[:2])
        return Start(seconds, busy, memory.rss / 1e6, memory.uss / 1e6, _server_memory(home))


@contextmanager
def running(program: Path, screen: str, home: Path) -> Iterator[psutil.Process]:
    """Run a program while the block lasts, from the moment its window is there."""
    home.mkdir(exist_ok=True)
    environment = {
        "HOME": str(home),
        "VETKA_HOME": str(home / "data"),
        "DISPLAY": screen,
        "LANG": "C.UTF-8",
        "PATH": "",
    }
    with psutil.Popen([str(program)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait_for_window(process, screen)
        yield psutil.Process(process.pid)
        process.terminate()
        process.wait(_PATIENCE)


def _wait_for_window(process: psutil.Popen, screen: str) -> None:
    command = ["xdotool", "search", "--sync", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", "."]
    subprocess.run(
        command, check=True, env=os.environ | {"DISPLAY": screen}, stdout=subprocess.DEVNULL, timeout=_PATIENCE
    )


def _server_memory(home: Path) -> float:
    """Return the MB of the private server: what its processes share counts once, by their proportional sets."""
    found = [one for one in psutil.process_iter(["name"]) if one.info["name"] == "postgres" and _is_of(one, home)]
    return sum(one.memory_full_info().pss for one in found) / 1e6


def _is_of(process: psutil.Process, home: Path) -> bool:
    try:
        return home in Path(process.cwd()).parents
    except psutil.Error:
        return False


def size(folder: Path) -> float:
    """Return the MB of the files in a folder, links not followed."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e6


def print_weight(folder: Path) -> None:
    """Tell what the folder's weight consists of, the heaviest first."""
    inside = folder / "_internal"
    parts = {path: size(path) if path.is_dir() else path.lstat().st_size / 1e6 for path in inside.iterdir()}
    parts[folder / "vetka"] = (folder / "vetka").stat().st_size / 1e6
    print("\nWhat the folder weighs, MB")
    for path, weight in sorted(parts.items(), key=lambda part: -part[1])[:16]:
        print(f"{weight:8.1f}  {path.relative_to(folder)}")


if __name__ == "__main__":
    sys.exit(main())
