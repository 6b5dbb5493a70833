"""`vetka exchange`: what the agent does and has to do, and how the partners are."""

from dataclasses import asdict
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import typer

from commands.frame import Json, language, open_database, print_json, print_rows
from domain.exchange import actions
from domain.exchange.queries import BackupRow, JobRow, PartnerState, agent_seen, backups, jobs, partner
from domain.exchange.tables import BACKUP, SYSTEMS
from resources.sentences import sentence

app = typer.Typer(help="The agent's jobs, and how the partners are.", no_args_is_help=True)


class State(StrEnum):
    """The states of a job."""

    RUNNING = "running"
    WAITING = "waiting"
    BLOCKED = "blocked"
    PARKED = "parked"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


_COLUMNS = ("id", "task", "state", "ticket", "attempts", "due_at", "why")


@app.command("jobs")
def list_jobs(
    ctx: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only those in this state.")] = None,
    as_json: Json = False,
) -> None:
    """List what waits, runs or failed, and what went through in the last day, the newest first."""
    with open_database(ctx) as database:
        found = database.ask(jobs)
    print_rows([_line(one) for one in found if state in (None, one.state)], _COLUMNS, as_json=as_json)


def _line(job: JobRow) -> dict[str, Any]:
    why = sentence(job.code, language(), **job.details) if job.code else ""
    return {**asdict(job), "ticket": job.ticket_number, "why": why}


@app.command()
def retry(ctx: typer.Context, job: int) -> None:
    """Have a job tried again at once."""
    with open_database(ctx) as database:
        database.act(partial(actions.retry_job, job_id=job))


@app.command()
def skip(ctx: typer.Context, job: int) -> None:
    """Give a job up, so that those behind it go on."""
    with open_database(ctx) as database:
        database.act(partial(actions.skip_job, job_id=job))


@app.command("open-deals")
def open_deals(ctx: typer.Context) -> None:
    """Open the deals of purchases that were under way before Bitrix24 was switched on; administrators."""
    with open_database(ctx) as database:
        typer.echo(database.act(actions.open_missing_deals))


@app.command()
def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Say when the agent was last alive, how the partners are, and what became of the last backups."""
    with open_database(ctx) as database:
        seen = database.ask(agent_seen)
        partners = [database.ask(partner, system) for system in SYSTEMS]
        made = database.ask(backups, 5)
    if as_json:
        print_json(
            {"agent_seen": seen, "partners": [asdict(one) for one in partners], "backups": [asdict(b) for b in made]}
        )
        return
    rows = [{"system": "agent", "on": "", "since": seen, "fault": ""}, *(_partner_line(one) for one in partners)]
    print_rows(rows, ("system", "on", "since", "fault"), as_json=False)
    print_rows([_backup_line(one) for one in made], ("backup", "state", "size", "file", "why"), as_json=False)


def _partner_line(one: PartnerState) -> dict[str, Any]:
    fault = sentence(one.fault, language(), **one.fault_details) if one.fault else ""
    return {
        "system": one.system,
        "on": "" if one.system == BACKUP else "+" if one.active else "–",
        "since": one.spoken_at,
        "fault": fault,
    }


def _backup_line(one: BackupRow) -> dict[str, Any]:
    why = sentence(one.code, language(), **one.details) if one.code else ""
    return {"backup": one.began_at, "state": one.state, "size": one.size, "file": one.file, "why": why}
