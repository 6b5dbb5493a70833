-- Device numbers are given here, once, and never freed; the check character is part of the number.

CREATE SEQUENCE IF NOT EXISTS device_number_seq MAXVALUE 9999999;

-- Damm's algorithm over GF(32) with x*y = 2x + y modulo the polynomial a^5 + a^2 + 1, over the symbols of the sticker.
-- The same as `labels.payload.check_character`; a test compares them.
CREATE OR REPLACE FUNCTION api.check_character(prefix text, number bigint) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    symbols constant text := '0123456789ABCDEFGHJKLMNPRSTVWXYZ';
    symbol text;
    interim integer := 0;
BEGIN
    FOREACH symbol IN ARRAY string_to_array(prefix || lpad(number::text, 7, '0'), NULL) LOOP
        interim := (interim << 1) # CASE WHEN interim >= 16 THEN 37 ELSE 0 END # (strpos(symbols, symbol) - 1);
    END LOOP;
    interim := (interim << 1) # CASE WHEN interim >= 16 THEN 37 ELSE 0 END;
    RETURN substr(symbols, interim + 1, 1);
END $$;

CREATE OR REPLACE FUNCTION private.number_device() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.number := coalesce(NEW.number, nextval('device_number_seq'));
    NEW.check_character := api.check_character((SELECT label_prefix FROM company), NEW.number);
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER vetka_number BEFORE INSERT ON device
    FOR EACH ROW EXECUTE FUNCTION private.number_device();
