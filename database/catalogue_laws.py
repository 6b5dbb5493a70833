"""Laws of the database itself: triggers stand, functions cannot be tricked, and only the owner writes the books."""

from database.laws import Rule

# Tables that only functions of the owner write, whoever asks.
KEPT_TABLES = (
    "ticket_history", "branch_visit", "audit_log", "stock_move", "stock_balance", "serial_unit", "document_series",
    "print_job", "sticker", "workflow_version", "branch", "status", "transition", "transition_role", "workflow_kind",
    "person", "person_role", "allowed_role", "operation", "paper", "paper_content", "partner_deal", "partner_stage",
    "partner_comment", "integration_secret", "job_report",
)  # fmt: skip
KEPT_COLUMNS = (
    "ticket.status_id", "ticket.status_since", "ticket.engineer_id", "ticket.closed_at", "ticket.number",
    "ticket.registered_at", "ticket.registered_by", "ticket_comment.author", "ticket_comment.author_id",
    "ticket_comment.at", "ticket_comment.origin", "device.number", "device.check_character", "stock_document.state",
    "stock_document.number", "stock_document.posted_at", "stock_document.posted_by", "purchase_order.state",
    "purchase_order.number", "purchase_order_line.received", "company.label_prefix",
)  # fmt: skip
APPEND_ONLY = (
    "ticket_history", "audit_log", "stock_move", "stored_file", "label_template", "workflow_version", "ticket_comment",
    "partner_stage", "paper_content",
)  # fmt: skip
IN_THE_FEED = (
    "ticket", "ticket_comment", "attachment", "purchase_line", "ticket_device", "client", "site", "contact", "device",
    "device_type", "purchase_order_line", "stock_document", "stock_balance", "product", "printer", "print_job",
    "sticker", "person", "workflow_version", "company", "contract", "paper", "message", "partner_deal", "partner",
    "partner_report", "stage_meaning", "message_template", "backup_run",
)  # fmt: skip
HIDDEN_ROWS = ("preference", "operation", "ticket_comment", "audit_log", "integration_secret", "paper_content")


def _values(names: tuple[str, ...]) -> str:
    return ", ".join(f"('{name}')" for name in names)


def _lacks_trigger(function: str, kind: int) -> str:
    """Return the condition that table `c` has no live trigger of ours; `kind`: the bits of pg_trigger.tgtype."""
    return f"""NOT EXISTS (
        SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE t.tgrelid = c.oid AND t.tgenabled = 'O' AND t.tgtype & {kind} = {kind}
           AND n.nspname = 'private' AND p.proname = '{function}')"""


_ROW, _BEFORE, _INSERT, _DELETE, _UPDATE, _TRUNCATE = 1, 2, 4, 8, 16, 32
_OUR_TABLES = "pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
_VERSIONED = f"""{_OUR_TABLES} AND EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'version' AND NOT a.attisdropped)"""
_OUR_FUNCTIONS = "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('api', 'private')"

CATALOGUE_LAWS = (
    Rule(
        "versions-counted",
        "every table with a version counts it by trigger",
        _VERSIONED,
        f"SELECT c.relname FROM {_VERSIONED} AND {_lacks_trigger('count_version', _ROW | _BEFORE | _UPDATE)}",
    ),
    Rule(
        "append-only-kept",
        "tables that only grow refuse change, deletion and truncation",
        f"(VALUES {_values(APPEND_ONLY)}) AS kept",
        f"""SELECT k.name FROM (VALUES {_values(APPEND_ONLY)}) AS k (name)
              LEFT JOIN pg_class c ON c.oid = to_regclass('public.' || k.name)
             WHERE {_lacks_trigger("append_only", _ROW | _BEFORE | _UPDATE | _DELETE)}
                OR {_lacks_trigger("append_only", _BEFORE | _TRUNCATE)}""",
    ),
    Rule(
        "feed-tells",
        "every table that lists show tells the feed of insert, update and delete",
        f"(VALUES {_values(IN_THE_FEED)}) AS told",
        f"""SELECT k.name FROM (VALUES {_values(IN_THE_FEED)}) AS k (name)
              LEFT JOIN pg_class c ON c.oid = to_regclass('public.' || k.name)
             WHERE {_lacks_trigger("tell_feed", _INSERT)} OR {_lacks_trigger("tell_feed", _UPDATE)}
                OR {_lacks_trigger("tell_feed", _DELETE)}""",
    ),
    Rule(
        "nothing-switched-off",
        "no trigger is switched off and no constraint is unchecked",
        f"pg_trigger t JOIN {_OUR_TABLES.replace('WHERE', 'ON c.oid = t.tgrelid WHERE')}",
        """SELECT format('%s on %s', t.tgname, t.tgrelid::regclass) FROM pg_trigger t
             JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled <> 'O'
            UNION ALL SELECT format('%s on %s', conname, conrelid::regclass) FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace AND NOT convalidated""",
    ),
    Rule(
        "definers-fixed",
        "every function fixes its search path, pg_temp last, and runs for nobody it was not given to",
        _OUR_FUNCTIONS,
        f"""SELECT p.oid::regprocedure::text FROM {_OUR_FUNCTIONS} AND (
                NOT EXISTS (SELECT FROM unnest(p.proconfig) AS set
                             WHERE set ~ '^search_path="?pg_catalog"?, (.*, )?"?pg_temp"?$')
                OR p.proacl IS NULL
                OR EXISTS (SELECT FROM aclexplode(p.proacl) AS a WHERE a.grantee = 0))
            UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE p.prosecdef AND n.nspname NOT IN ('api', 'private', 'pg_catalog', 'information_schema')""",
    ),
    Rule(
        "books-written-by-the-owner",
        "history, moves, balances, serials, stickers, people and workflow are written by the owner's functions alone",
        f"(VALUES {_values(KEPT_TABLES)}) AS kept",
        f"""SELECT DISTINCT format('%s: %s may %s', k.name, coalesce(r.rolname, 'PUBLIC'), a.privilege_type)
              FROM (VALUES {_values(KEPT_TABLES)}) AS k (name)
              JOIN pg_class c ON c.oid = to_regclass('public.' || k.name)
             CROSS JOIN LATERAL (
                SELECT * FROM aclexplode(c.relacl) UNION ALL
                SELECT x.* FROM pg_attribute t CROSS JOIN aclexplode(t.attacl) AS x WHERE t.attrelid = c.oid) AS a
              LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE a.grantee <> c.relowner AND a.privilege_type <> 'SELECT'""",
    ),
    Rule(
        "kept-columns",
        "statuses, numbers, authors and what was received are written by the owner's functions alone",
        f"(VALUES {_values(KEPT_COLUMNS)}) AS kept",
        f"""SELECT DISTINCT format('%s: %s may %s', k.name, coalesce(r.rolname, 'PUBLIC'), a.privilege_type)
              FROM (VALUES {_values(KEPT_COLUMNS)}) AS k (name)
              JOIN pg_class c ON c.oid = to_regclass('public.' || split_part(k.name, '.', 1))
              JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = split_part(k.name, '.', 2)
             CROSS JOIN LATERAL (SELECT * FROM aclexplode(c.relacl) UNION ALL SELECT * FROM aclexplode(t.attacl)) AS a
              LEFT JOIN pg_roles r ON r.oid = a.grantee
             WHERE a.grantee <> c.relowner AND a.privilege_type IN ('INSERT', 'UPDATE')""",
    ),
    Rule(
        "one-owner",
        "every table, sequence and function belongs to vetka_owner",
        _OUR_TABLES,
        f"""SELECT c.relname FROM pg_class c
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S', 'v')
               AND pg_get_userbyid(c.relowner) <> 'vetka_owner'
            UNION ALL SELECT p.oid::regprocedure::text FROM {_OUR_FUNCTIONS}
               AND pg_get_userbyid(p.proowner) <> 'vetka_owner'""",
    ),
    Rule(
        "queue-closed",
        "only the agent's role touches the queue and reads the secrets of partners",
        "pg_class c WHERE c.relnamespace = 'jobs'::regnamespace OR c.oid = 'public.integration_secret'::regclass",
        """SELECT DISTINCT format('%s: %s may %s', c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type)
             FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
            WHERE (c.relnamespace = 'jobs'::regnamespace OR c.oid = 'public.integration_secret'::regclass)
              AND a.grantee <> c.relowner AND r.rolname IS DISTINCT FROM 'vetka_agent'
           UNION ALL
           SELECT format('%s may use the schema of the queue', coalesce(r.rolname, 'PUBLIC'))
             FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a LEFT JOIN pg_roles r ON r.oid = a.grantee
            WHERE n.nspname = 'jobs' AND a.grantee <> n.nspowner AND r.rolname IS DISTINCT FROM 'vetka_agent'""",
    ),
    Rule(
        "rows-hidden",
        "row security hides preferences, operations and costs, and signs comments",
        f"(VALUES {_values(HIDDEN_ROWS)}) AS hidden",
        f"""SELECT k.name FROM (VALUES {_values(HIDDEN_ROWS)}) AS k (name)
              LEFT JOIN pg_class c ON c.oid = to_regclass('public.' || k.name)
             WHERE c.relrowsecurity IS NOT TRUE OR NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)""",
    ),
)
