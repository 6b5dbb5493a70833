"""Where things lie."""

from pathlib import Path

import pytest

from database.folders import Folders, home


def test_the_environment_names_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VETKA_HOME", f" {tmp_path}/Ветка моя ")
    assert home() == tmp_path / "Ветка моя"


def test_a_relative_folder_does_not_move_with_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VETKA_HOME", "here")
    assert home() == tmp_path / "here"


def test_without_a_word_it_is_the_users_own_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VETKA_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert home().name == "Vetka"
    assert home().is_absolute()


def test_asking_for_a_place_makes_nothing(tmp_path: Path) -> None:
    places = Folders(tmp_path / "new")
    everything = {places.server, places.password_file, places.port_file, places.leases, places.drafts, places.logs}
    assert len(everything) == 6
    assert all(place.is_relative_to(tmp_path / "new") for place in everything)
    assert not (tmp_path / "new").exists()
