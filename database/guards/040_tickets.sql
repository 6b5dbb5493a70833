-- A ticket's status, its engineer and its visits change here and nowhere else: no person's role may write those columns.

CREATE SEQUENCE IF NOT EXISTS ticket_number_seq;

INSERT INTO workflow_kind (part, kind) VALUES
    ('requirement', 'comment'), ('requirement', 'date'), ('requirement', 'person'), ('requirement', 'purchase_lines'),
    ('requirement', 'attachment'), ('requirement', 'lines_ordered'), ('requirement', 'lines_received'),
    ('effect', 'assign'), ('effect', 'release'), ('effect', 'postpone'), ('effect', 'device_state'),
    ('entry_effect', 'bitrix24.deal'), ('entry_effect', 'client.notify'),
    ('event', 'status.entered'), ('event', 'stock.received'), ('event', 'stock.partly_received'),
    ('event', 'postponed.due'), ('event', 'postponed.due_unassigned'), ('event', 'deal.won'), ('event', 'deal.lost')
ON CONFLICT DO NOTHING;

-- Where a fresh ticket starts, and where one goes that nobody can take back: the entry of the main branch.
CREATE OR REPLACE FUNCTION private.first_status() RETURNS status
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.* FROM status s JOIN branch b ON b.id = s.branch_id
     WHERE b.code = 'main' AND s.is_entry AND NOT s.retired ORDER BY s.position LIMIT 1
$$;

CREATE OR REPLACE FUNCTION private.is_active_engineer(who bigint) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM person p JOIN person_role r ON r.person_id = p.id
                    WHERE p.id = who AND p.active AND r.role = 'vetka_engineer')
$$;

CREATE OR REPLACE FUNCTION private.locked_ticket(wanted bigint, expected_version integer) RETURNS ticket
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found_ticket ticket%ROWTYPE;
BEGIN
    SELECT * INTO found_ticket FROM ticket WHERE id = wanted FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('ticket-unknown', jsonb_build_object('ticket', wanted));
    END IF;
    PERFORM private.require_version('ticket', wanted, expected_version, found_ticket.version);
    RETURN found_ticket;
END $$;

-- Registering --------------------------------------------------------------------------------------------------------------
-- `entry`: type, title, title_key, search_key, description, client_id, site_id, contact_id, priority, due_at, origin,
-- devices [id]. Returns {"id", "number"}.
CREATE OR REPLACE FUNCTION api.register_ticket(entry jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first status%ROWTYPE;
    made ticket%ROWTYPE;
    made_history bigint;
BEGIN
    PERFORM private.require_role('vetka_dispatcher', 'vetka_lead', 'vetka_engineer', 'vetka_procurement', 'vetka_admin');
    PERFORM private.check_place_of_ticket(
        (entry ->> 'client_id')::bigint, (entry ->> 'site_id')::bigint, (entry ->> 'contact_id')::bigint);
    first := private.first_status();
    IF first.id IS NULL THEN
        PERFORM private.refuse('workflow-not-published', '{}');
    ELSIF entry ->> 'origin' = 'import' THEN
        PERFORM private.refuse('origin-import-kept', '{}');
    END IF;
    INSERT INTO ticket (number, type, title, title_key, search_key, description, client_id, site_id, contact_id,
                        priority, due_at, origin, status_id)
    VALUES (nextval('ticket_number_seq'), entry ->> 'type', btrim(entry ->> 'title'), entry ->> 'title_key',
            entry ->> 'search_key', coalesce(entry ->> 'description', ''), (entry ->> 'client_id')::bigint,
            (entry ->> 'site_id')::bigint, (entry ->> 'contact_id')::bigint,
            coalesce((entry ->> 'priority')::smallint, 3), (entry ->> 'due_at')::timestamptz,
            coalesce(entry ->> 'origin', 'phone'), first.id)
    RETURNING * INTO made;
    INSERT INTO ticket_device (ticket_id, device_id)
    SELECT DISTINCT made.id, value::bigint FROM jsonb_array_elements_text(coalesce(entry -> 'devices', '[]'));
    INSERT INTO ticket_history (ticket_id, kind, to_status_id) VALUES (made.id, 'registered', first.id)
    RETURNING id INTO made_history;
    PERFORM private.carry_out_entry(made, first, made_history);
    RETURN jsonb_build_object('id', made.id, 'number', made.number);
END $$;

CREATE OR REPLACE FUNCTION private.check_place_of_ticket(of_client bigint, of_site bigint, of_contact bigint) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM client WHERE id = of_client AND merged_into_id IS NOT NULL) THEN
        PERFORM private.refuse('client-merged', jsonb_build_object('client', (
            SELECT t.name FROM client c JOIN client t ON t.id = c.merged_into_id WHERE c.id = of_client)));
    END IF;
    IF of_site IS NOT NULL AND NOT EXISTS (SELECT FROM site WHERE id = of_site AND client_id = of_client) THEN
        PERFORM private.refuse('site-of-another-client', '{}');
    END IF;
    IF of_contact IS NOT NULL AND NOT EXISTS (SELECT FROM contact WHERE id = of_contact AND client_id = of_client) THEN
        PERFORM private.refuse('contact-of-another-client', '{}');
    END IF;
END $$;

-- Who may press what ---------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.in_scope(scope text, engineer bigint) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE scope
        WHEN 'any' THEN true
        WHEN 'own' THEN engineer = api.person_id()
        ELSE engineer = api.person_id()
             OR EXISTS (SELECT FROM person WHERE id = engineer AND deputy_id = api.person_id())
    END
$$;

CREATE OR REPLACE FUNCTION private.may_press(of_transition bigint, engineer bigint) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM transition_role r WHERE r.transition_id = of_transition
                      AND api.holds(r.role) AND coalesce(private.in_scope(r.scope, engineer), false))
$$;

-- A ticket may enter a branch that its type may use and on which it is not already.
CREATE OR REPLACE FUNCTION private.may_enter(of_ticket ticket, target status) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NOT target.retired AND NOT b.retired
       AND (b.ticket_types = '[]' OR b.ticket_types ? of_ticket.type)
       AND NOT EXISTS (SELECT FROM branch_visit v
                        WHERE v.ticket_id = of_ticket.id AND v.left_at IS NULL AND v.branch_id = b.id)
      FROM branch b WHERE b.id = target.branch_id
$$;

-- The transitions that the person signed in may make now with a ticket, in the order of the buttons.
CREATE OR REPLACE FUNCTION api.allowed_transitions(wanted_ticket bigint) RETURNS SETOF transition
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.* FROM ticket k JOIN transition t ON t.from_status_id = k.status_id
      LEFT JOIN status s ON s.id = t.to_status_id
     WHERE k.id = wanted_ticket AND NOT t.automatic AND NOT t.retired
       AND private.may_press(t.id, k.engineer_id)
       AND (t.kind <> 'enter' OR private.may_enter(k, s))
       AND (t.kind <> 'step' OR NOT s.retired)
     ORDER BY t.position, t.id
$$;

-- Requirements -----------------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.lines_received(of_ticket bigint) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM purchase_line l
         WHERE l.ticket_id = of_ticket AND NOT l.cancelled
           AND l.quantity > (SELECT coalesce(sum(o.received), 0) FROM purchase_order_line o
                              WHERE o.purchase_line_id = l.id))
$$;

-- Every line still wanted stands on a supplier's order in full.
CREATE OR REPLACE FUNCTION private.lines_ordered(of_ticket bigint) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*) > 0 AND bool_and(l.quantity <= (
               SELECT coalesce(sum(o.ordered - o.cancelled), 0) FROM purchase_order_line o
                WHERE o.purchase_line_id = l.id))
      FROM purchase_line l WHERE l.ticket_id = of_ticket AND NOT l.cancelled
$$;

-- Names what is missing. `given` is what the person supplied with the move: comment, date, person_id.
CREATE OR REPLACE FUNCTION private.missing_requirements(of_ticket ticket, requirements jsonb, given jsonb) RETURNS text[]
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one jsonb;
    missing text[] := '{}';
BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(requirements) LOOP
        IF NOT coalesce(CASE one ->> 'kind'
            WHEN 'comment' THEN btrim(given ->> 'comment') <> ''
            WHEN 'date' THEN (given ->> 'date')::timestamptz > now()
            WHEN 'person' THEN private.is_active_engineer((given ->> 'person_id')::bigint)
            WHEN 'purchase_lines' THEN EXISTS (
                SELECT FROM purchase_line WHERE ticket_id = of_ticket.id AND NOT cancelled)
            WHEN 'attachment' THEN EXISTS (
                SELECT FROM attachment WHERE ticket_id = of_ticket.id AND kind = one ->> 'of')
            WHEN 'lines_ordered' THEN private.lines_ordered(of_ticket.id)
            WHEN 'lines_received' THEN private.lines_received(of_ticket.id)
        END, false) THEN
            missing := missing || concat_ws(':', one ->> 'kind', one ->> 'of');
        END IF;
    END LOOP;
    RETURN missing;
END $$;

CREATE OR REPLACE FUNCTION private.check_requirements(of_ticket ticket, requirements jsonb, given jsonb) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    missing text[] := private.missing_requirements(of_ticket, requirements, given);
BEGIN
    IF missing <> '{}' THEN
        PERFORM private.refuse('requirements-missing', jsonb_build_object('missing', array_to_string(missing, ', ')));
    END IF;
END $$;

-- Carrying out -------------------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION private.close_visits(of_ticket bigint, down_to integer, with_outcome text) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE branch_visit SET left_at = now(), left_by = session_user, outcome = with_outcome
     WHERE ticket_id = of_ticket AND left_at IS NULL AND depth > down_to
$$;

-- The depth of the innermost open visit to a branch; 0 is the main line.
CREATE OR REPLACE FUNCTION private.depth_of(of_ticket bigint, of_branch bigint) RETURNS integer
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(max(depth), 0) FROM branch_visit
     WHERE ticket_id = of_ticket AND branch_id = of_branch AND left_at IS NULL
$$;

-- Where a return leads: the status and engineer kept in the visit, or the dispatcher's queue with the reason.
CREATE OR REPLACE FUNCTION private.return_target(
    visit branch_visit, OUT target status, OUT engineer bigint, OUT why text
) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    SELECT * INTO target FROM status WHERE id = visit.from_status_id;
    why := CASE
        WHEN target.holder <> 'engineer' THEN 'return-no-engineer-status'
        WHEN visit.engineer_id IS NULL THEN 'return-no-engineer'
        WHEN NOT private.is_active_engineer(visit.engineer_id) THEN 'return-engineer-left'
        WHEN target.retired THEN 'return-status-retired'
        ELSE '' END;
    IF why = '' THEN
        engineer := visit.engineer_id;
    ELSE
        target := private.first_status();
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.carry_out_effects(of_ticket ticket, effects jsonb, given jsonb) RETURNS ticket
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one jsonb;
BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(effects) LOOP
        CASE one ->> 'kind'
            WHEN 'assign' THEN of_ticket.engineer_id := (given ->> 'person_id')::bigint;
            WHEN 'release' THEN of_ticket.engineer_id := NULL;
            WHEN 'postpone' THEN
                of_ticket.postponed_until := (given ->> 'date')::timestamptz;
                PERFORM private.queue_job('tickets.wake', NULL, jsonb_build_object('ticket_id', of_ticket.id),
                                          of_ticket.postponed_until);
            WHEN 'device_state' THEN
                UPDATE device SET service_state = one ->> 'to' FROM ticket_device d
                 WHERE d.ticket_id = of_ticket.id AND device.id = d.device_id AND service_state <> one ->> 'to';
            ELSE PERFORM private.refuse('effect-unknown', jsonb_build_object('effect', one ->> 'kind'));
        END CASE;
    END LOOP;
    RETURN of_ticket;
END $$;

-- What happens whenever a ticket enters a status, whichever way it came.
CREATE OR REPLACE FUNCTION private.carry_out_entry(k ticket, target status, of_history bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one jsonb;
BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(target.effects) LOOP
        CASE one ->> 'kind'
            WHEN 'bitrix24.deal' THEN PERFORM private.want_deal(k.id);
            WHEN 'client.notify' THEN PERFORM private.want_notice(k, target.id, of_history);
            ELSE PERFORM private.refuse('effect-unknown', jsonb_build_object('effect', one ->> 'kind'));
        END CASE;
    END LOOP;
END $$;

-- Moves a locked ticket along a transition whose right and requirements were already checked, then follows automatic ones.
CREATE OR REPLACE FUNCTION private.follow(k ticket, t transition, given jsonb, from_origin text, rounds integer DEFAULT 0)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was ticket%ROWTYPE := k;
    target status%ROWTYPE;
    visit branch_visit%ROWTYPE;
    why text := coalesce(given ->> 'comment', '');
    back record;
    return_reason text := '';
    open_depth integer;
    made_history bigint;
    next_one transition%ROWTYPE;
BEGIN
    IF rounds > 8 THEN
        PERFORM private.refuse('workflow-loop', jsonb_build_object('transition', t.code));
    END IF;
    SELECT coalesce(max(depth), 0) INTO open_depth FROM branch_visit WHERE ticket_id = k.id AND left_at IS NULL;
    k.postponed_until := NULL;
    IF t.kind = 'return' THEN
        SELECT * INTO visit FROM branch_visit WHERE ticket_id = k.id AND left_at IS NULL AND depth = open_depth;
        IF NOT FOUND THEN
            PERFORM private.refuse('nothing-to-return-from', jsonb_build_object('transition', t.code));
        END IF;
        back := private.return_target(visit);
        target := back.target;
        k.engineer_id := back.engineer;
        return_reason := back.why;
        PERFORM private.close_visits(k.id, open_depth - 1, coalesce(t.outcome, 'return'));
        -- The dispatcher's queue is on the main line: a nested visit cannot stay open behind it.
        PERFORM private.close_visits(k.id, private.depth_of(k.id, target.branch_id), 'to-dispatcher');
    ELSE
        SELECT * INTO target FROM status WHERE id = t.to_status_id;
        IF t.kind = 'enter' THEN
            INSERT INTO branch_visit (ticket_id, branch_id, depth, from_status_id, engineer_id)
            VALUES (k.id, target.branch_id, open_depth + 1, k.status_id, k.engineer_id);
            IF target.holder <> 'engineer' THEN
                k.engineer_id := NULL;
            END IF;
        ELSE
            PERFORM private.close_visits(k.id, private.depth_of(k.id, target.branch_id), coalesce(t.outcome, 'left'));
        END IF;
    END IF;
    k := private.carry_out_effects(k, t.effects, given);
    IF target.holder = 'engineer' AND NOT private.is_active_engineer(k.engineer_id) THEN
        PERFORM private.refuse('requirements-missing', jsonb_build_object('missing', 'person'));
    END IF;
    UPDATE ticket SET status_id = target.id, status_since = now(), engineer_id = k.engineer_id,
           postponed_until = k.postponed_until,
           closed_at = CASE WHEN target.phase = 'closed' THEN now() END
     WHERE id = k.id RETURNING * INTO k;
    INSERT INTO ticket_history (ticket_id, kind, from_status_id, to_status_id, transition_id, from_engineer_id,
                                to_engineer_id, reason, origin)
    VALUES (k.id, CASE WHEN t.kind = 'return' THEN 'returned' ELSE 'moved' END, was.status_id, target.id, t.id,
            was.engineer_id, k.engineer_id, concat_ws(' ', nullif(return_reason, ''), nullif(why, '')), from_origin)
    RETURNING id INTO made_history;
    PERFORM private.carry_out_entry(k, target, made_history);
    SELECT * INTO next_one FROM transition
     WHERE from_status_id = target.id AND automatic AND NOT retired AND trigger_event = 'status.entered'
     ORDER BY position LIMIT 1;
    IF FOUND THEN
        PERFORM private.follow(k, next_one, '{}', 'automatic', rounds + 1);
    END IF;
END $$;

-- Makes the automatic transition that waits for an event, where there is one. Returns whether the ticket moved.
DROP FUNCTION IF EXISTS private.fire(bigint, text, text);
CREATE OR REPLACE FUNCTION private.fire(wanted_ticket bigint, event text, note text, from_origin text DEFAULT 'automatic')
    RETURNS boolean
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    k ticket%ROWTYPE;
    t transition%ROWTYPE;
BEGIN
    SELECT * INTO k FROM ticket WHERE id = wanted_ticket FOR UPDATE;
    SELECT * INTO t FROM transition
     WHERE from_status_id = k.status_id AND automatic AND NOT retired AND trigger_event = event
     ORDER BY position LIMIT 1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM private.follow(k, t, jsonb_build_object('comment', note), from_origin);
    RETURN true;
END $$;

-- A postponed ticket whose time has come goes back to work, or to the dispatcher where it has no engineer. The agent
-- asks at the moment that was planned; what was postponed anew or moved meanwhile stays where it is.
CREATE OR REPLACE FUNCTION api.wake_ticket(wanted_ticket bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    k ticket%ROWTYPE := private.locked_ticket(wanted_ticket, NULL);
BEGIN
    PERFORM private.require_role('vetka_agent');
    IF k.postponed_until IS NULL OR k.postponed_until > clock_timestamp() THEN
        RETURN false;
    END IF;
    RETURN private.fire(wanted_ticket, CASE WHEN private.is_active_engineer(k.engineer_id)
                                            THEN 'postponed.due' ELSE 'postponed.due_unassigned' END, '');
END $$;

CREATE OR REPLACE FUNCTION private.ticket_answer(wanted_ticket bigint) RETURNS jsonb
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('id', k.id, 'number', k.number, 'version', k.version, 'status', s.code, 'holder', s.holder,
                              'engineer_id', k.engineer_id)
      FROM ticket k JOIN status s ON s.id = k.status_id WHERE k.id = wanted_ticket
$$;

-- The one way by which a person moves a ticket. `given`: comment, date, person_id. Returns status, holder, version.
CREATE OR REPLACE FUNCTION api.move_ticket(
    wanted_ticket bigint, transition_code text, expected_version integer, given jsonb DEFAULT '{}'
) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    k ticket%ROWTYPE := private.locked_ticket(wanted_ticket, expected_version);
    t transition%ROWTYPE;
    target status%ROWTYPE;
BEGIN
    SELECT * INTO t FROM transition
     WHERE code = transition_code AND from_status_id = k.status_id AND NOT retired AND NOT automatic;
    IF NOT FOUND THEN
        PERFORM private.refuse('no-such-move', jsonb_build_object('transition', transition_code));
    END IF;
    IF NOT private.may_press(t.id, k.engineer_id) THEN
        PERFORM private.refuse('not-your-move', jsonb_build_object('transition', transition_code));
    END IF;
    SELECT * INTO target FROM status WHERE id = t.to_status_id;
    IF target.retired THEN
        PERFORM private.refuse('status-retired', jsonb_build_object('status', target.name_ru));
    END IF;
    IF t.kind = 'enter' AND NOT private.may_enter(k, target) THEN
        PERFORM private.refuse('branch-not-for-ticket', jsonb_build_object('branch', target.name_ru));
    END IF;
    PERFORM private.check_requirements(k, t.requirements, given);
    PERFORM private.follow(k, t, given, 'person');
    PERFORM private.recheck_arrival(wanted_ticket);  -- what it waits for may have come before the button was pressed
    RETURN private.ticket_answer(wanted_ticket);
END $$;

-- Gives a ticket under way to another engineer without changing its status.
CREATE OR REPLACE FUNCTION api.reassign_ticket(
    wanted_ticket bigint, engineer bigint, expected_version integer, why text DEFAULT ''
) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    k ticket%ROWTYPE := private.locked_ticket(wanted_ticket, expected_version);
BEGIN
    PERFORM private.require_role('vetka_dispatcher', 'vetka_lead', 'vetka_admin');
    IF (SELECT holder FROM status WHERE id = k.status_id) <> 'engineer' THEN
        PERFORM private.refuse('not-with-an-engineer', '{}');
    END IF;
    IF NOT private.is_active_engineer(engineer) THEN
        PERFORM private.refuse('requirements-missing', jsonb_build_object('missing', 'person'));
    END IF;
    IF k.engineer_id IS DISTINCT FROM engineer THEN
        UPDATE ticket SET engineer_id = engineer WHERE id = k.id;
        INSERT INTO ticket_history (ticket_id, kind, from_status_id, to_status_id, from_engineer_id, to_engineer_id, reason)
        VALUES (k.id, 'assigned', k.status_id, k.status_id, k.engineer_id, engineer, why);
    END IF;
    RETURN private.ticket_answer(wanted_ticket);
END $$;

-- Words of the thread. Kind `system` and foreign authors come from import alone.
CREATE OR REPLACE FUNCTION private.sign_comment() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.origin NOT IN ('import', 'bitrix24') THEN  -- what others wrote is not the one's who brings it
        NEW.author_id := coalesce(NEW.author_id, api.person_id());
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_sign BEFORE INSERT ON ticket_comment
    FOR EACH ROW EXECUTE FUNCTION private.sign_comment();

-- Plain edits of a ticket's own fields are history too.
CREATE OR REPLACE FUNCTION private.write_edit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    edited constant text[] := ARRAY['title', 'description', 'type', 'client_id', 'site_id', 'contact_id', 'priority', 'due_at'];
    before jsonb := to_jsonb(OLD);
    changes jsonb;
BEGIN
    SELECT jsonb_object_agg(n.key, jsonb_build_array(before -> n.key, n.value)) INTO changes
      FROM jsonb_each(to_jsonb(NEW)) AS n
     WHERE n.key = ANY (edited) AND n.value IS DISTINCT FROM before -> n.key;
    IF changes IS NOT NULL THEN
        PERFORM private.check_place_of_ticket(NEW.client_id, NEW.site_id, NEW.contact_id);
        INSERT INTO ticket_history (ticket_id, kind, detail) VALUES (NEW.id, 'edited', changes);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vetka_edit AFTER UPDATE ON ticket
    FOR EACH ROW EXECUTE FUNCTION private.write_edit();

-- Import: the only way to set a first status and past times; history says so. `entry` as for registering, and
-- status (code), engineer_id, registered_at, registered_by (a login or a name), status_since, postponed_until, client_text,
-- detail (what the other system said of the ticket, kept in its history as {name: [null, value]}).
CREATE OR REPLACE FUNCTION api.import_ticket(entry jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first status%ROWTYPE;
    made ticket%ROWTYPE;
    engineer bigint := (entry ->> 'engineer_id')::bigint;
BEGIN
    PERFORM private.require_role('vetka_admin');
    SELECT s.* INTO first FROM status s WHERE s.code = entry ->> 'status' AND NOT s.retired;
    IF NOT FOUND THEN
        PERFORM private.refuse('status-unknown', jsonb_build_object('status', entry ->> 'status'));
    END IF;
    IF first.holder = 'engineer' AND NOT private.is_active_engineer(engineer) THEN
        first := private.first_status();
        engineer := NULL;
    ELSIF first.holder <> 'engineer' AND first.branch_id <> (private.first_status()).branch_id THEN
        engineer := NULL;  -- waits in the visit for the return
    END IF;
    INSERT INTO ticket (number, type, title, title_key, search_key, description, client_id, site_id, contact_id,
                        client_text, priority, origin, status_id, engineer_id, registered_at, status_since,
                        postponed_until, registered_by, closed_at)
    VALUES (nextval('ticket_number_seq'), entry ->> 'type', entry ->> 'title', entry ->> 'title_key',
            entry ->> 'search_key', coalesce(entry ->> 'description', ''), (entry ->> 'client_id')::bigint,
            (entry ->> 'site_id')::bigint, (entry ->> 'contact_id')::bigint, coalesce(entry ->> 'client_text', ''),
            coalesce((entry ->> 'priority')::smallint, 3), 'import', first.id, engineer,
            coalesce((entry ->> 'registered_at')::timestamptz, now()),
            coalesce((entry ->> 'status_since')::timestamptz, now()),
            (entry ->> 'postponed_until')::timestamptz, coalesce(entry ->> 'registered_by', session_user),
            CASE WHEN first.phase = 'closed' THEN coalesce((entry ->> 'status_since')::timestamptz, now()) END)
    RETURNING * INTO made;
    INSERT INTO branch_visit (ticket_id, branch_id, depth, from_status_id, engineer_id, entered_at)
    SELECT made.id, first.branch_id, 1, coalesce((SELECT id FROM status WHERE code = 'in_work'), (private.first_status()).id),
           (entry ->> 'engineer_id')::bigint, made.status_since
     WHERE first.branch_id <> (SELECT id FROM branch WHERE code = 'main');
    INSERT INTO ticket_history (ticket_id, at, kind, to_status_id, to_engineer_id, origin, detail)
    VALUES (made.id, made.registered_at, 'imported', first.id, engineer, 'import', entry -> 'detail');
    IF made.postponed_until IS NOT NULL THEN
        PERFORM private.queue_job('tickets.wake', NULL, jsonb_build_object('ticket_id', made.id), made.postponed_until);
    END IF;
    RETURN jsonb_build_object('id', made.id, 'number', made.number, 'version', made.version);
END $$;

-- A letter of another system, with its own author and time.
CREATE OR REPLACE FUNCTION api.import_comment(
    of_ticket bigint, of_kind text, of_subject text, of_body text, of_author text, of_author_id bigint, of_time timestamptz
) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM private.require_role('vetka_admin');
    INSERT INTO ticket_comment (ticket_id, kind, subject, body, author, author_id, at, origin)
    VALUES (of_ticket, of_kind, of_subject, of_body, of_author, of_author_id, of_time, 'import') RETURNING id INTO made;
    RETURN made;
END $$;
