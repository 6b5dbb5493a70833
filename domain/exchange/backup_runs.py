"""Backups as the agents note them: begun, ended, cut off, and which of their files are worth keeping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.exchange.tables import BackupRun


def begin_backup(session: Session, file: str, computer: str) -> int:
    """Note that a backup begins, and return its id. The agent's."""
    run = BackupRun(file=file, computer=computer)
    session.add(run)
    session.flush()
    return run.id


def end_backup(
    session: Session, run: int, state: str, code: str = "", details: Mapping[str, Any] | None = None,
    *, size: int | None = None, laws: int | None = None, broken: int | None = None,
) -> None:  # fmt: skip
    """Note what came of a backup: `verified`, `broken` or `failed`, and why. The agent's.

    size: of the file, in bytes. laws, broken: how many were checked in the restored copy, and how many do not hold.
    """
    plain = {name: str(value) for name, value in (details or {}).items()}
    values = {"state": state, "code": code, "details": plain, "size": size, "laws": laws, "broken": broken}
    session.execute(update(BackupRun).where(BackupRun.id == run).values(ended_at=func.now(), **values))


def close_cut_off(session: Session) -> list[tuple[str, str]]:
    """Note that backups which are still under way were cut off; for whoever knows that none is. The agent's.

    Returns file and computer of each. When it happened nobody knows, so they have no end.
    """
    closing = update(BackupRun).where(BackupRun.state == "running")
    closed = session.execute(
        closing.values(state="failed", code="backup-interrupted").returning(BackupRun.file, BackupRun.computer)
    )
    return [(file, computer) for file, computer in closed]


def last_attempt(session: Session, computer: str) -> datetime | None:
    """Return when a computer last tried to make a backup, whatever came of it: its end, or its beginning if cut off."""
    ended = func.max(func.coalesce(BackupRun.ended_at, BackupRun.began_at))
    return session.scalar(select(ended).where(BackupRun.computer == computer))


def backup_files(session: Session, computer: str) -> list[tuple[str, str]]:
    """Return file and state of all backups that ended on a computer, the newest first."""
    query = select(BackupRun.file, BackupRun.state).where(BackupRun.computer == computer, BackupRun.state != "running")
    return [(file, state) for file, state in session.execute(query.order_by(BackupRun.id.desc()))]
