"""`vetka prices`: rates from the command line."""

import json

import pytest


def test_a_rate_is_set_and_listed(run):
    assert run("bookkeeper", "prices", "vat", "set", "01.01.2030", "17,5").code == 0
    rates = json.loads(run("engineer", "prices", "vat", "list", "--json").out)
    assert rates[-1] == {"since": "2030-01-01", "percent": "17.50"}
    shown = run("engineer", "prices", "vat", "list").out
    assert "2026-01-01" in shown
    assert "16" in shown


@pytest.mark.parametrize(
    ("login", "arguments", "code", "said"),
    [
        ("engineer", ["2030-01-01", "18"], 1, "нет права"),
        ("bookkeeper", ["2030-01-01", "118"], 1, "118"),
        ("bookkeeper", ["2030-01-01", "много"], 2, "PERCENT"),
        ("bookkeeper", ["31.02.2030", "18"], 2, "31.02.2030"),
    ],
)
def test_what_is_refused_is_said(run, login, arguments, code, said):
    ran = run(login, "prices", "vat", "set", *arguments)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
