-- The agent's queue: procrastinate's tables in schema `jobs`, where nobody but the agent's role may do anything. Jobs are
-- queued here alone, in the transaction that causes them; their arguments are ids, the agent reads and checks anew.

-- What goes to Bitrix24 waits for its pace in a queue of its own, so that letters need not wait behind it.
-- `of_lock`: jobs of one lock are done in the order in which they were queued. `once`: not again while the same waits.
CREATE OR REPLACE FUNCTION private.queue_job(
    task text, of_lock text, args jsonb, at timestamptz DEFAULT NULL, once text DEFAULT NULL
) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, jobs, public, pg_temp AS $$
DECLARE
    known constant text[] := ARRAY['bitrix24.deal', 'bitrix24.comment', 'bitrix24.read', 'bitrix24.check', 'mail.send',
                                   'mail.check', 'tickets.wake', 'backup.make'];
BEGIN
    IF task <> ALL (known) THEN
        PERFORM private.refuse('job-unknown', jsonb_build_object('task', task));
    END IF;
    IF once IS NOT NULL AND private.hasten(once) THEN
        RETURN;
    END IF;
    PERFORM procrastinate_defer_jobs_v1(ARRAY[
        ROW(CASE WHEN task LIKE 'bitrix24.%' THEN 'bitrix24' ELSE 'vetka' END, task, 0, of_lock, once, args, at)
            ::procrastinate_job_to_defer_v1]);
EXCEPTION WHEN unique_violation THEN  -- somebody asked for the same a moment ago
    RETURN;
END $$;

-- The same waits already: it need not wait any longer, were it parked or paused. Tells whether there was one.
CREATE OR REPLACE FUNCTION private.hasten(once text) RETURNS boolean
    LANGUAGE plpgsql SET search_path = pg_catalog, jobs, public, pg_temp AS $$
DECLARE
    waiting procrastinate_jobs%ROWTYPE;
BEGIN
    UPDATE procrastinate_jobs SET scheduled_at = now() WHERE queueing_lock = once AND status = 'todo' RETURNING * INTO waiting;
    IF waiting.id IS NULL THEN
        RETURN false;
    END IF;
    UPDATE job_report SET parked = false WHERE job_id = waiting.id AND parked;
    PERFORM private.wake_agents(waiting.queue_name, waiting.id);
    RETURN true;
END $$;

-- What waits, runs or failed, and what went through in the last day: for those who answer for it. What comes round by
-- the clock is listed only where the program itself broke; other faults of a partner stand in partner_report.
CREATE OR REPLACE FUNCTION api.exchange_jobs() RETURNS TABLE (
    id bigint, task text, state text, ticket_id bigint, ticket_number bigint, attempts integer, due_at timestamptz,
    queued_at timestamptz, ended_at timestamptz, code text, details jsonb, waits_behind bigint
)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, jobs, public, pg_temp AS $$
BEGIN
    PERFORM private.require_role('vetka_lead', 'vetka_procurement', 'vetka_director', 'vetka_admin');
    RETURN QUERY
    WITH listed AS (
        SELECT j.*, substring(j.lock FROM '^ticket:([0-9]+):')::bigint AS of_ticket, e.queued, e.ended
          FROM procrastinate_jobs j CROSS JOIN LATERAL (
               SELECT min(v.at) FILTER (WHERE v.type = 'deferred') AS queued,
                      max(v.at) FILTER (WHERE v.type IN ('succeeded', 'failed', 'cancelled')) AS ended
                 FROM procrastinate_events v WHERE v.job_id = j.id) AS e
         WHERE (j.status IN ('todo', 'doing') OR e.ended > now() - interval '1 day')
           AND (j.queue_name <> 'clock' OR EXISTS (SELECT FROM job_report f WHERE f.job_id = j.id AND f.code = 'job-broke'))
    )
    SELECT l.id, l.task_name::text,
           CASE WHEN l.status = 'doing' THEN 'running'
                WHEN l.status = 'todo' AND coalesce(r.parked, false) THEN 'parked'
                WHEN l.status = 'todo' AND ahead.id IS NOT NULL THEN 'blocked'
                WHEN l.status = 'todo' THEN 'waiting'
                WHEN l.queue_name = 'clock' THEN 'failed'
                WHEN l.status = 'succeeded' THEN 'done'
                WHEN l.status = 'cancelled' THEN 'skipped'
                ELSE 'failed' END,
           k.id, k.number, l.attempts, l.scheduled_at, l.queued, l.ended, coalesce(r.code, ''), coalesce(r.details, '{}'),
           ahead.id
      FROM listed l
      LEFT JOIN job_report r ON r.job_id = l.id
      LEFT JOIN ticket k ON k.id = coalesce(l.of_ticket, CASE WHEN l.task_name = 'tickets.wake'
                                                               THEN (l.args ->> 'ticket_id')::bigint END)
      LEFT JOIN LATERAL (
           SELECT o.id FROM procrastinate_jobs o JOIN job_report p ON p.job_id = o.id AND p.parked
            WHERE o.lock = l.lock AND o.status = 'todo' AND o.id < l.id ORDER BY o.id LIMIT 1) AS ahead ON true
     ORDER BY l.status IN ('todo', 'doing') DESC, l.id DESC LIMIT 5000;  -- of too many it is the done ones that are left out
END $$;

-- How many jobs failed for good and wait for a person; asked at every change, so without reading the whole list.
CREATE OR REPLACE FUNCTION api.parked_jobs() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, jobs, public, pg_temp AS $$
BEGIN
    PERFORM private.require_role('vetka_lead', 'vetka_procurement', 'vetka_director', 'vetka_admin');
    RETURN (SELECT count(*) FROM job_report r JOIN procrastinate_jobs j ON j.id = r.job_id
             WHERE r.parked AND j.status = 'todo');
END $$;

-- Tells the agents, in the queue's own words, that something may be fetched now.
CREATE OR REPLACE FUNCTION private.wake_agents(of_queue text, job bigint) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_notify('procrastinate_queue_v1#' || of_queue, json_build_object('type', 'job_inserted', 'job_id', job)::text)
$$;

-- A job has ended or waits for its next attempt: the next one of its lock need not wait for the agents to look again.
CREATE OR REPLACE FUNCTION private.free_lock() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM private.wake_agents(NEW.queue_name, NEW.id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION private.require_exchange() RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_role('vetka_lead', 'vetka_procurement', 'vetka_admin')
$$;

-- A parked job, or one that waits for its next attempt, is tried again at once.
CREATE OR REPLACE FUNCTION api.retry_job(wanted bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, jobs, public, pg_temp AS $$
DECLARE
    again procrastinate_jobs%ROWTYPE;
BEGIN
    PERFORM private.require_exchange();
    UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id = wanted AND status = 'todo' RETURNING * INTO again;
    IF NOT FOUND THEN
        PERFORM private.refuse('job-not-waiting', jsonb_build_object('job', wanted));
    END IF;
    UPDATE job_report SET parked = false, attempts = 0, settled_by = session_user, settled_how = 'retry' WHERE job_id = wanted;
    IF again.task_name = 'mail.send' THEN
        PERFORM private.address_anew((again.args ->> 'message_id')::bigint);
    END IF;
    PERFORM private.wake_agents(again.queue_name, wanted);
END $$;

-- A job that will never succeed is given up, so that those behind it go on.
CREATE OR REPLACE FUNCTION api.skip_job(wanted bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, jobs, public, pg_temp AS $$
DECLARE
    given_up procrastinate_jobs%ROWTYPE;
BEGIN
    PERFORM private.require_exchange();
    UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = wanted AND status = 'todo' RETURNING * INTO given_up;
    IF NOT FOUND THEN
        PERFORM private.refuse('job-not-waiting', jsonb_build_object('job', wanted));
    END IF;
    UPDATE job_report SET parked = false, settled_by = session_user, settled_how = 'skip' WHERE job_id = wanted;
    IF given_up.task_name = 'mail.send' THEN
        UPDATE message SET state = 'cancelled' WHERE id = (given_up.args ->> 'message_id')::bigint AND state <> 'sent';
    ELSIF given_up.task_name = 'bitrix24.deal' THEN  -- its comments stay here; `api.open_missing_deals` may take it up again
        UPDATE partner_deal SET state = 'given_up' WHERE id = (given_up.args ->> 'deal_id')::bigint AND state = 'wanted';
    END IF;
    PERFORM private.wake_agents(given_up.queue_name, wanted);
END $$;

-- What came of an attempt, told by the agent. Returns the failures in a row; one that is not `counted` is no failure.
CREATE OR REPLACE FUNCTION api.report_job(
    wanted bigint, of_task text, of_ticket bigint, of_code text, of_details jsonb, is_parked boolean, counted boolean
) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT private.require_role('vetka_agent');
    INSERT INTO job_report (job_id, task, ticket_id, code, details, parked, attempts)
    VALUES (wanted, of_task, of_ticket, of_code, of_details, is_parked, counted::integer)
    ON CONFLICT (job_id) DO UPDATE SET code = EXCLUDED.code, details = EXCLUDED.details, parked = EXCLUDED.parked,
        attempts = job_report.attempts + counted::integer, at = now(), settled_by = NULL, settled_how = NULL
    RETURNING attempts
$$;

-- When the agents were last alive; null where none ever was.
CREATE OR REPLACE FUNCTION api.agent_seen() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, jobs, public, pg_temp AS $$
    SELECT max(last_heartbeat) FROM procrastinate_workers
$$;

-- Asks the agent for something now: a test of a partner, a look at a deal, a backup.
CREATE OR REPLACE FUNCTION api.ask_agent(task text, deal bigint DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    CASE task
        WHEN 'bitrix24.check', 'mail.check', 'backup.make' THEN PERFORM private.require_role('vetka_admin');
        WHEN 'bitrix24.read' THEN
            IF NOT EXISTS (SELECT FROM partner_deal WHERE id = deal AND remote_id IS NOT NULL) THEN
                PERFORM private.refuse('deal-unknown', jsonb_build_object('deal', deal));
            END IF;
            PERFORM private.queue_job(task, NULL, jsonb_build_object('deal_id', deal), NULL, format('%s:%s', task, deal));
            RETURN;
        ELSE PERFORM private.refuse('job-unknown', jsonb_build_object('task', task));
    END CASE;
    PERFORM private.queue_job(task, NULL, '{}', NULL, task);
END $$;

-- Reports of jobs that the queue has forgotten.
CREATE OR REPLACE FUNCTION api.forget_reports() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, jobs, public, pg_temp AS $$
    SELECT private.require_role('vetka_agent');
    DELETE FROM job_report r WHERE r.at < now() - interval '7 days'
       AND NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = r.job_id)
$$;

-- 010_rules.sql has dropped every trigger of ours before.
CREATE TRIGGER vetka_free_lock AFTER UPDATE OF status ON jobs.procrastinate_jobs FOR EACH ROW
    WHEN (OLD.status = 'doing' AND NEW.status <> 'doing' AND NEW.lock IS NOT NULL)
    EXECUTE FUNCTION private.free_lock();
CREATE TRIGGER vetka_feed_insert AFTER INSERT ON jobs.procrastinate_jobs REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION private.tell_feed('id', 'job');
CREATE TRIGGER vetka_feed_update AFTER UPDATE ON jobs.procrastinate_jobs REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION private.tell_feed('id', 'job');
