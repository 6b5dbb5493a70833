"""The company's own details."""

from dataclasses import asdict

import pytest

from database.errors import ConflictError, KnownError
from domain.settings.actions import edit_company
from domain.settings.queries import company as company_details

DETAILS = {
    "name": "ТОО «Ветка Сервис»",
    "bin": "971240001315",
    "address": "Алматы, Абая 1",
    "phone": "+7 727 293 34 52",
    "email": "help@vetka.kz",
    "time_zone": "Asia/Qyzylorda",
}


def code_of(call, *args, **kwargs):
    with pytest.raises(KnownError) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("login", ["admin", "director"])
def test_those_who_run_the_company_edit_it(company, login):
    database = company.database(login)
    version = database.ask(company_details).version
    database.act(edit_company, **DETAILS, expected_version=version)
    now = company.database("engineer").ask(company_details)
    assert asdict(now) == DETAILS | {"label_prefix": "VT", "version": version + 1}
    with pytest.raises(ConflictError):
        database.act(edit_company, **DETAILS, expected_version=version)


@pytest.mark.parametrize("login", ["dispatcher", "lead", "buyer", "clerk", "engineer", "bookkeeper", "agent"])
def test_others_only_read_it(company, login):
    assert code_of(company.database(login).act, edit_company, **DETAILS, expected_version=1) == "no-right"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "name-wanted"),
        ({"bin": "123"}, "bin-wrong"),
        ({"time_zone": "Asia/Nowhere"}, "time-zone-unknown"),
        ({"time_zone": "Asia"}, "time-zone-unknown"),
        ({"time_zone": "../etc/passwd"}, "time-zone-unknown"),
        ({"time_zone": ""}, "time-zone-unknown"),
    ],
)
def test_what_cannot_be_is_refused(company, wrong, code):
    assert code_of(company.database("admin").act, edit_company, **DETAILS | wrong, expected_version=1) == code


def test_nobody_changes_the_prefix_of_numbers(company):
    with company.psql("admin").cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("UPDATE company SET label_prefix = 'XX'")
