"""The laws hold after a day's work, and each of them notices the damage it is there for."""

import pytest
from sqlalchemy import create_engine, text

from domain.laws import verify
from tests.company import Company
from tests.domain.stock.deliveries import ordered, receive
from tests.domain.tickets.line import in_procurement, in_work, move, registered

# Damage that no person can do: the superuser, with triggers and constraints out of the way.
DAMAGE = {
    "status-is-last-history": "UPDATE ticket SET status_id = (SELECT id FROM status WHERE code = 'closed')",
    "engineer-is-last-history": "UPDATE ticket SET engineer_id = (SELECT min(id) FROM person) WHERE number = 1",
    "one-beginning": "DELETE FROM ticket_history WHERE kind = 'registered'",
    "history-is-a-chain": "UPDATE ticket_history SET from_status_id = to_status_id WHERE kind = 'moved'",
    "steps-are-transitions": "UPDATE ticket_history SET transition_id = NULL WHERE kind = 'moved'",
    "closed-has-time": "UPDATE ticket SET closed_at = now() WHERE number = 1",
    "visits-are-a-stack": "UPDATE branch_visit SET depth = 2 WHERE left_at IS NULL",
    "innermost-visit-is-the-branch": "UPDATE branch_visit SET left_at = now(), outcome = 'lost' WHERE left_at IS NULL",
    "engineer-holds": "UPDATE ticket SET engineer_id = NULL WHERE engineer_id IS NOT NULL",
    "balance-is-sum-of-moves": "UPDATE stock_balance SET quantity = quantity + 1",
    "nothing-below-zero": "ALTER TABLE stock_balance DROP CONSTRAINT ck_stock_balance_reserved_within;"
    "UPDATE stock_balance SET reserved = quantity + 1",
    "serials-within-balance": "DELETE FROM stock_balance",
    "serial-moves-alone": "UPDATE stock_move SET quantity = 2",
    "moves-are-posted-lines": "DELETE FROM stock_move",
    "received-is-posted": "UPDATE purchase_order_line SET received = 1",
    "order-open-while-awaited": "UPDATE purchase_order SET state = 'ordered'",
    "numbers-without-gap": "UPDATE document_series SET last_number = 9",
    "received-within-order": "ALTER TABLE purchase_order_line DROP CONSTRAINT ck_purchase_order_line_received_within;"
    "UPDATE purchase_order_line SET received = 99",
    "serial-where-last-moved": "UPDATE serial_unit SET place_id = ("
    "SELECT id FROM stock_place WHERE code = 'written_off')",
    "serials-once": "ALTER TABLE serial_unit DROP CONSTRAINT uq_serial_unit_product_id_serial_key;"
    "UPDATE serial_unit SET serial_key = 'same'",
    "documents-numbered-once": "UPDATE stock_document SET posted_by = NULL",
    "check-characters": "UPDATE device SET check_character = CASE check_character WHEN 'A' THEN 'B' ELSE 'A' END",
    "payloads": "UPDATE sticker SET seal = '00000' WHERE id = (SELECT min(id) FROM sticker)",
    "tapes": "UPDATE print_job SET state = 'done'",
    "roles-are-memberships": "INSERT INTO person_role SELECT id, 'vetka_admin' FROM person WHERE login = 'clerk'",
    "active-people-sign-in": "UPDATE person SET active = false WHERE login = 'director'",
    "versions-counted": "DROP TRIGGER vetka_version ON ticket",
    "append-only-kept": "DROP TRIGGER vetka_append_only_all ON ticket_history",
    "feed-tells": "DROP TRIGGER vetka_feed_delete ON sticker",
    "nothing-switched-off": "ALTER TABLE stock_move DISABLE TRIGGER ALL",
    "definers-fixed": "ALTER FUNCTION api.holds(text) SET search_path = pg_temp, public",
    "definers-fixed ": "GRANT EXECUTE ON FUNCTION private.refuse(text, jsonb) TO PUBLIC",
    "definers-fixed  ": "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "books-written-by-the-owner": "GRANT UPDATE (quantity) ON stock_balance TO vetka_warehouse",
    "kept-columns": "GRANT UPDATE ON ticket TO vetka_lead",
    "one-owner": "ALTER FUNCTION api.holds(text) OWNER TO postgres",
    "queue-closed": "GRANT SELECT ON jobs.procrastinate_jobs TO vetka_lead",
    "papers-whole": "UPDATE paper_content SET data = data || '{\"total\": 1}'",
    "papers-whole ": "UPDATE paper_content SET pdf = pdf || 'x'",
    "papers-whole  ": "UPDATE paper SET form = 'invoice'",
    "papers-whole   ": "DELETE FROM paper_content",
    "deals-of-visits": "UPDATE partner_deal SET state = 'won'",
    "comments-mirrored-once": "DELETE FROM partner_comment",
    "rows-hidden": "ALTER TABLE preference DISABLE ROW LEVEL SECURITY",
    "name-keys": "UPDATE device_type SET sort_key = 'x' WHERE code = 'printer'",
    "title-keys": "UPDATE ticket SET search_key = 'x'",
    "serial-keys": "UPDATE serial_unit SET serial_key = serial_key || 'x'",
}


@pytest.fixture
def busy(company: Company) -> Company:
    """A company after a day: tickets on every way, goods received, stickers queued."""
    registered(company)
    in_work(company)
    in_procurement(company)
    move(company, "engineer", in_work(company), "solve", comment="Заменён блок")
    delivery = ordered(company, 2, 3)
    receive(company, {delivery.lines[0]: 2})
    tracked = ordered(company, 2, tracked=True)
    receive(company, {tracked.lines[0]: 2}, serials="SN-0017\nSN-0018")
    with company.owner().session() as session:
        session.execute(
            text("INSERT INTO device (type_id, serial, serial_key) SELECT id, 'A1', 'a1' FROM device_type LIMIT 3")
        )
        session.execute(
            text("SELECT api.create_print_job('file://x', (SELECT min(id) FROM label_template), array_agg(id), '')"
                 " FROM device")
        )  # fmt: skip
        session.execute(text("UPDATE partner SET active = true WHERE system = 'bitrix24'"))
        paper = session.execute(text("SELECT api.begin_paper('round-sheet', min(id)) FROM ticket")).scalar_one()
        session.execute(
            text("SELECT api.keep_paper(:id, 'x', 'ru', jsonb_build_object('number', CAST(:number AS text),"
                 " 'payload', CAST(:payload AS text)), '%PDF-')"), paper,
        )  # fmt: skip
    in_procurement(company)
    with company.database("agent").session() as session:
        session.execute(text("SELECT api.adopt_deal(id, '7', '') FROM partner_deal"))
        session.execute(text("SELECT api.mirror_comment_in(id, '9', 9, 'Павел', 'Есть', 'd', now()) FROM partner_deal"))
    return company


def test_a_fresh_company_breaks_no_law(company):
    assert [str(law) for law in company.owner().ask(verify) if law.violations] == []


def test_a_day_s_work_breaks_no_law_and_leaves_none_idle(busy):
    laws = busy.owner().ask(verify)
    assert [str(law) for law in laws if law.violations] == []
    assert [law.code for law in laws if not law.checked] == []


def test_any_person_may_ask(busy):
    laws = busy.database("engineer").ask(verify)
    assert [str(law) for law in laws if law.violations] == []


def test_every_law_is_damaged_below(company):
    known = {name.strip() for name in DAMAGE}
    for law in company.owner().ask(verify):
        assert law.code in known, law.code


@pytest.mark.parametrize("name", list(DAMAGE))
def test_damage_is_noticed(busy, name):
    engine = create_engine(busy.admin_url)
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(DAMAGE[name]))
        connection.execute(text("SET session_replication_role = origin"))
        connection.commit()
    engine.dispose()
    broken = {law.code: law for law in busy.owner().ask(verify) if law.violations}
    assert name.strip() in broken, f"broken instead: {list(broken)}"
    assert broken[name.strip()].examples
    assert str(broken[name.strip()]).startswith("BROKEN")
