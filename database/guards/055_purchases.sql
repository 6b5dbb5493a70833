-- Purchases: what was ordered for a ticket is not unsaid behind the buyer's back, and an order closes by itself.

CREATE SEQUENCE IF NOT EXISTS purchase_order_number_seq;

CREATE OR REPLACE FUNCTION private.number_order() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.number := coalesce(NEW.number, nextval('purchase_order_number_seq'));
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_number BEFORE INSERT ON purchase_order
    FOR EACH ROW EXECUTE FUNCTION private.number_order();

-- A line that stands in an order is neither cancelled, nor lowered below it, nor turned into something else.
CREATE OR REPLACE FUNCTION private.keep_ordered_line() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    standing record;
BEGIN
    SELECT sum(o.ordered - o.cancelled) AS quantity, string_agg(DISTINCT p.number::text, ', ') AS orders INTO standing
      FROM purchase_order_line o JOIN purchase_order p ON p.id = o.order_id
     WHERE o.purchase_line_id = OLD.id AND o.ordered > o.cancelled;
    IF standing.quantity IS NOT NULL AND (
        (NEW.cancelled AND NOT OLD.cancelled)
        OR (NEW.quantity < OLD.quantity AND NEW.quantity < standing.quantity)
        OR (OLD.product_id IS NOT NULL AND NEW.product_id IS DISTINCT FROM OLD.product_id)
    ) THEN
        PERFORM private.refuse('line-already-ordered', jsonb_build_object(
            'orders', standing.orders, 'quantity', trim_scale(standing.quantity)::text));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_ordered BEFORE UPDATE ON purchase_line
    FOR EACH ROW EXECUTE FUNCTION private.keep_ordered_line();

-- Sends a ticket on for which everything has come already: its last missing line was given up, or the button that says
-- "ordered" was pressed after the goods came. The caller holds its lock.
CREATE OR REPLACE FUNCTION private.recheck_arrival(of_ticket bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF private.lines_received(of_ticket) AND EXISTS (
        SELECT FROM purchase_line l JOIN purchase_order_line o ON o.purchase_line_id = l.id
         WHERE l.ticket_id = of_ticket AND NOT l.cancelled AND o.received > 0)
    THEN
        PERFORM private.fire(of_ticket, 'stock.received', '');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION private.go_on_without() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM ticket WHERE id = NEW.ticket_id FOR UPDATE;
    PERFORM private.recheck_arrival(NEW.ticket_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vetka_go_on AFTER UPDATE ON purchase_line
    FOR EACH ROW WHEN ((NEW.cancelled AND NOT OLD.cancelled) OR NEW.quantity < OLD.quantity)
    EXECUTE FUNCTION private.go_on_without();

-- The supplier's "no": at most what has not come yet can be given up.
CREATE OR REPLACE FUNCTION private.keep_received_rest() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.cancelled > greatest(NEW.ordered - NEW.received, 0) THEN
        PERFORM private.refuse('more-cancelled-than-open', jsonb_build_object(
            'rest', trim_scale(greatest(NEW.ordered - NEW.received, 0))::text));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_rest BEFORE UPDATE OF cancelled ON purchase_order_line
    FOR EACH ROW EXECUTE FUNCTION private.keep_received_rest();

CREATE OR REPLACE FUNCTION private.close_given_up() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM private.close_orders(ARRAY[NEW.order_id]);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vetka_close AFTER UPDATE OF cancelled ON purchase_order_line
    FOR EACH ROW WHEN (NEW.cancelled > OLD.cancelled) EXECUTE FUNCTION private.close_given_up();

-- An order is open exactly while something is awaited: nothing is added to one that is closed.
CREATE OR REPLACE FUNCTION private.keep_closed_order() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its_order purchase_order%ROWTYPE;
BEGIN
    SELECT * INTO its_order FROM purchase_order WHERE id = NEW.order_id FOR SHARE;
    IF its_order.state <> 'ordered' THEN
        PERFORM private.refuse('order-closed', jsonb_build_object('order', its_order.number));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER vetka_open BEFORE INSERT ON purchase_order_line
    FOR EACH ROW EXECUTE FUNCTION private.keep_closed_order();
