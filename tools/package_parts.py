"""What of all that PyInstaller finds goes into the program's folder; `build.spec` asks.

An entry is PyInstaller's: where in the folder, from which file, which kind.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from tools.shared_libraries import Wants, wants

Entry = tuple[str, str, str]
LINK = "SYMLINK"
LIBRARIES = {"BINARY", "EXTENSION"}

QT_PLUGINS = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows"),
    "platformthemes": ("qxdgdesktopportal",),  # the desktop's own file dialogs, without GTK in our process
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("qt-plugin-wayland-egl",),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qjpeg", "qgif", "qwebp", "qico"),
    "printsupport": ("cupsprintersupport",),
    "styles": ("qmodernwindowsstyle",),
}
QT_LANGUAGES = ("ru", "kk", "en")
# Of the build machine's own libraries these go along. All others fit the graphics driver, the fonts or the bus of the
# computer that Vetka runs on, and must be that computer's: tools/system_packages.py names them.
CARRIED = (
    "libxcb-cursor.so.*", "libxcb-icccm.so.*", "libxcb-image.so.*", "libxcb-keysyms.so.*", "libxcb-randr.so.*",
    "libxcb-render.so.*", "libxcb-render-util.so.*", "libxcb-shape.so.*", "libxcb-shm.so.*", "libxcb-sync.so.*",
    "libxcb-util.so.*", "libxcb-xfixes.so.*", "libxcb-xkb.so.*", "libxkbcommon.so.*", "libxkbcommon-x11.so.*",
    "libssl.so.*", "libcrypto.so.*", "libffi.so.*", "libbz2.so.*", "liblzma.so.*", "libuuid.so.*", "libpython3*",
)  # fmt: skip
_NOT_DRAWN_WITH = ("opengl32sw.dll", "d3dcompiler_*.dll")  # 20 MB for Qt Quick, which nothing of ours is made with
_PLUGIN = re.compile(r"^PySide6/(?:Qt/)?plugins/(?P<kind>[^/]+)/(?:lib)?(?P<name>[^/.]+)\.")
_BINDING = re.compile(r"^PySide6/(?P<module>Qt\w+)\.(?:abi3\.so|pyd|cp.*)$")
_QT_LIBRARY = re.compile(r"^PySide6/(?:Qt/lib/lib\w+\.so.*|Qt6\w+\.dll)$")


def qt_modules(folders: Iterable[Path]) -> set[str]:
    """Return the modules of Qt that the code in the folders imports, such as `QtWidgets`."""
    texts = (file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.py"))
    return {name for text in texts for name in re.findall(r"PySide6(?:\.| import )(Qt\w+)", text)}


def chosen(entries: Iterable[Entry], modules: set[str], installed: Iterable[Path]) -> list[Entry]:
    """Return the entries that go into the folder.

    modules: of Qt, that the program imports. installed: where Python and its packages lie; a library from elsewhere
    is the build machine's.
    """
    homes = [str(home) for home in installed]
    kept = [entry for entry in entries if _is_wanted(entry, modules) and not _is_the_systems(entry, homes)]
    kept = _reached(kept)
    there = {place(entry) for entry in kept}
    return [entry for entry in kept if entry[2] != LINK or _target(entry) in there]


def place(entry: Entry) -> str:
    """Return where in the folder an entry goes, with slashes."""
    return entry[0].replace("\\", "/")


def _target(entry: Entry) -> str:
    return str(PurePosixPath(place(entry)).parent / entry[1].replace("\\", "/"))


def _is_wanted(entry: Entry, modules: set[str]) -> bool:
    path = place(entry)
    if plugin := _PLUGIN.match(path):
        return plugin["name"] in QT_PLUGINS.get(plugin["kind"], ())
    if binding := _BINDING.match(path):
        return binding["module"] in modules
    if path.startswith("PySide6/") and path.endswith(".qm"):
        return PurePosixPath(path).name in {f"qtbase_{language}.qm" for language in QT_LANGUAGES}
    return not any(fnmatch(PurePosixPath(path).name.lower(), pattern) for pattern in _NOT_DRAWN_WITH)


def _is_the_systems(entry: Entry, homes: list[str]) -> bool:
    name, source, kind = PurePosixPath(place(entry)).name, entry[1], entry[2]
    if not sys.platform.startswith("linux") or kind not in LIBRARIES or any(source.startswith(home) for home in homes):
        return False
    return not any(fnmatch(name, pattern) for pattern in CARRIED)


def _reached(entries: list[Entry]) -> list[Entry]:
    """Leave out those libraries of Qt that nothing in the folder asks for any more."""
    of_qt = {PurePosixPath(place(one)).name: one for one in entries if one[2] in LIBRARIES and _is_qt_library(one)}
    asks = _asker(entries)
    waiting = [one for one in entries if one[2] in LIBRARIES and not _is_qt_library(one)]
    reached = set[str]()
    while waiting:
        for name in asks(waiting.pop()) & of_qt.keys() - reached:
            reached.add(name)
            waiting.append(of_qt[name])
    return [one for one in entries if not (_is_qt_library(one) and one[2] in LIBRARIES) or _name(one) in reached]


def _name(entry: Entry) -> str:
    return PurePosixPath(place(entry)).name


def _is_qt_library(entry: Entry) -> bool:
    return _QT_LIBRARY.match(place(entry)) is not None


def _asker(entries: list[Entry]) -> Callable[[Entry], set[str]]:
    """Return a function that names the libraries an entry is linked with."""
    if sys.platform.startswith("linux"):
        found = wants({Path(one[1]) for one in entries if one[2] in LIBRARIES})
        return lambda entry: set(found[Path(entry[1]).absolute()].libraries)
    from PyInstaller.depend.bindepend import get_imports  # noqa: PLC0415 - only a build has it

    return lambda entry: {Path(name).name for name, _ in get_imports(entry[1])}


def stripped(entries: list[Entry], folder: Path) -> list[Entry]:
    """Return the entries with debug symbols gone from those that can stand it: copies in `folder`.

    Libraries whose search path was rewritten when their wheel was made are left alone: `strip` may ruin those.
    """
    if not sys.platform.startswith("linux"):
        return entries
    shutil.rmtree(folder, ignore_errors=True)
    asked = wants({Path(one[1]) for one in entries if one[2] in LIBRARIES})
    return [_stripped(one, folder) if _may_be_stripped(one, asked) else one for one in entries]


def _may_be_stripped(entry: Entry, asked: dict[Path, Wants]) -> bool:
    if entry[2] not in LIBRARIES or ".libs" in place(entry):
        return False
    return ".libs" not in asked[Path(entry[1]).absolute()].search_path and not place(entry).startswith("PySide6/")


def _stripped(entry: Entry, folder: Path) -> Entry:
    copy = folder / entry[0]
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(entry[1], copy)
    subprocess.run(["strip", "--strip-unneeded", str(copy)], check=True)  # noqa: S603, S607 - binutils
    return entry[0], str(copy), entry[2]
