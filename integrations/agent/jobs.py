"""Which jobs there are, and which of them come round by the clock. Their names stand in `private.queue_job` as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from integrations.agent.backups import make_backup, make_backup_if_due
from integrations.agent.waking import wake, wake_all_due
from integrations.bitrix24.mirror.asking import check_portal, read_now
from integrations.bitrix24.mirror.comments import poll_comments, send_comment
from integrations.bitrix24.mirror.opening import open_deal
from integrations.bitrix24.mirror.stages import check_truth, poll_stages
from integrations.mail.checking import check as check_mail
from integrations.mail.sending import send as send_mail

JOBS: Mapping[str, Callable[..., None]] = {
    "tickets.wake": wake,
    "tickets.wake_due": wake_all_due,
    "bitrix24.deal": open_deal,
    "bitrix24.comment": send_comment,
    "bitrix24.read": read_now,
    "bitrix24.check": check_portal,
    "bitrix24.poll_stages": poll_stages,
    "bitrix24.poll_comments": poll_comments,
    "bitrix24.truth": check_truth,
    "backup.make": make_backup,
    "backup.nightly": make_backup_if_due,
    "mail.send": send_mail,
    "mail.check": check_mail,
}


ASKED = frozenset({"bitrix24.read", "bitrix24.check", "mail.check"})
"""What a person asked for: tried once, never parked; whoever still wants it asks again."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A job that comes round: its cron line in the server's UTC, seconds last, and the lock that keeps it single."""

    task: str
    cron: str
    lock: str


RHYTHM = (
    Rhythm("tickets.wake_due", "*/10 * * * *", "tickets.wake_due"),
    Rhythm("bitrix24.poll_stages", "* * * * * */30", "bitrix24.poll"),
    Rhythm("bitrix24.poll_comments", "* * * * * 15", "bitrix24.poll"),
    Rhythm("bitrix24.truth", "*/10 * * * * 5", "bitrix24.poll"),
    Rhythm("backup.nightly", "*/10 * * * *", "backup"),  # looks whether one is due
)
