-- Stock is a ledger. Posting is one function and one transaction, and the only writer of moves, balances and serial units.

CREATE SEQUENCE IF NOT EXISTS purchase_order_number_seq;

CREATE OR REPLACE FUNCTION private.number_order() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.number := coalesce(NEW.number, nextval('purchase_order_number_seq'));
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_number BEFORE INSERT ON purchase_order
    FOR EACH ROW EXECUTE FUNCTION private.number_order();

INSERT INTO document_series (kind) VALUES ('receipt') ON CONFLICT DO NOTHING;

-- A posted document is paper: neither it nor its lines change any more, whoever asks.
CREATE OR REPLACE FUNCTION private.keep_posted() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    document bigint := CASE WHEN TG_TABLE_NAME = 'stock_document' THEN (to_jsonb(OLD) ->> 'id')::bigint
                            ELSE (coalesce(to_jsonb(OLD), to_jsonb(NEW)) ->> 'document_id')::bigint END;
BEGIN
    IF EXISTS (SELECT FROM stock_document WHERE id = document AND state = 'posted') THEN
        PERFORM private.refuse('document-posted', jsonb_build_object('document', document));
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER vetka_posted BEFORE UPDATE OR DELETE ON stock_document
    FOR EACH ROW EXECUTE FUNCTION private.keep_posted();
CREATE OR REPLACE TRIGGER vetka_posted BEFORE INSERT OR UPDATE OR DELETE ON stock_document_line
    FOR EACH ROW EXECUTE FUNCTION private.keep_posted();

-- Compares a line with its locked order line; refuses with who received the rest meanwhile.
CREATE OR REPLACE FUNCTION private.check_receivable(line stock_document_line) RETURNS void
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted record;
BEGIN
    SELECT o.ordered + o.tolerance - o.cancelled - o.received AS open_rest, o.product_id, p.name, p.serial_tracked
      INTO wanted FROM purchase_order_line o JOIN product p ON p.id = o.product_id WHERE o.id = line.order_line_id;
    IF wanted.product_id <> line.product_id THEN
        PERFORM private.refuse('wrong-product', jsonb_build_object('product', wanted.name));
    END IF;
    IF line.quantity > wanted.open_rest THEN
        PERFORM private.refuse('more-than-ordered', jsonb_build_object(
            'product', wanted.name, 'quantity', line.quantity, 'rest', greatest(wanted.open_rest, 0),
            'received_by', (SELECT p.name FROM stock_document_line l JOIN stock_document d ON d.id = l.document_id
                              JOIN person p ON p.login = d.posted_by
                             WHERE l.order_line_id = line.order_line_id AND d.state = 'posted'
                             ORDER BY d.posted_at DESC LIMIT 1)));
    END IF;
    IF wanted.serial_tracked AND jsonb_array_length(line.serials) <> line.quantity THEN
        PERFORM private.refuse('serials-wanted', jsonb_build_object(
            'product', wanted.name, 'quantity', line.quantity, 'serials', jsonb_array_length(line.serials)));
    END IF;
END $$;

-- Books one line: move(s), balance, serial units, order line. `serials` is [{"serial", "key"}].
CREATE OR REPLACE FUNCTION private.book_receipt_line(line stock_document_line, supplier_place bigint, to_place bigint)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one jsonb;
    unit_id bigint;
BEGIN
    PERFORM private.check_receivable(line);
    IF jsonb_array_length(line.serials) = 0 THEN
        INSERT INTO stock_move (document_line_id, product_id, quantity, from_place_id, to_place_id)
        VALUES (line.id, line.product_id, line.quantity, supplier_place, to_place);
    END IF;
    FOR one IN SELECT value FROM jsonb_array_elements(line.serials) ORDER BY value ->> 'key' LOOP
        INSERT INTO serial_unit (product_id, serial, serial_key, place_id)
        VALUES (line.product_id, one ->> 'serial', one ->> 'key', to_place)
        ON CONFLICT (product_id, serial_key) DO NOTHING RETURNING id INTO unit_id;
        IF unit_id IS NULL THEN
            PERFORM private.refuse('serial-known', jsonb_build_object('serial', one ->> 'serial'));
        END IF;
        INSERT INTO stock_move (document_line_id, product_id, quantity, from_place_id, to_place_id, serial_unit_id)
        VALUES (line.id, line.product_id, 1, supplier_place, to_place, unit_id);
    END LOOP;
    INSERT INTO stock_balance (place_id, product_id, quantity) VALUES (to_place, line.product_id, line.quantity)
    ON CONFLICT (place_id, product_id) DO UPDATE SET quantity = stock_balance.quantity + EXCLUDED.quantity;
    UPDATE purchase_order_line SET received = received + line.quantity WHERE id = line.order_line_id;
END $$;

-- Tickets that waited for what came in go on: all lines there, or some of them.
CREATE OR REPLACE FUNCTION private.move_waiting_tickets(document bigint) RETURNS jsonb
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    waiting bigint;
    moved jsonb := '[]';
    complete boolean;
    note text;
BEGIN
    FOR waiting IN
        SELECT DISTINCT l.ticket_id FROM stock_document_line d
          JOIN purchase_order_line o ON o.id = d.order_line_id JOIN purchase_line l ON l.id = o.purchase_line_id
         WHERE d.document_id = document ORDER BY l.ticket_id
    LOOP
        complete := private.lines_received(waiting);
        SELECT string_agg(format('%s × %s', p.name, trim_scale(d.quantity)), ', ' ORDER BY d.id) INTO note
          FROM stock_document_line d JOIN product p ON p.id = d.product_id
          JOIN purchase_order_line o ON o.id = d.order_line_id JOIN purchase_line l ON l.id = o.purchase_line_id
         WHERE d.document_id = document AND l.ticket_id = waiting;
        IF private.fire(waiting, CASE WHEN complete THEN 'stock.received' ELSE 'stock.partly_received' END, note) THEN
            moved := moved || private.ticket_answer(waiting);
        END IF;
    END LOOP;
    RETURN moved;
END $$;

CREATE OR REPLACE FUNCTION private.close_full_orders(document bigint) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE purchase_order SET state = 'received', closed_at = now()
     WHERE state = 'ordered'
       AND id IN (SELECT o.order_id FROM stock_document_line d JOIN purchase_order_line o ON o.id = d.order_line_id
                   WHERE d.document_id = document)
       AND NOT EXISTS (SELECT FROM purchase_order_line o
                        WHERE o.order_id = purchase_order.id AND o.received + o.cancelled < o.ordered)
$$;

-- Posts a draft receipt. Posting it again returns the first answer. Answer: {"number", "tickets": […]}.
CREATE OR REPLACE FUNCTION api.post_receipt(document_key uuid, expected_version integer) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    document stock_document%ROWTYPE;
    line stock_document_line%ROWTYPE;
    supplier_place bigint;
    new_number integer;
    answer jsonb;
BEGIN
    PERFORM private.require_role('vetka_warehouse', 'vetka_admin');
    SELECT * INTO document FROM stock_document WHERE key = document_key FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM private.refuse('document-unknown', '{}');
    END IF;
    IF document.state = 'posted' THEN
        RETURN document.outcome;
    END IF;
    PERFORM private.require_version('stock_document', document.id, expected_version, document.version);
    IF document.state <> 'draft' OR NOT EXISTS (SELECT FROM stock_document_line WHERE document_id = document.id) THEN
        PERFORM private.refuse('document-empty', '{}');
    END IF;
    IF NOT EXISTS (SELECT FROM stock_place WHERE id = document.to_place_id AND active AND kind = 'warehouse') THEN
        PERFORM private.refuse('place-not-a-warehouse', '{}');
    END IF;
    SELECT id INTO STRICT supplier_place FROM stock_place WHERE kind = 'supplier' AND active ORDER BY id LIMIT 1;
    -- One order of locks for everybody: document, order lines, balances, serials, tickets.
    PERFORM FROM purchase_order_line WHERE id IN (
        SELECT order_line_id FROM stock_document_line WHERE document_id = document.id) ORDER BY id FOR UPDATE;
    FOR line IN SELECT * FROM stock_document_line WHERE document_id = document.id ORDER BY product_id, id LOOP
        PERFORM private.book_receipt_line(line, supplier_place, document.to_place_id);
    END LOOP;
    PERFORM private.close_full_orders(document.id);
    answer := private.move_waiting_tickets(document.id);
    UPDATE document_series SET last_number = last_number + 1 WHERE kind = 'receipt' RETURNING last_number INTO new_number;
    answer := jsonb_build_object('number', new_number, 'tickets', answer);
    UPDATE stock_document SET state = 'posted', number = new_number, posted_at = now(), posted_by = session_user,
           outcome = answer WHERE id = document.id;
    RETURN answer;
END $$;
