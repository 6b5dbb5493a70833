"""What goes into the installed program, and what is told about it."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tools import debian_package, licences, windows_resources
from tools.package_parts import Entry, chosen, place, qt_modules
from tools.shared_libraries import elf_files, from_outside, wants

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads programs of Linux")
needs_binutils = pytest.mark.skipif(shutil.which("objdump") is None, reason="binutils are not installed here")
PYTHON = Path(sys.executable).resolve()


@pytest.fixture
def qt() -> Path:
    import PySide6  # noqa: PLC0415 - its folder only

    return Path(PySide6.__file__).parent


def entry(qt: Path, path: str, kind: str = "BINARY") -> Entry:
    return f"PySide6/{path}", str(qt / path), kind


@linux_only
@needs_binutils
def test_of_qt_goes_in_what_is_imported_and_what_that_asks_for(qt: Path) -> None:
    libraries = [f"Qt/lib/libQt6{name}.so.6" for name in ("Core", "Gui", "Widgets", "DBus", "Quick", "Qml", "XcbQpa")]
    bindings = ["QtCore.abi3.so", "QtWidgets.abi3.so", "QtQuick.abi3.so"]
    plugins = [
        "Qt/plugins/platforms/libqxcb.so",
        "Qt/plugins/platforms/libqvnc.so",
        "Qt/plugins/tls/libqopensslbackend.so",
    ]
    words = [entry(qt, f"Qt/translations/qtbase_{one}.qm", "DATA") for one in ("ru", "de")]
    link = ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK")
    found = [*(entry(qt, one) for one in (*libraries, *bindings, *plugins)), *words, link]
    kept = {place(one).removeprefix("PySide6/") for one in chosen(found, {"QtCore", "QtWidgets"}, [qt])}
    assert kept == {
        "Qt/lib/libQt6Core.so.6", "Qt/lib/libQt6Gui.so.6", "Qt/lib/libQt6Widgets.so.6", "Qt/lib/libQt6DBus.so.6",
        "Qt/lib/libQt6XcbQpa.so.6", "QtCore.abi3.so", "QtWidgets.abi3.so", "Qt/plugins/platforms/libqxcb.so",
        "Qt/translations/qtbase_ru.qm",
    }  # fmt: skip


@linux_only
@needs_binutils
def test_the_build_machine_keeps_its_own_libraries_but_those_that_desktops_lack(qt: Path) -> None:
    of_the_machine = [(name, str(PYTHON), "BINARY") for name in ("libstdc++.so.6", "libGL.so.1", "libxcb-cursor.so.0")]
    kept = chosen(of_the_machine, set(), [qt])
    assert [place(one) for one in kept] == ["libxcb-cursor.so.0"]


def test_the_modules_of_qt_are_read_from_the_code(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "from PySide6.QtGui import QFont\nimport PySide6.QtSvg\nfrom PySide6 import QtCore\n"
    )
    assert qt_modules([tmp_path]) == {"QtGui", "QtSvg", "QtCore"}


@linux_only
@needs_binutils
def test_a_program_tells_what_it_needs_of_others(tmp_path: Path) -> None:
    shutil.copy(PYTHON, tmp_path / "program")
    (tmp_path / "words.txt").write_text("no program")
    assert elf_files(tmp_path) == [tmp_path / "program"]
    told = subprocess.run(["ldd", str(PYTHON)], check=True, capture_output=True, text=True).stdout
    asked = wants([PYTHON])[PYTHON]
    assert "libc.so.6" in asked.libraries
    assert asked.glibc >= (2, 2)
    assert all(name in told for name in asked.libraries)


@linux_only
@needs_binutils
def test_what_the_folder_has_itself_is_no_dependency(tmp_path: Path) -> None:
    shutil.copy(PYTHON, tmp_path / "program")
    outside, _ = from_outside(tmp_path)
    assert "libc.so.6" in outside
    (tmp_path / "libc.so.6").touch()
    assert "libc.so.6" not in from_outside(tmp_path)[0]


@linux_only
@needs_binutils
def test_a_library_of_no_known_package_stops_the_build(qt: Path, tmp_path: Path) -> None:
    shutil.copy(qt / "Qt/plugins/platforms/libqxcb.so", tmp_path)
    with pytest.raises(SystemExit, match=r"libQt6XcbQpa.*libqxcb"):
        debian_package.dependencies(tmp_path)
    for needed in [name for name in from_outside(tmp_path)[0] if name.startswith("libQt6")]:
        (tmp_path / needed).touch()
    depends, _ = debian_package.dependencies(tmp_path)
    assert depends[0].startswith("libc6 (>= 2.")
    assert {"libstdc++6", "libxcb1"} <= set(depends)


@linux_only
@needs_binutils
@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no Debian")
def test_the_package_holds_the_program_its_menu_entry_and_the_licences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "dist" / "vetka"
    (folder / "licences").mkdir(parents=True)
    (folder / "licences" / "README.md").write_text("| Qt | LGPL |\n")
    shutil.copy(PYTHON, folder / "vetka")
    (folder / "vetka").chmod(0o700)
    for name in [one for one in from_outside(folder)[0] if one.startswith("libpython")]:
        (folder / name).touch()
    monkeypatch.setattr(debian_package, "STAGE", tmp_path / "stage")
    assert debian_package.main([str(folder)]) == 0
    package = next(folder.parent.glob("vetka_*.deb"))
    listed = subprocess.run(["dpkg-deb", "--contents", package], check=True, capture_output=True, text=True).stdout
    assert "./usr/bin/vetka -> /opt/vetka/vetka" in listed
    assert "root/root" in listed
    assert all(f"./{place}" in listed for place in ("usr/share/applications/vetka.desktop", "opt/vetka/vetka"))
    mode = next(line for line in listed.splitlines() if line.endswith("./opt/vetka/vetka"))
    assert mode.startswith("-rwxr-xr-x"), "everybody may start what a strict umask kept for root"
    fields = subprocess.run(["dpkg-deb", "--field", package], check=True, capture_output=True, text=True).stdout
    size = int(fields.split("Installed-Size: ")[1].split()[0])
    assert size >= PYTHON.stat().st_size // 1024
    assert package.name in capsys.readouterr().out


def test_every_part_brings_its_licence(tmp_path: Path, qt: Path) -> None:
    import num2words  # noqa: PLC0415 - its files only
    import psutil  # noqa: PLC0415

    files = {Path(num2words.__file__), Path(psutil.__file__), qt / "QtCore.abi3.so"}
    parts = {one.name: one for one in licences.gather({file for file in files if file.exists()}, tmp_path / "texts")}
    assert {"Python", "pyinstaller", "num2words", "psutil", "Noto-Sans", "Lucide"} <= parts.keys()
    assert "LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "texts/num2words/LGPL-2.1.txt").read_text()
    assert all(any((tmp_path / "texts" / name).iterdir()) for name in parts)
    index = (tmp_path / "texts/README.md").read_text()
    assert all(f"| {name} |" in index for name in parts)


def test_a_file_of_no_known_package_stops_the_build(tmp_path: Path, qt: Path) -> None:
    with pytest.raises(SystemExit, match="stranger"):
        licences.gather({qt.parent / "stranger" / "module.py"}, tmp_path / "texts")


def test_the_icon_has_every_size_and_is_no_empty_square(tmp_path: Path) -> None:
    with Image.open(windows_resources.write_icon(tmp_path / "vetka.ico")) as icon:
        assert icon.info["sizes"] == {(size, size) for size in windows_resources.SIZES}
        assert len(icon.convert("RGB").getcolors(100_000)) > 3


@pytest.mark.parametrize(("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("12.3.4.dev5", (12, 3, 4, 0))])
def test_the_properties_name_the_version(version: str, numbers: tuple[int, ...]) -> None:
    page = ast.parse(windows_resources.version_page(version, "vetka.exe", "Vetka"), mode="eval")
    found = [node.value for node in ast.walk(page) if isinstance(node, ast.keyword) and node.arg == "filevers"]
    assert [ast.literal_eval(one) for one in found] == [numbers]
    assert version in ast.unparse(page)
