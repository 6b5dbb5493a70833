-- Notices to clients: queued in the move that causes them, one for each recipient, delivered by the agent.

-- Who is told of a ticket: its contact, or without an address there the client. The address is empty where neither has one.
CREATE OR REPLACE FUNCTION private.recipient_of(of_ticket bigint, OUT address text, OUT called text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(nullif(btrim(p.email), ''), btrim(coalesce(c.email, ''))),
           CASE WHEN btrim(coalesce(p.email, '')) <> '' THEN p.name ELSE c.name END
      FROM ticket k JOIN client c ON c.id = k.client_id LEFT JOIN contact p ON p.id = k.contact_id WHERE k.id = of_ticket
$$;

-- A notice is tried again: the address may have been put right meanwhile.
CREATE OR REPLACE FUNCTION private.address_anew(of_message bigint) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE message m SET recipient = now_known.address, recipient_name = now_known.called
      FROM message old CROSS JOIN LATERAL private.recipient_of(old.ticket_id) AS now_known
     WHERE old.id = of_message AND m.id = old.id AND m.state IN ('queued', 'failed') AND now_known.address <> ''
       AND NOT EXISTS (SELECT FROM message other WHERE other.history_id = m.history_id AND other.channel = m.channel
                          AND other.recipient = now_known.address AND other.id <> m.id)
$$;

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
    SELECT * INTO address, called FROM private.recipient_of(k.id);
    INSERT INTO message (ticket_id, history_id, template_id, channel, recipient, recipient_name, language, state, code)
    VALUES (k.id, of_history, words.id, 'email', address, called, words.language,
            CASE WHEN address = '' THEN 'failed' ELSE 'queued' END, CASE WHEN address = '' THEN 'recipient-missing' ELSE '' END)
    ON CONFLICT (history_id, channel, recipient) DO NOTHING RETURNING id INTO made;
    IF made IS NOT NULL AND address <> '' THEN
        PERFORM private.queue_job('mail.send', format('ticket:%s:mail', k.id), jsonb_build_object('message_id', made));
    END IF;
END $$;

-- A password is for the server and the way it was given for: whoever points mail elsewhere must know it.
CREATE OR REPLACE FUNCTION private.forget_mail_password() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(ARRAY['host', 'port', 'user', 'security']) AS name
                WHERE coalesce(btrim(NEW.settings ->> name), '') <> coalesce(btrim(OLD.settings ->> name), '')) THEN
        DELETE FROM integration_secret WHERE system = NEW.system;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vetka_mail_password AFTER UPDATE OF settings ON partner
    FOR EACH ROW WHEN (NEW.system = 'mail') EXECUTE FUNCTION private.forget_mail_password();
