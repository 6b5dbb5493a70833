"""Makes `dist/vetka_VERSION_ARCH.deb` of the program's folder: `python -m tools.debian_package [dist/vetka]`.

What the package depends on is read from the programs and libraries in the folder; a library that no package is known
for stops the build. Nothing runs at installation, so nothing is left behind at removal.
"""

import hashlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.shared_libraries import from_outside
from tools.system_packages import FOR_QT, FOR_WINDOWS

ROOT = Path(__file__).resolve().parents[1]
HOME = Path("opt/vetka")
STAGE = ROOT / "build/debian"
LIBC = {
    "libc.so.6", "libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "libresolv.so.2", "libutil.so.1",
    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1",
}  # fmt: skip
OF_EVERY_SYSTEM = {"libgcc_s.so.1": "libgcc-s1", "libzstd.so.1": "libzstd1"}
FOR_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FOR_PRINTERS = {"libcups.so.2": "libcups2"}
WISHES = FOR_WAYLAND | FOR_PRINTERS  # without them the program runs all the same
READ_BY_CARRIED = ("xkb-data",)  # the tables of keys that our libxkbcommon reads
CONTROL = """Package: vetka
Version: {version}
Architecture: {architecture}
Section: misc
Priority: optional
Maintainer: The owners of Vetka <maintainers@vetka.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: {recommends}
Description: back office of an IT-service company
 Tickets on status branches, procurement, stock, the clients' equipment and QR
 labels on thermal printers, on one PostgreSQL. A private server for a computer
 of its own is included.
"""


def dependencies(folder: Path) -> tuple[list[str], list[str]]:
    """Return what the package depends on and what it recommends; an unknown library raises SystemExit."""
    outside, glibc = from_outside(folder)
    known = FOR_QT | FOR_WINDOWS | OF_EVERY_SYSTEM
    strangers = {name: files for name, files in outside.items() if name not in LIBC and name not in known | WISHES}
    if strangers:
        told = "; ".join(f"{name} for {files[0].relative_to(folder)}" for name, files in sorted(strangers.items()))
        raise SystemExit(f"no package is known for: {told}")
    needed = {known[name] for name in outside if name in known} | set(READ_BY_CARRIED)
    wished = {WISHES[name] for name in outside if name in WISHES}
    return [f"libc6 (>= {glibc[0]}.{glibc[1]})", *sorted(needed)], sorted(wished)


def lay_out(folder: Path, stage: Path) -> None:
    """Put the files where the package will install them, readable by everybody whatever the umask here is."""
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(folder, stage / HOME, symlinks=True)
    for source, place in _beside():
        (stage / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, stage / place)
    (stage / "usr/bin").mkdir(parents=True)
    (stage / "usr/bin/vetka").symlink_to(Path("/") / HOME / "vetka")
    for path in (stage, *stage.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _beside() -> list[tuple[Path, Path]]:
    return [
        (ROOT / "packaging/linux/vetka.desktop", Path("usr/share/applications/vetka.desktop")),
        (ROOT / "resources/icons/vetka.svg", Path("usr/share/icons/hicolor/scalable/apps/vetka.svg")),
    ]


def write_copyright(folder: Path, stage: Path) -> None:
    """Write the copyright page: ours, and where the licences of all parts are."""
    place = stage / "usr/share/doc/vetka/copyright"
    place.parent.mkdir(parents=True, exist_ok=True)
    ours = (ROOT / "LICENSE").read_text(encoding="utf-8")
    parts = (folder / "licences/README.md").read_text(encoding="utf-8")
    place.write_text(f"{ours}\nThe texts of all licences are in /{HOME}/licences.\n\n{parts}", encoding="utf-8")
    place.chmod(0o644)


def write_control(folder: Path, stage: Path, version: str, architecture: str) -> None:
    """Write what dpkg must know: dependencies, the space that the files take, and their check sums."""
    depends, recommends = dependencies(folder)
    files = [file for file in sorted(stage.rglob("*")) if file.is_file() and not file.is_symlink()]
    size = sum(-(-file.stat().st_size // 1024) for file in files) + sum(1 for one in stage.rglob("*") if one.is_dir())
    sums = "".join(f"{_md5(file)}  {file.relative_to(stage)}\n" for file in files)
    text = CONTROL.format(
        version=version, architecture=architecture, kilobytes=size, depends=", ".join(depends),
        recommends=", ".join(recommends),
    )  # fmt: skip
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN/control").write_text(
        "\n".join(line for line in text.splitlines() if line != "Recommends: ") + "\n"
    )
    (stage / "DEBIAN/md5sums").write_text(sums)


def _md5(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def main(arguments: list[str]) -> int:
    """Build the package beside the folder; return the exit code."""
    folder = Path(arguments[0] if arguments else "dist/vetka")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    architecture = _told("dpkg", "--print-architecture")
    stage, package = STAGE, folder.parent / f"vetka_{version}_{architecture}.deb"
    lay_out(folder, stage)
    write_copyright(folder, stage)
    write_control(folder, stage, version, architecture)
    for old in folder.parent.glob("vetka_*.deb"):
        old.unlink()
    _told("dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(stage), str(package))
    shutil.rmtree(stage)
    sys.stdout.write(f"{package}: {package.stat().st_size / 1e6:.1f} MB\n")
    return 0


def _told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - no shell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
