-- Deals at a partner: one for each visit to a branch whose status asks for it, and what stands on both sides.
-- Locks are taken in the order ticket, deal.

INSERT INTO partner (system) VALUES ('bitrix24'), ('mail'), ('backup') ON CONFLICT DO NOTHING;
INSERT INTO partner_report (system) SELECT system FROM partner ON CONFLICT DO NOTHING;
INSERT INTO partner_pace (system) SELECT system FROM partner ON CONFLICT DO NOTHING;

-- Keeps a secret unread: only the agent's role sees it again. NULL forgets it. `shown` is what people may see of it.
CREATE OR REPLACE FUNCTION api.set_secret(of_system text, secret text, shown text DEFAULT '') RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.require_role('vetka_admin');
    IF secret IS NULL THEN
        DELETE FROM integration_secret WHERE system = of_system;
        RETURN;
    END IF;
    INSERT INTO integration_secret (system, value, hint) VALUES (of_system, secret, shown)
    ON CONFLICT (system) DO UPDATE SET value = EXCLUDED.value, hint = EXCLUDED.hint, changed_at = now(),
        changed_by = session_user;
END $$;

-- What people may know of a secret: that it is there, since when, and its masked form.
CREATE OR REPLACE FUNCTION api.secret_state(of_system text) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_role('vetka_admin');
    SELECT jsonb_build_object('hint', hint, 'changed_at', changed_at, 'changed_by', changed_by)
      FROM integration_secret WHERE system = of_system
$$;

-- The portal was renamed: the agent that was told the new address keeps it.
CREATE OR REPLACE FUNCTION api.secret_moved(of_system text, secret text, shown text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_role('vetka_agent');
    UPDATE integration_secret SET value = secret, hint = shown, changed_at = now(), changed_by = session_user
     WHERE system = of_system
$$;

-- A ticket entered a status that asks for a deal: its innermost visit gets one, once.
CREATE OR REPLACE FUNCTION private.want_deal(of_ticket bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM partner WHERE system = 'bitrix24' AND active) THEN
        RETURN;
    END IF;
    INSERT INTO partner_deal (system, visit_id, ticket_id)
    SELECT 'bitrix24', v.id, of_ticket FROM branch_visit v
     WHERE v.ticket_id = of_ticket AND v.left_at IS NULL ORDER BY v.depth DESC LIMIT 1
    ON CONFLICT (system, visit_id) DO UPDATE SET state = 'wanted' WHERE partner_deal.state = 'given_up'
    RETURNING id INTO made;
    IF made IS NOT NULL THEN
        PERFORM private.queue_job('bitrix24.deal', format('ticket:%s:bitrix24', of_ticket), jsonb_build_object('deal_id', made));
    END IF;
END $$;

-- Bitrix24 was switched on while purchases were under way: their visits get their deals now. Returns how many.
CREATE OR REPLACE FUNCTION api.open_missing_deals() RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    waiting bigint;
    before integer := api.count_missing_deals();
BEGIN
    PERFORM private.require_role('vetka_admin');
    FOR waiting IN SELECT ticket_id FROM private.visits_without_deal() ORDER BY ticket_id LOOP
        PERFORM private.want_deal(waiting);
    END LOOP;
    RETURN before - api.count_missing_deals();
END $$;

-- Innermost open visits to a branch where some status asks for a deal, that have none.
CREATE OR REPLACE FUNCTION private.visits_without_deal() RETURNS SETOF branch_visit
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.* FROM branch_visit v
     WHERE v.left_at IS NULL
       AND EXISTS (SELECT FROM status s WHERE s.branch_id = v.branch_id AND s.effects @> '[{"kind": "bitrix24.deal"}]')
       AND NOT EXISTS (SELECT FROM branch_visit inner_one WHERE inner_one.ticket_id = v.ticket_id
                          AND inner_one.left_at IS NULL AND inner_one.depth > v.depth)
       AND NOT EXISTS (SELECT FROM partner_deal d WHERE d.visit_id = v.id AND d.state <> 'given_up')
$$;

CREATE OR REPLACE FUNCTION api.count_missing_deals() RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*)::integer FROM private.visits_without_deal()
$$;

-- A colleague's internal words go to the deal while the ticket is on that branch.
CREATE OR REPLACE FUNCTION private.mirror_comment_out() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal bigint;
    made bigint;
BEGIN
    IF NEW.kind <> 'internal' OR NEW.origin <> 'person' THEN
        RETURN NULL;
    END IF;
    SELECT d.id INTO deal FROM partner_deal d JOIN branch_visit v ON v.id = d.visit_id JOIN partner p ON p.system = d.system
     WHERE d.ticket_id = NEW.ticket_id AND v.left_at IS NULL AND p.active AND d.state IN ('wanted', 'open')
     ORDER BY v.depth DESC LIMIT 1;
    IF FOUND THEN
        INSERT INTO partner_comment (system, deal_id, comment_id, direction)
        SELECT d.system, d.id, NEW.id, 'out' FROM partner_deal d WHERE d.id = deal RETURNING id INTO made;
        PERFORM private.queue_job('bitrix24.comment', format('ticket:%s:bitrix24', NEW.ticket_id),
                                  jsonb_build_object('mirror_id', made));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vetka_mirror AFTER INSERT ON ticket_comment
    FOR EACH ROW EXECUTE FUNCTION private.mirror_comment_out();

-- What the agent may do ----------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.locked_deal(wanted bigint) RETURNS partner_deal
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal partner_deal%ROWTYPE;
BEGIN
    PERFORM private.require_role('vetka_agent');
    PERFORM FROM ticket WHERE id = (SELECT ticket_id FROM partner_deal WHERE id = wanted) FOR UPDATE;
    SELECT * INTO deal FROM partner_deal WHERE id = wanted FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('deal-unknown', jsonb_build_object('deal', wanted));
    END IF;
    RETURN deal;
END $$;

-- Notes that an attempt to create the deal begins now; `began` false takes that back: nothing was made.
CREATE OR REPLACE FUNCTION api.note_deal_attempt(wanted bigint, began boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.locked_deal(wanted);
    UPDATE partner_deal SET attempt_began_at = CASE WHEN began THEN clock_timestamp() END
     WHERE id = wanted AND remote_id IS NULL;
END $$;

-- Keeps the partner's id of a deal; further ids that were found for the same visit are kept beside it.
CREATE OR REPLACE FUNCTION api.adopt_deal(wanted bigint, of_remote_id text, of_url text, of_doubles jsonb DEFAULT '[]')
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal partner_deal%ROWTYPE := private.locked_deal(wanted);
BEGIN
    IF deal.remote_id IS NULL THEN
        UPDATE partner_deal SET remote_id = of_remote_id, url = of_url, state = 'open', attempt_began_at = NULL,
               doubles = of_doubles, read_at = now() WHERE id = wanted;
        IF of_doubles <> '[]' THEN
            PERFORM private.say_by_itself(deal.ticket_id, 'deal-doubled', (
                SELECT string_agg(value, ', ') FROM jsonb_array_elements_text(of_doubles)));
        END IF;
    ELSIF deal.remote_id <> of_remote_id AND NOT deal.doubles ? of_remote_id THEN
        -- An agent that slept for long has made another one meanwhile: it is told, never deleted.
        UPDATE partner_deal SET doubles = doubles || to_jsonb(of_remote_id) WHERE id = wanted;
        PERFORM private.say_by_itself(deal.ticket_id, 'deal-doubled', of_remote_id);
    END IF;
END $$;

-- Words of the program itself in a thread: `of_code` is the code of a sentence, `note` fills its blank.
CREATE OR REPLACE FUNCTION private.say_by_itself(of_ticket bigint, of_code text, note text) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO ticket_comment (ticket_id, kind, subject, body, origin)
    VALUES (of_ticket, 'system', of_code, coalesce(note, ''), 'automatic')
$$;

-- Notes steps of a deal: rows {remote_id, position, stage, name, colour, semantic, at}. Each is kept once.
-- Returns how many were new. What they mean is `api.settle_deal`.
CREATE OR REPLACE FUNCTION api.record_stages(wanted bigint, steps jsonb) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal partner_deal%ROWTYPE := private.locked_deal(wanted);
    counted integer;
BEGIN
    INSERT INTO partner_stage (deal_id, system, remote_id, position, stage, name, colour, semantic, at)
    SELECT deal.id, deal.system, s.remote_id, s.position, s.stage, s.name, coalesce(s.colour, ''), s.semantic, s.at
      FROM jsonb_to_recordset(steps) AS s (remote_id text, position bigint, stage text, name text, colour text,
                                           semantic text, at timestamptz)
     ORDER BY s.position
    ON CONFLICT (system, remote_id) DO NOTHING;
    GET DIAGNOSTICS counted = ROW_COUNT;
    UPDATE partner_deal SET stage = last.stage, stage_name = last.name, stage_colour = last.colour,
           semantic = last.semantic, stage_at = last.at, read_at = now(),
           state = CASE WHEN partner_deal.state = 'missing' THEN 'open' ELSE partner_deal.state END
      FROM (SELECT * FROM partner_stage WHERE deal_id = wanted ORDER BY position DESC LIMIT 1) AS last
     WHERE partner_deal.id = wanted;
    RETURN counted;
END $$;

-- Carries out, once, what the newest stage of a deal means: won or lost ends the visit; a stage that stands for a status of the
-- branch moves the ticket there, where such a move exists and nothing is missing for it. Returns what was done.
CREATE OR REPLACE FUNCTION api.settle_deal(wanted bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal partner_deal%ROWTYPE := private.locked_deal(wanted);
    newest bigint := (SELECT max(position) FROM partner_stage WHERE deal_id = wanted);
BEGIN
    IF newest IS NULL OR newest <= deal.settled_position THEN
        RETURN 'nothing';
    END IF;
    UPDATE partner_deal SET settled_position = newest WHERE id = wanted;
    IF deal.semantic = 'P' THEN
        IF deal.state IN ('won', 'lost') THEN
            UPDATE partner_deal SET state = 'open', closed_at = NULL WHERE id = wanted;
            PERFORM private.say_by_itself(deal.ticket_id, 'deal-reopened', deal.stage_name);
            RETURN 'reopened';
        END IF;
        RETURN private.follow_stage(deal);
    ELSIF deal.state = 'open' THEN
        UPDATE partner_deal SET state = CASE deal.semantic WHEN 'S' THEN 'won' ELSE 'lost' END, closed_at = now()
         WHERE id = wanted;
        RETURN private.end_visit_of(deal);
    END IF;
    RETURN 'nothing';
END $$;

CREATE OR REPLACE FUNCTION private.end_visit_of(deal partner_deal) RETURNS text
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    visit branch_visit%ROWTYPE;
    event text := CASE deal.semantic WHEN 'S' THEN 'deal.won' ELSE 'deal.lost' END;
    ended boolean := false;
BEGIN
    SELECT * INTO visit FROM branch_visit WHERE id = deal.visit_id;
    IF visit.left_at IS NOT NULL THEN
        PERFORM private.say_by_itself(deal.ticket_id, 'deal-closed-later', deal.stage_name);
        RETURN 'late';
    ELSIF NOT EXISTS (SELECT FROM branch_visit
                       WHERE ticket_id = deal.ticket_id AND left_at IS NULL AND depth > visit.depth) THEN
        BEGIN
            ended := private.fire(deal.ticket_id, event, deal.stage_name, 'bitrix24');
        EXCEPTION WHEN SQLSTATE 'VT001' THEN  -- refused for this ticket: a person decides, other deals go on
            ended := false;
        END;
    END IF;
    IF NOT ended THEN
        PERFORM private.say_by_itself(deal.ticket_id, 'deal-closed-stays', deal.stage_name);
        RETURN 'stays';
    END IF;
    RETURN event;
END $$;

CREATE OR REPLACE FUNCTION private.follow_stage(deal partner_deal) RETURNS text
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    k ticket%ROWTYPE;
    t transition%ROWTYPE;
    given jsonb := jsonb_build_object('comment', deal.stage_name);
BEGIN
    SELECT * INTO k FROM ticket WHERE id = deal.ticket_id;
    SELECT t2.* INTO t FROM stage_meaning m JOIN status s ON s.id = m.status_id
      JOIN transition t2 ON t2.to_status_id = s.id AND t2.from_status_id = k.status_id
      JOIN branch_visit v ON v.id = deal.visit_id AND v.left_at IS NULL AND v.branch_id = s.branch_id
     WHERE m.system = deal.system AND m.stage = deal.stage AND s.id <> k.status_id
       AND t2.kind = 'step' AND NOT t2.automatic AND NOT t2.retired AND NOT s.retired
     ORDER BY t2.position LIMIT 1;
    IF NOT FOUND OR private.missing_requirements(k, t.requirements, given) <> '{}' THEN
        RETURN 'shown';
    END IF;
    PERFORM private.follow(k, t, given, 'bitrix24');
    PERFORM private.recheck_arrival(k.id);  -- what it waits for may have come before
    RETURN 'moved';
EXCEPTION WHEN SQLSTATE 'VT001' THEN  -- the move is refused for this ticket: its stage is shown, other deals go on
    RETURN 'shown';
END $$;

-- The portal does not know a linked deal any more, or shows it again.
CREATE OR REPLACE FUNCTION api.note_deal_missing(wanted bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal partner_deal%ROWTYPE := private.locked_deal(wanted);
BEGIN
    IF deal.state = 'open' THEN
        UPDATE partner_deal SET state = 'missing', read_at = now() WHERE id = wanted;
        PERFORM private.say_by_itself(deal.ticket_id, 'deal-missing', deal.remote_id);
    END IF;
END $$;

-- A comment read at the partner. Known: an edit is told once. An own one that has no answer yet: found again.
-- Else it becomes an internal comment under its author's name. Returns what was done.
CREATE OR REPLACE FUNCTION api.mirror_comment_in(
    wanted bigint, of_remote_id text, place bigint, of_author text, of_body text, of_digest text, of_time timestamptz
) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    deal partner_deal%ROWTYPE := private.locked_deal(wanted);
    known partner_comment%ROWTYPE;
    made bigint;
BEGIN
    UPDATE partner_deal SET last_comment_id = greatest(last_comment_id, place), read_at = now() WHERE id = wanted;
    SELECT * INTO known FROM partner_comment WHERE system = deal.system AND remote_id = of_remote_id;
    IF FOUND THEN
        IF known.digest = of_digest THEN
            RETURN 'known';
        END IF;
        UPDATE partner_comment SET digest = of_digest WHERE id = known.id;
        INSERT INTO ticket_comment (ticket_id, kind, subject, body, author, origin)
        VALUES (deal.ticket_id, 'internal', 'comment-edited', of_body, of_author, deal.system);
        RETURN 'edited';
    END IF;
    UPDATE partner_comment SET remote_id = of_remote_id, state = 'mirrored', attempt_began_at = NULL
     WHERE id = (SELECT min(id) FROM partner_comment
                  WHERE deal_id = wanted AND state = 'sending' AND digest = of_digest);
    IF FOUND THEN
        RETURN 'ours';
    END IF;
    INSERT INTO ticket_comment (ticket_id, kind, body, author, at, origin)
    VALUES (deal.ticket_id, 'internal', of_body, of_author, of_time, deal.system) RETURNING id INTO made;
    INSERT INTO partner_comment (system, deal_id, comment_id, direction, state, remote_id, digest)
    VALUES (deal.system, wanted, made, 'in', 'mirrored', of_remote_id, of_digest);
    RETURN 'new';
END $$;

-- Notes that an own comment is being sent, with the hash of what is sent; NULL takes it back: nothing was made.
CREATE OR REPLACE FUNCTION api.note_comment_attempt(wanted bigint, of_digest text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.locked_deal((SELECT deal_id FROM partner_comment WHERE id = wanted));
    UPDATE partner_comment SET state = CASE WHEN of_digest IS NULL THEN 'wanted' ELSE 'sending' END,
           digest = coalesce(of_digest, ''), attempt_began_at = CASE WHEN of_digest IS NOT NULL THEN clock_timestamp() END
     WHERE id = wanted AND state <> 'mirrored';
END $$;

CREATE OR REPLACE FUNCTION api.adopt_comment(wanted bigint, of_remote_id text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.locked_deal((SELECT deal_id FROM partner_comment WHERE id = wanted));
    UPDATE partner_comment SET state = 'mirrored', remote_id = of_remote_id, attempt_began_at = NULL
     WHERE id = wanted AND state <> 'mirrored';
END $$;

-- Waits for its turn at a partner: returns the seconds until this caller may send, and books that moment.
CREATE OR REPLACE FUNCTION api.book_call(of_system text, seconds_apart double precision) RETURNS double precision
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    mine timestamptz;
BEGIN
    PERFORM private.require_role('vetka_agent');
    UPDATE partner_pace SET next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => seconds_apart)
     WHERE system = of_system RETURNING next_at - make_interval(secs => seconds_apart) INTO mine;
    RETURN greatest(extract(epoch FROM mine - clock_timestamp()), 0);
END $$;
