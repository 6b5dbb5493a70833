-- Notices to clients: queued in the move that causes them, one for each recipient, delivered by the agent.

-- A ticket entered a status: tells its client, where the client wants that, mail is set up and there are words for it.
CREATE OR REPLACE FUNCTION private.want_notice(k ticket, of_status bigint, of_history bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    c client%ROWTYPE;
    words message_template%ROWTYPE;
    address text;
    called text;
    made bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM partner WHERE system = 'mail' AND active) THEN
        RETURN;
    END IF;
    SELECT * INTO c FROM client WHERE id = k.client_id AND notices;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO words FROM message_template
     WHERE status_id = of_status AND channel = 'email' AND active AND language IN (c.notice_language, 'ru')
     ORDER BY (language = c.notice_language) DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT btrim(p.email), p.name INTO address, called FROM contact p WHERE p.id = k.contact_id AND btrim(p.email) <> '';
    IF address IS NULL THEN
        address := btrim(coalesce(c.email, ''));
        called := c.name;
    END IF;
    INSERT INTO message (ticket_id, history_id, template_id, channel, recipient, recipient_name, language, state, code)
    VALUES (k.id, of_history, words.id, 'email', address, called, words.language,
            CASE WHEN address = '' THEN 'failed' ELSE 'queued' END, CASE WHEN address = '' THEN 'recipient-missing' ELSE '' END)
    ON CONFLICT (history_id, channel, recipient) DO NOTHING RETURNING id INTO made;
    IF made IS NOT NULL AND address <> '' THEN
        PERFORM private.queue_job('mail.send', format('ticket:%s:mail', k.id), jsonb_build_object('message_id', made));
    END IF;
END $$;
