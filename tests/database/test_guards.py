"""People who know SQL, with their own passwords: what they try against history, stock, statuses and each other."""

import hashlib

import psycopg2
import pytest
from psycopg2 import errors

from tests.company import Company
from tests.domain.stock.deliveries import ordered, receive
from tests.domain.tickets.line import in_procurement, in_work, person_id, registered

INSIDERS = ["clerk", "engineer", "dispatcher"]
NO_RIGHT = (errors.InsufficientPrivilege,)

STOCK_AND_HISTORY = [
    "ticket_history", "audit_log", "stock_move", "stock_balance", "serial_unit", "document_series", "branch_visit",
    "sticker", "print_job", "workflow_version",
]  # fmt: skip

MOVE = 'SELECT api.move_ticket(%s, %s, NULL, \'{"comment": "так надо"}\')'

TAKING_RIGHTS = [
    "GRANT vetka_admin TO {me}",
    "GRANT vetka_owner TO {me}",
    "GRANT pg_execute_server_program TO {me}",
    "GRANT {me} TO engineer2",
    "GRANT bookkeeper TO {me}",
    "CREATE ROLE accomplice LOGIN",
    "CREATE USER vetka_accomplice IN ROLE vetka_admin",
    "ALTER ROLE {me} SUPERUSER",
    "ALTER ROLE {me} CREATEROLE",
    "ALTER ROLE {me} BYPASSRLS",
    "ALTER ROLE admin PASSWORD 'mine now'",
    "ALTER ROLE admin SET search_path = pg_temp",
    "ALTER ROLE vetka_owner LOGIN PASSWORD 'mine now'",
    "DROP ROLE engineer2",
    "SET ROLE vetka_owner",
    "SET ROLE vetka_admin",
    "SET ROLE admin",
    "SET SESSION AUTHORIZATION admin",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "ALTER TABLE ticket OWNER TO {me}",
    "ALTER TABLE ticket_history DISABLE TRIGGER ALL",
    "ALTER TABLE preference DISABLE ROW LEVEL SECURITY",
    "DROP TRIGGER vetka_append_only ON ticket_history",
    "CREATE TRIGGER mine AFTER UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO ticket_comment DO ALSO NOTHING",
    "CREATE POLICY mine ON preference USING (true)",
    "CREATE OR REPLACE FUNCTION api.holds(wanted text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "ALTER FUNCTION api.holds(text) SECURITY INVOKER",
    "SET session_replication_role = replica",
    "ALTER SYSTEM SET archive_command = 'true'",
    "ALTER DATABASE {database} SET session_replication_role = replica",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY ticket_comment (body) FROM PROGRAM 'id'",
    "COPY (SELECT 1) TO '/tmp/vetka-taken'",
    "COPY ticket_comment (body) FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "CREATE EXTENSION dblink",
    "CREATE SCHEMA mine",
    "SELECT nextval('ticket_number_seq')",
    "SELECT setval('device_number_seq', 1)",
]

# Names that definer functions use: whoever could put an own one in front would run code as the owner.
SHADOWS = [
    "CREATE TEMP TABLE person (id bigint, login text)",
    "CREATE TABLE public.person_of_mine (id bigint)",
    "CREATE TABLE api.mine (id bigint)",
    "CREATE TEMP VIEW ticket AS SELECT 1",
    "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
    "CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION api.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION private.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OPERATOR public.+ (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8pl)",
    "CREATE TYPE public.status AS (id bigint)",
]


@pytest.fixture
def owner(company: Company):
    connection = psycopg2.connect(company.admin_url.set(drivername="postgresql").render_as_string(False))
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


def run(company: Company, login: str, statement: str, values: object = None) -> list[tuple]:
    """Run a statement over a person's own connection and return its rows."""
    with _connection(company, login).cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def refused(company: Company, login: str, statement: str, values: object = None) -> str:
    """Return the code with which the database refuses a statement."""
    with pytest.raises(psycopg2.Error) as caught:
        run(company, login, statement, values)
    assert caught.value.pgcode == "VT001", caught.value
    return caught.value.diag.message_primary


@pytest.mark.parametrize("login", INSIDERS)
def test_history_and_stock_stay_as_they_are(company, owner, login):
    delivery = ordered(company, 3)
    receive(company, {delivery.lines[0]: 3})
    before = fingerprint(owner)
    for table in STOCK_AND_HISTORY:
        owner.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (table,))
        columns = [row[0] for row in owner.fetchall()]
        for statement in [
            *(f"UPDATE {table} SET {column} = {column}" for column in columns),
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
            f"INSERT INTO {table} SELECT * FROM {table}",
            f"ALTER TABLE {table} ADD COLUMN mine text",
            f"DROP TABLE {table} CASCADE",
        ]:
            with pytest.raises(NO_RIGHT):
                run(company, login, statement)
    assert fingerprint(owner) == before


def _connection(company: Company, login: str):
    """Return one connection a person for hundreds of tries."""
    kept = company.__dict__.setdefault("kept_for_guards", {})
    if login not in kept or kept[login].closed:
        kept[login] = company.psql(login)
    return kept[login]


def fingerprint(owner) -> list[tuple]:
    rows = []
    for table in STOCK_AND_HISTORY:
        owner.execute(f"SELECT '{table}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} AS t")
        rows += owner.fetchall()
    return rows


@pytest.mark.parametrize("login", INSIDERS)
def test_status_and_engineer_change_by_transitions_alone(company, owner, login):
    ticket = in_work(company)
    for column, value in {
        "status_id": "(SELECT id FROM status WHERE code = 'closed')",
        "engineer_id": "NULL",
        "closed_at": "now()",
        "status_since": "now()",
        "number": "1",
        "registered_by": "'director'",
        "version": "1",
    }.items():
        with pytest.raises(NO_RIGHT):
            run(company, login, f"UPDATE ticket SET {column} = {value} WHERE id = %s", (ticket,))
    with pytest.raises(NO_RIGHT):
        run(company, login, "INSERT INTO ticket SELECT * FROM ticket")
    with pytest.raises(NO_RIGHT):
        run(company, login, "DELETE FROM ticket WHERE id = %s", (ticket,))


@pytest.mark.parametrize(("login", "role"), [("clerk", "vetka_warehouse"), ("engineer2", "vetka_engineer")])
def test_a_move_of_another_role_is_refused(company, owner, login, role):
    ticket = in_procurement(company)
    owner.execute(
        "SELECT t.code FROM ticket k JOIN transition t ON t.from_status_id = k.status_id WHERE k.id = %s"
        " AND NOT t.automatic AND NOT EXISTS ("
        " SELECT FROM transition_role r WHERE r.transition_id = t.id AND r.role = %s)",
        (ticket, role),
    )
    codes = [row[0] for row in owner.fetchall()]
    assert len(codes) > 1
    for code in codes:
        assert refused(company, login, MOVE, (ticket, code)) == "not-your-move"


def test_a_move_from_another_status_and_an_automatic_one_are_refused(company, owner):
    ticket = in_procurement(company)
    owner.execute(
        "SELECT t.code FROM transition t JOIN ticket k ON k.id = %s"
        " WHERE t.from_status_id <> k.status_id OR t.automatic",
        (ticket,),
    )
    for (code,) in owner.fetchall():
        assert refused(company, "buyer", MOVE, (ticket, code)) == "no-such-move"


@pytest.mark.parametrize("login", INSIDERS)
@pytest.mark.parametrize("statement", TAKING_RIGHTS)
def test_nobody_takes_rights(company, login, statement):
    with pytest.raises(NO_RIGHT):
        run(company, login, statement.format(me=login, database=company.admin_url.database))


@pytest.mark.parametrize("login", [*INSIDERS, "admin"])
def test_rights_are_not_handed_on(company, owner, login):
    """PostgreSQL only warns whoever holds a right without the option to grant it; what counts is what is there."""
    asked = "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid"
    owner.execute(asked)
    before = owner.fetchall()
    for statement in (
        "GRANT ALL ON ticket TO PUBLIC",
        f"GRANT UPDATE ON ticket_history TO {login}",
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO engineer",
    ):
        try:
            run(company, login, statement)
        except NO_RIGHT:
            continue
    owner.execute(asked)
    assert owner.fetchall() == before


@pytest.mark.parametrize("login", [*INSIDERS, "admin"])
@pytest.mark.parametrize("statement", SHADOWS)
def test_nobody_puts_an_own_name_before_the_database_s(company, login, statement):
    with pytest.raises(NO_RIGHT):
        run(company, login, statement)


@pytest.mark.parametrize("login", [*INSIDERS, "lead", "buyer", "director", "bookkeeper", "agent"])
def test_people_are_the_administrator_s_alone(company, login):
    verifier = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"
    for call, values in {
        "api.add_person('thief', 'Т', 't', 't', %s, '{vetka_admin}')": (verifier,),
        "api.set_roles(%s, '{vetka_admin}')": (login,),
        "api.set_roles('admin', '{}')": (),
        "api.retire_person('admin')": (),
        "api.restore_person('admin')": (),
        "api.set_verifier('admin', %s)": (verifier,),
        "api.edit_person('admin', 'Я', 'я', 'y', NULL, NULL, NULL, NULL)": (),
        "api.import_ticket('{}')": (),
        "api.import_comment(1, 'internal', '', '', 'director', NULL, now())": (),
    }.items():
        assert refused(company, login, f"SELECT {call}", values) == "role-wanted"


def test_not_even_the_administrator_leaves_the_list_of_groups(company):
    verifier = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"
    for group in ("pg_execute_server_program", "pg_read_all_data", "vetka_owner", "vetka_backup", "postgres"):
        assert refused(company, "admin", "SELECT api.set_roles('clerk', ARRAY[%s])", (group,)) == "role-not-allowed"
    adding = "SELECT api.add_person(%s, 'Т', 't', 't', %s, '{}')"
    for login in ("vetka_owner", "postgres'; --", "pg_monitor", 'a" SUPERUSER'):
        assert refused(company, "admin", adding, (login, verifier)) == "login-form"
    assert refused(company, "admin", adding, ("thief", "plain password")) == "verifier-wanted"
    assert refused(company, "admin", adding, ("postgres", verifier)) == "login-taken"
    # A known role of the server that is no person of this company stays out of reach.
    assert refused(company, "admin", "SELECT api.set_verifier('postgres', %s)", (verifier,)) == "person-unknown"
    with pytest.raises(NO_RIGHT):
        run(company, "admin", "INSERT INTO allowed_role (role, position) VALUES ('pg_read_server_files', 10)")


def test_private_functions_are_private(company, owner):
    owner.execute("SELECT p.oid::regprocedure::text, p.pronargs FROM pg_proc p "
                  "WHERE p.pronamespace = 'private'::regnamespace AND p.prorettype <> 'trigger'::regtype")  # fmt: skip
    found = owner.fetchall()
    assert len(found) > 20
    for signature, arguments in found:
        name = signature.split("(")[0]
        with pytest.raises(NO_RIGHT):
            run(company, "clerk", f"SELECT {name}({', '.join(['NULL'] * arguments)})")


def test_one_s_preferences_are_one_s_own(company):
    run(company, "engineer", "INSERT INTO preference (login, key, value) VALUES ('engineer', 'columns', '1')")
    assert run(company, "clerk", "SELECT * FROM preference") == []
    assert run(company, "clerk", "UPDATE preference SET value = '2' RETURNING key") == []
    assert run(company, "clerk", "DELETE FROM preference RETURNING key") == []
    with pytest.raises(NO_RIGHT):
        run(company, "clerk", "INSERT INTO preference (login, key, value) VALUES ('engineer', 'x', '1')")
    run(company, "clerk", "INSERT INTO preference (login, key, value) VALUES ('clerk', 'x', '1')")
    with pytest.raises(NO_RIGHT):
        run(company, "clerk", "UPDATE preference SET login = 'engineer'")
    assert run(company, "engineer", "SELECT value FROM preference") == [("1",)]


def test_a_comment_is_its_author_s_and_of_now(company):
    ticket = registered(company)
    for column, value in {
        "author": "'director'",
        "author_id": str(person_id(company, "director")),
        "at": "'2020-01-01'",
        "origin": "'import'",
    }.items():
        with pytest.raises(NO_RIGHT):
            run(
                company,
                "engineer",
                f"INSERT INTO ticket_comment (ticket_id, kind, body, {column}) VALUES (%s, 'internal', 'б', {value})",
                (ticket,),
            )
    with pytest.raises(NO_RIGHT):
        run(
            company,
            "engineer",
            "INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'system', 'б')",
            (ticket,),
        )
    run(
        company,
        "engineer",
        "INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'internal', 'б')",
        (ticket,),
    )
    said = run(company, "clerk", "SELECT author, author_id, origin FROM ticket_comment")
    assert said == [("engineer", person_id(company, "engineer"), "person")]


def test_an_imported_letter_is_not_the_importer_s(company):
    ticket = registered(company)
    run(
        company,
        "admin",
        "SELECT api.import_comment(%s, 'from_client', 'Тема', 'Текст', 'Клиент Клиентов', NULL, '2020-01-01')",
        (ticket,),
    )
    assert run(company, "clerk", "SELECT author, author_id FROM ticket_comment") == [("Клиент Клиентов", None)]


def test_only_the_import_marks_tickets_as_imported(company):
    asked = "SELECT api.register_ticket(%s)"
    entry = '{"type": "incident", "title": "Т", "title_key": "т", "search_key": "t", "origin": "import"}'
    assert refused(company, "dispatcher", asked, (entry,)) == "origin-import-kept"


def test_an_imported_closed_ticket_has_a_closing_time(company, owner):
    entry = '{"type": "incident", "title": "Т", "title_key": "т", "search_key": "t", "status": "closed",' \
            ' "registered_at": "2020-01-01"}'  # fmt: skip
    run(company, "admin", "SELECT api.import_ticket(%s)", (entry,))
    owner.execute("SELECT closed_at IS NOT NULL FROM ticket")
    assert owner.fetchall() == [(True,)]


def test_files_are_what_their_digest_says(company):
    content = "Акт № 7".encode()
    digest = hashlib.sha256(content).hexdigest()
    store = "INSERT INTO stored_file (sha256, size, content) VALUES (%s, %s, %s)"
    assert refused(company, "engineer", store, (digest, len(content), b"another")) == "file-digest-wrong"
    assert refused(company, "engineer", store, (digest, 1, content)) == "file-digest-wrong"
    assert refused(company, "engineer", store, (digest, 26_214_401, bytes(26_214_401))) == "file-too-large"
    run(company, "engineer", store, (digest, len(content), content))
    with pytest.raises(NO_RIGHT):
        run(company, "engineer", "UPDATE stored_file SET content = ''")


def test_nothing_is_attached_to_a_letter_of_another(company):
    ticket, other = registered(company), registered(company)
    content = b"%PDF"
    say = "INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'internal', 'б') RETURNING id"
    [(comment,)] = run(company, "engineer", say, (ticket,))
    [(file,)] = run(
        company,
        "clerk",
        "INSERT INTO stored_file (sha256, size, content) VALUES (%s, 4, %s) RETURNING id",
        (hashlib.sha256(content).hexdigest(), content),
    )
    attach = "INSERT INTO attachment (ticket_id, comment_id, position, file_id, name) VALUES (%s, %s, 1, %s, 'a.pdf')"
    assert refused(company, "clerk", attach, (ticket, comment, file)) == "letter-of-another"
    assert refused(company, "engineer", attach, (other, comment, file)) == "letter-of-another"
    run(company, "engineer", attach, (ticket, comment, file))
    run(company, "clerk", attach, (ticket, None, file))


def test_costs_are_read_by_those_who_buy_and_bill(company):
    ticket = in_procurement(company)
    [(line,)] = run(company, "buyer", "SELECT id FROM purchase_line WHERE ticket_id = %s", (ticket,))
    run(
        company,
        "buyer",
        "INSERT INTO purchase_line_cost (purchase_line_id, cost, price) VALUES (%s, 100, 150)",
        (line,),
    )
    for login in ("engineer", "clerk", "dispatcher", "lead", "agent"):
        with pytest.raises(NO_RIGHT):
            run(company, login, "SELECT cost FROM purchase_line_cost")
    for login in ("buyer", "bookkeeper", "director", "admin"):
        assert len(run(company, login, "SELECT cost FROM purchase_line_cost")) == 1
    told = "SELECT count(*) FROM audit_log WHERE table_name = 'purchase_line_cost'"
    assert [run(company, login, told)[0][0] for login in ("lead", "director", "admin")] == [0, 1, 1]


def test_a_posted_receipt_is_paper(company):
    delivery = ordered(company, 2)
    receive(company, {delivery.lines[0]: 2})
    for statement in (
        "UPDATE stock_document SET note = 'иначе'",
        "UPDATE stock_document_line SET quantity = 1",
        "DELETE FROM stock_document_line",
    ):
        assert refused(company, "clerk", statement) == "document-posted"
    for statement in ("UPDATE stock_document SET state = 'draft'", "DELETE FROM stock_document"):
        with pytest.raises(NO_RIGHT):
            run(company, "clerk", statement)


def test_an_order_is_not_closed_by_hand(company):
    delivery = ordered(company, 2)
    for statement in ("UPDATE purchase_order SET state = 'received'", "UPDATE purchase_order_line SET received = 2"):
        with pytest.raises(NO_RIGHT):
            run(company, "buyer", statement)
    run(company, "buyer", "UPDATE purchase_order SET version = 1 WHERE number = %s", (delivery.order_number,))
    version = run(company, "clerk", "SELECT version FROM purchase_order WHERE number = %s", (delivery.order_number,))
    assert version[0][0] > 1, "the trigger counts whatever is written"


@pytest.mark.parametrize("login", ["buyer", "bookkeeper", "director", "agent"])
def test_printers_are_served_by_those_who_print(company, login):
    for call in ("take_printer('file://x')", "release_printer('file://x')", "create_print_job('x', 1, '{1}', '')",
                 "start_print_job(1)", "spoil_sticker('x', '')", "cancel_print_job(1)"):  # fmt: skip
        assert refused(company, login, f"SELECT api.{call}") == "role-wanted"


@pytest.mark.parametrize("login", INSIDERS)
def test_colleagues_are_not_thrown_out(company, login):
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        with pytest.raises(NO_RIGHT):
            run(company, login, "SELECT pg_terminate_backend(%s)", cursor.fetchone())


def test_not_even_the_owner_rewrites_history(company, owner):
    in_work(company)
    for statement in (
        "UPDATE ticket_history SET reason = ''",
        "DELETE FROM ticket_history",
        "TRUNCATE ticket_history CASCADE",
        "DELETE FROM audit_log",
        "UPDATE workflow_version SET published_by = 'x'",
    ):
        with pytest.raises(psycopg2.Error) as caught:
            owner.execute(statement)
        assert caught.value.diag.message_primary == "append-only"


def test_people_make_no_large_objects(company):
    with pytest.raises(NO_RIGHT):
        run(company, "engineer", "SELECT lo_from_bytea(0, 'x')")


def test_an_operation_of_another_is_not_answered(company):
    operation = "5b6a7c1e-0000-4000-8000-000000000001"
    run(company, "clerk", "SELECT api.begin_operation(%s, 'post')", (operation,))
    assert refused(company, "clerk2", "SELECT api.begin_operation(%s, 'post')", (operation,)) == "operation-of-another"
    run(company, "clerk2", "SELECT api.end_operation(%s, '1')", (operation,))
    assert run(company, "clerk", "SELECT result FROM operation") == [(None,)]
    assert run(company, "clerk2", "SELECT * FROM operation") == []
