"""`vetka demo load` as a shell runs it."""

import json
import sys

import pytest

import vetka
from tests.demo.companies import empty_database


@pytest.fixture
def run(server, monkeypatch, capsys):
    """Runs `vetka demo …` on an empty database; gives exit code and both streams."""
    with empty_database(server.url, "demo_command") as database:
        url = database.url.render_as_string(hide_password=False)

        def call(*arguments):
            monkeypatch.delenv("VETKA_DEMO_PASSWORD", raising=False)
            monkeypatch.setenv("VETKA_LANGUAGE", "ru")
            monkeypatch.setattr(sys, "argv", ["vetka", "--database", url, "demo", *arguments])
            with pytest.raises(SystemExit) as left:
                vetka.main()
            return left.value.code or 0, *capsys.readouterr()

        yield call


def test_it_loads_tells_how_far_it_is_and_refuses_a_second_time(run):
    code, out, err = run("load", "--size", "small", "--tickets", "300", "--json")
    counts = {row["table"]: row["rows"] for row in json.loads(out)}
    assert code == 0
    assert (counts["client"], counts["device"], counts["ticket"]) == (8, 360, 300)
    assert err.splitlines()[:3] == ["people", "clients", "tickets"]
    assert "a.smagulova" in err and "vetka-demo" in err
    code, out, err = run("load")
    assert (code, out) == (1, "")
    assert "только в пустую базу" in err


@pytest.mark.parametrize("wrong", [["--size", "huge"], ["--tickets", "-1"], ["--devices", "10000000"]])
def test_a_wrong_size_is_wrong_usage(run, wrong):
    assert run("load", *wrong)[0] == 2
