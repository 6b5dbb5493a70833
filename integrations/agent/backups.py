"""The nightly backup: made, restored into a server that lives for this alone, and every law checked there."""

import secrets
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import URL, update
from sqlalchemy.orm import Session

from database.address import DRIVER
from database.backup import backup, restore
from database.embedded.cluster import LOOPBACK, SUPERUSER, Cluster
from database.embedded.programs import Programs
from database.engine import Database
from database.errors import KnownError
from database.laws import Law
from domain.exchange.actions import report_fault
from domain.exchange.queries import last_good_backup as last_good
from domain.exchange.tables import BACKUP, BackupRun
from domain.laws import verify
from domain.settings.queries import company
from integrations.agent.office import BackupPlan, Office
from integrations.agent.outcomes import GiveUpError

_TOO_OLD, _NOT_TWICE = timedelta(hours=30), timedelta(hours=12)
_NIGHT = range(1, 6)
_PATTERN = "vetka-*.backup"
_QUIET = {"fsync": "off", "max_connections": "20", "shared_buffers": "64MB", "log_min_messages": "fatal"}


def make_backup(office: Office) -> None:
    """Make a backup, prove it by restoring it, note what came of it, and throw away those older than the plan keeps.

    Raises GiveUpError with the reason where no backup came about, or a law was broken in the restored copy.
    """
    plan = office.backups
    file = plan.folder / f"vetka-{datetime.now(UTC):%Y%m%d-%H%M%S}.backup"
    run = office.database.act(_begin, str(file), socket.gethostname())
    try:
        laws = _make_and_prove(plan, file)
    except KnownError as error:
        office.database.act(_end, run, {"state": "failed", "code": error.code, "details": _plain(error.details)})
        raise GiveUpError(error.code, **error.details) from error
    broken = [law.code for law in laws if law.violations]
    state, code = ("broken", "backup-breaks-laws") if broken else ("verified", "")
    office.database.act(
        _end, run, {"state": state, "code": code, "details": {"laws": ", ".join(broken)},
                    "size": file.stat().st_size, "laws": len(laws), "broken": len(broken)},
    )  # fmt: skip
    _throw_away_old(plan)
    if broken:
        raise GiveUpError("backup-breaks-laws", laws=", ".join(broken))


def make_backup_if_due(office: Office) -> None:
    """Make the backup of the night: after one o'clock in the company's time, or as soon as the last one is too old.

    A computer that sleeps at night so gets its backup in the morning. Where nobody said who may read everything, the
    page of exchange says so.
    """
    told = "" if office.backups.url else "backup-address-wanted"
    office.database.act(report_fault, BACKUP, told)
    if office.backups.url is not None and _due(office.database.ask(last_good), office.database.ask(company).time_zone):
        make_backup(office)


def _due(last: datetime | None, zone: str) -> bool:
    now = datetime.now(UTC)
    if last is None or now - last > _TOO_OLD:
        return True
    return now.astimezone(ZoneInfo(zone)).hour in _NIGHT and now - last > _NOT_TWICE


def _make_and_prove(plan: BackupPlan, file: Path) -> list[Law]:
    if plan.url is None:
        raise KnownError("backup-address-wanted")
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError("backup-unwritable", file=str(plan.folder), message=error.strerror or str(error)) from error
    backup(plan.url, file)
    with _server_for_proof() as server:
        restore(server, file, "vetka_proof")
        return _verified(server.set(database="vetka_proof"))


@contextmanager
def _server_for_proof() -> Iterator[URL]:
    """Run an empty private server, gone at the end with all it holds."""
    with tempfile.TemporaryDirectory(prefix="vetka-proof-", ignore_cleanup_errors=True) as folder:
        cluster, password = Cluster(Path(folder) / "server", Programs.carried()), secrets.token_hex(16)
        try:
            cluster.make(password, lasting=False)
            port = cluster.start(_QUIET)
            yield URL.create(DRIVER, SUPERUSER, password, LOOPBACK, port, SUPERUSER)
        finally:
            if cluster.running() is not None:
                cluster.stop("immediate")


def _verified(url: URL) -> list[Law]:
    database = Database(url, application="vetka proof")
    try:
        return database.ask(verify)
    finally:
        database.close()


def _throw_away_old(plan: BackupPlan) -> None:
    for file in sorted(plan.folder.glob(_PATTERN))[: -plan.keep]:
        file.unlink(missing_ok=True)


def _begin(session: Session, file: str, computer: str) -> int:
    run = BackupRun(file=file, computer=computer)
    session.add(run)
    session.flush()
    return run.id


def _end(session: Session, run: int, values: Mapping[str, object]) -> None:
    session.execute(update(BackupRun).where(BackupRun.id == run).values(ended_at=datetime.now(UTC), **values))


def _plain(details: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in details.items()}
