-- A paper is made in one transaction: begun (number and code), then kept with its bytes and data. After that nothing changes it.

CREATE SEQUENCE IF NOT EXISTS paper_id_seq MAXVALUE 9999999;

CREATE OR REPLACE FUNCTION private.require_papers() RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_role('vetka_dispatcher', 'vetka_lead', 'vetka_engineer', 'vetka_procurement',
                                'vetka_warehouse', 'vetka_bookkeeper', 'vetka_director', 'vetka_admin')
$$;

-- Numbers a paper of a ticket: a round sheet has the ticket's number; the next ones of a form are `4711/2`, `4711/3` …
-- Returns {"id", "number", "payload"}; the payload goes into the QR code: VP, seven digits, check character, seal.
CREATE OR REPLACE FUNCTION api.begin_paper(of_form text, of_ticket bigint) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    k ticket%ROWTYPE;
    earlier integer;
    made paper%ROWTYPE;
    next_id bigint;
BEGIN
    PERFORM private.require_papers();
    SELECT * INTO k FROM ticket WHERE id = of_ticket FOR NO KEY UPDATE;  -- two at once would get the same number
    IF NOT FOUND THEN
        PERFORM private.refuse('ticket-unknown', jsonb_build_object('ticket', of_ticket));
    END IF;
    SELECT count(*) INTO earlier FROM paper WHERE form = of_form AND ticket_id = k.id;
    next_id := nextval('paper_id_seq');
    INSERT INTO paper (id, form, number, payload, ticket_id, client_id)
    VALUES (next_id, of_form, k.number || CASE WHEN earlier > 0 THEN '/' || earlier + 1 ELSE '' END,
            'VP' || lpad(next_id::text, 7, '0') || api.check_character('VP', next_id) || private.new_seal(), k.id, k.client_id)
    RETURNING * INTO made;
    RETURN jsonb_build_object('id', made.id, 'number', made.number, 'payload', made.payload);
END $$;

-- Keeps the bytes and the data of a paper that the same transaction began.
CREATE OR REPLACE FUNCTION api.keep_paper(
    wanted bigint, of_title text, of_language text, of_data jsonb, of_digest text, of_file bigint
) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.require_papers();
    UPDATE paper SET title = of_title, language = of_language, data = of_data, data_sha256 = of_digest, file_id = of_file
     WHERE id = wanted AND file_id IS NULL AND made_by = session_user;
    IF NOT FOUND THEN
        PERFORM private.refuse('paper-kept-already', jsonb_build_object('paper', wanted));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.keep_paper_as_it_is() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.file_id IS NOT NULL THEN
        PERFORM private.refuse('append-only', jsonb_build_object('table', TG_TABLE_NAME));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_kept BEFORE UPDATE OR DELETE ON paper
    FOR EACH ROW EXECUTE FUNCTION private.keep_paper_as_it_is();
CREATE OR REPLACE TRIGGER vetka_kept_all BEFORE TRUNCATE ON paper
    FOR EACH STATEMENT EXECUTE FUNCTION private.keep_paper_as_it_is();

-- At the end of the transaction a paper has its bytes, or there is none.
CREATE OR REPLACE FUNCTION private.check_paper_whole() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM paper WHERE id = NEW.id AND (file_id IS NULL OR data IS NULL OR data_sha256 IS NULL)) THEN
        PERFORM private.refuse('paper-without-file', jsonb_build_object('paper', NEW.number));
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS vetka_whole ON paper;
CREATE CONSTRAINT TRIGGER vetka_whole AFTER INSERT ON paper DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION private.check_paper_whole();
