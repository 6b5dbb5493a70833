-- Stickers: every one has a seal that is new for ever, made here, so that nobody can invent one.

CREATE OR REPLACE FUNCTION private.new_seal() RETURNS text
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT string_agg(substr('0123456789ABCDEFGHJKLMNPRSTVWXYZ', get_byte(random.bytes, i) % 32 + 1, 1), '' ORDER BY i)
      FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) AS random, generate_series(0, 4) AS i
$$;

CREATE OR REPLACE FUNCTION private.add_sticker(of_job bigint, at_position integer, of_device bigint) RETURNS bigint
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    new_seal text;
    made bigint;
BEGIN
    LOOP
        new_seal := private.new_seal();
        INSERT INTO sticker (job_id, position, device_id, seal, payload)
        SELECT of_job, at_position, d.id, new_seal, c.label_prefix || lpad(d.number::text, 7, '0') || d.check_character || new_seal
          FROM device d, company c WHERE d.id = of_device
        ON CONFLICT (payload) DO NOTHING RETURNING id INTO made;
        EXIT WHEN made IS NOT NULL;
        IF NOT EXISTS (SELECT FROM device WHERE id = of_device) THEN
            PERFORM private.refuse('device-unknown', jsonb_build_object('device', of_device));
        END IF;
    END LOOP;
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION private.require_printing() RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_role('vetka_warehouse', 'vetka_engineer', 'vetka_dispatcher', 'vetka_lead', 'vetka_admin')
$$;

-- Makes a job with a sticker per device, in the order given. Returns the job's id.
CREATE OR REPLACE FUNCTION api.create_print_job(to_printer text, of_template bigint, devices bigint[], job_title text)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job bigint;
BEGIN
    PERFORM private.require_printing();
    IF coalesce(cardinality(devices), 0) = 0 THEN
        PERFORM private.refuse('no-devices', '{}');
    END IF;
    INSERT INTO print_job (printer_url, template_id, title, total)
    VALUES (to_printer, of_template, job_title, cardinality(devices)) RETURNING id INTO job;
    PERFORM private.add_sticker(job, place::integer, device_id)
       FROM unnest(devices) WITH ORDINALITY AS d (device_id, place) ORDER BY place;
    RETURN job;
END $$;

CREATE OR REPLACE FUNCTION private.locked_job(wanted bigint) RETURNS print_job
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE;
BEGIN
    PERFORM private.require_printing();
    SELECT * INTO job FROM print_job WHERE id = wanted FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('job-unknown', jsonb_build_object('job', wanted));
    END IF;
    RETURN job;
END $$;

-- Takes the printer for this connection, so that one sender serves it at a time; lost with the connection.
CREATE OR REPLACE FUNCTION api.take_printer(printer text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_printing();
    SELECT pg_try_advisory_lock(hashtextextended('vetka printer ' || printer, 0))
$$;

CREATE OR REPLACE FUNCTION api.release_printer(printer text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_printing();
    SELECT pg_advisory_unlock(hashtextextended('vetka printer ' || printer, 0))
$$;

-- Starts or goes on with a job. What was sent by a connection that broke is doubtful and gets a new sticker and seal.
CREATE OR REPLACE FUNCTION api.start_print_job(job_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
BEGIN
    IF job.state IN ('done', 'cancelled') THEN
        PERFORM private.refuse('job-over', jsonb_build_object('job', job.id));
    END IF;
    PERFORM private.doubt_sent(job.id);
    UPDATE print_job SET state = 'printing', fault = NULL WHERE id = job.id;
END $$;

CREATE OR REPLACE FUNCTION private.doubt_sent(of_job bigint) RETURNS integer
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one sticker%ROWTYPE;
    counted integer := 0;
BEGIN
    FOR one IN UPDATE sticker SET state = 'doubtful' WHERE job_id = of_job AND state = 'sent' RETURNING * LOOP
        PERFORM private.add_sticker(of_job, one.position, one.device_id);
        counted := counted + 1;
    END LOOP;
    RETURN counted;
END $$;

-- Marks queued stickers as sent; committed before their bytes leave, so that a crash leaves them in doubt, not unknown.
CREATE OR REPLACE FUNCTION api.stickers_sent(job_id bigint, stickers bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
    counted integer;
BEGIN
    IF job.state <> 'printing' THEN
        PERFORM private.refuse('job-not-printing', jsonb_build_object('job', job.id));
    END IF;
    UPDATE sticker SET state = 'sent', sent_at = now() WHERE sticker.job_id = job.id AND id = ANY (stickers) AND state = 'queued';
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF counted <> cardinality(stickers) THEN
        PERFORM private.refuse('stickers-taken', jsonb_build_object('job', job.id));
    END IF;
END $$;

-- Marks sent stickers as printed; `confirmed` where the printer itself said so. The last one ends the job.
CREATE OR REPLACE FUNCTION api.stickers_printed(job_id bigint, stickers bigint[], by_printer boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
BEGIN
    UPDATE sticker SET state = 'printed', printed_at = now(), confirmed = by_printer
     WHERE sticker.job_id = job.id AND id = ANY (stickers) AND state = 'sent';
    UPDATE print_job SET state = 'done', finished_at = now(), fault = NULL
     WHERE id = job.id AND state <> 'cancelled' AND NOT EXISTS (SELECT FROM sticker s WHERE s.job_id = job.id AND s.state IN ('queued', 'sent'));
END $$;

-- The connection broke: what was sent and not confirmed is doubtful, and its place gets a new sticker. Returns how many.
CREATE OR REPLACE FUNCTION api.stickers_doubtful(job_id bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
BEGIN
    RETURN private.doubt_sent(job.id);
END $$;

-- What the printer says while the sender waits for it; the job stays with its sender. NULL: it prints again.
CREATE OR REPLACE FUNCTION api.note_print_fault(job_id bigint, why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
BEGIN
    UPDATE print_job SET fault = why WHERE id = job.id AND state = 'printing';
END $$;

-- The sender gave up for now; anybody may go on.
CREATE OR REPLACE FUNCTION api.pause_print_job(job_id bigint, why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
BEGIN
    UPDATE print_job SET state = 'paused', fault = why WHERE id = job.id AND state IN ('queued', 'printing', 'paused');
END $$;

-- Cancels what has not left; what is under way stays known.
CREATE OR REPLACE FUNCTION api.cancel_print_job(job_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    job print_job%ROWTYPE := private.locked_job(job_id);
BEGIN
    UPDATE sticker SET state = 'cancelled' WHERE sticker.job_id = job.id AND state = 'queued';
    UPDATE sticker SET state = 'doubtful' WHERE sticker.job_id = job.id AND state = 'sent';
    UPDATE print_job SET state = 'cancelled', finished_at = now() WHERE id = job.id AND state NOT IN ('done', 'cancelled');
END $$;

-- A person says that a sticker is spoiled; it still opens the device, with a warning.
CREATE OR REPLACE FUNCTION api.spoil_sticker(of_payload text, why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.require_printing();
    UPDATE sticker SET state = 'spoiled', reason = why WHERE payload = of_payload AND state IN ('printed', 'doubtful');
    IF NOT FOUND THEN
        PERFORM private.refuse('sticker-unknown', jsonb_build_object('payload', of_payload));
    END IF;
END $$;
