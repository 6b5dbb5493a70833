-- People are login roles of the server. Only these functions make, change or retire one, and only within the allow-list.

INSERT INTO allowed_role (role, position) VALUES
    ('vetka_dispatcher', 1), ('vetka_lead', 2), ('vetka_procurement', 3), ('vetka_warehouse', 4),
    ('vetka_engineer', 5), ('vetka_bookkeeper', 6), ('vetka_director', 7), ('vetka_admin', 8), ('vetka_agent', 9)
ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION private.check_new_roles(roles text[]) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    strange text;
BEGIN
    SELECT string_agg(r, ', ') INTO strange FROM unnest(roles) AS r
     WHERE NOT EXISTS (SELECT FROM allowed_role WHERE role = r);
    IF strange IS NOT NULL THEN
        PERFORM private.refuse('role-not-allowed', jsonb_build_object('roles', strange));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.check_verifier(verifier text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF verifier IS NULL OR verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        PERFORM private.refuse('verifier-wanted', '{}');
    END IF;
END $$;

-- Makes a person and the login role. `verifier` is a SCRAM verifier, never a password.
CREATE OR REPLACE FUNCTION api.add_person(
    new_login text, new_name text, new_sort_key text, new_search_key text, verifier text, roles text[]
) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    new_id bigint;
    one text;
BEGIN
    PERFORM private.require_role('vetka_admin');
    IF new_login IS NULL OR new_login !~ '^[a-z][a-z0-9_.-]{1,40}$' OR new_login LIKE 'pg\_%' OR new_login LIKE 'vetka\_%' THEN
        PERFORM private.refuse('login-form', jsonb_build_object('login', new_login));
    END IF;
    PERFORM private.check_new_roles(roles);
    PERFORM private.check_verifier(verifier);
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = new_login) OR EXISTS (SELECT FROM person WHERE login = new_login) THEN
        PERFORM private.refuse('login-taken', jsonb_build_object('login', new_login));
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L CONNECTION LIMIT 24 IN ROLE vetka_person', new_login, verifier);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), new_login);
    INSERT INTO person (login, name, sort_key, search_key)
    VALUES (new_login, new_name, new_sort_key, new_search_key) RETURNING id INTO new_id;
    FOREACH one IN ARRAY roles LOOP
        EXECUTE format('GRANT %I TO %I', one, new_login);
        INSERT INTO person_role (person_id, role) VALUES (new_id, one);
    END LOOP;
    RETURN new_id;
END $$;

CREATE OR REPLACE FUNCTION private.known_person(of_login text) RETURNS person
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found_person person%ROWTYPE;
BEGIN
    SELECT * INTO found_person FROM person WHERE login = of_login FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('person-unknown', jsonb_build_object('login', of_login));
    END IF;
    RETURN found_person;
END $$;

CREATE OR REPLACE FUNCTION api.set_roles(of_login text, roles text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who person%ROWTYPE;
    one text;
BEGIN
    PERFORM private.require_role('vetka_admin');
    who := private.known_person(of_login);
    PERFORM private.check_new_roles(roles);
    IF of_login = session_user AND NOT 'vetka_admin' = ANY (roles) THEN
        PERFORM private.refuse('own-admin-role', '{}');
    END IF;
    FOR one IN SELECT role FROM person_role WHERE person_id = who.id AND role <> ALL (roles) LOOP
        EXECUTE format('REVOKE %I FROM %I', one, of_login);
        DELETE FROM person_role WHERE person_id = who.id AND role = one;
    END LOOP;
    FOREACH one IN ARRAY roles LOOP
        IF who.active THEN
            EXECUTE format('GRANT %I TO %I', one, of_login);
        END IF;
        INSERT INTO person_role (person_id, role) VALUES (who.id, one) ON CONFLICT DO NOTHING;
    END LOOP;
    UPDATE person SET name = name WHERE id = who.id;  -- tells the feed
END $$;

-- A retired person cannot sign in any more; a window still open loses its rights and is disconnected.
-- The row and its roles stay, because history names the one and coming back needs the other.
CREATE OR REPLACE FUNCTION api.retire_person(of_login text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who person%ROWTYPE;
    one text;
BEGIN
    PERFORM private.require_role('vetka_admin');
    who := private.known_person(of_login);
    IF of_login = session_user THEN
        PERFORM private.refuse('retire-oneself', '{}');
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN', of_login);
    FOR one IN SELECT role FROM person_role WHERE person_id = who.id UNION ALL SELECT 'vetka_person' LOOP
        EXECUTE format('REVOKE %I FROM %I', one, of_login);
    END LOOP;
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM %I', current_database(), of_login);
    UPDATE person SET active = false WHERE id = who.id;
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = of_login;
END $$;

CREATE OR REPLACE FUNCTION api.restore_person(of_login text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who person%ROWTYPE;
    one text;
BEGIN
    PERFORM private.require_role('vetka_admin');
    who := private.known_person(of_login);
    EXECUTE format('ALTER ROLE %I LOGIN', of_login);
    FOR one IN SELECT role FROM person_role WHERE person_id = who.id UNION ALL SELECT 'vetka_person' LOOP
        EXECUTE format('GRANT %I TO %I', one, of_login);
    END LOOP;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), of_login);
    UPDATE person SET active = true WHERE id = who.id;
END $$;

-- Everybody may change the own password; an administrator anybody's.
CREATE OR REPLACE FUNCTION api.set_verifier(of_login text, verifier text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF of_login <> session_user THEN
        PERFORM private.require_role('vetka_admin');
    END IF;
    PERFORM private.known_person(of_login);
    PERFORM private.check_verifier(verifier);
    EXECUTE format('ALTER ROLE %I PASSWORD %L', of_login, verifier);
END $$;

-- What colleagues see of a person. `deputy` is the login of who stands in for the person, or NULL.
CREATE OR REPLACE FUNCTION api.edit_person(
    of_login text, new_name text, new_sort_key text, new_search_key text, new_email text, new_phone text, deputy text,
    expected_version integer
) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who person%ROWTYPE;
BEGIN
    PERFORM private.require_role('vetka_admin');
    who := private.known_person(of_login);
    PERFORM private.require_version('person', who.id, expected_version, who.version);
    IF deputy = of_login OR deputy IS NOT NULL AND NOT EXISTS (SELECT FROM person WHERE login = deputy AND active) THEN
        PERFORM private.refuse('deputy-unfit', jsonb_build_object('login', deputy));
    END IF;
    UPDATE person SET name = new_name, sort_key = new_sort_key, search_key = new_search_key, email = new_email,
           phone = new_phone, deputy_id = (SELECT id FROM person WHERE login = deputy)
     WHERE id = who.id;
END $$;
