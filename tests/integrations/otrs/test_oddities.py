"""What real bases hold and the fixtures do not: each oddity must survive the reading."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from integrations.otrs.records import Attachment, Ticket
from integrations.otrs.source import OtrsSource, open_source
from integrations.otrs.tickets import EVERYTHING
from tests.integrations.otrs.conftest import Copies

NOW = "'2024-02-10 10:00:00'"
STAMP = f"{NOW}, 1, {NOW}, 1"


@pytest.fixture(params=["postgres", "mariadb"])
def copy(request: pytest.FixtureRequest) -> Copies:
    made: Copies = request.getfixturevalue(f"copy_{request.param}")
    return made


def opened(source: OtrsSource) -> list[Ticket]:
    return list(source.tickets())


def open_ticket_id(address: str) -> int:
    with open_source(address) as source:
        return opened(source)[0].id


def new_article(article: int, ticket: int, channel: str, sender: str = "agent", visible: int = 1) -> str:
    return f"""
        INSERT INTO article (id, ticket_id, article_sender_type_id, communication_channel_id, is_visible_for_customer,
            search_index_needs_rebuild, create_time, create_by, change_time, change_by)
        SELECT {article}, {ticket}, s.id, c.id, {visible}, 0, {STAMP}
        FROM article_sender_type s, communication_channel c WHERE s.name = '{sender}' AND c.name = '{channel}'"""


def new_mime(article: int, body: str = "Текст", path: str = "2024/02/10") -> str:
    return f"""
        INSERT INTO article_data_mime (id, article_id, a_subject, a_body, incoming_time, content_path,
            create_time, create_by, change_time, change_by)
        VALUES ({article}, {article}, 'Тема', '{body}', 1707559200, '{path}', {STAMP})"""


def new_file(number: int, article: int, name: str, content: str, size: str = "NULL", *, more: str = "") -> str:
    kind, content_id, disposition = (more or "application/pdf||attachment").split("|")
    return f"""
        INSERT INTO article_data_mime_attachment (id, article_id, filename, content_type, content_id, disposition,
            content_size, content, create_time, create_by, change_time, change_by)
        VALUES ({number}, {article}, '{name}', '{kind}', '{content_id}', '{disposition}', {size}, {content}, {STAMP})"""


def files_of(address: str, article_id: int) -> dict[str, Attachment]:
    with open_source(address) as source:
        articles = [a for ticket in source.tickets(EVERYTHING) for a in ticket.articles if a.id == article_id]
        return {file.filename: file for file in source.attachments(articles)}


def test_an_archived_open_ticket_is_open(copy: Copies) -> None:
    ticket_id = open_ticket_id(copy.original)
    marked = copy(f"UPDATE ticket SET archive_flag = 1 WHERE id = {ticket_id}")
    with open_source(marked) as source:
        first = opened(source)[0]
    assert (first.id, first.archived, first.is_open) == (ticket_id, True, True)


def test_a_chat_has_lines_instead_of_a_letter(copy: Copies) -> None:
    ticket_id = open_ticket_id(copy.original)
    line = "INSERT INTO article_data_otrs_chat VALUES"
    chat = copy(
        new_article(900001, ticket_id, "Chat", "customer"),
        f"{line} (900001, 900001, 'a', 'Асель', 'Customer', 'Здравствуйте!', 0, {NOW})",
        f"{line} (900002, 900001, 'b', 'Тимур', 'User', NULL, 0, {NOW})",
        f"{line} (900003, 900001, 'b', 'Тимур', 'User', 'Слушаю', 0, {NOW})",
    )
    with open_source(chat) as source:
        article = opened(source)[0].articles[-1]
    assert (article.channel, article.kind, article.sender) == ("Chat", "client_message", "Асель")
    assert article.body == "Асель: Здравствуйте!\nТимур: \nТимур: Слушаю"
    assert [line.participant for line in article.chat] == ["Асель", "Тимур", "Тимур"]
    assert article.incoming_at is None
    assert article.created_at == article.chat[0].at


def test_an_article_without_any_text(copy: Copies) -> None:
    ticket_id = open_ticket_id(copy.original)
    with open_source(copy(new_article(900001, ticket_id, "Internal", "system", 0))) as source:
        article = opened(source)[0].articles[-1]
    assert (article.id, article.body, article.sender, article.kind) == (900001, "", "", "notice")


def test_zero_byte_and_lost_files(copy: Copies) -> None:
    with open_source(copy.original) as source:
        article_id = opened(source)[0].articles[0].id
    files = files_of(
        copy(
            new_file(900001, article_id, "пустой.txt", "''", "'0'", more="text/plain||attachment"),
            new_file(900002, article_id, "пустой без размера.txt", "''"),
            new_file(900003, article_id, "потерян.pdf", "NULL", "'5000'"),
            new_file(900004, article_id, "потерян без размера.pdf", "NULL"),
            new_file(900005, article_id, "обнулён.pdf", "''", "'5000'"),
        ),
        article_id,
    )
    for name in ("пустой.txt", "пустой без размера.txt"):
        assert (files[name].size, files[name].fault, files[name].role) == (0, "", "file")
        assert files[name].sha256.startswith("e3b0c44298fc1c14")
    for name in ("потерян.pdf", "потерян без размера.pdf", "обнулён.pdf"):
        assert (files[name].fault, files[name].sha256, files[name].content) == ("no-content", "", b"")


def test_base64_of_postgresql(copy_postgres: Copies) -> None:
    with open_source(copy_postgres.original) as source:
        article_id = opened(source)[0].articles[0].id
    files = files_of(
        copy_postgres(
            new_file(900001, article_id, "lines", "E'0J/RgNC4\\n0LLQtdGC\\n'", "'12'"),
            new_file(900002, article_id, "no padding", "'0J/RgNC40LLQtdGC4oCm'", "'15'"),
            new_file(900003, article_id, "no padding at the end", "'0YI'", "'2'"),
            new_file(900004, article_id, "cut", "'0J/RgNC40LLQtdGC4oC'", "'15'"),
            new_file(900005, article_id, "broken", "'это не base64'", "'15'"),
            new_file(900006, article_id, "impossible", "'0J/Rg'", "'4'"),
            new_file(900007, article_id, "old size", "'0YI='", "'2 Bytes'"),
        ),
        article_id,
    )
    assert {name: file.fault for name, file in files.items() if file.fault} == {
        "cut": "broken-base64",
        "broken": "broken-base64",
        "impossible": "broken-base64",
    }
    assert files["lines"].content.decode() == "Привет"
    assert files["no padding"].content.decode() == "Привет…"
    assert files["no padding at the end"].content == files["old size"].content == "т".encode()


def test_blobs_of_mysql_are_bytes(copy_mariadb: Copies) -> None:
    with open_source(copy_mariadb.original) as source:
        article_id = opened(source)[0].articles[0].id
    address = copy_mariadb(new_file(900001, article_id, "raw.bin", "X'00FF10203D'", "'5'"))
    assert files_of(address, article_id)["raw.bin"].content == bytes.fromhex("00ff10203d")


def test_impossible_dates_of_mysql(copy_mariadb: Copies) -> None:
    with open_source(copy_mariadb.original) as source:
        tickets = opened(source)
    first, second = tickets[0], tickets[1]
    zero = "'0000-00-00 00:00:00'"
    address = copy_mariadb(
        "SET SESSION sql_mode = ''",
        f"UPDATE ticket SET create_time = {zero}, change_time = {zero} WHERE id = {first.id}",
        f"UPDATE article SET create_time = {zero} WHERE id = {second.articles[0].id}",
        f"UPDATE dynamic_field_value SET value_date = {zero} WHERE value_date IS NOT NULL",
    )
    with open_source(address) as source:
        read = opened(source)
        assert source.zone.zone == "Asia/Almaty"
    assert read[0].created_at == first.articles[0].created_at
    assert read[0].changed_at is None
    assert read[1].articles[0].created_at == second.articles[0].incoming_at
    assert not [field for ticket in read for field in ticket.fields if field.field_type == "Date"]


def test_a_stale_end_of_waiting_counts_for_pending_types_only(copy: Copies) -> None:
    with open_source(copy("UPDATE ticket SET until_time = 1700000000")) as source:
        tickets = list(source.tickets(EVERYTHING))
    for ticket in tickets:
        pending = ticket.state_type.startswith("pending")
        assert ticket.pending_until == (datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC) if pending else None)
    with open_source(copy("UPDATE ticket SET until_time = 0")) as source:
        assert not [ticket for ticket in opened(source) if ticket.pending_until]


def test_who_owns_a_ticket(copy: Copies) -> None:
    address = copy("UPDATE ticket SET user_id = 7, responsible_user_id = 1")
    with open_source(address) as source:
        assert not [agent for agent in source.agents if agent.id == 7 and agent.valid]
        assert {(ticket.owner, ticket.owner_is_real) for ticket in opened(source)} == {(source.agents[6].login, False)}
    with open_source(copy("UPDATE ticket SET user_id = 1")) as source:
        assert {(ticket.owner, ticket.owner_is_real) for ticket in opened(source)} == {("root@localhost", False)}
    with open_source(copy("UPDATE ticket SET user_id = 2")) as source:
        assert {ticket.owner_is_real for ticket in opened(source)} == {True}


def test_merges_that_go_round_end(copy: Copies) -> None:
    with open_source(copy.original) as source:
        first, second = [ticket for ticket in source.tickets(EVERYTHING) if ticket.state_type == "merged"][:2]
    note = "UPDATE ticket_history SET name = '%%{0.number}%%{0.id}%%{1.number}%%{1.id}' WHERE ticket_id = {0.id}"
    note += " AND history_type_id = (SELECT id FROM ticket_history_type WHERE name = 'Merged')"
    with open_source(copy(note.format(first, second), note.format(second, first))) as source:
        by_id = {ticket.id: ticket for ticket in source.tickets(EVERYTHING)}
    assert by_id[first.id].merged_into == second.number
    assert by_id[second.id].merged_into == first.number
    assert all(ticket.id not in {merged.id for merged in ticket.also_known_as} for ticket in by_id.values())


def test_merges_are_known_by_their_links_when_the_history_was_cleaned(copy: Copies) -> None:
    def known(address: str) -> dict[str, tuple[str, ...]]:
        with open_source(address) as source:
            tickets = source.tickets(EVERYTHING)
            return {ticket.number: tuple(m.number for m in ticket.also_known_as) for ticket in tickets}

    # The product hangs the links of a chain on its last ticket, so the steps between are lost; the end is the same.
    assert known(copy("DELETE FROM ticket_history")) == known(copy.original)


def test_temporary_links_are_no_links(copy: Copies) -> None:
    address = copy("UPDATE link_relation SET state_id = (SELECT id FROM link_state WHERE name = 'Temporary')")
    with open_source(address) as source:
        assert not [link for ticket in source.tickets(EVERYTHING) for link in ticket.links]


def test_a_link_to_what_is_gone_keeps_its_key(copy: Copies) -> None:
    ticket_id = open_ticket_id(copy.original)
    relation = f"INSERT INTO link_relation VALUES (1, '{ticket_id}', 1, '987654', 3, 1, {NOW}, 1)"
    with open_source(copy(relation)) as source:
        link = next(link for link in opened(source)[0].links if link.type == "DependsOn")
    assert (link.key, link.number, link.this_end, link.is_pointed) == ("987654", "", "source", True)


def dynamic_field(
    number: int, name: str, kind: str, owner: str = "Ticket", *, more: str = "0, 1", yaml: str = ""
) -> str:
    internal, valid = more.split(", ")
    return f"""
        INSERT INTO dynamic_field (id, internal_field, name, label, field_order, field_type, object_type, config,
            valid_id, create_time, create_by, change_time, change_by)
        VALUES ({number}, {internal}, '{name}', 'Поле {name}', {number}, '{kind}', '{owner}', '{yaml}', {valid},
            {STAMP})"""


def field_value(number: int, field: int, owner: int, column: str, value: str) -> str:
    columns = f"id, field_id, object_id, {column}"
    return f"INSERT INTO dynamic_field_value ({columns}) VALUES ({number}, {field}, {owner}, {value})"


def test_dynamic_fields_of_every_kind(copy_mariadb: Copies) -> None:
    with open_source(copy_mariadb.original) as source:
        ticket = opened(source)[0]
        company, person = next(source.companies()), next(source.people())
    article = ticket.articles[0].id
    yaml = "---\\nPossibleValues:\\n  no: Нет\\n  012: Двенадцать\\n"
    address = copy_mariadb(
        "DELETE FROM dynamic_field_value",
        dynamic_field(901, "Due", "DateTime"),
        dynamic_field(902, "Answer", "Dropdown", yaml=yaml),
        dynamic_field(903, "Retired", "Text", more="0, 2"),
        dynamic_field(904, "ProcessManagementX", "Text"),
        dynamic_field(905, "Tone", "Text", "Article"),
        dynamic_field(906, "Contract", "Text", "CustomerCompany"),
        dynamic_field(907, "Birthday", "Date", "CustomerUser"),
        dynamic_field(908, "Perl", "Dropdown", yaml="{ PossibleValues => { a => 1 } }: ["),
        field_value(901, 901, ticket.id, "value_date", "'2024-02-10 10:00:00'"),
        field_value(902, 902, ticket.id, "value_text", "'no'"),
        field_value(903, 902, ticket.id, "value_text", "'012'"),
        field_value(904, 903, ticket.id, "value_text", "'x'"),
        field_value(905, 904, ticket.id, "value_text", "'x'"),
        field_value(906, 905, article, "value_text", "'вежливо'"),
        field_value(907, 906, 1, "value_text", "'№ 14'"),
        field_value(908, 907, 2, "value_date", "'1980-05-01 00:00:00'"),
        field_value(909, 908, ticket.id, "value_text", "'a'"),
        field_value(910, 8, ticket.id, "value_text", "''"),
        f"INSERT INTO dynamic_field_obj_id_name VALUES (1, '{company.key}', 'CustomerCompany')",
        f"INSERT INTO dynamic_field_obj_id_name VALUES (2, '{person.login}', 'CustomerUser')",
    )
    with open_source(address) as source:
        read = opened(source)[0]
        contract = {company.key: company.fields for company in source.companies() if company.fields}
        birthday = {person.login: person.fields for person in source.people() if person.fields}
    assert [(field.name, field.values, field.shown) for field in read.fields] == [
        ("Due", (datetime(2024, 2, 10, 4, 0, tzinfo=UTC),), ("2024-02-10 04:00:00+00:00",)),
        ("Answer", ("no", "012"), ("Нет", "Двенадцать")),
        ("Perl", ("a",), ("a",)),
    ]
    assert [(field.label, field.values) for field in read.articles[0].fields] == [("Поле Tone", ("вежливо",))]
    assert [field.values for field in contract[company.key]] == [("№ 14",)]
    assert [field.values for field in birthday[person.login]] == [(date(1980, 5, 1),)]


def test_numbers_are_text_and_texts_may_hold_anything(copy_mariadb: Copies) -> None:
    ticket_id = open_ticket_id(copy_mariadb.original)
    number = "№ ABC-000123 / 2024, архив"
    address = copy_mariadb(
        f"UPDATE ticket SET tn = '{number}', title = NULL, customer_id = 'нет такой' WHERE id = {ticket_id}",
        new_article(900001, ticket_id, "Email"),
        new_mime(900001, body="до\\0после %s %% 100%"),
    )
    with open_source(address) as source:
        ticket = opened(source)[0]
    assert (ticket.number, ticket.title, ticket.company_key) == (number, "", "нет такой")
    assert ticket.articles[-1].body == "допосле %s %% 100%"


def test_accounted_time_adds_up(copy: Copies) -> None:
    ticket_id = open_ticket_id(copy.original)
    entry = f"INSERT INTO time_accounting SELECT %d, {ticket_id}, NULL, %s, {STAMP}"
    address = copy("DELETE FROM time_accounting", entry % (1, "0.25"), entry % (2, "1.50"))
    with open_source(address) as source:
        assert [ticket.accounted_time for ticket in opened(source)][:2] == [Decimal("1.75"), Decimal(0)]


def test_equipment_with_parts_and_without_a_readable_class(copy_postgres: Copies) -> None:
    with open_source(copy_postgres.original) as source:
        first, second = list(source.equipment())[:2]
    version = "(SELECT last_version_id::text FROM configitem WHERE id = %d)"
    kind = "(SELECT 'ITSM::ConfigItem::' || class_id FROM configitem WHERE id = %d)"
    row = "INSERT INTO xml_storage VALUES ({}, {}, '{}', '{}')"

    def key(path: str) -> str:
        return "[1]{''Version''}" + path + "[1]{''Content''}"

    place = kind % second.id, version % second.id
    address = copy_postgres(
        row.format(*place, key("[1]{''Extra''}[1]{''Inner''}"), "внутри"),
        row.format(*place, key("[1]{''Extra''}[2]{''Inner''}"), "второй"),
        row.format(*place, key("[1]{''Extra''}[10]{''Inner''}"), "десятый"),
        f"UPDATE configitem SET last_version_id = NULL WHERE id = {first.id}",
        "UPDATE configitem_definition SET configitem_definition = '[ { Key => ''Vendor'', Sub => ['",
    )
    with open_source(address) as source:
        bare, extended = list(source.equipment())[:2]
    assert (bare.name, bare.attributes, bare.number) == ("", (), first.number)
    assert extended.company_key == second.company_key
    assert extended.value("Vendor") == second.value("Vendor")
    inner = [(a.path, a.value) for a in extended.attributes if a.path.startswith("Extra")]
    assert inner == [("Extra.Inner", "внутри"), ("Extra[2].Inner", "второй"), ("Extra[10].Inner", "десятый")]


def test_a_base_without_the_add_ons(copy: Copies) -> None:
    address = copy(
        "DROP TABLE xml_storage",
        "DROP TABLE time_accounting",
        "DROP TABLE article_data_otrs_chat",
        "DROP TABLE customer_user_customer",
        "DROP TABLE user_preferences",
        "DROP TABLE link_relation",
        "DROP TABLE dynamic_field_value",
        "DROP TABLE article_data_mime_plain",
    )
    with open_source(address) as source:
        tickets = opened(source)
        assert list(source.equipment()) == []
        assert source.count_equipment() == 0
        assert len(list(source.people())) > 0
        assert all(agent.email == (agent.login if "@" in agent.login else "") for agent in source.agents)
        assert any(list(source.attachments(ticket.articles)) for ticket in tickets)
    assert tickets
    assert not [ticket for ticket in tickets if ticket.links or ticket.fields or ticket.accounted_time]


def test_an_empty_base(copy: Copies) -> None:
    address = copy(
        "DELETE FROM article_data_mime_attachment",
        "DELETE FROM article_data_mime_plain",
        "DELETE FROM article_data_mime",
    )
    with open_source(address) as source:
        assert (source.zone.zone, source.zone.origin, source.zone.total) == ("UTC", "assumed", 0)
        assert not source.zone.is_convincing
        articles = [article for ticket in source.tickets(EVERYTHING) for article in ticket.articles]
        assert articles
        assert not list(source.attachments(articles))
        assert source.survey_files(articles).wants_directory
