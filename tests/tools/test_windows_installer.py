"""What can be said of the Windows installer without Windows: its files name each other, its locks are complete."""

import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "windows" / "vetka.iss"
LOCKS = (ROOT / "requirements-dev.lock", ROOT / "packaging" / "windows" / "requirements.lock")
WINDOWS = {
    "sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64",
    "python_version": "3.12", "python_full_version": "3.12.8", "implementation_name": "cpython",
    "platform_python_implementation": "CPython", "extra": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def script() -> str:
    raw = SCRIPT.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Inno Setup takes a file without the mark for one of the system's code page"
    return raw.decode("utf-8-sig")


@pytest.fixture(scope="module")
def steps() -> str:
    flow = yaml.safe_load((ROOT / ".github/workflows/windows-installer.yml").read_text(encoding="utf-8"))
    job = flow["jobs"]["installer"]
    assert job["runs-on"].startswith("windows-")
    return "\n".join(f"{step.get('run', '')}{step.get('with', '')}" for step in job["steps"])


def test_the_installer_starts_programs_that_the_build_makes(script: str) -> None:
    built = {f"{name}.exe" for name in re.findall(r'program\("(\w+)"', (ROOT / "build.spec").read_text("utf-8"))}
    assert set(re.findall(r"#define (?:Window|Command) \"(\S+)\"", script)) == built == {"vetka.exe", "vetkaw.exe"}
    assert "COLLECT(*programs" in (ROOT / "build.spec").read_text("utf-8")


def test_what_it_reads_is_there_or_is_built(script: str) -> None:
    for path in re.findall(r"^LicenseFile=(.+)$", script, re.MULTILINE):
        assert (SCRIPT.parent / path.replace("\\", "/")).resolve().is_file()
    assert re.findall(r"^Source: \"(.+?)\"", script, re.MULTILINE) == [r"..\..\dist\vetka\*"]
    assert r"SetupIconFile=..\..\build\build\vetka.ico" in script
    assert 'write_icon(BUILD / "vetka.ico")' in (ROOT / "build.spec").read_text("utf-8")


def test_every_sentence_is_in_each_of_its_languages(script: str) -> None:
    languages = set(re.findall(r'^Name: "(\w+)"; MessagesFile', script, re.MULTILINE))
    page = script.split("[CustomMessages]")[1].split("[Tasks]", maxsplit=1)[0]
    told = re.findall(r"^(\w+)\.(\w+)=.", page, re.MULTILINE)
    names = {name for _, name in told}
    assert languages == {"ru", "en"}
    assert set(told) == {(language, name) for language in languages for name in names}
    assert set(re.findall(r"CustomMessage\('(\w+)'\)", script)) <= names


def test_it_keeps_the_data_and_never_restarts_the_computer(script: str) -> None:
    assert "UninstallDelete" not in script
    assert r"DelTree" not in script
    assert "RestartIfNeededByRun=no" in script
    deleted = re.findall(r'^Type: \w+; Name: "(.+?)"', script, re.MULTILINE)
    assert deleted
    assert all(path.startswith("{app}\\") for path in deleted)


def test_the_workflow_uses_files_that_are_there(script: str, steps: str) -> None:
    for name in (
        "requirements-dev.lock",
        "packaging/windows/requirements.lock",
        "packaging/windows/vetka.iss",
        "build.spec",
    ):
        assert name in steps
        assert (ROOT / name).is_file()
    made = re.search(r"^OutputBaseFilename=(.+)$", script, re.MULTILINE)
    assert made is not None
    assert f"dist/{made[1].replace('{#Version}', '*')}.exe" in steps


def test_the_locks_hold_all_that_the_packages_need_on_windows() -> None:
    text = "".join(lock.read_text(encoding="utf-8") for lock in LOCKS)
    locked = {canonicalize_name(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
    missing = {
        f"{one.name} → {wish}"
        for one in distributions()
        if canonicalize_name(one.name) in locked
        for wish in map(Requirement, one.requires or [])
        if (wish.marker is None or wish.marker.evaluate(WINDOWS)) and canonicalize_name(wish.name) not in locked
    }
    assert not missing
