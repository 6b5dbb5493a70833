-- A file is known by its SHA-256, so nobody may store other bytes under it; an attachment joins nobody else's letter.

CREATE OR REPLACE FUNCTION private.check_digest() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF octet_length(NEW.content) > 25 * 1024 * 1024 THEN  -- as domain.files.tables.MAX_BYTES
        PERFORM private.refuse('file-too-large', jsonb_build_object('megabytes', 25));
    ELSIF NEW.size IS DISTINCT FROM octet_length(NEW.content)
          OR NEW.sha256 IS DISTINCT FROM encode(sha256(NEW.content), 'hex') THEN
        PERFORM private.refuse('file-digest-wrong');
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_digest BEFORE INSERT ON stored_file
    FOR EACH ROW EXECUTE FUNCTION private.check_digest();

-- An administrator imports letters of others with what was attached to them.
CREATE OR REPLACE FUNCTION private.check_letter() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    letter ticket_comment%ROWTYPE;
BEGIN
    IF NEW.comment_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO letter FROM ticket_comment WHERE id = NEW.comment_id;
    IF letter.ticket_id <> NEW.ticket_id OR letter.author <> session_user AND NOT api.holds('vetka_admin') THEN
        PERFORM private.refuse('letter-of-another');
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_letter BEFORE INSERT ON attachment
    FOR EACH ROW EXECUTE FUNCTION private.check_letter();
