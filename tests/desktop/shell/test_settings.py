"""Choices and places survive, nonsense in the file does no harm."""

import pytest
from PySide6.QtCore import QByteArray

from desktop.shell.servers import EMBEDDED, ServerList
from desktop.shell.settings import COMPACT, LIGHT, Setting, Settings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "desktop.ini"


def reopened(settings, file):
    settings.save()
    return Settings(file)


def test_defaults_until_somebody_chooses(qapp, file):
    settings = Settings(file)
    assert settings.get(LIGHT) == "system"
    assert settings.get(COMPACT) is False
    settings.set(LIGHT, "dark")
    settings.set(COMPACT, True)
    again = reopened(settings, file)
    assert again.get(LIGHT) == "dark"
    assert again.get(COMPACT) is True


def test_nonsense_in_the_file_is_the_default(qapp, file):
    file.write_text("[a]\nnumber=many\n")
    assert Settings(file).get(Setting("a/number", 4)) == 4


def test_layouts_belong_to_a_person(qapp, file):
    settings = Settings(file)
    settings.for_person("a.smagulova")
    settings.keep_layout("window", QByteArray(b"\x01\x02"))
    settings.keep_text("page", "tickets")
    again = reopened(settings, file)
    assert again.layout("window").isEmpty()
    again.for_person("a.smagulova")
    assert again.layout("window") == QByteArray(b"\x01\x02")
    assert again.text("page") == "tickets"


def test_a_change_is_told(qtbot, qapp, file):
    settings = Settings(file)
    with qtbot.waitSignal(settings.changed) as told:
        settings.set(COMPACT, True)
    assert told.args == ["look/compact"]


def test_servers_are_remembered_last_first(qapp, file):
    settings = Settings(file)
    servers = ServerList(settings)
    assert [one.address for one in servers.all()] == [EMBEDDED]
    servers.remember("postgresql://office/vetka", "a.smagulova")
    servers.remember("postgresql://branch/vetka", "b.omarov")
    again = ServerList(reopened(settings, file))
    assert [one.address for one in again.all()] == [EMBEDDED, "postgresql://branch/vetka", "postgresql://office/vetka"]
    assert again.last == "postgresql://branch/vetka"
    again.forget("postgresql://branch/vetka")
    assert again.last == EMBEDDED
    assert [one.login for one in again.all()] == ["", "a.smagulova"]


def test_a_given_server_is_first_choice(qapp, file):
    servers = ServerList(Settings(file), "postgresql://given/vetka")
    assert servers.last == "postgresql://given/vetka"
    assert [one.address for one in servers.all()] == [EMBEDDED, "postgresql://given/vetka"]


def test_a_damaged_server_list_is_empty(qapp, file):
    settings = Settings(file)
    settings.set(Setting("sign_in/servers", ""), '[{"address": 1}, 2]')
    assert [one.address for one in ServerList(settings).all()] == [EMBEDDED]
