"""`vetka import otrs`: a real Znuny database through the command."""

import json
import re

import pytest

from integrations.otrs.errors import SourceError
from resources.sentences import LANGUAGES, sentence
from tests.integrations.otrs.conftest import (  # noqa: F401 - fixtures
    copy_postgres,
    fixtures,
    postgres_server,
    znuny_postgres,
)

pytestmark = pytest.mark.timeout(120)


def test_a_dry_run_then_the_import_then_the_tickets(run, znuny_postgres):  # noqa: F811
    otrs = ("import", "otrs", "--source", znuny_postgres, "--open", "--json")
    looked = run("admin", *otrs, "--dry-run")
    assert (looked.code, looked.err) == (0, "")
    assert json.loads(run("admin", "tickets", "list", "--json").out) == []
    done = run("admin", *otrs)
    foretold, report = json.loads(looked.out), json.loads(done.out)
    assert report["tickets"] == foretold["tickets"] == {"new": 25, "changed": 0, "same": 0, "kept": 0}
    assert len(json.loads(run("dispatcher", "tickets", "list", "--json").out)) == 25
    number = report["unknown_clients"][0]["number"]
    shown = json.loads(run("dispatcher", "tickets", "show", number, "--json").out)
    assert number in shown["description"]


def test_the_report_in_every_language(run, znuny_postgres):  # noqa: F811
    otrs = ("import", "otrs", "--source", znuny_postgres, "--open", "--dry-run")
    for code, words in (("ru", "Пробный прогон"), ("en", "Dry run"), ("kk", "Сынақ")):
        shown = run("admin", *otrs, VETKA_LANGUAGE=code)
        assert (shown.code, shown.err) == (0, "")
        assert words in shown.out
        assert "…" not in shown.out


def test_refusals_are_sentences(run, znuny_postgres, copy_postgres):  # noqa: F811
    def refused(source, *more, login="admin", code=1):
        ran = run(login, "import", "otrs", "--source", source, *more)
        assert ran.code == code
        assert "Traceback" not in ran.err
        return ran.err

    assert "Это не адрес базы OTRS" in refused("nonsense", "--open")
    assert "нет базы" in refused(f"{znuny_postgres}_no", "--open")
    assert "не отвечает" in refused("postgresql://x@127.0.0.1:1/otrs", "--open")
    assert "нет" in refused(copy_postgres("DROP TABLE ticket CASCADE"), "--open")
    assert "Mars/Base" in refused(znuny_postgres, "--open", "--zone", "Mars/Base")
    assert "vetka_admin" in refused(znuny_postgres, "--open", login="dispatcher")
    refused(znuny_postgres, code=2)


def test_every_code_of_the_source_has_a_sentence():
    for code in re.findall(r"`(otrs-[a-z-]+)`", SourceError.__doc__ or ""):
        for language in LANGUAGES:
            assert sentence(code, language) != code
            assert language == "en" or sentence(code, language) != sentence(code, "en")
