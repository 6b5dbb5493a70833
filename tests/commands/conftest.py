"""Runs the command as a shell does: arguments in, two streams and an exit code out."""

import io
import sys
from dataclasses import dataclass

import pytest

import vetka
from tests.company import PASSWORD


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(company, monkeypatch, capsys):
    """Runs `vetka --as LOGIN …` on the test company's database."""

    def call(login, *arguments, typed="", **variables):
        for name, value in {"VETKA_PASSWORD": PASSWORD, "VETKA_LANGUAGE": "ru", **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        url = company.admin_url.render_as_string(hide_password=False)
        monkeypatch.setattr(sys, "argv", ["vetka", "--database", url, "--as", login, *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            vetka.main()
        out, err = capsys.readouterr()
        return Ran(left.value.code or 0, out, err)

    return call
