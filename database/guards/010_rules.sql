-- Rules that hold for everybody, whatever program they connect with. Applied after every migration; idempotent.
-- Functions of schema `api` are what people may call; those of `private` are called by them and by triggers only.

CREATE SCHEMA IF NOT EXISTS api;
CREATE SCHEMA IF NOT EXISTS private;

-- Refusals ---------------------------------------------------------------------------------------------------------
-- One SQLSTATE for every refusal; the message is the code of the sentence, the detail fills its blanks.
CREATE OR REPLACE FUNCTION private.refuse(code text, details jsonb DEFAULT '{}') RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VT001', MESSAGE = code, DETAIL = details::text;
END $$;

-- Who is asking ----------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION api.person_id() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM person WHERE login = session_user
$$;

-- True where the person signed in is a member of the group; a superuser is a member of every group.
CREATE OR REPLACE FUNCTION api.holds(wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT pg_has_role(session_user, wanted, 'member')
$$;

CREATE OR REPLACE FUNCTION private.require_role(VARIADIC wanted text[]) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM unnest(wanted) AS role WHERE api.holds(role)) THEN
        PERFORM private.refuse('role-wanted', jsonb_build_object('roles', array_to_string(wanted, ', ')));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.require_version(table_name text, id bigint, expected integer, actual integer)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF expected IS NOT NULL AND expected <> actual THEN
        PERFORM private.refuse('changed-meanwhile', jsonb_build_object(
            'table', table_name, 'id', id, 'expected', expected, 'actual', actual));
    END IF;
END $$;

-- Versions ---------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.count_version() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

-- Rows that are never changed ----------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.append_only() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.refuse('append-only', jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END $$;

-- Audit: who changed what, only the columns that changed ---------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.audit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    becomes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    key text := coalesce(becomes, was) ->> coalesce(TG_ARGV[0], 'id');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, becomes -> o.key)
          INTO was, becomes
          FROM jsonb_each(was) AS o
         WHERE o.value IS DISTINCT FROM becomes -> o.key AND o.key NOT IN ('version', 'sort_key', 'search_key');
        IF was IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO audit_log (table_name, row_id, operation, old, new)
    VALUES (TG_TABLE_NAME, key, TG_OP, was, becomes);
    RETURN NULL;
END $$;

-- Feed: tells every desktop which rows of which table changed ------------------------------------------------------------
-- The argument is the column whose values are told (a comment tells its ticket), and the table they belong to.
CREATE OR REPLACE FUNCTION private.tell_feed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told text;
    counted integer;
    source text := CASE WHEN TG_OP = 'DELETE' THEN 'old_rows' ELSE 'new_rows' END;
BEGIN
    EXECUTE format(
        'SELECT count(*), string_agg(v, '','') FROM (SELECT DISTINCT %I::text AS v FROM %I LIMIT 51) AS t',
        TG_ARGV[0], source) INTO counted, told;
    IF counted = 0 THEN
        RETURN NULL;
    END IF;
    PERFORM pg_notify('vetka_feed', TG_ARGV[1] || ',' || CASE WHEN counted > 50 THEN '*' ELSE told END);
    RETURN NULL;
END $$;

-- Which rule holds on which table --------------------------------------------------------------------------------------
DO $$
DECLARE
    one record;
BEGIN
    -- Drop all of ours, then make them anew, so that this page alone says what there is.
    FOR one IN SELECT tgname, tgrelid::regclass AS on_table FROM pg_trigger
                WHERE NOT tgisinternal AND tgname LIKE 'vetka\_%'
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.on_table);
    END LOOP;

    FOR one IN SELECT c.oid::regclass AS on_table FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                  AND a.attname = 'version' AND NOT a.attisdropped
    LOOP
        EXECUTE format('CREATE TRIGGER vetka_version BEFORE UPDATE ON %s FOR EACH ROW '
                       'EXECUTE FUNCTION private.count_version()', one.on_table);
    END LOOP;

    FOR one IN SELECT unnest(ARRAY['ticket_history', 'audit_log', 'stock_move', 'stored_file', 'label_template',
                                   'workflow_version', 'ticket_comment', 'partner_stage', 'paper_content']) AS on_table
    LOOP
        EXECUTE format('CREATE TRIGGER vetka_append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW '
                       'EXECUTE FUNCTION private.append_only()', one.on_table);
        EXECUTE format('CREATE TRIGGER vetka_append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
                       'EXECUTE FUNCTION private.append_only()', one.on_table);
    END LOOP;

    FOR one IN SELECT * FROM (VALUES
        ('person', 'id'), ('person_role', 'person_id'), ('client', 'id'), ('site', 'id'), ('contact', 'id'),
        ('contact_phone', 'contact_id'), ('company', 'id'), ('installation', 'key'), ('device_type', 'id'),
        ('device', 'id'), ('device_code', 'device_id'), ('device_attribute', 'device_id'), ('branch', 'id'),
        ('status', 'id'), ('transition', 'id'), ('transition_role', 'transition_id'), ('product', 'id'),
        ('product_barcode', 'product_id'), ('stock_place', 'id'), ('stock_document', 'id'), ('supplier', 'id'),
        ('purchase_line', 'id'), ('purchase_line_cost', 'purchase_line_id'), ('purchase_order', 'id'),
        ('purchase_order_line', 'id'), ('printer', 'id'), ('ticket_device', 'ticket_id'), ('ticket_link', 'from_ticket_id'),
        ('partner', 'system'), ('stage_meaning', 'stage'), ('message_template', 'id'), ('form_text', 'id'),
        ('vat_rate', 'since'), ('contract', 'id')
    ) AS audited (on_table, key_column)
    LOOP
        EXECUTE format('CREATE TRIGGER vetka_audit AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW '
                       'EXECUTE FUNCTION private.audit(%L)', one.on_table, one.key_column);
    END LOOP;

    FOR one IN SELECT * FROM (VALUES
        ('ticket', 'id', 'ticket'), ('ticket_comment', 'ticket_id', 'ticket'), ('attachment', 'ticket_id', 'ticket'),
        ('purchase_line', 'ticket_id', 'ticket'), ('ticket_device', 'ticket_id', 'ticket'), ('client', 'id', 'client'),
        ('site', 'client_id', 'client'), ('contact', 'client_id', 'client'), ('device', 'id', 'device'),
        ('device_type', 'id', 'device_type'), ('purchase_order_line', 'id', 'purchase_order_line'),
        ('stock_document', 'id', 'stock_document'), ('stock_balance', 'product_id', 'product'),
        ('product', 'id', 'product'), ('printer', 'id', 'printer'), ('print_job', 'id', 'print_job'),
        ('sticker', 'job_id', 'print_job'), ('person', 'id', 'person'), ('workflow_version', 'number', 'workflow'),
        ('company', 'id', 'company'), ('contract', 'client_id', 'client'), ('paper', 'ticket_id', 'ticket'),
        ('message', 'ticket_id', 'ticket'), ('partner_deal', 'ticket_id', 'ticket'), ('partner', 'system', 'partner'),
        ('partner_report', 'system', 'partner'), ('stage_meaning', 'system', 'partner'),
        ('message_template', 'id', 'message_template'), ('backup_run', 'id', 'backup_run')
    ) AS told (on_table, told_column, told_table)
    LOOP
        EXECUTE format('CREATE TRIGGER vetka_feed_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows '
                       'FOR EACH STATEMENT EXECUTE FUNCTION private.tell_feed(%L, %L)',
                       one.on_table, one.told_column, one.told_table);
        EXECUTE format('CREATE TRIGGER vetka_feed_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS new_rows '
                       'FOR EACH STATEMENT EXECUTE FUNCTION private.tell_feed(%L, %L)',
                       one.on_table, one.told_column, one.told_table);
        EXECUTE format('CREATE TRIGGER vetka_feed_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows '
                       'FOR EACH STATEMENT EXECUTE FUNCTION private.tell_feed(%L, %L)',
                       one.on_table, one.told_column, one.told_table);
    END LOOP;
END $$;

-- Operations: the same user action, sent twice, happens once ---------------------------------------------------------------
-- Returns NULL for a new operation, {"result": …} for one already done by the same person.
CREATE OR REPLACE FUNCTION api.begin_operation(operation_id uuid, action_name text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    earlier operation%ROWTYPE;
BEGIN
    INSERT INTO operation (id, action) VALUES (operation_id, action_name) ON CONFLICT (id) DO NOTHING;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT * INTO earlier FROM operation WHERE id = operation_id;
    IF earlier.login <> session_user OR earlier.action <> action_name THEN
        PERFORM private.refuse('operation-of-another', '{}');
    END IF;
    RETURN jsonb_build_object('result', earlier.result -> 'value');
END $$;

CREATE OR REPLACE FUNCTION api.end_operation(operation_id uuid, value jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE operation SET result = jsonb_build_object('value', value)
     WHERE id = operation_id AND login = session_user AND result IS NULL
$$;
