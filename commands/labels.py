"""`vetka labels`: print tapes of stickers and go on with those that stopped."""

import re
from functools import partial
from typing import Annotated, Any

import typer

from commands.frame import Json, explain, fail, language, open_database, print_json, print_rows
from database.engine import Database
from database.errors import DomainError
from domain.printouts import actions
from domain.printouts.queries import TemplateRow, devices_to_label, jobs, label_fields, stickers, templates
from labels.payload import PLANNED_SEAL, payload
from printing.jobs import LabelDrawer, Outcome, TapePrinter
from printing.thermal.address import parse_address
from printing.thermal.sender import WAIT_SECONDS

app = typer.Typer(help="Labels: print a tape, resume one, list jobs.", no_args_is_help=True)
_RANGE = re.compile(r"^\D*(\d{1,7})(?:\.\.\D*(\d{1,7}))?$")
_SHOWN = ("device", "payload", "state")

Wait = Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for a printer that reports a fault.")]


@app.command("print")
def print_labels(
    ctx: typer.Context,
    printer: Annotated[str, typer.Option(help="tcp://HOST:PORT?language=zpl&dpi=203 or file:PATH?…")],
    devices: Annotated[str | None, typer.Option(help="A..B, device numbers.")] = None,
    client: Annotated[str | None, typer.Option(help="Code of a client: all its devices.")] = None,
    template: Annotated[str, typer.Option(help="30x20, 58x40 or 100x50.")] = "58x40",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Send nothing, use up no seal.")] = False,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Print a sticker for every device of a client or of a range of numbers, in walking order."""
    if (devices is None) == (client is None):
        raise typer.BadParameter("give either --devices or --client")
    with open_database(ctx) as database:
        chosen = database.ask(devices_to_label, client_code=client, **_range(devices))
        if not chosen:
            raise DomainError("no-devices")
        newest = _template(database, template)
        _check_fits(newest, printer)
        if dry_run:
            _print_plan(database, newest, chosen, printer, as_json=as_json)
            return
        job = database.act(
            partial(
                actions.create_job,
                printer_url=printer,
                template_id=newest.id,
                devices=chosen,
                title=client or devices or "",
            )
        )
        _finish(_run(database, job, wait), database, as_json=as_json)


@app.command("resume")
def resume(
    ctx: typer.Context,
    job: Annotated[int | None, typer.Option(help="Number of the job; default: the newest that is not done.")] = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Go on with a job at the first sticker that is not confirmed."""
    with open_database(ctx) as database:
        if job is None:
            waiting = database.ask(jobs, unfinished_only=True, limit=1)
            if not waiting:
                fail(explain(DomainError("no-job-to-resume")))
            job = waiting[0].id
        _finish(_run(database, job, wait), database, as_json=as_json)


@app.command("jobs")
def list_jobs(ctx: typer.Context, as_json: Json = False) -> None:
    """List print jobs, the newest first."""
    with open_database(ctx) as database:
        found = database.ask(jobs)
    rows = [{name: getattr(job, name) for name in job.__slots__} for job in found]
    print_rows(rows, ("id", "state", "fault", "printed", "total", "doubtful", "template", "title"), as_json=as_json)


def _range(devices: str | None) -> dict[str, int]:
    if devices is None:
        return {}
    read = _RANGE.match(devices.replace(" ", ""))
    if read is None:
        raise typer.BadParameter(f"--devices wants A..B, two device numbers: {devices}")
    return {"first": int(read[1]), "last": int(read[2] or read[1])}


def _template(database: Database, code: str) -> TemplateRow:
    found = next((one for one in database.ask(templates) if one.code == code), None)
    if found is None:
        raise DomainError("template-unknown", template=code)
    return found


def _check_fits(template: TemplateRow, printer: str) -> None:
    address = parse_address(printer)
    address.settings(LabelDrawer(template, address.dpi).template)


def _print_plan(database: Database, template: TemplateRow, chosen: list[int], printer: str, *, as_json: bool) -> None:
    fields = database.ask(label_fields, chosen, language=language())
    drawer = LabelDrawer(template, parse_address(printer).dpi)
    rows: list[dict[str, Any]] = []
    for device in chosen:
        one = fields[device]
        warnings = [str(warning) for warning in drawer.planned(one).warnings]
        planned = payload(one.number, PLANNED_SEAL, one.prefix)
        rows.append({"device": one.number, "payload": planned, "state": "planned", "warnings": warnings})
    print_rows(rows, _SHOWN, as_json=as_json)


def _run(database: Database, job: int, wait: float) -> Outcome:
    known = database.ask(jobs, job_id=job)
    printer = parse_address(known[0].printer_url).place if known else ""

    def told(printed: int, total: int, fault: str | None) -> None:
        words = f" – {explain(DomainError(fault, printer=printer))}" if fault else ""
        typer.echo(f"{printed}/{total}{words}", err=True)

    return TapePrinter(database, job, wait=wait, told=told, language=language()).run()


def _finish(outcome: Outcome, database: Database, *, as_json: bool) -> None:
    rows = [
        {
            "device": one.device,
            "payload": one.payload,
            "state": one.state,
            "position": one.position,
            "confirmed": one.confirmed,
        }
        for one in database.ask(stickers, outcome.job.id)
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, _SHOWN, as_json=False)
    if outcome.reason is not None:
        fail(explain(outcome.reason))
