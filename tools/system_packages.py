"""Names the system's packages that Qt needs and this machine lacks; `make setup` runs it once.

As root on a system with apt-get the missing ones are installed, unless `VETKA_INSTALL_SYSTEM_PACKAGES=0`. Otherwise one
line says what to install. Ends with 1 only where Qt cannot be imported, so that nothing else would work.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

# Shared library → Debian's package, as `readelf -d` shows them for Qt 6.11. Ubuntu has the same names.
FOR_QT = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
}
FOR_WINDOWS = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_IMPORT_QT = "import PySide6.QtWidgets, PySide6.QtPrintSupport, PySide6.QtDBus"


def needed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return library → package for this machine: those of windows only where there is a display to show them on."""
    if not sys.platform.startswith("linux"):
        return {}
    return FOR_QT | (FOR_WINDOWS if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") else {})


def missing(libraries: Iterable[str]) -> list[str]:
    """Return those of the shared libraries that the system's loader does not find."""
    return [name for name in libraries if not _loads(name)]


def install_command(packages: Iterable[str]) -> list[str]:
    """Return the command that installs packages on Debian and Ubuntu."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *sorted(set(packages))]


def may_install(environment: Mapping[str, str]) -> bool:
    """Tell whether this program may install packages itself: root on a system with apt-get, who did not forbid it."""
    forbidden = environment.get("VETKA_INSTALL_SYSTEM_PACKAGES", "1") == "0"
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None and not forbidden


def main() -> int:
    """Check, install or name what is missing; return the exit code."""
    wanted = needed(os.environ)
    lacking = missing(wanted)
    if lacking:
        command = install_command(wanted[library] for library in lacking)
        if may_install(os.environ):
            sys.stdout.write(f"Qt needs system libraries that are missing here; installing: {' '.join(command)}\n")
            _install(command)
            lacking = missing(wanted)
    if lacking:
        sys.stderr.write(_advice(lacking, command))
    return 0 if _qt_can_be_imported() else 1


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(command: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for each in (["apt-get", "update", "--quiet"], command):  # a fresh container has no lists yet
        subprocess.run(each, check=False, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - names are ours


def _advice(lacking: list[str], command: list[str]) -> str:
    if shutil.which("apt-get") is None:
        return f"Qt needs these libraries of the system: {', '.join(lacking)}\n"
    return f"Qt needs packages of the system that are missing here: sudo {' '.join(command)}\n"


def _qt_can_be_imported() -> bool:
    """Import Qt in a process of its own: the loader of this one may remember what was missing."""
    done = subprocess.run([sys.executable, "-c", _IMPORT_QT], check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        sys.stderr.write(f"Qt cannot be imported: {done.stderr.strip().splitlines()[-1]}\n")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
