"""An agent in a process of its own, to be killed: `python -m tests.integrations.bitrix24.chaos_agent URL`."""

import sys
from pathlib import Path

from database.engine import Database
from integrations.agent.jobs import Rhythm
from integrations.agent.office import BackupPlan, Office, Patience
from integrations.agent.run import Agent

PATIENCE = Patience(first=0.05, longest=0.3, attempts=200, unknown=1.2, scale=0.002)
READ_TIMEOUT = 0.5
RHYTHM = (
    Rhythm("bitrix24.poll_stages", "* * * * * *", "bitrix24.poll"),
    Rhythm("bitrix24.poll_comments", "* * * * * *", "bitrix24.poll"),
    Rhythm("bitrix24.truth", "* * * * * */3", "bitrix24.poll"),
)


def impatient(database: Database) -> Agent:
    """Return an agent that polls every second and takes another one for dead after two."""
    plan = BackupPlan(Path("nowhere"))
    office = Office(database, plan, PATIENCE, call_gap=0.0, read_timeout=READ_TIMEOUT)
    return Agent(office, rhythm=RHYTHM, heartbeat=0.4, stalled=2.0)


if __name__ == "__main__":
    impatient(Database(sys.argv[1])).run()
