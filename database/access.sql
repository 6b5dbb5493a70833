-- Who may do what. This page is the whole truth: it first takes everything away, then gives anew, in one transaction.
-- Groups: vetka_person is everybody; the others are roles of mission.md. Costs are for those who buy and bill.

DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT schemaname, tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON %I.%I', one.policyname, one.schemaname, one.tablename);
    END LOOP;
    FOR one IN SELECT rolname FROM pg_roles
                WHERE rolname LIKE 'vetka\_%' AND rolname NOT IN ('vetka_owner', 'vetka_backup')
                UNION ALL SELECT 'public'
    LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public, api, private, jobs FROM %s', one.rolname);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, api, private, jobs FROM %s', one.rolname);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA jobs FROM %s', one.rolname);
        EXECUTE format('REVOKE ALL ON SCHEMA public, api, private, jobs FROM %s', one.rolname);
    END LOOP;
    -- Functions of extensions in public stay callable: indexes and LIKE need them. Ours are taken one by one.
    FOR one IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
                WHERE p.pronamespace IN ('api'::regnamespace, 'private'::regnamespace)
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, vetka_person', one.signature);
    END LOOP;
    -- Column grants survive REVOKE ON TABLE only if given per column to another grantee; make sure none is left.
    FOR one IN SELECT DISTINCT table_name, column_name, grantee FROM information_schema.column_privileges
                WHERE table_schema = 'public' AND grantee LIKE 'vetka\_%' AND grantee NOT IN ('vetka_owner', 'vetka_backup')
    LOOP
        EXECUTE format('REVOKE ALL (%I) ON public.%I FROM %I', one.column_name, one.table_name, one.grantee);
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA public, api TO vetka_person;

-- Everybody who signs in reads the company's work -------------------------------------------------------------------------
GRANT SELECT ON
    person, person_role, allowed_role, company, installation,
    client, site, contact, contact_phone,
    device_type, device, device_code, device_attribute,
    workflow_version, branch, status, transition, transition_role, workflow_kind, branch_visit,
    ticket, ticket_number, ticket_device, ticket_link, ticket_comment, ticket_history,
    stored_file, attachment, imported_row,
    product, product_barcode, stock_place, stock_document, stock_document_line, stock_move, stock_balance, serial_unit,
    document_series, supplier, purchase_line, purchase_order, purchase_order_line,
    printer, label_template, print_job, sticker, form_text, paper, paper_content,
    vat_rate, contract, message_template, message,
    partner, partner_report, stage_meaning, partner_deal, partner_stage, partner_comment, backup_run,
    alembic_version
TO vetka_person;

-- Costs: not for engineers, dispatchers or the warehouse --------------------------------------------------------------------
GRANT SELECT ON purchase_line_cost TO vetka_procurement, vetka_bookkeeper, vetka_director, vetka_admin;
GRANT INSERT, UPDATE ON purchase_line_cost TO vetka_procurement, vetka_admin;

-- Who changed what: for those who answer for it -------------------------------------------------------------------------------
GRANT SELECT ON audit_log TO vetka_lead, vetka_director, vetka_admin;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY costs_are_costs ON audit_log FOR SELECT USING (
    table_name <> 'purchase_line_cost'
    OR pg_has_role(session_user, 'vetka_director', 'member') OR pg_has_role(session_user, 'vetka_admin', 'member'));

-- What is one's own ---------------------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT, UPDATE, DELETE ON preference TO vetka_person;
ALTER TABLE preference ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_preference ON preference USING (login = session_user) WITH CHECK (login = session_user);

GRANT SELECT ON operation TO vetka_person;
ALTER TABLE operation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_operation ON operation FOR SELECT USING (login = session_user);

-- Clients and their people ------------------------------------------------------------------------------------------------------------
GRANT INSERT (code, name, sort_key, search_key, bin, email, note, notices, notice_language, active, merged_into_id),
      UPDATE (code, name, sort_key, search_key, bin, email, note, notices, notice_language, active, merged_into_id)
   ON client TO vetka_dispatcher, vetka_lead, vetka_admin;
GRANT INSERT (client_id, name, sort_key, search_key, address, directions, hours, active),
      UPDATE (name, sort_key, search_key, address, directions, hours, active, client_id) ON site TO vetka_dispatcher, vetka_lead, vetka_admin;
GRANT INSERT (client_id, site_id, name, sort_key, search_key, post, email, active),
      UPDATE (client_id, site_id, name, sort_key, search_key, post, email, active)
   ON contact TO vetka_dispatcher, vetka_lead, vetka_admin;
GRANT INSERT (contact_id, typed, e164, tail), UPDATE (typed, e164, tail), DELETE
   ON contact_phone TO vetka_dispatcher, vetka_lead, vetka_admin;

-- Equipment: number, check character and service state are the database's; cards are everybody's who meets devices ------------------------
GRANT INSERT (type_id, model, serial, serial_key, client_id, site_id, room, owner, note, search_key),
      UPDATE (type_id, model, serial, serial_key, client_id, site_id, room, owner, note, search_key)
   ON device TO vetka_dispatcher, vetka_lead, vetka_engineer, vetka_warehouse, vetka_admin;
GRANT UPDATE (service_state) ON device TO vetka_lead, vetka_admin;
GRANT INSERT (device_id, source, code, code_key), DELETE
   ON device_code TO vetka_dispatcher, vetka_lead, vetka_engineer, vetka_warehouse, vetka_admin;
GRANT INSERT, UPDATE, DELETE ON device_attribute
   TO vetka_dispatcher, vetka_lead, vetka_engineer, vetka_warehouse, vetka_admin;
GRANT INSERT (code, name, sort_key, search_key, name_en, name_kk, size_class, active),
      UPDATE (name, sort_key, search_key, name_en, name_kk, size_class, active) ON device_type TO vetka_lead, vetka_admin;

-- Tickets: what the form edits. Status, engineer, times and number are written by api functions alone -------------------------------------
GRANT UPDATE (title, title_key, search_key, description, type, client_id, site_id, contact_id, priority, due_at)
   ON ticket TO vetka_dispatcher, vetka_lead, vetka_admin;
GRANT INSERT, DELETE ON ticket_device TO vetka_dispatcher, vetka_lead, vetka_engineer, vetka_admin;
GRANT INSERT, DELETE ON ticket_link TO vetka_dispatcher, vetka_lead, vetka_admin;
GRANT INSERT (ticket_id, kind, body, subject) ON ticket_comment TO
    vetka_dispatcher, vetka_lead, vetka_engineer, vetka_procurement, vetka_warehouse, vetka_bookkeeper, vetka_director, vetka_admin;
ALTER TABLE ticket_comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_all ON ticket_comment FOR SELECT USING (true);
CREATE POLICY say_as_oneself ON ticket_comment FOR INSERT
    WITH CHECK (author = session_user AND origin = 'person' AND kind IN ('internal', 'to_client', 'from_client'));
GRANT INSERT (sha256, size, content) ON stored_file TO vetka_person;
GRANT INSERT (ticket_id, comment_id, position, file_id, name, content_type, content_id, kind) ON attachment TO
    vetka_dispatcher, vetka_lead, vetka_engineer, vetka_procurement, vetka_warehouse, vetka_bookkeeper, vetka_admin;

-- Purchases: the engineer says what is needed, procurement buys ------------------------------------------------------------------------------
GRANT INSERT (ticket_id, position, product_id, description, quantity, unit, variant),
      UPDATE (position, product_id, description, quantity, unit, variant, cancelled) ON purchase_line
   TO vetka_dispatcher, vetka_lead, vetka_engineer, vetka_procurement, vetka_admin;
GRANT INSERT (code, name, sort_key, search_key, bin, phone, email, active),
      UPDATE (name, sort_key, search_key, bin, phone, email, active) ON supplier TO vetka_procurement, vetka_admin;
GRANT INSERT (supplier_id) ON purchase_order TO vetka_procurement, vetka_admin;
-- The trigger counts the version whatever is written, so this changes nothing; it lets an order be locked.
GRANT UPDATE (version) ON purchase_order TO vetka_procurement, vetka_admin;
GRANT INSERT (order_id, purchase_line_id, product_id, ordered, tolerance, expected_on),
      UPDATE (expected_on, cancelled) ON purchase_order_line TO vetka_procurement, vetka_admin;

-- Warehouse: drafts are plain rows, posting is api.post_receipt ---------------------------------------------------------------------------------
GRANT INSERT (code, name, sort_key, search_key, unit, serial_tracked, active),
      UPDATE (name, sort_key, search_key, unit, serial_tracked, active) ON product TO vetka_procurement, vetka_warehouse, vetka_admin;
GRANT INSERT, DELETE ON product_barcode TO vetka_procurement, vetka_warehouse, vetka_admin;
GRANT INSERT (code, name, sort_key, search_key, kind, person_id, active),
      UPDATE (name, sort_key, search_key, active) ON stock_place TO vetka_admin;
GRANT INSERT (key, kind, supplier_id, supplier_document, to_place_id, note),
      UPDATE (supplier_id, supplier_document, to_place_id, note) ON stock_document TO vetka_warehouse, vetka_admin;
GRANT INSERT (document_id, order_line_id, product_id, quantity, serials, entry),
      UPDATE (quantity, serials, entry), DELETE ON stock_document_line TO vetka_warehouse, vetka_admin;

-- Printers and templates; jobs and stickers are written by api functions alone --------------------------------------------------------------------
GRANT INSERT (name, sort_key, search_key, url, offset_x, offset_y, darkness, template_code, active),
      UPDATE (name, sort_key, search_key, url, offset_x, offset_y, darkness, template_code, active)
   ON printer TO vetka_warehouse, vetka_lead, vetka_admin;
GRANT INSERT (code, version_number, definition) ON label_template TO vetka_lead, vetka_admin;

-- The company, the ways of work --------------------------------------------------------------------------------------------------------------------
GRANT UPDATE (name, bin, address, phone, email, time_zone, vat_payer, bank, iban, bic, kbe, director, director_post,
              hours, logo_file_id) ON company TO vetka_admin, vetka_director;

-- Papers and what stands on them; papers themselves are written by api functions alone ----------------------------------------------------------------
GRANT INSERT (form, language, texts), UPDATE (texts) ON form_text TO vetka_lead, vetka_director, vetka_admin;
-- What a paper says is for those who may know the client's prices, if it says any. A form without them is named here.
ALTER TABLE paper_content ENABLE ROW LEVEL SECURITY;
CREATE POLICY prices_are_not_for_all ON paper_content FOR SELECT USING (
    EXISTS (SELECT FROM paper p WHERE p.id = paper_id AND p.form IN ('round-sheet', 'repair-receipt'))
    OR pg_has_role(session_user, 'vetka_procurement', 'member') OR pg_has_role(session_user, 'vetka_bookkeeper', 'member')
    OR pg_has_role(session_user, 'vetka_dispatcher', 'member') OR pg_has_role(session_user, 'vetka_lead', 'member')
    OR pg_has_role(session_user, 'vetka_director', 'member') OR pg_has_role(session_user, 'vetka_admin', 'member'));
GRANT INSERT, UPDATE (percent) ON vat_rate TO vetka_bookkeeper, vetka_admin;
GRANT INSERT (client_id, number, signed_on, rounds_per_month, active), UPDATE (number, signed_on, rounds_per_month, active)
   ON contract TO vetka_dispatcher, vetka_lead, vetka_bookkeeper, vetka_director, vetka_admin;

-- Partners: an administrator sets them up, the agent alone speaks with them -----------------------------------------------------------------------------
GRANT UPDATE (active, settings) ON partner TO vetka_admin;
GRANT INSERT (system, stage, status_id), UPDATE (status_id), DELETE ON stage_meaning TO vetka_lead, vetka_admin;
GRANT INSERT (status_id, channel, language, subject, body, active), UPDATE (subject, body, active), DELETE
   ON message_template TO vetka_lead, vetka_admin;
GRANT SELECT (purchase_line_id, price, currency) ON purchase_line_cost TO vetka_agent;
GRANT SELECT ON integration_secret, partner_cursor, partner_pace, job_report TO vetka_agent;
GRANT INSERT, UPDATE ON partner_cursor TO vetka_agent;
GRANT UPDATE (checked_at, checks, found, fault, fault_details, fault_since, spoken_at) ON partner_report TO vetka_agent;
GRANT UPDATE (subject, body, state, code, answer, sent_at) ON message TO vetka_agent;
GRANT INSERT, UPDATE ON backup_run TO vetka_agent;
ALTER TABLE integration_secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY agent_reads ON integration_secret FOR SELECT USING (pg_has_role(session_user, 'vetka_agent', 'member'));
GRANT USAGE ON SCHEMA jobs TO vetka_agent;
GRANT ALL ON ALL TABLES IN SCHEMA jobs TO vetka_agent;
GRANT ALL ON ALL SEQUENCES IN SCHEMA jobs TO vetka_agent;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO vetka_agent;

-- What came from elsewhere: import runs as an administrator ------------------------------------------------------------------------------------------
GRANT INSERT (system, kind, source_id, our_id, our_version, digest), UPDATE (our_id, our_version, digest)
   ON imported_row TO vetka_admin;
GRANT INSERT (ticket_id, system, number, title) ON ticket_number TO vetka_admin;

-- What people may call; each function asks for roles itself -------------------------------------------------------------------------------------------
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT p.oid::regprocedure AS signature FROM pg_proc p WHERE p.pronamespace = 'api'::regnamespace LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO vetka_person', one.signature);
    END LOOP;
END $$;
