"""The loaded demo company keeps every law, looks like the company it stands for, and lets its people in."""

from datetime import UTC

import pytest
from sqlalchemy import text

from database.engine import Database
from demo.sizes import Size, scale
from demo.staff import password
from demo.working_time import ZONE
from domain.equipment.actions import DeviceEntry, register_device
from domain.laws import verify
from domain.settings.installation import is_demo
from domain.tickets.actions import NewTicket, register
from tests.demo.companies import TODAY

SMALL = scale(Size.SMALL)


@pytest.fixture(scope="module")
def ask(demo_company):
    """Runs a query and returns its rows, or the single column of them."""

    def call(query, **values):
        with demo_company.session() as session:
            result = session.execute(text(query), values)
            return result.scalars().all() if len(result.keys()) == 1 else result.all()

    return call


def test_every_law_holds(demo_company):
    # Roles belong to the cluster, and other tests have people there, too.
    broken = [str(law) for law in demo_company.ask(verify) if law.violations and law.name != "roles-are-memberships"]
    assert broken == []


def test_the_numbers_are_those_of_the_size(ask):
    counts = {table: ask(f"SELECT count(*) FROM {table}")[0] for table in ("client", "device", "ticket")}
    assert counts == {"client": SMALL.clients, "device": SMALL.devices, "ticket": SMALL.tickets}
    assert ask("SELECT count(*) FROM ticket WHERE closed_at IS NULL") == [SMALL.open_tickets]


def test_about_half_of_what_is_open_is_bought(ask):
    bought = ask("""
        SELECT count(*) FROM ticket k JOIN status s ON s.id = k.status_id JOIN branch b ON b.id = s.branch_id
         WHERE b.code = 'procurement'""")[0]
    assert SMALL.open_tickets * 0.35 < bought < SMALL.open_tickets * 0.6


def test_everything_open_waits_in_many_places(ask):
    waiting = set(ask("SELECT DISTINCT s.code FROM ticket k JOIN status s ON s.id = k.status_id"))
    assert {"open", "in_work", "offer_wanted", "ordered", "partly_arrived", "round_assigned", "closed"} <= waiting


def test_moves_were_made_by_those_who_may(ask):
    strangers = ask("""
        SELECT t.code, h.login FROM ticket_history h JOIN transition t ON t.id = h.transition_id
         WHERE h.origin = 'person' AND NOT EXISTS (
               SELECT FROM transition_role r JOIN person_role p ON p.role = r.role JOIN person q ON q.id = p.person_id
                WHERE r.transition_id = t.id AND q.login = h.login
                  AND (r.scope = 'any' OR q.id = h.from_engineer_id))""")
    assert strangers == []


def test_what_a_move_requires_was_there(ask):
    missing = ask("""
        SELECT h.ticket_id, t.code, r ->> 'kind' FROM ticket_history h JOIN transition t ON t.id = h.transition_id,
               jsonb_array_elements(t.requirements) AS r
         WHERE CASE r ->> 'kind'
               WHEN 'comment' THEN h.reason = ''
               WHEN 'person' THEN h.to_engineer_id IS NULL
               WHEN 'attachment' THEN NOT EXISTS (SELECT FROM attachment a WHERE a.ticket_id = h.ticket_id
                                                     AND a.kind = r ->> 'of' AND a.added_at <= h.at)
               WHEN 'purchase_lines' THEN NOT EXISTS (SELECT FROM purchase_line l WHERE l.ticket_id = h.ticket_id
                                                         AND l.created_at <= h.at)
               WHEN 'lines_ordered' THEN NOT EXISTS (SELECT FROM purchase_line l JOIN purchase_order_line o
                                                         ON o.purchase_line_id = l.id WHERE l.ticket_id = h.ticket_id)
               END""")
    assert missing == []


def test_what_arrived_for_a_ticket_was_received_when_it_moved(ask):
    unfounded = ask("""
        SELECT h.ticket_id FROM ticket_history h JOIN transition t ON t.id = h.transition_id
         WHERE t.trigger_event LIKE 'stock.%' AND NOT EXISTS (
               SELECT FROM purchase_line l JOIN purchase_order_line o ON o.purchase_line_id = l.id
                 JOIN stock_document_line d ON d.order_line_id = o.id JOIN stock_document s ON s.id = d.document_id
                WHERE l.ticket_id = h.ticket_id AND s.posted_at = h.at AND s.posted_by = h.login)""")
    assert unfounded == []
    incomplete = ask("""
        SELECT v.ticket_id FROM branch_visit v JOIN purchase_line l ON l.ticket_id = v.ticket_id
          LEFT JOIN purchase_order_line o ON o.purchase_line_id = l.id
         WHERE v.outcome = 'received' AND coalesce(o.received, 0) < l.quantity""")
    assert incomplete == []


def test_returns_lead_to_the_engineer_of_the_visit(ask):
    lost = ask("""
        SELECT v.ticket_id FROM branch_visit v JOIN ticket_history h ON h.ticket_id = v.ticket_id AND h.at = v.left_at
         WHERE h.kind = 'returned' AND h.from_status_id <> h.to_status_id
           AND (v.engineer_id, v.from_status_id) IS DISTINCT FROM (h.to_engineer_id, h.to_status_id)
           AND h.reason = ''""")
    assert lost == []


def test_history_goes_forward_in_office_hours(ask):
    backwards = ask("""SELECT ticket_id FROM (SELECT ticket_id, at < lag(at) OVER (PARTITION BY ticket_id ORDER BY id)
                         AS back FROM ticket_history) AS h WHERE back""")
    assert backwards == []
    for at in ask("SELECT DISTINCT at FROM ticket_history UNION SELECT DISTINCT at FROM ticket_comment"):
        local = at.astimezone(ZONE)
        assert local.weekday() < 5 and 9 <= local.hour < 18
        assert at <= TODAY


def test_ten_years_lie_between_first_and_last(ask):
    first, last = ask("SELECT min(registered_at), max(registered_at) FROM ticket")[0]
    assert (TODAY - first.astimezone(UTC)).days > 9.9 * 365
    assert (TODAY - last.astimezone(UTC)).days < 7


def test_nothing_happened_before_the_client_or_the_device_was_there(ask):
    assert (
        ask("""SELECT k.id FROM ticket k JOIN client c ON c.id = k.client_id
                   WHERE k.registered_at < c.created_at""")
        == []
    )
    assert (
        ask("""SELECT t.ticket_id FROM ticket_device t JOIN device d ON d.id = t.device_id
                    JOIN ticket k ON k.id = t.ticket_id
                   WHERE k.registered_at < d.created_at OR k.client_id <> d.client_id""")
        == []
    )


def test_devices_are_in_the_state_in_which_tickets_left_them(ask):
    wrong = ask("""
        SELECT d.number FROM device d JOIN ticket_device t ON t.device_id = d.id JOIN ticket k ON k.id = t.ticket_id
          JOIN status s ON s.id = k.status_id JOIN branch b ON b.id = s.branch_id
         WHERE b.code = 'repair' AND d.service_state <> 'in_repair'""")
    assert wrong == []
    written_off = ask("""SELECT count(*) FROM branch_visit WHERE outcome = 'written-off'""")
    assert ask("SELECT count(*) FROM device WHERE service_state = 'written_off'") == written_off


def test_names_have_kazakh_letters(ask):
    for table, share in (("person", 0.3), ("client", 0.2), ("contact", 0.3)):
        names = ask(f"SELECT name FROM {table}")
        assert sum(bool(set(name) & set("әғқңөұүһіӘҒҚҢӨҰҮІ")) for name in names) > share * len(names), table
    titles = ask("SELECT DISTINCT title FROM ticket")
    assert any(set(title) & set("әғқңөұүһі") for title in titles)


def test_phones_are_found_by_their_last_digits(ask):
    rows = ask("SELECT typed, e164, tail FROM contact_phone")
    assert all(e164 is None or e164.startswith("+77") for _, e164, _ in rows)
    assert sum(e164 is None for _, e164, _ in rows) < len(rows) * 0.25
    assert all(e164 is None or e164.endswith(tail[::-1]) for _, e164, tail in rows)


def test_mail_reaches_nobody(ask):
    for query in ("SELECT email FROM client", "SELECT email FROM contact WHERE email IS NOT NULL",
                  "SELECT email FROM person", "SELECT email FROM supplier", "SELECT email FROM company"):  # fmt: skip
        assert all(address.endswith(".example") for address in ask(query))


def test_stock_has_serial_numbers_bags_and_goods_on_the_way(ask):
    assert ask("SELECT count(*) FROM serial_unit")[0] > 50
    assert ask("""SELECT count(DISTINCT b.place_id) FROM stock_balance b JOIN stock_place p ON p.id = b.place_id
                   WHERE p.kind = 'bag' AND b.quantity > 0""") == [10]
    coming = ask("""SELECT expected_on FROM purchase_order_line WHERE received < ordered""")
    assert len(coming) >= 4 and all(coming)
    served = ask("""
        SELECT o.order_id FROM purchase_order_line o JOIN purchase_line l ON l.id = o.purchase_line_id
         GROUP BY o.order_id HAVING count(DISTINCT l.ticket_id) > 1""")
    assert served, "one order serves several tickets"


def test_numbers_go_on_behind_the_last_one(demo_company, ask):
    client = ask("SELECT min(id) FROM client")[0]
    entry = NewTicket(title="Новая заявка", client_id=client)
    type_id = ask("SELECT min(id) FROM device_type")[0]
    with demo_company.session() as session:
        assert register(session, entry).number == SMALL.tickets + 1
        assert register_device(session, DeviceEntry(type_id, client, model="Новый")).number == SMALL.devices + 1
        session.rollback()


def test_the_database_is_marked_and_people_sign_in(demo_company):
    assert demo_company.ask(is_demo)
    url = demo_company.url.set(username="a.smagulova", password=password())
    dispatcher = Database(url)
    try:
        with dispatcher.session() as session:
            held = session.scalars(text("SELECT role FROM person_role JOIN person ON id = person_id "
                                        "WHERE login = session_user")).all()  # fmt: skip
            assert set(held) == {"vetka_dispatcher", "vetka_lead"}
            queue = text("SELECT count(*) FROM ticket k JOIN status s ON s.id = k.status_id "
                         "WHERE s.holder = 'dispatcher' AND k.closed_at IS NULL")  # fmt: skip
            assert session.execute(queue).scalar_one() > 0
    finally:
        dispatcher.close()
