"""How exchange goes as a whole: the agent, each partner, the backups. One question for the head of its page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.exchange.queries import BackupRow, PartnerState, agent_seen, backups, partner
from domain.exchange.tables import BACKUP, BITRIX24, MAIL

SILENT = timedelta(seconds=60)
"""An agent that gave no sign of life for so long does not answer."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the head of the page shows. `seen`: when an agent was last alive; `last`: the newest backup of any outcome.

    `verified`: the newest backup that was restored and broke no law. `asked_at` is the server's time.
    """

    asked_at: datetime
    seen: datetime | None
    bitrix24: PartnerState
    mail: PartnerState
    backup: PartnerState
    last: BackupRow | None
    verified: BackupRow | None

    @property
    def agent_answers(self) -> bool:
        """Whether an agent was alive within the last minute."""
        return self.seen is not None and self.asked_at - self.seen <= SILENT


def overview(session: Session) -> Overview:
    """Return how exchange goes, for those who answer for it."""
    made = backups(session)
    return Overview(
        asked_at=session.execute(select(func.now())).scalar_one(),
        seen=agent_seen(session),
        bitrix24=partner(session, BITRIX24),
        mail=partner(session, MAIL),
        backup=partner(session, BACKUP),
        last=made[0] if made else None,
        verified=next((one for one in made if one.state == "verified"), None),
    )
