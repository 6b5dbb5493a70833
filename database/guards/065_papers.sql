-- A paper is made in one transaction: begun (number and code), then kept with its bytes and data. After that nothing changes it.

CREATE SEQUENCE IF NOT EXISTS paper_id_seq MAXVALUE 9999999;

-- The forms there are, and who makes each; NULL for any other. As `makers` of printing.paper.forms.
CREATE OR REPLACE FUNCTION private.makers_of(of_form text) RETURNS text[]
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE of_form
        WHEN 'round-sheet' THEN ARRAY['vetka_dispatcher', 'vetka_lead', 'vetka_engineer', 'vetka_admin']
        WHEN 'commercial-offer' THEN ARRAY['vetka_procurement', 'vetka_director', 'vetka_admin']
        WHEN 'repair-receipt' THEN ARRAY['vetka_dispatcher', 'vetka_lead', 'vetka_engineer', 'vetka_warehouse', 'vetka_admin']
    END
$$;

-- Numbers a paper of a ticket: a round sheet has the ticket's number; the next ones of a form are `4711/2`, `4711/3` …
-- Returns {"id", "number", "payload"}; the payload goes into the QR code: VP, seven digits, check character, seal.
CREATE OR REPLACE FUNCTION api.begin_paper(of_form text, of_ticket bigint) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    makers text[] := private.makers_of(of_form);
    k ticket%ROWTYPE;
    earlier integer;
    made paper%ROWTYPE;
    next_id bigint;
BEGIN
    IF makers IS NULL THEN
        PERFORM private.refuse('form-unknown', jsonb_build_object('form', of_form));
    END IF;
    PERFORM private.require_role(VARIADIC makers);
    -- Two at once would get the same number. The ticket itself stays free for the moves of others as long as it can.
    PERFORM pg_advisory_xact_lock(hashtextextended(format('vetka paper %s %s', of_form, of_ticket), 0));
    SELECT * INTO k FROM ticket WHERE id = of_ticket;
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

-- The text of a jsonb value has one writing, so its digest can be computed anew years later.
CREATE OR REPLACE FUNCTION private.digest_of(of_data jsonb) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(of_data::text, 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION private.is_pdf(content bytea) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT substring(content FROM 1 FOR 5) = '\x255044462d'::bytea  -- %PDF-
$$;

-- Keeps the bytes and the data of a paper that the same transaction began; the data say its number and its code.
CREATE OR REPLACE FUNCTION api.keep_paper(wanted bigint, of_title text, of_language text, of_data jsonb, of_pdf bytea)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    begun paper%ROWTYPE;
BEGIN
    SELECT * INTO begun FROM paper p
     WHERE p.id = wanted AND p.made_by = session_user AND NOT EXISTS (SELECT FROM paper_content c WHERE c.paper_id = p.id);
    IF NOT FOUND THEN
        PERFORM private.refuse('paper-kept-already', jsonb_build_object('paper', wanted));
    ELSIF octet_length(of_pdf) > 25 * 1024 * 1024 THEN  -- as domain.files.tables.MAX_BYTES
        PERFORM private.refuse('file-too-large', jsonb_build_object('megabytes', 25));
    ELSIF private.is_pdf(of_pdf) IS NOT TRUE OR of_data ->> 'number' IS DISTINCT FROM begun.number
          OR of_data ->> 'payload' IS DISTINCT FROM begun.payload THEN
        PERFORM private.refuse('paper-without-file', jsonb_build_object('paper', begun.number));
    END IF;
    UPDATE paper SET title = of_title, language = of_language WHERE id = wanted;
    INSERT INTO paper_content (paper_id, data, data_sha256, pdf, pdf_sha256, size)
    VALUES (wanted, of_data, private.digest_of(of_data), of_pdf, encode(sha256(of_pdf), 'hex'), octet_length(of_pdf));
END $$;

CREATE OR REPLACE FUNCTION private.keep_paper_as_it_is() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NOT EXISTS (SELECT FROM paper_content WHERE paper_id = OLD.id) THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM private.refuse('append-only', jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vetka_kept BEFORE UPDATE OR DELETE ON paper
    FOR EACH ROW EXECUTE FUNCTION private.keep_paper_as_it_is();
CREATE OR REPLACE TRIGGER vetka_kept_all BEFORE TRUNCATE ON paper
    FOR EACH STATEMENT EXECUTE FUNCTION private.keep_paper_as_it_is();

-- At the end of the transaction a paper has its bytes, or there is none.
CREATE OR REPLACE FUNCTION private.check_paper_whole() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM paper_content WHERE paper_id = NEW.id) THEN
        PERFORM private.refuse('paper-without-file', jsonb_build_object('paper', NEW.number));
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS vetka_whole ON paper;
CREATE CONSTRAINT TRIGGER vetka_whole AFTER INSERT ON paper DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION private.check_paper_whole();

-- Papers that are not what was made, for whoever asks: row security hides some contents, a law must see them all.
CREATE OR REPLACE FUNCTION api.broken_papers() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id FROM paper p LEFT JOIN paper_content c ON c.paper_id = p.id
     WHERE c.paper_id IS NULL OR private.makers_of(p.form) IS NULL
        OR left(p.payload, 10) <> 'VP' || lpad(p.id::text, 7, '0') || api.check_character('VP', p.id)
        OR c.data_sha256 <> private.digest_of(c.data) OR c.pdf_sha256 <> encode(sha256(c.pdf), 'hex')
        OR c.size <> octet_length(c.pdf) OR NOT private.is_pdf(c.pdf)
        OR c.data ->> 'number' IS DISTINCT FROM p.number OR c.data ->> 'payload' IS DISTINCT FROM p.payload
$$;
