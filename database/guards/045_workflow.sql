-- The workflow is data, published as a whole: what the new version does not name any more is retired, never removed.

CREATE OR REPLACE FUNCTION private.refuse_unknown_kinds(definition jsonb) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    strange text;
BEGIN
    SELECT string_agg(DISTINCT used.part || ' ' || used.kind, ', ') INTO strange
      FROM jsonb_array_elements(definition -> 'branches') AS b, jsonb_array_elements(b -> 'transitions') AS t,
           LATERAL (
               SELECT 'requirement' AS part, r ->> 'kind' AS kind FROM jsonb_array_elements(coalesce(t -> 'requires', '[]')) AS r
               UNION ALL SELECT 'effect', e ->> 'kind' FROM jsonb_array_elements(coalesce(t -> 'effects', '[]')) AS e
               UNION ALL SELECT 'event', t ->> 'automatic' WHERE t ? 'automatic'
               UNION ALL SELECT 'entry_effect', e ->> 'kind'
                 FROM jsonb_array_elements(b -> 'statuses') AS s, jsonb_array_elements(coalesce(s -> 'effects', '[]')) AS e
           ) AS used
     WHERE NOT EXISTS (SELECT FROM workflow_kind k WHERE k.part = used.part AND k.kind = used.kind);
    IF strange IS NOT NULL THEN
        PERFORM private.refuse('workflow-unknown-kind', jsonb_build_object('kinds', strange));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.publish_branch(b jsonb, place bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO branch (code, name_ru, name_en, name_kk, colour, ticket_types, position)
    VALUES (b ->> 'code', b #>> '{name,ru}', b #>> '{name,en}', coalesce(b #>> '{name,kk}', ''),
            coalesce(b ->> 'colour', 'grey'), coalesce(b -> 'ticket_types', '[]'), place)
    ON CONFLICT (code) DO UPDATE SET name_ru = EXCLUDED.name_ru, name_en = EXCLUDED.name_en, name_kk = EXCLUDED.name_kk,
        colour = EXCLUDED.colour, ticket_types = EXCLUDED.ticket_types, position = EXCLUDED.position, retired = false
    RETURNING id INTO made;
    INSERT INTO status (branch_id, code, name_ru, name_en, name_kk, client_name_ru, holder, phase, clock_runs,
                        on_round_sheet, target_minutes, effects, is_entry, position)
    SELECT made, s ->> 'code', s #>> '{name,ru}', s #>> '{name,en}', coalesce(s #>> '{name,kk}', ''),
           coalesce(s ->> 'client_name', ''), s ->> 'holder', s ->> 'phase', coalesce((s ->> 'clock_runs')::boolean, true),
           coalesce((s ->> 'on_round_sheet')::boolean, false), (s ->> 'target_minutes')::integer,
           coalesce(s -> 'effects', '[]'), coalesce((s ->> 'entry')::boolean, false), ordinal
      FROM jsonb_array_elements(b -> 'statuses') WITH ORDINALITY AS listed (s, ordinal)
    ON CONFLICT (code) DO UPDATE SET branch_id = EXCLUDED.branch_id, name_ru = EXCLUDED.name_ru, name_en = EXCLUDED.name_en,
        name_kk = EXCLUDED.name_kk, client_name_ru = EXCLUDED.client_name_ru, holder = EXCLUDED.holder,
        phase = EXCLUDED.phase, clock_runs = EXCLUDED.clock_runs, on_round_sheet = EXCLUDED.on_round_sheet,
        target_minutes = EXCLUDED.target_minutes, effects = EXCLUDED.effects, is_entry = EXCLUDED.is_entry, position = EXCLUDED.position, retired = false;
END $$;

CREATE OR REPLACE FUNCTION private.publish_transition(t jsonb, place bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO transition (code, from_status_id, to_status_id, kind, name_ru, name_en, name_kk, automatic, trigger_event,
                            outcome, requirements, effects, position)
    VALUES (t ->> 'code', (SELECT id FROM status WHERE code = t ->> 'from'), (SELECT id FROM status WHERE code = t ->> 'to'),
            coalesce(t ->> 'kind', CASE WHEN t ? 'to' THEN 'step' ELSE 'return' END), t #>> '{name,ru}', t #>> '{name,en}',
            coalesce(t #>> '{name,kk}', ''), t ? 'automatic', t ->> 'automatic', t ->> 'outcome',
            coalesce(t -> 'requires', '[]'), coalesce(t -> 'effects', '[]'), place)
    ON CONFLICT (code) DO UPDATE SET from_status_id = EXCLUDED.from_status_id, to_status_id = EXCLUDED.to_status_id,
        kind = EXCLUDED.kind, name_ru = EXCLUDED.name_ru, name_en = EXCLUDED.name_en, name_kk = EXCLUDED.name_kk,
        automatic = EXCLUDED.automatic, trigger_event = EXCLUDED.trigger_event, outcome = EXCLUDED.outcome,
        requirements = EXCLUDED.requirements, effects = EXCLUDED.effects, position = EXCLUDED.position, retired = false
    RETURNING id INTO made;
    DELETE FROM transition_role WHERE transition_id = made;
    INSERT INTO transition_role (transition_id, role, scope)
    SELECT made, key, value FROM jsonb_each_text(coalesce(t -> 'roles', '{}'));
END $$;

-- Publishes a whole workflow (format: resources/workflow/default.json), already checked by `domain.workflow`.
-- Returns the number of the new version.
CREATE OR REPLACE FUNCTION api.publish_workflow(definition jsonb) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one record;
    new_number integer;
BEGIN
    PERFORM private.require_role('vetka_lead', 'vetka_admin');
    PERFORM pg_advisory_xact_lock(hashtextextended('vetka workflow', 0));
    PERFORM private.refuse_unknown_kinds(definition);
    FOR one IN SELECT b, ordinal FROM jsonb_array_elements(definition -> 'branches') WITH ORDINALITY AS l (b, ordinal) LOOP
        PERFORM private.publish_branch(one.b, one.ordinal);
    END LOOP;
    FOR one IN
        SELECT t, row_number() OVER () AS ordinal
          FROM jsonb_array_elements(definition -> 'branches') AS b, jsonb_array_elements(b -> 'transitions') AS t
    LOOP
        PERFORM private.publish_transition(one.t, one.ordinal);
    END LOOP;
    UPDATE branch SET retired = true WHERE NOT retired AND code NOT IN (
        SELECT b ->> 'code' FROM jsonb_array_elements(definition -> 'branches') AS b);
    UPDATE status SET retired = true WHERE NOT retired AND code NOT IN (
        SELECT s ->> 'code' FROM jsonb_array_elements(definition -> 'branches') AS b, jsonb_array_elements(b -> 'statuses') AS s);
    -- A retired status keeps its ways out; only what led elsewhere and is named no more is retired with it.
    UPDATE transition SET retired = true
     WHERE NOT retired AND code NOT IN (
        SELECT t ->> 'code' FROM jsonb_array_elements(definition -> 'branches') AS b, jsonb_array_elements(b -> 'transitions') AS t)
       AND NOT EXISTS (SELECT FROM status s WHERE s.id = transition.from_status_id AND s.retired);
    INSERT INTO workflow_version (number, definition)
    SELECT coalesce(max(number), 0) + 1, publish_workflow.definition FROM workflow_version RETURNING number INTO new_number;
    RETURN new_number;
END $$;
