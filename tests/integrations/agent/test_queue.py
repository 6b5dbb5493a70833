"""The queue in the transaction that causes the job: order, patience, parking, wake-ups."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest
from sqlalchemy import text

from database.errors import DomainError
from integrations.agent import jobs as registry
from integrations.agent.office import Office
from integrations.agent.outcomes import GiveUpError, TryAgainError
from integrations.agent.run import Agent
from tests.company import Company
from tests.domain.tickets.line import in_procurement, in_work, move, person_id, registered
from tests.integrations.agent.offices import jobs, office, run_until_settled


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[..., None]], None]:
    """Put a job of the test's own in the place of one of the agent's."""

    def put(name: str, job: Callable[..., None]) -> None:
        monkeypatch.setitem(registry.JOBS, name, job)  # type: ignore[arg-type]

    return put


def switched_on(company: Company) -> None:
    with company.psql("admin").cursor() as cursor:
        cursor.execute("UPDATE partner SET active = true WHERE system = 'bitrix24'")


def status_of(company: Company, ticket: int) -> str:
    with company.psql("dispatcher").cursor() as cursor:
        cursor.execute("SELECT s.code FROM ticket k JOIN status s ON s.id = k.status_id WHERE k.id = %s", (ticket,))
        return cursor.fetchone()[0]


def test_a_job_lives_and_dies_with_the_move_that_causes_it(company):
    switched_on(company)
    ticket = in_work(company)
    with company.psql("engineer").cursor() as cursor:
        cursor.execute(
            "INSERT INTO purchase_line (ticket_id, position, description, quantity) VALUES (%s, 1, 'Блок', 2)",
            (ticket,),
        )
        cursor.execute("BEGIN")
        cursor.execute("SELECT api.move_ticket(%s, 'to_procurement', NULL)", (ticket,))
        cursor.execute("ROLLBACK")
        assert jobs(company) == []
        cursor.execute("SELECT api.move_ticket(%s, 'to_procurement', NULL)", (ticket,))
    assert [(row["task"], row["state"]) for row in jobs(company)] == [("bitrix24.deal", "waiting")]


def test_jobs_of_one_ticket_are_done_in_their_order_although_the_first_fails_at_first(company, instead):
    switched_on(company)
    ticket = in_procurement(company)
    for words in ("раз", "два", "три"):
        with company.psql("buyer").cursor() as cursor:
            cursor.execute(
                "INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'internal', %s)", (ticket, words)
            )
    done: list[tuple[str, int]] = []
    failures = iter([1, 1])

    def deal(_office: Office, deal_id: int) -> None:
        if next(failures, None):
            raise TryAgainError("bitrix24-busy", seconds=0.01)
        done.append(("deal", deal_id))

    instead("bitrix24.deal", deal)
    instead("bitrix24.comment", lambda _office, mirror_id: done.append(("comment", mirror_id)))
    run_until_settled(company, Agent(office(company)))
    assert [kind for kind, _ in done] == ["deal", "comment", "comment", "comment"]
    assert done[1:] == sorted(done[1:])


def test_what_failed_for_good_is_parked_with_its_reason_and_holds_those_behind_it(company, instead):
    switched_on(company)
    ticket, other = in_procurement(company), in_procurement(company)
    with company.psql("buyer").cursor() as cursor:
        cursor.execute("INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'internal', 'а')", (ticket,))
    said: list[int] = []
    with company.psql("lead").cursor() as cursor:
        cursor.execute("SELECT min(id) FROM partner_deal")
        first = cursor.fetchone()[0]

    def deal(_office: Office, deal_id: int) -> None:
        if deal_id == first:
            raise GiveUpError("bitrix24-access-denied", portal_code="ACCESS_DENIED")

    instead("bitrix24.deal", deal)
    instead("bitrix24.comment", lambda _office, mirror_id: said.append(mirror_id))
    agent = Agent(office(company))
    run_until_settled(company, agent)
    states = {row["task"] + str(row["ticket_number"]): row for row in jobs(company)}
    assert states["bitrix24.deal1"]["state"] == "parked"
    assert states["bitrix24.deal1"]["code"] == "bitrix24-access-denied"
    assert states["bitrix24.deal1"]["details"] == {"portal_code": "ACCESS_DENIED"}
    assert states["bitrix24.comment1"]["state"] == "blocked"
    assert states["bitrix24.comment1"]["waits_behind"] == states["bitrix24.deal1"]["id"]
    assert states["bitrix24.deal2"]["state"] == "done"
    assert other and said == []

    first = 0
    with company.psql("lead").cursor() as cursor:
        cursor.execute("SELECT api.retry_job(%s)", (states["bitrix24.deal1"]["id"],))
    run_until_settled(company, agent)
    assert {row["state"] for row in jobs(company)} == {"done"}
    assert len(said) == 1


def test_a_skipped_job_lets_the_next_one_through(company, instead):
    switched_on(company)
    ticket = in_procurement(company)
    with company.psql("buyer").cursor() as cursor:
        cursor.execute("INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'internal', 'а')", (ticket,))
    said: list[int] = []

    def refuse(_office: Office, deal_id: int) -> None:
        raise GiveUpError("bitrix24-refused", portal_code="X")

    instead("bitrix24.deal", refuse)
    instead("bitrix24.comment", lambda _office, mirror_id: said.append(mirror_id))
    agent = Agent(office(company))
    run_until_settled(company, agent)
    assert said == []
    with company.psql("buyer").cursor() as cursor:
        cursor.execute("SELECT api.skip_job(%s)", (jobs(company, state="parked")[0]["id"],))
    run_until_settled(company, agent)
    assert len(said) == 1
    assert [row["state"] for row in jobs(company)] == ["skipped", "done"]


def test_a_fault_of_the_program_is_told_and_given_up_after_a_while(company, instead):
    switched_on(company)
    in_procurement(company)

    def broken(_office: Office, deal_id: int) -> None:
        raise ZeroDivisionError(f"deal {deal_id}")

    instead("bitrix24.deal", broken)
    run_until_settled(company, Agent(office(company)))
    (row,) = jobs(company)
    assert (row["state"], row["code"]) == ("parked", "job-broke")
    assert "ZeroDivisionError" in row["details"]["message"]


def test_waiting_for_a_closed_portal_is_never_given_up(company, instead):
    switched_on(company)
    in_procurement(company)

    def closed(_office: Office, deal_id: int) -> None:
        raise TryAgainError("bitrix24-webhook-wrong", seconds=0.0, counted=False)

    instead("bitrix24.deal", closed)
    agent = Agent(office(company))
    for _ in range(12):
        agent.run_once()
    (row,) = jobs(company)
    assert row["state"] == "waiting"
    assert row["code"] == "bitrix24-webhook-wrong"


def test_waiting_is_no_failure(company, instead):
    switched_on(company)
    in_procurement(company)
    outcomes = iter([TryAgainError("bitrix24-webhook-wrong", seconds=0.0, counted=False)] * 10)

    def closed_then_lost(_office: Office, deal_id: int) -> None:
        raise next(outcomes, TryAgainError("bitrix24-outcome-unknown", seconds=3600.0, reason=""))

    instead("bitrix24.deal", closed_then_lost)
    agent = Agent(office(company))
    for _ in range(11):
        agent.run_once()
    (row,) = jobs(company)
    assert (row["state"], row["code"]) == ("waiting", "bitrix24-outcome-unknown")


def test_a_row_that_somebody_holds_parks_nothing(company, instead):
    switched_on(company)
    in_procurement(company)
    outcomes = iter([DomainError("row-busy"), DomainError("too-many-connections")])

    def busy(_office: Office, deal_id: int) -> None:
        if (error := next(outcomes, None)) is not None:
            raise error

    instead("bitrix24.deal", busy)
    run_until_settled(company, Agent(office(company)))
    assert [row["state"] for row in jobs(company)] == ["done"]


def test_what_a_driver_says_is_not_told(company, instead):
    switched_on(company)
    in_procurement(company)

    def leaky(working: Office, deal_id: int) -> None:
        working.database.act(lambda session: session.execute(text("SELECT :secret / 0"), {"secret": "TOPSECRET"}))

    instead("bitrix24.deal", leaky)
    run_until_settled(company, Agent(office(company)))
    (row,) = jobs(company)
    assert row["code"] == "job-broke"
    assert "TOPSECRET" not in str(row)


def test_what_was_parked_is_taken_up_when_it_is_asked_for_again(company, instead):
    failures = iter([GiveUpError("backup-disk-full", file="x")])

    def full_then_fine(_office: Office) -> None:
        if (error := next(failures, None)) is not None:
            raise error

    instead("backup.make", full_then_fine)
    agent = Agent(office(company))
    for expected in ("parked", "done"):
        with company.psql("admin").cursor() as cursor:
            cursor.execute("SELECT api.ask_agent('backup.make')")
        run_until_settled(company, agent)
        assert [row["state"] for row in jobs(company)] == [expected]


def test_what_a_person_asked_for_fails_without_being_parked(company, instead):
    def refuse(_office: Office) -> None:
        raise GiveUpError("bitrix24-access-denied", portal_code="X")

    instead("bitrix24.check", refuse)
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.ask_agent('bitrix24.check')")
    run_until_settled(company, Agent(office(company)))
    assert [(row["state"], row["code"]) for row in jobs(company)] == [("failed", "bitrix24-access-denied")]


def test_a_failed_round_is_told_of_its_partner_until_that_round_is_well_again(company, instead):
    switched_on(company)
    lost = [True]

    def poll(_office: Office) -> None:
        if lost:
            raise TryAgainError("bitrix24-outcome-unknown", reason="not-json")

    for name in ("bitrix24.poll_comments", "bitrix24.truth"):
        instead(name, lambda _office: None)
    instead("bitrix24.poll_stages", poll)
    agent = Agent(office(company))
    for expected in ("bitrix24-outcome-unknown", ""):
        agent.run_once()
        with company.psql("engineer").cursor() as cursor:
            cursor.execute("SELECT fault FROM partner_report WHERE system = 'bitrix24'")
            assert cursor.fetchone() == (expected,)
        lost.clear()


@pytest.mark.parametrize("arguments", ["'bitrix24.read', 1", "'bitrix24.read'", "'bitrix24.read', NULL"])
def test_a_look_is_asked_for_at_a_deal_that_is_there(company, arguments):
    with company.psql("engineer").cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
        cursor.execute(f"SELECT api.ask_agent({arguments})")
    assert caught.value.diag.message_primary == "deal-unknown"


@pytest.mark.parametrize(
    ("login", "statement"),
    [
        ("engineer", "SELECT * FROM api.exchange_jobs()"),
        ("clerk", "SELECT api.retry_job(1)"),
        ("engineer", "SELECT api.skip_job(1)"),
        ("admin", "SELECT api.report_job(1, 'x', NULL, '', '{}', false, true)"),
        ("lead", "SELECT api.ask_agent('backup.make')"),
        ("admin", "SELECT api.wake_ticket(1)"),
        ("lead", "SELECT api.set_secret('bitrix24', 'x')"),
        ("lead", "SELECT api.secret_state('bitrix24')"),
        ("admin", "SELECT api.secret_moved('bitrix24', 'x', '')"),
        ("admin", "SELECT api.adopt_deal(1, '1', '')"),
        ("buyer", "SELECT api.note_deal_attempt(1, true)"),
        ("buyer", "SELECT api.record_stages(1, '[]')"),
        ("buyer", "SELECT api.settle_deal(1)"),
        ("buyer", "SELECT api.note_deal_missing(1)"),
        ("buyer", "SELECT api.mirror_comment_in(1, '1', 1, 'Директор', 'Покупайте', '', now())"),
        ("buyer", "SELECT api.note_comment_attempt(1, 'x')"),
        ("buyer", "SELECT api.adopt_comment(1, '1')"),
        ("admin", "SELECT api.book_call('bitrix24', 3600)"),
        ("admin", "SELECT api.forget_reports()"),
        ("lead", "SELECT api.open_missing_deals()"),
    ],
)
def test_the_wrong_person_is_refused(company, login, statement):
    registered(company)
    switched_on(company)
    in_procurement(company)
    with company.psql(login).cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
        cursor.execute(statement)
    assert caught.value.diag.message_primary == "role-wanted"


@pytest.mark.parametrize("login", ["admin", "director", "lead", "buyer", "engineer"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM jobs.procrastinate_jobs",
        "SELECT jobs.procrastinate_defer_jobs_v1(NULL)",
        "SELECT private.queue_job('backup.make', NULL, '{}')",
        "SELECT value FROM integration_secret",
    ],
)
def test_nobody_reaches_the_queue_or_a_secret(company, login, statement):
    with company.psql(login).cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_a_person_may_not_queue_just_any_job(company):
    with company.psql("admin").cursor() as cursor, pytest.raises(psycopg2.Error) as caught:
        cursor.execute("SELECT api.ask_agent('mail.send', 1)")
    assert caught.value.diag.message_primary == "job-unknown"


# Wake-ups -------------------------------------------------------------------------------------------------------------


def made_due(company: Company, ticket: int, *more: str) -> None:
    with psycopg2.connect(
        company.admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
    ) as owner:
        cursor = owner.cursor()
        cursor.execute("SET search_path = jobs, public")
        cursor.execute("UPDATE ticket SET postponed_until = now() - interval '1 minute' WHERE id = %s", (ticket,))
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '1 minute'")
        for statement in more:
            cursor.execute(statement)
    owner.close()


def test_a_postponed_ticket_wakes_at_its_moment_with_its_engineer(company):
    ticket = in_work(company)
    until = datetime.now(UTC) + timedelta(days=2)
    move(company, "engineer", ticket, "postpone", until=until)
    (row,) = jobs(company)
    assert (row["task"], row["state"]) == ("tickets.wake", "waiting")
    agent = Agent(office(company))
    agent.run_once()
    assert status_of(company, ticket) == "postponed"
    made_due(company, ticket)
    agent.run_once()
    assert status_of(company, ticket) == "in_work"
    with company.psql("lead").cursor() as cursor:
        cursor.execute(
            "SELECT login, origin FROM ticket_history WHERE ticket_id = %s ORDER BY id DESC LIMIT 1", (ticket,)
        )
        assert cursor.fetchone() == ("agent", "automatic")
        cursor.execute("SELECT engineer_id FROM ticket WHERE id = %s", (ticket,))
        assert cursor.fetchone() == (person_id(company, "engineer"),)


def test_one_without_an_engineer_wakes_in_the_dispatchers_queue(company):
    ticket = registered(company)
    move(company, "dispatcher", ticket, "postpone_unassigned", until=datetime.now(UTC) + timedelta(days=1))
    made_due(company, ticket)
    Agent(office(company)).run_once()
    assert status_of(company, ticket) == "open"


def test_one_postponed_anew_sleeps_on(company):
    ticket = in_work(company)
    move(company, "engineer", ticket, "postpone", until=datetime.now(UTC) + timedelta(hours=1))
    move(company, "engineer", ticket, "wake")
    move(company, "engineer", ticket, "postpone", until=datetime.now(UTC) + timedelta(days=5))
    with psycopg2.connect(
        company.admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
    ) as owner:
        cursor = owner.cursor()
        cursor.execute("SET search_path = jobs, public")
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id = 1")
    owner.close()
    Agent(office(company)).run_once()
    assert status_of(company, ticket) == "postponed"


def test_a_wake_up_that_was_lost_is_found_by_the_sweep(company):
    ticket = in_work(company)
    move(company, "engineer", ticket, "postpone", until=datetime.now(UTC) + timedelta(days=2))
    made_due(company, ticket, "DELETE FROM procrastinate_jobs")
    Agent(office(company)).run_once()
    assert status_of(company, ticket) == "in_work"
