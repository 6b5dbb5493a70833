"""Setting up partners, and what a person does with the agent's jobs."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from database.errors import ConflictError, DomainError
from database.rows import locked
from domain.exchange.tables import Partner, PartnerReport, StageMeaning
from domain.workflow.tables import Status


def save_partner(
    session: Session, system: str, *, active: bool, settings: Mapping[str, Any], expected_version: int
) -> None:
    """Set up a partner; administrators. `settings` are plain values without any secret. Raises ConflictError."""
    partner = locked(session, Partner, system, expected_version=expected_version, unknown="partner-unknown")
    partner.active, partner.settings = active, dict(settings)
    session.flush()


def set_secret(session: Session, system: str, secret: str | None, *, shown: str = "") -> None:
    """Keep a password or a secret address where only the agent reads it; None forgets it. `shown`: its masked form."""
    call = text("SELECT api.set_secret(:system, :secret, :shown)")
    session.execute(call, {"system": system, "secret": secret, "shown": shown})


def set_stage_meanings(
    session: Session, system: str, meanings: Mapping[str, str], *, expected: Mapping[str, str] | None = None
) -> None:
    """Say which status (by code) each stage of the portal stands for; stages that are not named are only shown.

    expected: what the form was filled from. Raises ConflictError where somebody saved other meanings meanwhile,
    DomainError `status-unknown`.
    """
    now = select(StageMeaning.stage, Status.code).join(Status, Status.id == StageMeaning.status_id)
    before = {stage: code for stage, code in session.execute(now.where(StageMeaning.system == system))}  # noqa: C416
    if expected is not None and before != dict(expected):
        raise ConflictError(table="stage_meaning", id=system, expected=len(expected), actual=len(before))
    session.execute(delete(StageMeaning).where(StageMeaning.system == system))
    statuses = {code: number for code, number in session.execute(select(Status.code, Status.id))}  # noqa: C416 - rows
    for stage, code in sorted(meanings.items()):
        if code not in statuses:
            raise DomainError("status-unknown", status=code)
        session.add(StageMeaning(system=system, stage=stage, status_id=statuses[code]))
    session.flush()


def ask_agent(session: Session, task: str, *, deal_id: int | None = None) -> None:
    """Ask the agent to do something soon: `bitrix24.check`, `mail.check`, `backup.make`, `bitrix24.read` (a deal).

    Raises DomainError `role-wanted`, `deal-unknown`.
    """
    session.execute(text("SELECT api.ask_agent(:task, :deal)"), {"task": task, "deal": deal_id})


def open_missing_deals(session: Session) -> int:
    """Give the purchases that are under way their deals, on the day when Bitrix24 is switched on; returns how many."""
    opened: int = session.execute(text("SELECT api.open_missing_deals()")).scalar_one()
    return opened


def retry_job(session: Session, job_id: int) -> None:
    """Have a job tried again at once. Raises DomainError `job-not-waiting` where it runs or has ended."""
    session.execute(text("SELECT api.retry_job(:job)"), {"job": job_id})


def skip_job(session: Session, job_id: int) -> None:
    """Give a job up, so that those behind it go on. Raises DomainError `job-not-waiting`."""
    session.execute(text("SELECT api.skip_job(:job)"), {"job": job_id})


def report_fault(
    session: Session, system: str, code: str, details: Mapping[str, Any] | None = None, *, task: str = ""
) -> None:
    """Note what is wrong at a partner, for the page of exchange; an empty code: it is well. The agent's.

    task: the round by the clock that met the fault; only that round itself takes it back.
    """
    told = {name: str(value) for name, value in (details or {}).items()} | ({"task": task} if task else {})
    since = text("CASE WHEN fault = :code THEN fault_since WHEN :code = '' THEN NULL ELSE now() END")
    change = update(PartnerReport).where(PartnerReport.system == system)
    if code:
        change = change.where((PartnerReport.fault != code) | (PartnerReport.fault_details != told))
    else:
        met_by = func.coalesce(PartnerReport.fault_details["task"].astext, "")
        change = change.where(PartnerReport.fault != "", met_by == task)
    session.execute(
        change.values(fault=code, fault_details=told if code else {}, fault_since=since.bindparams(code=code))
    )


def report_spoken(session: Session, system: str) -> None:
    """Note that a partner answered just now. The agent's."""
    session.execute(update(PartnerReport).where(PartnerReport.system == system).values(spoken_at=datetime.now(UTC)))


def report_check(session: Session, system: str, checks: list[dict[str, Any]], found: Mapping[str, Any]) -> None:
    """Note what a test of a partner found: `checks` are {code, ok, details} in order, `found` what it offers."""
    values = {"checked_at": datetime.now(UTC), "checks": checks, "found": dict(found)}
    session.execute(update(PartnerReport).where(PartnerReport.system == system).values(**values))


def report_found(session: Session, system: str, found: Mapping[str, Any]) -> None:
    """Keep what a partner offers (pipelines, stages, people), as last read. The agent's."""
    session.execute(update(PartnerReport).where(PartnerReport.system == system).values(found=dict(found)))


def report_job(
    session: Session,
    job: int | None,
    task: str,
    ticket: int | None,
    code: str,
    details: Mapping[str, Any],
    *,
    parked: bool,
    counted: bool,
) -> int:
    """Note what came of an attempt at a job, and return its failures in a row. The agent's.

    parked: it was given up until a person decides. counted: False for waiting, which is no failure.
    """
    call = text("SELECT api.report_job(:job, :task, :ticket, :code, CAST(:details AS jsonb), :parked, :counted)")
    plain = {
        name: value if isinstance(value, int | float | str | bool) else str(value) for name, value in details.items()
    }
    values = {
        "job": job, "task": task, "ticket": ticket, "code": code, "details": json.dumps(plain, ensure_ascii=False),
        "parked": parked, "counted": counted,
    }  # fmt: skip
    attempts: int = session.execute(call, values).scalar_one()
    return attempts


def forget_reports(session: Session) -> None:
    """Delete reports of jobs that the queue has forgotten. The agent's."""
    session.execute(text("SELECT api.forget_reports()"))
