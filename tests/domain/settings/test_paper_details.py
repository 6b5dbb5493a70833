"""What the company says of itself on papers."""

import pytest

from database.errors import KnownError
from domain.settings.paper_details import checked_bic, checked_iban, checked_kbe, edit_paper_details, paper_details

DETAILS = {
    "vat_payer": False, "bank": " АО  «Народный банк» ", "iban": "KZ86 125K ZT50 0410 0100", "bic": "HSBKKZKX",
    "kbe": "17", "director": "Ахметов Т. С.", "director_post": "Директор",
    "hours": " Пн–Пт  9–18 ",
}  # fmt: skip


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(KnownError) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("login", ["admin", "director"])
def test_those_who_run_the_company_set_them(company, login):
    database = company.database(login)
    before = database.ask(paper_details)
    assert before.vat_payer
    database.act(edit_paper_details, **DETAILS, expected_version=before.version)
    now = company.database("engineer").ask(paper_details)
    assert (now.vat_payer, now.bank, now.iban) == (False, "АО «Народный банк»", "KZ86125KZT5004100100")
    assert now.hours == "Пн–Пт 9–18"
    assert refused(database.act, edit_paper_details, **DETAILS, expected_version=before.version) == "changed-meanwhile"


@pytest.mark.parametrize("login", ["dispatcher", "lead", "buyer", "clerk", "engineer", "bookkeeper", "agent"])
def test_others_do_not(company, login):
    assert refused(company.database(login).act, edit_paper_details, **DETAILS, expected_version=1) == "no-right"


def test_accounts_of_kazakhstan():
    assert checked_iban("кz64000а000000012345") == "KZ64000A000000012345", "Cyrillic look-alikes are what people type"
    assert (checked_iban(" "), checked_bic(""), checked_kbe(" ")) == ("", "", "")
    for wrong in ("KZ86125KZT5004100101", "KZ86125KZT500410010", "RU86125KZT5004100100", "KZ86ABCKZT5004100100"):
        assert refused(checked_iban, wrong) == "iban-wrong"
    assert refused(checked_bic, "HSBK") == "bic-wrong"
    assert refused(checked_kbe, "37") == "kbe-wrong"
