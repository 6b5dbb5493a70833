-- Stock is a ledger. Posting is one function and one transaction, and the only writer of moves, balances and serial units.
-- Everybody locks in one order: document, purchase orders, order lines, balances, serial units, tickets, number series.

INSERT INTO document_series (kind) VALUES ('receipt') ON CONFLICT DO NOTHING;

-- Documents ------------------------------------------------------------------------------------------------------------------
-- A posted document is paper, a discarded one is history: neither changes any more, whoever asks.
CREATE OR REPLACE FUNCTION private.keep_settled() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state <> 'draft' THEN
        PERFORM private.refuse('document-' || OLD.state, jsonb_build_object('document', OLD.id, 'number', OLD.number));
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER vetka_settled BEFORE UPDATE OR DELETE ON stock_document
    FOR EACH ROW EXECUTE FUNCTION private.keep_settled();

-- Lines change only while their document is a draft. Counting up its version locks the document, so that a line cannot slip
-- into a receipt that is being posted, and a clerk cannot post what a colleague has changed since.
CREATE OR REPLACE FUNCTION private.touch_draft() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    touched bigint;
BEGIN
    FOREACH touched IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.document_id] WHEN 'DELETE' THEN ARRAY[OLD.document_id]
                                        ELSE ARRAY[OLD.document_id, NEW.document_id] END LOOP
        UPDATE stock_document SET note = note WHERE id = touched;
    END LOOP;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER vetka_draft BEFORE INSERT OR UPDATE OR DELETE ON stock_document_line
    FOR EACH ROW EXECUTE FUNCTION private.touch_draft();

-- A draft may pass from hand to hand; the audit of its lines keeps whose.
CREATE OR REPLACE TRIGGER vetka_audit AFTER INSERT OR UPDATE OR DELETE ON stock_document_line
    FOR EACH ROW EXECUTE FUNCTION private.audit('document_id');

-- Who worked on a document: once per person, with the number of line changes and the last of them.
CREATE OR REPLACE FUNCTION api.document_hands(document_key uuid) RETURNS TABLE (login text, name text, changes bigint, last_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.login, coalesce(p.name, a.login), count(*), max(a.at)
      FROM stock_document d
      JOIN audit_log a ON a.row_id = d.id::text AND a.table_name IN ('stock_document', 'stock_document_line')
      LEFT JOIN person p ON p.login = a.login
     WHERE d.key = document_key GROUP BY a.login, p.name ORDER BY max(a.at) DESC
$$;

-- What forbids a line ----------------------------------------------------------------------------------------------------------
-- Each returns {"code", …} or NULL. They are asked while a line is entered, and once more under the locks of posting.
CREATE OR REPLACE FUNCTION private.quantity_problem(line stock_document_line) RETURNS jsonb
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted record;
    document record;
    receiver record;
BEGIN
    SELECT o.*, ord.number AS order_number, ord.state, ord.supplier_id, p.name AS product,
           greatest(o.ordered + o.tolerance - o.cancelled - o.received, 0) AS rest
      INTO wanted FROM purchase_order_line o JOIN purchase_order ord ON ord.id = o.order_id
      JOIN product p ON p.id = o.product_id WHERE o.id = line.order_line_id;
    SELECT d.supplier_id INTO document FROM stock_document d WHERE d.id = line.document_id;
    IF wanted.product_id <> line.product_id THEN
        RETURN jsonb_build_object('code', 'wrong-product', 'product', wanted.product, 'order', wanted.order_number);
    ELSIF wanted.state = 'cancelled' THEN
        RETURN jsonb_build_object('code', 'order-cancelled', 'product', wanted.product, 'order', wanted.order_number);
    ELSIF document.supplier_id <> wanted.supplier_id THEN
        RETURN jsonb_build_object('code', 'order-of-another-supplier', 'product', wanted.product, 'order', wanted.order_number);
    ELSIF line.quantity <= wanted.rest THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(p.name, d.posted_by) AS name, d.number INTO receiver
      FROM stock_document_line l JOIN stock_document d ON d.id = l.document_id LEFT JOIN person p ON p.login = d.posted_by
     WHERE l.order_line_id = line.order_line_id AND d.state = 'posted' ORDER BY d.number DESC LIMIT 1;
    RETURN jsonb_build_object(
        'code', CASE WHEN receiver.number IS NULL THEN 'more-than-ordered' ELSE 'already-received' END,
        'product', wanted.product, 'order', wanted.order_number, 'quantity', trim_scale(line.quantity)::text,
        'ordered', trim_scale(wanted.ordered)::text, 'received', trim_scale(wanted.received)::text,
        'rest', trim_scale(wanted.rest)::text, 'received_by', receiver.name, 'document', receiver.number);
END $$;

-- `serials` is [{"serial", "key"}]: the number as read and the form in which it is compared.
CREATE OR REPLACE FUNCTION private.are_serials(serials jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN jsonb_typeof(serials) = 'array' THEN NOT EXISTS (
        SELECT FROM jsonb_array_elements(serials) AS one
         WHERE coalesce(one ->> 'key' !~ '^[0-9a-z]+$' OR btrim(one ->> 'serial') = '', true))
    ELSE false END
$$;

CREATE OR REPLACE FUNCTION private.serial_problem(line stock_document_line) RETURNS jsonb
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    goods product%ROWTYPE;
    entered integer;
    double record;
    lying record;
BEGIN
    SELECT * INTO goods FROM product WHERE id = line.product_id;
    IF NOT private.are_serials(line.serials) THEN
        RETURN jsonb_build_object('code', 'serials-malformed', 'product', goods.name);
    END IF;
    SELECT min(one ->> 'serial') AS serial INTO double
      FROM stock_document_line l
     CROSS JOIN jsonb_array_elements(CASE WHEN private.are_serials(l.serials) THEN l.serials ELSE '[]' END) AS one
     WHERE l.document_id = line.document_id AND l.product_id = line.product_id
       AND one ->> 'key' IN (SELECT own ->> 'key' FROM jsonb_array_elements(line.serials) AS own)
     GROUP BY one ->> 'key' HAVING count(*) > 1 LIMIT 1;
    IF FOUND THEN
        RETURN jsonb_build_object('code', 'serial-twice', 'product', goods.name, 'serial', double.serial);
    END IF;
    SELECT u.serial, p.name AS place INTO lying
      FROM jsonb_array_elements(line.serials) AS one
      JOIN serial_unit u ON u.product_id = line.product_id AND u.serial_key = one ->> 'key'
      JOIN stock_place p ON p.id = u.place_id WHERE p.kind <> 'supplier' ORDER BY u.serial_key LIMIT 1;
    IF FOUND THEN
        RETURN jsonb_build_object('code', 'serial-known', 'product', goods.name, 'serial', lying.serial, 'place', lying.place);
    END IF;
    entered := jsonb_array_length(line.serials);
    IF entered <> line.quantity AND (goods.serial_tracked OR entered > 0) THEN
        RETURN jsonb_build_object('code', 'serials-wanted', 'product', goods.name, 'entered', entered,
                                  'quantity', trim_scale(line.quantity)::text);
    END IF;
    RETURN NULL;
END $$;

-- The problems of a document, or of one of its lines: a row a line at most, in the order of entry.
CREATE OR REPLACE FUNCTION private.document_problems(wanted_document bigint, wanted_line bigint DEFAULT NULL)
    RETURNS TABLE (order_line_id bigint, problem jsonb)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.order_line_id, found.problem || jsonb_build_object('order_line', l.order_line_id)
      FROM stock_document_line l
     CROSS JOIN LATERAL (SELECT coalesce(private.quantity_problem(l), private.serial_problem(l)) AS problem) AS found
     WHERE l.document_id = wanted_document AND (wanted_line IS NULL OR l.order_line_id = wanted_line)
       AND found.problem IS NOT NULL
     ORDER BY l.id
$$;

-- What would forbid posting a draft as it stands now, so that the clerk sees it while entering.
CREATE OR REPLACE FUNCTION api.receipt_problems(document_key uuid, wanted_line bigint DEFAULT NULL)
    RETURNS TABLE (order_line_id bigint, problem jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT found.* FROM stock_document d CROSS JOIN LATERAL private.document_problems(d.id, wanted_line) AS found
     WHERE d.key = document_key AND d.state = 'draft'
$$;

-- Posting ------------------------------------------------------------------------------------------------------------------------
-- Who has a stock transaction open: posting is what holds these locks, so these are the people waited for.
CREATE OR REPLACE FUNCTION private.who_is_posting() RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT string_agg(DISTINCT coalesce(p.name, a.usename), ', ')
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid LEFT JOIN person p ON p.login = a.usename
     WHERE l.relation IN ('stock_document'::regclass, 'purchase_order_line'::regclass, 'stock_balance'::regclass,
                          'ticket'::regclass)
       AND l.granted AND l.mode IN ('RowShareLock', 'RowExclusiveLock') AND l.pid <> pg_backend_pid()
$$;

CREATE OR REPLACE FUNCTION private.supplier_place() RETURNS bigint
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found_place bigint;
BEGIN
    SELECT id INTO found_place FROM stock_place WHERE kind = 'supplier' AND active ORDER BY id LIMIT 1;
    IF NOT FOUND THEN
        PERFORM private.refuse('supplier-place-missing');
    END IF;
    RETURN found_place;
END $$;

CREATE OR REPLACE FUNCTION private.check_receipt(document stock_document) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    problems jsonb;
BEGIN
    IF NOT EXISTS (SELECT FROM stock_document_line WHERE document_id = document.id) THEN
        PERFORM private.refuse('document-empty');
    END IF;
    IF NOT EXISTS (SELECT FROM stock_place WHERE id = document.to_place_id AND active AND kind = 'warehouse') THEN
        PERFORM private.refuse('place-not-a-warehouse', jsonb_build_object(
            'place', (SELECT name FROM stock_place WHERE id = document.to_place_id)));
    END IF;
    SELECT jsonb_agg(problem) INTO problems FROM private.document_problems(document.id);
    IF problems IS NOT NULL THEN  -- the first one makes the sentence, all of them mark their lines
        PERFORM private.refuse(problems -> 0 ->> 'code',
                               (problems -> 0) - 'code' || jsonb_build_object('problems', problems));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.lock_orders(document bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lines bigint[] := ARRAY(SELECT order_line_id FROM stock_document_line WHERE document_id = document);
BEGIN
    PERFORM FROM purchase_order WHERE id IN (SELECT order_id FROM purchase_order_line WHERE id = ANY (lines))
      ORDER BY id FOR UPDATE;
    PERFORM FROM purchase_order_line WHERE id = ANY (lines) ORDER BY id FOR UPDATE;
END $$;

-- Serial units come to a place from the supplier: new ones, or ones that had been sent back.
CREATE OR REPLACE FUNCTION private.take_in_serials(document bigint, from_place bigint, to_place bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lost record;
BEGIN
    WITH wanted AS (
        SELECT l.product_id, one ->> 'serial' AS serial, one ->> 'key' AS key
          FROM stock_document_line l, jsonb_array_elements(l.serials) AS one WHERE l.document_id = document
    ), taken AS (
        INSERT INTO serial_unit (product_id, serial, serial_key, place_id)
        SELECT product_id, serial, key, to_place FROM wanted ORDER BY product_id, key
        ON CONFLICT (product_id, serial_key) DO UPDATE SET place_id = EXCLUDED.place_id
         WHERE serial_unit.place_id = from_place
        RETURNING product_id, serial_key
    )
    SELECT w.serial, p.name AS product INTO lost FROM wanted w JOIN product p ON p.id = w.product_id
     WHERE NOT EXISTS (SELECT FROM taken t WHERE t.product_id = w.product_id AND t.serial_key = w.key) LIMIT 1;
    IF FOUND THEN  -- somebody received the same piece a moment ago
        PERFORM private.refuse('serial-known', jsonb_build_object('serial', lost.serial, 'product', lost.product, 'place', (
            SELECT name FROM stock_place WHERE id = to_place)));
    END IF;
END $$;

-- Books a checked document whose order lines are locked: balances, serial units, moves, and what was received of the orders.
CREATE OR REPLACE FUNCTION private.book_receipt(document bigint, from_place bigint, to_place bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO stock_balance (place_id, product_id, quantity)
    SELECT to_place, product_id, sum(quantity) FROM stock_document_line WHERE document_id = document
     GROUP BY product_id ORDER BY product_id
    ON CONFLICT (place_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + EXCLUDED.quantity;
    PERFORM private.take_in_serials(document, from_place, to_place);
    INSERT INTO stock_move (document_line_id, product_id, quantity, from_place_id, to_place_id, serial_unit_id)
    SELECT l.id, l.product_id, CASE WHEN u.id IS NULL THEN l.quantity ELSE 1 END, from_place, to_place, u.id
      FROM stock_document_line l
      LEFT JOIN LATERAL jsonb_array_elements(l.serials) AS one ON true
      LEFT JOIN serial_unit u ON u.product_id = l.product_id AND u.serial_key = one ->> 'key'
     WHERE l.document_id = document ORDER BY l.id, u.serial_key;
    UPDATE purchase_order_line SET received = received + l.quantity
      FROM stock_document_line l WHERE l.document_id = document AND purchase_order_line.id = l.order_line_id;
    PERFORM private.close_orders(ARRAY(
        SELECT o.order_id FROM stock_document_line l JOIN purchase_order_line o ON o.id = l.order_line_id
         WHERE l.document_id = document));
END $$;

-- Orders of which nothing is awaited any more are closed; the caller holds their locks.
CREATE OR REPLACE FUNCTION private.close_orders(orders bigint[]) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE purchase_order SET closed_at = now(), state = CASE
               WHEN EXISTS (SELECT FROM purchase_order_line o WHERE o.order_id = purchase_order.id AND o.received > 0)
               THEN 'received' ELSE 'cancelled' END
     WHERE id = ANY (orders) AND state = 'ordered'
       AND NOT EXISTS (SELECT FROM purchase_order_line o
                        WHERE o.order_id = purchase_order.id AND o.received + o.cancelled < o.ordered)
$$;

-- What came for a ticket and where it lies: «Картридж 59A × 2 → Основной склад».
CREATE OR REPLACE FUNCTION private.arrival_note(document bigint, of_ticket bigint) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT string_agg(format('%s × %s %s', p.name, trim_scale(d.quantity), p.unit), ', ' ORDER BY d.id) || ' → ' || (
           SELECT place.name FROM stock_document doc JOIN stock_place place ON place.id = doc.to_place_id
            WHERE doc.id = document)
      FROM stock_document_line d JOIN product p ON p.id = d.product_id
      JOIN purchase_order_line o ON o.id = d.order_line_id JOIN purchase_line l ON l.id = o.purchase_line_id
     WHERE d.document_id = document AND l.ticket_id = of_ticket
$$;

-- Tells a ticket that something came for it. Where no move waits for that, the thread keeps the note.
CREATE OR REPLACE FUNCTION private.tell_ticket(waiting bigint, note text) RETURNS jsonb
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    complete boolean;
    moved boolean;
BEGIN
    PERFORM FROM ticket WHERE id = waiting FOR UPDATE;  -- before counting: another clerk may be receiving its other lines
    complete := private.lines_received(waiting);
    moved := private.fire(waiting, CASE WHEN complete THEN 'stock.received' ELSE 'stock.partly_received' END, note);
    IF NOT moved THEN
        INSERT INTO ticket_comment (ticket_id, kind, body, origin) VALUES (waiting, 'system', note, 'automatic');
    END IF;
    RETURN private.ticket_answer(waiting) || jsonb_build_object('complete', complete, 'moved', moved, 'engineer', (
        SELECT p.name FROM ticket k JOIN person p ON p.id = k.engineer_id WHERE k.id = waiting));
END $$;

CREATE OR REPLACE FUNCTION private.tell_waiting_tickets(document bigint) RETURNS jsonb
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    waiting bigint;
    told jsonb := '[]';
BEGIN
    FOR waiting IN
        SELECT DISTINCT l.ticket_id FROM stock_document_line d
          JOIN purchase_order_line o ON o.id = d.order_line_id JOIN purchase_line l ON l.id = o.purchase_line_id
         WHERE d.document_id = document ORDER BY l.ticket_id
    LOOP
        told := told || private.tell_ticket(waiting, private.arrival_note(document, waiting));
    END LOOP;
    RETURN told;
END $$;

CREATE OR REPLACE FUNCTION private.settle_receipt(document stock_document) RETURNS jsonb
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    answer jsonb;
    new_number integer;
BEGIN
    PERFORM private.lock_orders(document.id);
    PERFORM private.check_receipt(document);
    PERFORM private.book_receipt(document.id, private.supplier_place(), document.to_place_id);
    answer := private.tell_waiting_tickets(document.id);
    UPDATE document_series SET last_number = last_number + 1 WHERE kind = document.kind RETURNING last_number INTO new_number;
    answer := jsonb_build_object('document', document.id, 'number', new_number, 'tickets', answer);
    UPDATE stock_document SET state = 'posted', number = new_number, posted_at = now(), posted_by = session_user,
           outcome = answer WHERE id = document.id;
    RETURN answer;
END $$;

-- Posts a draft receipt. Posting it again, after a lost answer say, returns the first answer and does nothing.
-- Answer: {"document", "number", "tickets": [{"id", "number", "status", "holder", "engineer", "complete", "moved"}]}.
CREATE OR REPLACE FUNCTION api.post_receipt(document_key uuid, expected_version integer) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    document stock_document%ROWTYPE;
BEGIN
    PERFORM private.require_role('vetka_warehouse', 'vetka_admin');
    SELECT * INTO document FROM stock_document WHERE key = document_key AND kind = 'receipt' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('document-unknown');
    ELSIF document.state = 'posted' THEN
        RETURN document.outcome;
    ELSIF document.state = 'cancelled' THEN
        PERFORM private.refuse('document-cancelled', jsonb_build_object('document', document.id));
    END IF;
    PERFORM private.require_version('stock_document', document.id, expected_version, document.version);
    RETURN private.settle_receipt(document);
EXCEPTION WHEN lock_not_available THEN
    PERFORM private.refuse('stock-busy', jsonb_build_object('people', coalesce(private.who_is_posting(), '?')));
END $$;

-- Puts a draft aside that nobody wants to post. It stays readable.
CREATE OR REPLACE FUNCTION api.discard_receipt(document_key uuid, expected_version integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    document stock_document%ROWTYPE;
BEGIN
    PERFORM private.require_role('vetka_warehouse', 'vetka_admin');
    SELECT * INTO document FROM stock_document WHERE key = document_key AND kind = 'receipt' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('document-unknown');
    ELSIF document.state = 'cancelled' THEN
        RETURN;
    ELSIF document.state = 'draft' THEN
        PERFORM private.require_version('stock_document', document.id, expected_version, document.version);
    END IF;
    UPDATE stock_document SET state = 'cancelled' WHERE id = document.id;
END $$;
