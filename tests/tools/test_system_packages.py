"""What a fresh machine is told, or spared, about the system libraries of Qt."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tools import system_packages
from tools.system_packages import FOR_QT, FOR_WINDOWS, install_command, main, missing, needed

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring what Qt needs")


@pytest.fixture
def apt_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for apt-get, the only program on the path: it writes down what it was asked."""
    record = tmp_path / "asked"
    program = tmp_path / "apt-get"
    program.write_text(f'#!/bin/sh\necho "$*" >> "{record}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("VETKA_INSTALL_SYSTEM_PACKAGES", raising=False)
    monkeypatch.setitem(system_packages.FOR_QT, "libvetka-is-not-there.so.1", "libvetka1")
    return record


@linux_only
def test_a_machine_that_runs_these_tests_has_all_that_qt_needs() -> None:
    assert missing(FOR_QT) == []


def test_a_library_that_is_not_there_is_noticed() -> None:
    assert missing(["libvetka-is-not-there.so.1"]) == ["libvetka-is-not-there.so.1"]


@linux_only
def test_libraries_of_windows_are_asked_for_only_where_there_is_a_display() -> None:
    assert needed({}) == FOR_QT
    assert needed({"DISPLAY": ":0"}) == needed({"WAYLAND_DISPLAY": "wayland-0"}) == FOR_QT | FOR_WINDOWS


def test_the_command_names_each_package_once() -> None:
    assert install_command(["libglib2.0-0", "libegl1", "libglib2.0-0"])[-2:] == ["libegl1", "libglib2.0-0"]


@linux_only
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only root may install")
def test_root_has_it_installed(apt_get: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, "Qt itself can be imported here"
    assert apt_get.read_text().splitlines() == ["update --quiet", "install --yes --no-install-recommends libvetka1"]
    assert "libvetka1" in capfd.readouterr().err, "the stand-in installed nothing, and that is said"


@linux_only
def test_who_forbids_it_is_only_told(
    apt_get: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VETKA_INSTALL_SYSTEM_PACKAGES", "0")
    assert main() == 0
    assert not apt_get.exists()
    assert "sudo apt-get install --yes --no-install-recommends libvetka1\n" in capfd.readouterr().err


@linux_only
def test_it_ends_with_a_fault_only_where_qt_cannot_be_imported(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main() == 0
    monkeypatch.setattr(system_packages, "_IMPORT_QT", "import PySide6.QtNotThere")
    assert main() == 1
    assert "QtNotThere" in capfd.readouterr().err
