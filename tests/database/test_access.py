"""The rights of every group on every table, as a person's own program meets them."""

import psycopg2
import pytest
from psycopg2 import errors, sql

from tests.company import PEOPLE

# r reads, i inserts, u updates some column at least, d deletes. Everybody has the rights of `person` as well.
MATRIX = """
table                person dispatcher lead procurement warehouse engineer bookkeeper director admin agent
alembic_version      r      -          -    -           -         -        -          -        -     -
allowed_role         r      -          -    -           -         -        -          -        -     -
attachment           r      i          i    i           i         i        i          -        i     -
audit_log            -      -          r    -           -         -        -          r        r     -
backup_run           r      -          -    -           -         -        -          -        -     iu
branch               r      -          -    -           -         -        -          -        -     -
branch_visit         r      -          -    -           -         -        -          -        -     -
client               r      iu         iu   -           -         -        -          -        iu    -
company              r      -          -    -           -         -        -          u        u     -
contact              r      iu         iu   -           -         -        -          -        iu    -
contact_phone        r      iud        iud  -           -         -        -          -        iud   -
contract             r      iu         iu   -           -         -        iu         iu       iu    -
device               r      iu         iu   -           iu        iu       -          -        iu    -
device_attribute     r      iud        iud  -           iud       iud      -          -        iud   -
device_code          r      id         id   -           id        id       -          -        id    -
device_type          r      -          iu   -           -         -        -          -        iu    -
document_series      r      -          -    -           -         -        -          -        -     -
form_text            r      -          iu   -           -         -        -          iu       iu    -
imported_row         r      -          -    -           -         -        -          -        iu    -
installation         r      -          -    -           -         -        -          -        -     -
integration_secret   -      -          -    -           -         -        -          -        -     r
job_report           -      -          -    -           -         -        -          -        -     r
label_template       r      -          i    -           -         -        -          -        i     -
message              r      -          -    -           -         -        -          -        -     u
message_template     r      -          iud  -           -         -        -          -        iud   -
operation            r      -          -    -           -         -        -          -        -     -
paper                r      -          -    -           -         -        -          -        -     -
paper_content        r      -          -    -           -         -        -          -        -     -
partner              r      -          -    -           -         -        -          -        u     -
partner_comment      r      -          -    -           -         -        -          -        -     -
partner_cursor       -      -          -    -           -         -        -          -        -     riu
partner_deal         r      -          -    -           -         -        -          -        -     -
partner_pace         -      -          -    -           -         -        -          -        -     r
partner_report       r      -          -    -           -         -        -          -        -     u
partner_stage        r      -          -    -           -         -        -          -        -     -
person               r      -          -    -           -         -        -          -        -     -
person_role          r      -          -    -           -         -        -          -        -     -
preference           riud   -          -    -           -         -        -          -        -     -
print_job            r      -          -    -           -         -        -          -        -     -
printer              r      -          iu   -           iu        -        -          -        iu    -
product              r      -          -    iu          iu        -        -          -        iu    -
product_barcode      r      -          -    id          id        -        -          -        id    -
purchase_line        r      iu         iu   iu          -         iu       -          -        iu    -
purchase_line_cost   -      -          -    riu         -         -        r          r        riu   r
purchase_order       r      -          -    iu          -         -        -          -        iu    -
purchase_order_line  r      -          -    iu          -         -        -          -        iu    -
serial_unit          r      -          -    -           -         -        -          -        -     -
site                 r      iu         iu   -           -         -        -          -        iu    -
stage_meaning        r      -          iud  -           -         -        -          -        iud   -
status               r      -          -    -           -         -        -          -        -     -
sticker              r      -          -    -           -         -        -          -        -     -
stock_balance        r      -          -    -           -         -        -          -        -     -
stock_document       r      -          -    -           iu        -        -          -        iu    -
stock_document_line  r      -          -    -           iud       -        -          -        iud   -
stock_move           r      -          -    -           -         -        -          -        -     -
stock_place          r      -          -    -           -         -        -          -        iu    -
stored_file          ri     -          -    -           -         -        -          -        -     -
supplier             r      -          -    iu          -         -        -          -        iu    -
ticket               r      u          u    -           -         -        -          -        u     -
ticket_comment       r      i          i    i           i         i        i          i        i     -
ticket_device        r      id         id   -           -         id       -          -        id    -
ticket_history       r      -          -    -           -         -        -          -        -     -
ticket_link          r      id         id   -           -         -        -          -        id    -
ticket_number        r      -          -    -           -         -        -          -        i     -
transition           r      -          -    -           -         -        -          -        -     -
transition_role      r      -          -    -           -         -        -          -        -     -
vat_rate             r      -          -    -           -         -        iu         -        iu    -
workflow_kind        r      -          -    -           -         -        -          -        -     -
workflow_version     r      -          -    -           -         -        -          -        -     -
"""

# What nobody's own statement may set, whatever else of the row they edit.
KEPT = {
    "ticket": "id number status_id status_since engineer_id postponed_until registered_at registered_by closed_at"
    " origin client_text version",
    "ticket_comment": "id author author_id at origin",
    "attachment": "id added_at",
    "device": "id number check_character created_at version",
    "stock_document": "id state number created_at created_by posted_at posted_by outcome version",
    "stock_document_line": "id",
    "stock_place": "id version",
    "product": "id version",
    "purchase_line": "id created_at created_by version",
    "purchase_order": "id number state ordered_at ordered_by closed_at",
    "purchase_order_line": "id received version",
    "client": "id created_at version",
    "company": "id label_prefix version",
    "label_template": "id published_at published_by",
    "stored_file": "id",
    "partner": "system version",
    "message": "id ticket_id history_id template_id channel recipient language queued_at",
    "message_template": "id version",
    "contract": "id version",
    "form_text": "id version",
}

RIGHTS = """
    SELECT c.relname, concat(
        CASE WHEN has_any_column_privilege(%(who)s, c.oid, 'SELECT') THEN 'r' END,
        CASE WHEN has_any_column_privilege(%(who)s, c.oid, 'INSERT') THEN 'i' END,
        CASE WHEN has_any_column_privilege(%(who)s, c.oid, 'UPDATE') THEN 'u' END,
        CASE WHEN has_table_privilege(%(who)s, c.oid, 'DELETE') THEN 'd' END)
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"""


def matrix() -> dict[str, dict[str, str]]:
    """Return group → table → letters, as the table above says it."""
    head, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return {group: {row[0]: row[place].replace("-", "") for row in rows} for place, group in enumerate(head) if place}


def expected(login: str) -> dict[str, str]:
    """Return table → letters of a person: those of everybody and those of the own groups."""
    groups = ["person", *(role.removeprefix("vetka_") for role in PEOPLE[login][1])]
    letters = matrix()
    return {
        table: "".join(letter for letter in "riud" if any(letter in letters[group][table] for group in groups))
        for table in letters["person"]
    }


@pytest.fixture
def owner(company):
    connection = psycopg2.connect(company.admin_url.set(drivername="postgresql").render_as_string(hide_password=False))
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


@pytest.mark.parametrize("group", list(matrix()))
def test_every_group_has_exactly_its_rights(owner, group):
    owner.execute(RIGHTS, {"who": f"vetka_{group}"})
    assert dict(owner.fetchall()) == matrix()[group]


@pytest.mark.parametrize("login", list(PEOPLE))
def test_every_person_has_exactly_the_rights_of_the_groups(owner, login):
    owner.execute(RIGHTS, {"who": login})
    assert dict(owner.fetchall()) == expected(login)


@pytest.mark.parametrize("login", list(PEOPLE))
def test_plain_sql_fails_wherever_the_matrix_has_no_letter(company, owner, login):
    allowed, tried = expected(login), 0
    with company.psql(login).cursor() as cursor:
        for table in allowed:
            for letter, statement in statements(owner, table).items():
                if letter not in allowed[table]:
                    with pytest.raises(errors.InsufficientPrivilege):
                        cursor.execute(statement)
                    tried += 1
            with pytest.raises(errors.InsufficientPrivilege):
                cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))
    assert tried > 50


def statements(owner, table: str) -> dict[str, sql.Composed]:
    """Return a plain statement for each letter."""
    owner.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", (table,))
    name, first = sql.Identifier(table), sql.Identifier(owner.fetchone()[0])
    return {
        "r": sql.SQL("SELECT * FROM {} LIMIT 1").format(name),
        "i": sql.SQL("INSERT INTO {} DEFAULT VALUES").format(name),
        "u": sql.SQL("UPDATE {} SET {} = DEFAULT").format(name, first),
        "d": sql.SQL("DELETE FROM {}").format(name),
    }


@pytest.mark.parametrize("table", list(KEPT))
def test_no_group_writes_what_the_database_keeps(owner, table):
    owner.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND EXISTS (SELECT FROM pg_roles WHERE NOT rolsuper AND rolname <> 'vetka_owner' AND rolname !~ '^pg_'"
        " AND (has_column_privilege(rolname, attrelid, attnum, 'INSERT')"
        "   OR has_column_privilege(rolname, attrelid, attnum, 'UPDATE')))",
        (table,),
    )
    assert not {row[0] for row in owner.fetchall()} & set(KEPT[table].split())


def test_no_right_is_of_another_kind(owner):
    """TRUNCATE would skip row triggers, TRIGGER run code in a colleague's name, a grant option hand rights on."""
    owner.execute(
        "SELECT c.relname, r.rolname, a.privilege_type FROM pg_class c CROSS JOIN aclexplode(c.relacl) AS a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE c.relnamespace = 'public'::regnamespace"
        " AND r.rolname IS DISTINCT FROM 'vetka_owner'"
        " AND (a.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') OR a.is_grantable OR a.grantee = 0)"
    )
    assert owner.fetchall() == []


def test_nobody_but_people_and_the_backup_may_connect(owner):
    owner.execute(
        "SELECT a.grantee::regrole::text, a.privilege_type FROM pg_database d CROSS JOIN aclexplode(d.datacl) AS a"
        " WHERE d.datname = current_database() AND a.grantee <> d.datdba"
    )
    assert sorted(owner.fetchall()) == sorted((login, "CONNECT") for login in [*PEOPLE, "vetka_backup"])


def test_schemas_are_closed_to_makers(owner):
    owner.execute(
        "SELECT n.nspname, r.rolname FROM pg_namespace n, pg_roles r WHERE r.rolname = ANY (%s)"
        " AND n.nspname IN ('public', 'api', 'private', 'jobs')"
        " AND (has_schema_privilege(r.oid, n.oid, 'CREATE') OR n.nspname IN ('private', 'jobs') AND"
        " has_schema_privilege(r.oid, n.oid, 'USAGE'))",
        (list(PEOPLE),),
    )
    assert owner.fetchall() == [("jobs", "agent")]
