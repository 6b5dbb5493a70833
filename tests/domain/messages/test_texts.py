"""The words of notices: what every company starts with, how people write them, how their blanks are filled."""

import json

import pytest

import resources
from database.errors import ConflictError, KnownError
from domain.messages.actions import delete_template, save_template
from domain.messages.blanks import BLANKS, fill, unknown_blanks
from domain.messages.queries import notice_statuses, templates
from domain.settings.first_data import load_first_data

LANGUAGES = {"ru", "en", "kk"}


def refusal(call, *args, **kwargs):
    with pytest.raises(KnownError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def words(**changes):
    return {
        "status": "open", "language": "ru", "subject": "Заявка {ticket}", "body": "Принята", "expected_version": None,
        **changes,
    }  # fmt: skip


@pytest.fixture
def lead(company):
    """A lead of a company that has no words yet."""
    with company.psql("admin").cursor() as cursor:
        cursor.execute("DELETE FROM message_template")
    return company.database("lead")


def test_every_status_that_tells_the_client_has_words_in_every_language(company):
    engineer = company.database("engineer")
    telling = engineer.ask(notice_statuses)
    assert [one.code for one in telling][:2] == ["open", "in_work"]
    found = engineer.ask(templates, language="en")
    assert {(one.status, one.language) for one in found} == {
        (status.code, language) for status in telling for language in LANGUAGES
    }
    assert {one.status_name for one in found if one.status == "solved"} == {"Solved"}
    for one in found:
        assert one.active
        assert not unknown_blanks(one.subject + one.body)
        assert "{ticket}" in one.subject
        assert "comment" not in one.body  # what colleagues write to one another is not for clients unless they say so
        assert len(fill(one.body, dict.fromkeys(BLANKS, "x")).splitlines()) <= 7
    kazakh = " ".join(one.body for one in found if one.language == "kk")
    assert set("әғқңөұүі") <= set(kazakh.lower())


def test_words_that_the_company_took_away_do_not_come_back(company):
    owner = company.owner()
    with company.psql("admin").cursor() as cursor:
        cursor.execute("DELETE FROM message_template")
    owner.act(load_first_data)
    assert owner.ask(templates) == []


def test_a_company_that_has_words_gets_no_others(company):
    owner = company.owner()
    with owner.session() as session:
        session.connection().exec_driver_sql("DELETE FROM installation WHERE key = 'notice_texts'")
        session.connection().exec_driver_sql("DELETE FROM message_template WHERE language <> 'kk'")
    owner.act(load_first_data)
    assert {one.language for one in owner.ask(templates)} == {"kk"}


def test_a_workflow_without_some_statuses_gets_words_for_the_others(company):
    owner = company.owner()
    with owner.session() as session:
        session.connection().exec_driver_sql("DELETE FROM installation WHERE key = 'notice_texts'")
        session.connection().exec_driver_sql("DELETE FROM message_template")
        session.connection().exec_driver_sql("UPDATE status SET code = 'my_solved' WHERE code = 'solved'")
    owner.act(load_first_data)
    brought = {one["status"] for one in json.loads(resources.read_text("messages", "default.json"))["texts"]}
    assert {one.status for one in owner.ask(templates)} == brought - {"solved"}


def test_a_lead_writes_edits_and_takes_away_words(lead):
    made = lead.act(save_template, **words(subject=" Заявка\r\n{ticket} ", body="\nПринята {contact?}\n"))
    (row,) = lead.ask(templates)
    assert (row.id, row.subject, row.body, row.version) == (made, "Заявка {ticket}", "Принята {contact?}", 1)
    lead.act(save_template, **words(body="Иначе", active=False, expected_version=1))
    (row,) = lead.ask(templates)
    assert (row.body, row.active, row.version) == ("Иначе", False, 2)
    lead.act(delete_template, made, expected_version=2)
    assert lead.ask(templates) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": "{tiket}"}, "template-blank-unknown"),
        ({"subject": "{ticket.number}"}, "template-blank-unknown"),
        ({"body": "{ticket"}, "template-blank-unknown"),
        ({"body": "ticket}"}, "template-blank-unknown"),
        ({"body": "{}"}, "template-blank-unknown"),
        ({"body": "{ticket??}"}, "template-blank-unknown"),
        ({"body": " \n "}, "template-body-wanted"),
        ({"subject": " "}, "template-subject-wanted"),
        ({"language": "de"}, "language-unknown"),
        ({"status": "nowhere"}, "status-unknown"),
    ],
)
def test_words_that_cannot_be_are_refused(lead, changes, code):
    assert refusal(lead.act, save_template, **words(**changes)) == code
    assert lead.ask(templates) == []


def test_the_refusal_names_the_blank_and_those_there_are(lead):
    with pytest.raises(KnownError) as caught:
        lead.act(save_template, **words(body="Здравствуйте, {имя}!"))
    assert caught.value.details["blank"] == "{имя}"
    assert "{contact}" in caught.value.details["known"]


def test_the_second_of_two_editors_is_told(lead):
    made = lead.act(save_template, **words())
    lead.act(save_template, **words(body="Второй", expected_version=1))
    for late in ({"expected_version": 1}, {"expected_version": None}):
        with pytest.raises(ConflictError):
            lead.act(save_template, **words(body="Первый", **late))
    with pytest.raises(ConflictError):
        lead.act(delete_template, made, expected_version=1)
    with pytest.raises(ConflictError):
        lead.act(save_template, **words(language="kk", expected_version=3))
    assert [one.body for one in lead.ask(templates)] == ["Второй"]


@pytest.mark.parametrize("login", ["dispatcher", "engineer", "director", "agent"])
def test_others_do_not_write_words(company, lead, login):
    made = lead.act(save_template, **words())
    other = company.database(login)
    assert refusal(other.act, save_template, **words(body="x", expected_version=1)) == "no-right"
    assert refusal(other.act, save_template, **words(language="kk")) == "no-right"
    assert refusal(other.act, delete_template, made, expected_version=1) == "no-right"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("№ {ticket}: {title}", "№ 5: {status} и {phone?}"),
        ("Раз\n{phone?}\n{company?}\nДва", "Раз\nВетка\nДва"),
        ("Раз\n\n{phone?}\n\nДва", "Раз\n\nДва"),
        ("Тел. {phone}.", "Тел. ."),
        ("{nothing} {TICKET} { ticket }", "{nothing} {TICKET} { ticket }"),
    ],
)
def test_blanks_are_filled_once(text, filled):
    values = {"ticket": "5", "title": "{status} и {phone?}", "phone": "", "company": "Ветка"}
    assert fill(text, values) == filled
