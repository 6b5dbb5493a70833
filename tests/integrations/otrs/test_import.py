"""Open tickets of real Znuny databases come into Vetka whole, once, and only once."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from database.errors import DomainError
from domain.tickets.queries import find
from integrations.otrs import import_run
from integrations.otrs.import_report import ImportReport
from integrations.otrs.import_run import import_open
from integrations.otrs.source import open_source
from tests.company import Company, company_copy
from tests.integrations.otrs import imported
from tests.integrations.otrs.conftest import Copies, execute
from tests.integrations.otrs.expected import Expected, mended

pytestmark = pytest.mark.timeout(300)
_KINDS = {"file", "inline_image", "html_body"}


@pytest.fixture(params=["postgres", "mariadb"])
def znuny(request: pytest.FixtureRequest) -> Iterator[tuple[str, Expected]]:
    """The address of a fixture database and the facts about it."""
    address = request.getfixturevalue(f"znuny_{request.param}")
    yield address, request.getfixturevalue(f"expected_{request.param}")


def run(company: Company, address: str, **options: Any) -> ImportReport:
    articles_dir = options.pop("articles_dir", None)
    with open_source(address, articles_dir=articles_dir) as source:
        return import_open(company.database("admin"), source, **options)


def open_facts(expected: Expected) -> dict[str, dict[str, Any]]:
    return {number: fact for number, fact in expected.tickets.items() if fact["open"]}


def test_open_tickets_are_those_of_the_facts(company: Company, znuny: tuple[str, Expected]) -> None:
    address, expected = znuny
    report = run(company, address)
    ours = company.owner().ask(imported.tickets)
    facts, counts = open_facts(expected), expected.facts["counts"]
    assert report.broken == []
    assert not report.files_out_of_reach
    assert set(ours) == set(facts)
    assert Counter(one["detail"]["state"] for one in ours.values()) == counts["open_by_state"]
    assert Counter(one["detail"]["queue"] for one in ours.values()) == counts["open_by_queue"]
    assert report.queues == counts["open_by_queue"]
    assert Counter(one["detail"].get("company", "") for one in ours.values()) == counts["open_by_customer_id"]
    assert report.articles.new == counts["open_articles"]
    known = {company["customer_id"] for company in expected.facts["companies"]}
    for number, fact in facts.items():
        compare(ours[number], fact, known)


def compare(ours: dict[str, Any], fact: dict[str, Any], companies: set[str]) -> None:
    assert ours["title"] == fact["title"]
    assert fact["number"] in ours["numbers"]
    assert ours["company"] == (fact["customer_id"] if fact["customer_id"] in companies else None)
    assert ours["registered_at"] == fact["created_utc"]
    if ours["company"] is None or ours["contact"] is None:
        assert (fact["customer_id"] or "") in ours["client_text"]
        assert (fact["customer_user"] or "") in ours["client_text"]
    assert ours["postponed_until"] == fact["pending_until_utc"]
    assert [one["body_sha256"] for one in ours["articles"]] == [one["body_sha256"] for one in fact["articles"]]
    assert [one["subject"] for one in ours["articles"]] == [one["subject"] for one in fact["articles"]]
    assert [one["create_utc"] for one in ours["articles"]] == [one["create_utc"] for one in fact["articles"]]
    for article, told in zip(ours["articles"], fact["articles"], strict=True):
        assert article["origin"] == "import"
        assert article["files"] == sorted(
            (
                file["filename"],
                file["content_type"] or "application/octet-stream",
                file["role"],
                file["size"],
                file["sha256"],
            )
            for file in told["attachments"]
            if file["role"] in _KINDS
        )


def test_links_and_devices_are_those_of_the_facts(company: Company, znuny: tuple[str, Expected]) -> None:
    address, expected = znuny
    run(company, address)
    facts, ours = open_facts(expected), company.owner().ask(imported.tickets)
    for number, fact in facts.items():
        told = sorted({link["config_item_number"] for link in fact["links"] if link["object"] == "ITSMConfigItem"})
        assert ours[number]["devices"] == told
    both = {
        frozenset((number, link["number"]))
        for number, fact in facts.items() for link in fact["links"]
        if link["object"] == "Ticket" and link["number"] in facts
    }  # fmt: skip
    with company.owner().session() as session:
        rows = session.execute(text(
            "SELECT a.detail -> 'number' ->> 1, b.detail -> 'number' ->> 1 FROM ticket_link l"
            " JOIN ticket_history a ON a.ticket_id = l.from_ticket_id AND a.kind = 'imported'"
            " JOIN ticket_history b ON b.ticket_id = l.to_ticket_id AND b.kind = 'imported'"
        ))  # fmt: skip
        assert {frozenset(row) for row in rows} == both
        states = dict(
            session.execute(
                text("SELECT c.code, d.serial FROM device d JOIN device_code c ON c.device_id = d.id")
            ).all()
        )
    assert len(states) == expected.facts["config_items_total"]
    for item in expected.facts["config_items_sample"]:
        assert states[item["number"]] == item["serial"]


def test_companies_people_and_phones(company: Company, znuny: tuple[str, Expected]) -> None:
    address, expected = znuny
    report = run(company, address)
    with company.owner().session() as session:
        names = set(session.scalars(text("SELECT name FROM client")))
        rows = session.execute(text(
            "SELECT k.email, c.name, count(p.id), array_remove(array_agg(p.e164 ORDER BY p.e164), NULL) FROM contact k"
            " JOIN client c ON c.id = k.client_id LEFT JOIN contact_phone p ON p.contact_id = k.id GROUP BY k.id, c.id"
        ))  # fmt: skip
        contacts = {(email, name): (phones, e164) for email, name, phones, e164 in rows}
    companies = {one["customer_id"]: one["name"] for one in expected.facts["companies"]}
    assert {one["name"] for one in expected.facts["companies"] if one["valid"]} <= names
    assert report.people.new == len(contacts)
    for person in expected.facts["customer_users"]:
        keys = [mended(key) for key in person["all_customer_ids"]]
        for name in {companies.get(key) for key in keys} & names if person["valid"] else ():
            count, numbers = contacts.pop((person["email"], name))
            told = [person[f"{kind}_e164"] for kind in ("phone", "mobile") if person[kind]]
            assert count == len(told)
            assert numbers == sorted(number for number in told if number.startswith("+"))
    assert len(contacts) <= sum(1 for person in expected.facts["customer_users"] if not person["valid"])


def test_old_numbers_find_the_ticket(company: Company, znuny: tuple[str, Expected]) -> None:
    address, expected = znuny
    run(company, address)
    database = company.database("dispatcher")
    for number in open_facts(expected):
        assert database.ask(find, number) is not None
    for number, fact in expected.tickets.items():
        if fact.get("merged_into") in open_facts(expected):
            assert database.ask(find, number) == database.ask(find, fact["merged_into"])


def test_a_second_run_changes_nothing(company: Company, znuny: tuple[str, Expected]) -> None:
    address, _ = znuny
    run(company, address)
    before = company.owner().ask(imported.written)
    report = run(company, address)
    assert company.owner().ask(imported.written) == before
    for tally in (report.companies, report.people, report.tickets, report.equipment, report.links, report.articles):
        assert (tally.new, tally.changed, tally.kept) == (0, 0, 0)
    assert report.files == 0
    assert report.closed_there == report.moved_there == report.broken == []


def test_a_dry_run_writes_nothing_and_foretells(company: Company, znuny: tuple[str, Expected]) -> None:
    address, _ = znuny
    before = company.owner().ask(imported.written)
    foretold = run(company, address, dry_run=True)
    assert company.owner().ask(imported.written) == before
    with company.owner().session() as session:
        assert session.scalar(text("SELECT is_called FROM ticket_number_seq")) is False
    done = run(company, address)
    for name in ("companies", "people", "tickets", "articles", "equipment", "files", "files_bytes", "states", "queues",
                 "unknown_clients", "unmatched_agents", "lost_files", "longest_text", "system"):  # fmt: skip
        assert getattr(foretold, name) == getattr(done, name), name
    assert run(company, address, dry_run=True).tickets.same == done.tickets.new


def test_a_stop_in_the_middle_leaves_no_trace(company: Company, cluster: Any, znuny: tuple[str, Expected]) -> None:
    address, _ = znuny
    brought: list[str] = []

    def stop(_done: int, _total: int, what: str) -> None:
        brought.append(what)
        if brought.count("ticket") == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(company, address, progress=stop)
    with company.owner().session() as session:
        assert session.scalar(text("SELECT count(*) FROM ticket")) == 7
    run(company, address)
    interrupted = company.owner().ask(imported.content)
    with company_copy(cluster.url, "company_whole") as other:
        run(other, address)
        assert other.owner().ask(imported.content) == interrupted


def test_a_cancelled_run_says_so_and_goes_on_later(company: Company, znuny_postgres: str) -> None:
    asked = iter([False] * 90 + [True] * 1000)
    report = run(company, znuny_postgres, cancelled=lambda: next(asked))
    assert report.cancelled
    assert run(company, znuny_postgres).broken == []


def test_a_broken_ticket_is_reported_and_the_rest_comes(
    company: Company, znuny_postgres: str, expected_postgres: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = sorted(open_facts(expected_postgres))[3]
    whole = import_run.bring_ticket

    def bring(session: Any, context: Any, ticket: Any) -> Any:
        brought = whole(session, context, ticket)
        if ticket.number == bad:
            raise DomainError("file-too-large", megabytes=25)
        return brought

    monkeypatch.setattr(import_run, "bring_ticket", bring)
    report = run(company, znuny_postgres)
    assert [(one["id"], one["code"]) for one in report.broken] == [(bad, "file-too-large")]
    ours = company.owner().ask(imported.tickets)
    assert set(ours) == set(open_facts(expected_postgres)) - {bad}
    monkeypatch.undo()
    assert run(company, znuny_postgres).tickets.new == 1


def test_owners_become_engineers_by_login_or_name(company: Company, copy_postgres: Copies) -> None:
    address = copy_postgres("UPDATE users SET login = 'engineer' WHERE login = 's.pak'",
                            "UPDATE users SET first_name = 'Нұрланов', last_name = 'Марат'"
                            " WHERE login = 't.zhumabaev'")  # fmt: skip
    report = run(company, address)
    ours = company.owner().ask(imported.tickets).values()
    in_work = [one for one in ours if one["status"] == "in_work"]
    assert {one["engineer"] for one in in_work} <= {"engineer", "engineer2"}
    assert "engineer" in {one["engineer"] for one in ours} | {None}
    assert set(report.unmatched_agents) == {"d.sadykova", "o.bajzhanov", "r.tleuberdy"}
    for one in ours:
        if one["detail"]["owner"] == "engineer" and one["detail"]["state_type"] == "open":
            assert one["status"] != "open"
        if one["detail"]["owner"] in report.unmatched_agents:
            assert one["engineer"] is None
            assert one["detail"]["owner"] in one["description"]
            assert one["status"] != "in_work"


def test_what_changed_there_follows_unless_edited_here(company: Company, copy_postgres: Copies) -> None:
    address = copy_postgres()
    run(company, address)
    ours = company.owner().ask(imported.tickets)
    first, second, third = sorted(ours)[:3]
    with company.database("dispatcher").session() as session:
        session.execute(
            text("UPDATE ticket SET title = 'Наше' WHERE id = (SELECT ticket_id FROM ticket_number WHERE number = :n)"),
            {"n": second},
        )
    execute(
        address,
        f"UPDATE ticket SET title = 'Новая тема' WHERE tn IN ('{first}', '{second}')",
        f"UPDATE ticket SET ticket_state_id = 2 WHERE tn = '{third}'",
        "INSERT INTO article (ticket_id, article_sender_type_id, communication_channel_id, is_visible_for_customer,"
        " search_index_needs_rebuild, create_time, create_by, change_time, change_by)"
        f" SELECT id, 1, 3, 0, 0, '2026-11-23 10:00:00', 2, '2026-11-23 10:00:00', 2 FROM ticket WHERE tn = '{first}'",
        "INSERT INTO article_data_mime (article_id, a_from, a_subject, a_body, incoming_time, create_time, create_by,"
        " change_time, change_by) SELECT max(id), '', 'Ещё', 'Новое письмо', 1795428000, '2026-11-23 10:00:00', 2,"
        " '2026-11-23 10:00:00', 2 FROM article",
    )
    report = run(company, address)
    now = company.owner().ask(imported.tickets)
    assert now[first]["title"] == "Новая тема"
    assert now[second]["title"] == "Наше"
    assert len(now[first]["articles"]) == len(ours[first]["articles"]) + 1
    assert (report.tickets.changed, report.tickets.kept, report.articles.new) == (1, 1, 1)
    assert [one["number"] for one in report.closed_there] == [third]
    assert now[third]["status"] == ours[third]["status"]
    again = run(company, address)
    assert (again.tickets.changed, again.articles.new) == (0, 0)


def test_files_come_later_when_their_folder_was_missing(
    company: Company, copy_postgres: Copies, article_directory: Path, expected_postgres: Expected
) -> None:
    address = copy_postgres("DELETE FROM article_data_mime_attachment", "DELETE FROM article_data_mime_plain")
    first = run(company, address)
    assert first.files == 0
    assert first.files_out_of_reach
    second = run(company, address, articles_dir=article_directory, retry_files=True)
    assert second.articles.new == 0
    told = sorted(
        file["sha256"]
        for fact in open_facts(expected_postgres).values() for article in fact["articles"]
        for file in article["attachments"] if file["role"] in _KINDS
    )  # fmt: skip
    ours = company.owner().ask(imported.tickets).values()
    assert sorted(file[4] for one in ours for article in one["articles"] for file in article["files"]) == told
    assert run(company, address, articles_dir=article_directory, retry_files=True).files == 0


def test_a_status_that_the_company_has_not_leads_to_the_dispatcher(company: Company, znuny_postgres: str) -> None:
    with company.owner().session() as session:
        session.execute(text("UPDATE status SET retired = true WHERE code = 'ordered'"))
    report = run(company, znuny_postgres)
    assert report.unmapped_states == ["ждём поставку"]
    tickets = company.owner().ask(imported.tickets).values()
    assert {one["status"] for one in tickets if one["detail"]["state"] == "ждём поставку"} == {"open"}


def test_a_branch_keeps_the_engineer_for_the_return(company: Company, copy_postgres: Copies) -> None:
    own = "SELECT id FROM users WHERE login = 'engineer'"
    run(company, copy_postgres("UPDATE users SET login = 'engineer' WHERE login = 's.pak'",
                               f"UPDATE ticket SET user_id = ({own})"))  # fmt: skip
    with company.owner().session() as session:
        rows = session.execute(text(
            "SELECT s.code, t.engineer_id, p.login FROM ticket t JOIN status s ON s.id = t.status_id"
            " JOIN branch_visit v ON v.ticket_id = t.id AND v.left_at IS NULL JOIN person p ON p.id = v.engineer_id"
        )).all()  # fmt: skip
    assert {tuple(row) for row in rows} == {("ordered", None, "engineer")}


def test_two_sources_do_not_mix(company: Company, znuny_postgres: str, znuny_mariadb: str) -> None:
    reports = [run(company, address) for address in (znuny_postgres, znuny_mariadb)]
    assert reports[0].system != reports[1].system
    before = company.owner().ask(imported.written)
    assert before["ticket"][0] == sum(report.tickets.new for report in reports)
    for address in (znuny_postgres, znuny_mariadb):
        run(company, address)
    assert company.owner().ask(imported.written) == before


def test_only_an_administrator_imports(company: Company, znuny_postgres: str) -> None:
    with open_source(znuny_postgres) as source, pytest.raises(DomainError) as refused:
        import_open(company.database("dispatcher"), source)
    assert refused.value.code == "role-wanted"
