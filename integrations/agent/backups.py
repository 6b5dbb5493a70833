"""The nightly backup: made, restored into a server that lives for this alone, and every law checked there.

One at a time for a company, whoever asks: an agent holds a lock of the server's meanwhile, which is gone with it. So
whoever has the lock knows that a backup that is still noted as under way was cut off.
"""

import logging
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path, PureWindowsPath
from zoneinfo import ZoneInfo

from sqlalchemy import URL

from database.backup import backup, restore
from database.embedded.programs import ProgramError
from database.engine import Database, explained_connect
from database.errors import KnownError
from database.laws import Law
from domain.exchange.actions import report_fault
from domain.exchange.backup_runs import backup_files, begin_backup, close_cut_off, end_backup, last_attempt
from domain.exchange.queries import last_good_backup as last_good
from domain.exchange.tables import BACKUP
from domain.laws import verify
from domain.settings.queries import company
from integrations.agent.office import BackupPlan, Office
from integrations.agent.outcomes import GiveUpError, TryAgainError
from integrations.agent.proof import clear_after_killed, server_for_proof

_TOO_OLD, _NOT_TWICE, _REST = timedelta(hours=30), timedelta(hours=12), timedelta(hours=3)
_NIGHT = range(1, 6)
_PATTERN = "vetka-*.backup"
_UNPROVED_KEPT = 2
_TURN_SECONDS = 60.0
_LOG = logging.getLogger("vetka.agent")


def make_backup(office: Office) -> None:
    """Make a backup, prove it by restoring it, note what came of it, and throw away those older than the plan keeps.

    Raises GiveUpError with the reason where no backup came about, or a law was broken in the restored copy;
    TryAgainError `backup-running` where another one is being made.
    """
    with one_at_a_time(office.database.url) as free:
        if not free:
            raise TryAgainError("backup-running", seconds=_TURN_SECONDS, counted=False)
        _clear_after_killed(office)
        _make(office)


def make_backup_if_due(office: Office) -> None:
    """Make the backup of the night: after one o'clock in the company's time, or as soon as the last one is too old.

    A computer that sleeps at night so gets its backup in the morning. Where nobody said who may read everything, the
    page of exchange says so.
    """
    told = "" if office.backups.url else "backup-address-wanted"
    office.database.act(report_fault, BACKUP, told)
    with one_at_a_time(office.database.url) as free:
        if not free:
            return
        _clear_after_killed(office)
        if office.backups.url is not None and _due(office.database):
            _make(office)


@contextmanager
def one_at_a_time(url: URL) -> Iterator[bool]:
    """Tell whether the turn to make a backup is ours; it is until the end, or until this program is gone."""
    with explained_connect(url, application_name="vetka backup") as connection, connection.cursor() as cursor:
        # A computer that lost its power says no goodbye: without this its turn would last for hours.
        cursor.execute("SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 15")
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('vetka backup', 0))")
        yield cursor.fetchone()[0]


def _due(database: Database) -> bool:
    """Tell whether it is time. After an attempt that failed the next one waits: it would probably fail as well."""
    now, good, tried = datetime.now(UTC), database.ask(last_good), database.ask(last_attempt, socket.gethostname())
    if tried is not None and now - tried < _REST:
        return False
    if good is None or now - good > _TOO_OLD:
        return True
    return now.astimezone(ZoneInfo(database.ask(company).time_zone)).hour in _NIGHT and now - good > _NOT_TWICE


def _make(office: Office) -> None:
    file = office.backups.folder.absolute() / f"vetka-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.backup"
    run = office.database.act(begin_backup, str(file), socket.gethostname())
    try:
        laws, size = _make_and_prove(office.backups, file), file.stat().st_size
    except Exception as error:
        code, details = _reason(error)
        office.database.act(end_backup, run, "failed", code, details)
        _throw_away_old(office)
        if isinstance(error, KnownError):
            raise GiveUpError(code, **details) from error
        raise
    broken = [law.code for law in laws if law.violations]
    state, code, details = "verified", "", {}
    if broken:
        state, code, details = "broken", "backup-breaks-laws", {"laws": ", ".join(broken)}
    office.database.act(end_backup, run, state, code, details, size=size, laws=len(laws), broken=len(broken))
    _throw_away_old(office)
    if broken:
        raise GiveUpError(code, **details)


def _reason(error: Exception) -> tuple[str, dict[str, object]]:
    if isinstance(error, KnownError):
        return error.code, error.details
    return "job-broke", {"message": f"{type(error).__name__}: {error}"[:500]}


def _make_and_prove(plan: BackupPlan, file: Path) -> list[Law]:
    if plan.url is None:
        raise KnownError("backup-address-wanted")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("backup-unwritable", file=str(file.parent), message=error.strerror or str(error)) from error
    with _explained("backup-failed"):
        backup(plan.url, file)
    with _explained("backup-unproved"), server_for_proof() as server:
        restore(server, file, "vetka_proof")
        return _verified(server.set(database="vetka_proof"))


@contextmanager
def _explained(code: str) -> Iterator[None]:
    """Turn what this computer refuses – a full disk, a server that does not start – into a known error."""
    try:
        yield
    except OSError as error:
        raise KnownError(code, message=error.strerror or str(error)) from error
    except ProgramError as error:
        raise KnownError(code, message=str(error).strip().split("\n")[0]) from error


def _verified(url: URL) -> list[Law]:
    database = Database(url, application="vetka proof")
    try:
        return database.ask(verify)
    finally:
        database.close()


def _throw_away_old(office: Office) -> None:
    """Keep the newest proven backups of this computer, and the last few that are not; files of others stay."""
    folder, noted = office.backups.folder, office.database.ask(backup_files, socket.gethostname())
    there = {file.name: file for file in folder.glob(_PATTERN)}
    proven = [_name(file) for file, state in noted if state == "verified" and _name(file) in there]
    others = [_name(file) for file, state in noted if state != "verified" and _name(file) in there]
    for name in proven[max(office.backups.keep, 1) :] + others[_UNPROVED_KEPT:]:
        _unlink(there[name])


def _name(file: str) -> str:
    return PureWindowsPath(file).name  # knows both kinds of strokes


def _clear_after_killed(office: Office) -> None:
    """Note backups that were cut off, and clear away what they left on this computer."""
    clear_after_killed()
    for file, computer in office.database.act(close_cut_off):
        if computer == socket.gethostname():
            for part in Path(file).parent.glob(f"{Path(file).name}.*.part"):
                _unlink(part)


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:  # another program reads it; the next round finds it again
        _LOG.warning("%s could not be removed: %s", file, error)
