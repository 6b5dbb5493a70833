"""Saving a PDF: whole or not at all, and a sentence where it cannot be."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from database.errors import KnownError
from printing.paper.making import save

_SMALL_DISK = """
import resource, sys
from pathlib import Path
from database.errors import KnownError
from printing.paper.making import save

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    save(Path(sys.argv[1]), b"%PDF" + bytes(100_000))
except KnownError as error:
    print(error.code)
"""


def test_a_file_is_written_whole_over_the_old_one(tmp_path):
    target = tmp_path / "бумага.pdf"
    save(target, b"%PDF old")
    save(target, b"%PDF new")
    assert target.read_bytes() == b"%PDF new"
    assert [one.name for one in tmp_path.iterdir()] == ["бумага.pdf"]
    beside = tmp_path / "beside"
    beside.touch()
    assert target.stat().st_mode == beside.stat().st_mode, "readable by whoever reads other files here"


def test_a_disk_that_runs_full_leaves_no_half_file_and_the_old_one(tmp_path):
    target = tmp_path / "sheet.pdf"
    target.write_bytes(b"%PDF old")
    here = Path(__file__).resolve().parents[3]
    ran = subprocess.run(
        [sys.executable, "-c", _SMALL_DISK, str(target)], capture_output=True, text=True, cwd=here, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == ("paper-disk-full", "")
    assert target.read_bytes() == b"%PDF old"
    assert [one.name for one in tmp_path.iterdir()] == ["sheet.pdf"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_device_that_is_always_full_stays_a_device():
    with pytest.raises(KnownError) as refused:
        save(Path("/dev/full"), b"%PDF")
    assert refused.value.code == "paper-disk-full"
    assert not Path("/dev/full").is_file()


def test_a_folder_that_is_not_there_or_a_name_that_cannot_be(tmp_path):
    for target in (tmp_path / "none" / "sheet.pdf", tmp_path, tmp_path / ("x" * 300)):
        with pytest.raises(KnownError) as refused:
            save(target, b"%PDF")
        assert refused.value.code == "paper-unwritable"
        assert refused.value.details["file"] == str(target)
    assert [one.name for one in tmp_path.iterdir()] == []
