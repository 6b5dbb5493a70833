"""A company in the middle of exchange, for pictures: made through the functions that people and the agent use."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from database.engine import Database
from domain.exchange.actions import (
    report_check,
    report_fault,
    report_spoken,
    save_partner,
    set_secret,
    set_stage_meanings,
)
from domain.exchange.mirroring import StageRow, adopt_deal, note_deal_missing, record_stages
from domain.exchange.queries import partner
from domain.exchange.tables import BITRIX24, MAIL, BackupRun, PartnerDeal
from domain.tickets.tables import Ticket
from domain.workflow.tables import Branch, BranchVisit

_PIPELINE = 9
_STAGES = (
    ("C9:NEW", "Новая закупка", "#22b9ff", "P"),
    ("C9:OFFER", "КП отправлено", "#55d0e0", "P"),
    ("C9:INVOICE", "Счёт отправлен", "#47e4c2", "P"),
    ("C9:PAID", "Оплачено, ждём поставку", "#ffa900", "P"),
    ("C9:WON", "Закупка завершена", "#7bd500", "S"),
    ("C9:LOSE", "Клиент отказался", "#ff5752", "F"),
    ("C9:APOLOGY", "Не смогли поставить", "#ff5752", "F"),
)
_MEANINGS = {"C9:OFFER": "offer_sent", "C9:INVOICE": "invoice_sent", "C9:OLD": "ordered"}
_CHECKS = (
    {"code": "bitrix24-check-address", "ok": True, "details": {"name": "Вера Пак"}},
    {"code": "bitrix24-check-pipelines", "ok": True, "details": {"count": 2}},
    {"code": "bitrix24-check-deals", "ok": True, "details": {}},
    {"code": "bitrix24-check-people", "ok": True, "details": {"count": 3}},
    {"code": "bitrix24-check-stages-mapped", "ok": False, "reason": "bitrix24-stages-gone",
     "details": {"stages": "C9:OLD"}},
)  # fmt: skip
_MAIL = {"host": "smtp.vostok-it.kz", "security": "starttls", "user": "robot@vostok-it.kz",
         "sender": "service@vostok-it.kz", "sender_name": "Сервис «Восток»"}  # fmt: skip


def exchange(owner: Database) -> int:
    """Set partners up and let some purchases be on their way; returns a ticket that has a deal with several steps.

    owner: the database as its superuser, who may do what each person and the agent may.
    """
    owner.act(_set_up)
    tickets = owner.act(_want_deals)
    deals = owner.ask(lambda session: list(session.scalars(select(PartnerDeal.id).order_by(PartnerDeal.id))))
    for place, deal in enumerate(deals[:3]):
        address = f"https://vostok.bitrix24.kz/crm/deal/details/{4711 + place}/"
        owner.act(adopt_deal, deal, str(4711 + place), address)
        owner.act(record_stages, deal, _steps(deal, place + 2))
    owner.act(note_deal_missing, deals[2])
    owner.act(_work_of_the_agent, deals)
    return tickets[1]


def _set_up(session: Session) -> None:
    stages = [
        {"id": stage, "name": name, "colour": colour, "semantic": semantic, "sort": place * 10}
        for place, (stage, name, colour, semantic) in enumerate(_STAGES)
    ]
    found: dict[str, Any] = {
        "portal": "vostok.bitrix24.kz",
        "pipelines": [{"id": 0, "name": "Общая"}, {"id": _PIPELINE, "name": "Закупки"}],
        "people": [{"id": 5, "name": "Данияр Ахметов"}, {"id": 6, "name": "Лариса Ковалёва"}],
        "stages": {str(_PIPELINE): stages},
    }
    for system, settings in ((BITRIX24, {"pipeline": _PIPELINE, "responsible": 5}), (MAIL, _MAIL)):
        save = partial(save_partner, system=system, active=True, settings=settings)
        save(session, expected_version=partner(session, system).version)
    set_secret(session, BITRIX24, "https://vostok.bitrix24.kz/rest/1/x/", shown="https://vostok.bitrix24.kz/rest/…/…/")
    set_stage_meanings(session, BITRIX24, _MEANINGS)
    report_check(session, BITRIX24, list(_CHECKS), found)
    report_spoken(session, BITRIX24)
    report_check(
        session,
        MAIL,
        [{"code": "mail-sign-in-refused", "ok": False, "details": {"answer": "535 Authentication failed"}}],
        {},
    )
    report_fault(
        session, MAIL, "mail-sign-in-refused", {"answer": "535 Authentication failed", "server": _MAIL["host"]}
    )
    began = datetime.now(UTC) - timedelta(hours=8)
    session.add(
        BackupRun(
            state="verified", file="/var/lib/vetka/backups/vetka-20261124-0210.backup", computer="sklad-pc",
            size=48_300_000, laws=86, broken=0, began_at=began, ended_at=began + timedelta(minutes=3),
        )
    )  # fmt: skip


def _want_deals(session: Session) -> list[int]:
    """Let tickets that are in procurement have their deals, as entering it would have given them."""
    found = session.scalars(
        select(Ticket.id)
        .join(BranchVisit, BranchVisit.ticket_id == Ticket.id)
        .join(Branch, Branch.id == BranchVisit.branch_id)
        .where(Branch.code == "procurement", BranchVisit.left_at.is_(None))
        .order_by(Ticket.number.desc())
        .limit(12)
    ).all()
    for ticket in found:
        session.execute(text("SELECT private.want_deal(:ticket)"), {"ticket": ticket})
    return list(found)


def _steps(deal: int, count: int) -> list[StageRow]:
    began = datetime.now(UTC) - timedelta(hours=count * 3)
    return [
        StageRow(f"{deal}-{place}", place + 1, stage, name, colour, semantic, began + timedelta(hours=place * 2))
        for place, (stage, name, colour, semantic) in enumerate(_STAGES[:count])
    ]


def _work_of_the_agent(session: Session, deals: list[int]) -> None:
    """Let jobs be done, fail and wait, as the queue notes it."""
    session.execute(text("SET LOCAL search_path = jobs, public"))
    session.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    of_deal = (
        "SELECT id FROM procrastinate_jobs WHERE task_name = 'bitrix24.deal' AND (args ->> 'deal_id')::bigint = :deal"
    )
    jobs = [session.execute(text(of_deal), {"deal": deal}).scalar_one() for deal in deals]
    for job in jobs[:3]:
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :job"), {"job": job})
        session.execute(text("SELECT procrastinate_finish_job_v1(:job, 'succeeded', false)"), {"job": job})
    refusals = (("bitrix24-access-denied", True), ("bitrix24-busy", False), ("bitrix24-outcome-unknown", False))
    for job, (code, parked) in zip(jobs[3:], refusals, strict=False):
        call = text("SELECT api.report_job(:job, 'bitrix24.deal', NULL, :code, '{\"seconds\": 40}', :parked, true)")
        session.execute(call, {"job": job, "code": code, "parked": parked})
        at = "2999-01-01" if parked else datetime.now(UTC) + timedelta(minutes=4)
        waits = text("UPDATE procrastinate_jobs SET scheduled_at = :at, attempts = 3 WHERE id = :job")
        session.execute(waits, {"job": job, "at": at})
    stuck = session.execute(
        text("SELECT ticket_id FROM partner_deal WHERE id = :deal"), {"deal": deals[3]}
    ).scalar_one()
    words = text("INSERT INTO ticket_comment (ticket_id, kind, body) VALUES (:ticket, 'internal', 'Клиент торопит')")
    session.execute(words, {"ticket": stuck})
