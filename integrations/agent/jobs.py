"""Which jobs there are, and which of them come round by the clock. Their names stand in `private.queue_job` as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from integrations.agent.backups import make_backup, make_backup_if_due
from integrations.agent.waking import wake, wake_all_due

JOBS: Mapping[str, Callable[..., None]] = {
    "tickets.wake": wake,
    "tickets.wake_due": wake_all_due,
    "backup.make": make_backup,
    "backup.nightly": make_backup_if_due,
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A job that comes round: its cron line in the server's UTC, seconds last, and the lock that keeps it single."""

    task: str
    cron: str
    lock: str


RHYTHM = (
    Rhythm("tickets.wake_due", "*/10 * * * *", "tickets.wake_due"),
    Rhythm("backup.nightly", "*/10 * * * *", "backup"),  # looks whether one is due
)
