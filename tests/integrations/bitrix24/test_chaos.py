"""Three hundred purchases while 30 % of the calls fail in a way of the contract and the agents are killed at random."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from domain.laws import verify
from domain.tickets.actions import NewTicket, register
from tests.company import Company
from tests.domain.tickets.line import person_id
from tests.integrations.agent.offices import jobs
from tests.integrations.bitrix24.chaos_agent import READ_TIMEOUT, impatient
from tests.integrations.bitrix24.offices import connected, one, rows
from tests.integrations.bitrix24.portal import Fault, Portal

TICKETS, SHARE, SEED = 300, 0.3, 20261127
REFUSED = 5
AGENTS, KILLS = 2, 5
STAGES = ("C9:PREPARATION", "C9:PREPAYMENT_INVOICE", "C9:EXECUTING")
ENDS = {"C9:WON": "done", "C9:LOSE": "refused", "C9:APOLOGY": "refused"}


def purchases(company: Company, chance: random.Random) -> list[int]:
    """Send tickets to procurement, some with words for the deal; returns their ids."""
    made: list[int] = []
    engineer = person_id(company, "engineer")
    with company.psql("dispatcher").cursor() as dispatcher, company.psql("engineer").cursor() as worker, company.psql(
        "buyer"
    ).cursor() as buyer:  # fmt: skip
        for number in range(TICKETS):
            ticket = company.database("dispatcher").act(register, NewTicket(f"Закупка {number}", type="purchase")).id
            dispatcher.execute(
                "SELECT api.move_ticket(%s, 'assign', NULL, jsonb_build_object('person_id', %s::bigint))",
                (ticket, engineer),
            )
            worker.execute(
                "INSERT INTO purchase_line (ticket_id, position, description, quantity) VALUES (%s, 1, 'Блок', 2)",
                (ticket,),
            )
            worker.execute("SELECT api.move_ticket(%s, 'to_procurement', NULL)", (ticket,))
            for place in range(chance.randint(0, 2)):
                buyer.execute(
                    "INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (%s, 'internal', %s)",
                    (ticket, chance.choice(["ок", f"слово {place}"])),
                )
            made.append(ticket)
    return made


class People:
    """Those who work in the portal meanwhile: they move deals, write, and close; each deal goes its own way once."""

    def __init__(self, portal: Portal, chance: random.Random) -> None:
        self._portal, self._chance = portal, chance
        self._lived: set[int] = set()
        self.ends: dict[int, str] = {}

    def work(self) -> None:
        """Let every deal that is new live its life."""
        for deal in self._portal.deals:
            if deal.id in self._lived:
                continue
            self._lived.add(deal.id)
            for stage in self._chance.sample(STAGES, self._chance.randint(0, 3)):
                self._portal.clock.forward(30)
                self._portal.move(deal.id, stage)
            for _ in range(self._chance.randint(0, 2)):
                self._portal.say(deal.id, self._chance.choice(["принято", "ждём счёт", "ок"]))
            if self._chance.random() < 0.7:
                self.ends[deal.id] = self._chance.choice([*ENDS])
                self._portal.move(deal.id, self.ends[deal.id])


@contextmanager
def agents_that_die(company: Company, chance: random.Random) -> Iterator[list[int]]:
    """Run agents in processes of their own; one after the other is killed without warning and another one started."""
    url = company.url("agent").render_as_string(hide_password=False)
    root = Path(__file__).resolve().parents[3]
    ended, killed = Event(), []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.integrations.bitrix24.chaos_agent", url]
        return subprocess.Popen(
            command, cwd=root, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(root)}
        )

    running = [start() for _ in range(AGENTS)]

    def kill() -> None:
        while not ended.wait(chance.uniform(2.5, 4.5)) and len(killed) < KILLS:
            victim = running.pop(chance.randrange(len(running)))
            victim.send_signal(signal.SIGKILL)
            killed.append(victim.wait())
            running.append(start())

    killer = Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        ended.set()
        killer.join()
        for process in running:
            process.kill()
            process.wait()


def wait_for_the_end(company: Company, people: People, killed: list[int]) -> None:
    """Return when the killing is over and every deal has lived its life."""
    pause = Event()
    for _ in range(400):
        people.work()
        opened = one(company, "SELECT count(*) FROM partner_deal WHERE remote_id IS NOT NULL")
        if len(killed) == KILLS and opened >= TICKETS - REFUSED:
            return
        pause.wait(0.2)
    raise AssertionError(f"{len(killed)} killed, {Counter(row['state'] for row in jobs(company))}")


@pytest.mark.timeout(400)
def test_exactly_one_deal_a_visit_and_everything_mirrored_once(company):
    chance = random.Random(SEED)
    with Portal(bucket=None) as portal:
        connected(company, portal)
        portal.faults.next(*[Fault.refuse(400, "ACCESS_DENIED", "Access denied")] * REFUSED, method="crm.item.add")
        portal.faults.share(SHARE, seed=SEED, stall=READ_TIMEOUT * 1.5)
        tickets = purchases(company, chance)
        people = People(portal, chance)
        with agents_that_die(company, chance) as killed:
            wait_for_the_end(company, people, killed)
        settle(company)
        parked = jobs(company, state="parked")
        assert [(row["task"], row["code"]) for row in parked] == [("bitrix24.deal", "bitrix24-access-denied")] * REFUSED
        for row in parked:
            with company.psql("lead").cursor() as cursor:
                cursor.execute("SELECT api.retry_job(%s)", (row["id"],))
        settle(company)
        people.work()
        settle(company)
        portal.faults.share(0, seed=SEED)  # in the end the portal is well, and nothing is left to be made good by luck
        settle(company)
        assert portal.faults.given > 0.2 * len(portal.calls)
        check_deals(company, portal, tickets)
        check_stages(company, portal)
        check_comments(company, portal)
        check_ends(company, people)
        assert [str(law) for law in company.owner().ask(verify) if law.violations] == []


def settle(company: Company) -> None:
    """Let one agent work on, calls still failing, until nothing waits and two looks find nothing new."""
    agent, quiet, before = impatient(company.database("agent")), 0, None
    for _ in range(300):
        agent.run_once()
        now = (one(company, "SELECT count(*) FROM partner_stage"), one(company, "SELECT count(*) FROM ticket_comment"))
        quiet = quiet + 1 if now == before and not under_way(company) else 0
        before = now
        if quiet == 3:
            return
    raise AssertionError(jobs(company, state="waiting"))


def under_way(company: Company) -> bool:
    """Tell whether something waits, or a killed agent still holds a job that nobody has missed yet."""
    with company.owner().session() as session:
        held = (
            session.connection().exec_driver_sql("SELECT FROM jobs.procrastinate_jobs WHERE status = 'doing'").first()
        )
    return held is not None or any(row["state"] in ("waiting", "running") for row in jobs(company))


def check_deals(company: Company, portal: Portal, tickets: list[int]) -> None:
    by_visit = Counter(deal.origin_id for deal in portal.deals)
    keys = "id || to_char(entered_at AT TIME ZONE 'UTC', '-YYYYMMDDHH24MISS')"
    visits = dict(rows(company, f"SELECT {keys}, ticket_id FROM branch_visit"))
    assert by_visit == Counter(visits.keys())
    assert sorted(visits.values()) == sorted(tickets)
    linked = dict(rows(company, "SELECT visit_id::text, remote_id FROM partner_deal WHERE doubles = '[]'"))
    assert linked == {deal.origin_id.partition("-")[0]: str(deal.id) for deal in portal.deals}


def check_stages(company: Company, portal: Portal) -> None:
    noted: dict[str, list[tuple[str, str]]] = {}
    for deal, step, stage in rows(
        company,
        "SELECT d.remote_id, s.remote_id, s.stage FROM partner_stage s JOIN partner_deal d ON d.id = s.deal_id"
        " ORDER BY s.position",
    ):
        noted.setdefault(deal, []).append((step, stage))
    assert noted == {
        str(deal.id): [(str(step.id), step.stage_id) for step in portal.history(deal.id)] for deal in portal.deals
    }


def check_comments(company: Company, portal: Portal) -> None:
    ours: dict[str, list[str]] = {}
    theirs: dict[str, list[str]] = {}
    query = """SELECT d.remote_id, m.direction, c.body FROM partner_comment m JOIN partner_deal d ON d.id = m.deal_id
                 JOIN ticket_comment c ON c.id = m.comment_id ORDER BY m.direction, m.remote_id::bigint"""
    for deal, direction, body in rows(company, query):
        (ours if direction == "out" else theirs).setdefault(deal, []).append(body)
    in_our_order = """SELECT d.remote_id, c.body FROM partner_comment m JOIN partner_deal d ON d.id = m.deal_id
                        JOIN ticket_comment c ON c.id = m.comment_id WHERE m.direction = 'out' ORDER BY c.id"""
    order: dict[str, list[str]] = {}
    for deal, body in rows(company, in_our_order):
        order.setdefault(deal, []).append(body)
    assert ours == order
    mark = "Павел Ломов: "
    for deal in portal.deals:
        written: list[Any] = [comment.text for comment in portal.comments(deal.id)]
        assert [text.removeprefix(mark) for text in written if text.startswith(mark)] == ours.get(str(deal.id), [])
        assert [text for text in written if not text.startswith(mark)] == theirs.get(str(deal.id), [])
    assert one(company, "SELECT count(*) FROM partner_comment WHERE state <> 'mirrored'") == 0
    brought = one(company, "SELECT count(*) FROM ticket_comment WHERE origin = 'bitrix24'")
    assert brought == sum(len(texts) for texts in theirs.values())


def check_ends(company: Company, people: People) -> None:
    query = """SELECT d.remote_id::bigint, v.outcome, s.code, p.login FROM partner_deal d
                 JOIN branch_visit v ON v.id = d.visit_id JOIN ticket k ON k.id = d.ticket_id
                 JOIN status s ON s.id = k.status_id LEFT JOIN person p ON p.id = k.engineer_id"""
    for deal, outcome, status, engineer in rows(company, query):
        if deal in people.ends:
            assert (outcome, status, engineer) == (ENDS[people.ends[deal]], "in_work", "engineer")
        else:
            assert (outcome, status, engineer) == (None, "offer_wanted", None)
