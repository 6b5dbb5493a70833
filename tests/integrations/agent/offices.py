"""Offices for tests: the agent's view of the test company, with pauses short enough to wait for."""

from pathlib import Path
from typing import Any

from integrations.agent.office import BackupPlan, Office, Patience
from integrations.agent.run import Agent
from tests.company import Company

QUICK = Patience(first=0.02, longest=0.1, attempts=8, unknown=0.6, scale=0.001)


def office(company: Company, *, folder: Path | None = None, patience: Patience = QUICK) -> Office:
    """Return the agent's office; with a folder it can make backups as the superuser."""
    plan = BackupPlan(folder or Path("nowhere"), company.admin_url if folder else None, keep=2)
    return Office(company.database("agent"), plan, patience, call_gap=0.0, read_timeout=0.4)


def jobs(company: Company, *, state: str | None = None) -> list[dict[str, Any]]:
    """Return the list of the page of exchange, as the lead sees it, oldest first."""
    query = "SELECT id, task, state, ticket_number, attempts, code, details, waits_behind FROM api.exchange_jobs()"
    with company.database("lead").session() as session:
        rows = [dict(row._mapping) for row in session.connection().exec_driver_sql(query)]
    return [row for row in reversed(rows) if state in (None, row["state"])]


def run_until_settled(company: Company, agent: Agent, *, rounds: int = 60) -> None:
    """Run the agent until nothing waits but what is parked, or a person asked to wait for."""
    for _ in range(rounds):
        agent.run_once()
        if not [row for row in jobs(company) if row["state"] in ("waiting", "running")]:
            return
    raise AssertionError(f"still waiting: {jobs(company, state='waiting')}")
