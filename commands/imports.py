"""`vetka import`: brings what another system holds."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.frame import Json, fail, language, open_database, print_json, print_rows
from integrations.otrs.import_report import ImportReport
from integrations.otrs.import_run import import_open
from integrations.otrs.source import open_source
from resources.sentences import sentence

app = typer.Typer(help="Bring clients, tickets and equipment from another system.", no_args_is_help=True)
_COLUMNS = ("what", "new", "changed", "same", "kept")
_TALLIES = ("companies", "people", "tickets", "articles", "equipment", "links")
_SHOWN = 20  # lines of one kind; JSON has them all


@app.callback()
def imports() -> None:
    """Keep `otrs` a command of its own, so that others can stand beside it."""


@app.command("otrs")
def import_otrs(
    ctx: typer.Context,
    source: Annotated[str, typer.Option(help="postgresql://… or mysql://… of OTRS, a login that only reads.")],
    open_tickets: Annotated[bool, typer.Option("--open", help="Open tickets with all that hangs on them.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look and count; write nothing.")] = False,
    zone: Annotated[str | None, typer.Option(help="Storage zone of OTRS, e.g. Asia/Almaty (else measured).")] = None,
    articles_dir: Annotated[
        Path | None, typer.Option(help="Article directory of the OTRS server, where files are kept on disk.")
    ] = None,
    system: Annotated[
        str | None, typer.Option(help="Name of the source in the ledger (else the installation's fingerprint).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Bring companies, people, open tickets and equipment from OTRS or Znuny; may be run again at any time."""
    if not open_tickets:
        raise typer.BadParameter("say which tickets: --open", param_hint="--open")
    with open_database(ctx) as database, open_source(source, zone=zone, articles_dir=articles_dir) as opened:
        report = import_open(
            database, opened, dry_run=dry_run, system=system, retry_files=articles_dir is not None, progress=_progress
        )
    if as_json:
        print_json(report.as_dict() | {"broken": [_explained(row) for row in report.broken]})
    else:
        _print(report)
    if report.broken:
        fail(sentence("import-rows-broken", language(), count=len(report.broken)))


def _progress(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{done}/{total} {what:<12}", err=True, nl=done == total)


def _print(report: ImportReport) -> None:
    tallies = [(name, getattr(report, name)) for name in _TALLIES]
    rows = [{"what": name} | {column: getattr(tally, column) for column in _COLUMNS[1:]} for name, tally in tallies]
    rows.append({"what": "files", "new": report.files, "changed": None, "same": None, "kept": None})
    print_rows(rows, _COLUMNS, as_json=False)
    states = [
        state | {"status": state["status"] if state["state"] not in report.unmapped_states else "?"}
        for state in report.states
    ]
    print_rows(states, ("state", "type", "status", "tickets"), as_json=False)
    for line in _lines(report):
        typer.echo(line)


def _lines(report: ImportReport) -> Iterator[str]:
    yield _say(
        "import-source",
        product=report.product,
        zone=report.zone,
        agreeing=report.zone_agreeing,
        total=report.zone_total,
        size=f"{report.files_bytes / 1_048_576:.2f}",
        longest=report.longest_text,
    )
    for code, holds in (
        ("import-zone-doubtful", not report.zone_convincing),
        ("import-files-out-of-reach", report.files_out_of_reach),
        ("import-cancelled", report.cancelled),
        ("import-dry-run", report.dry_run),
    ):
        if holds:
            yield _say(code, zone=report.zone)
    kinds: tuple[tuple[str, list[dict[str, Any]]], ...] = (
        ("import-state-unmapped", [{"state": state} for state in report.unmapped_states]),
        ("import-owner-unmatched", [{"login": login, "count": n} for login, n in report.unmatched_agents.items()]),
        ("import-client-unknown", report.unknown_clients),
        ("import-person-without-company", [{"login": login} for login in report.people_without_company]),
        ("import-file-lost", report.lost_files),
        ("import-closed-there", report.closed_there),
        ("import-moved-there", report.moved_there),
        ("import-row-doubtful", [_explained(row) for row in report.doubtful]),
        ("import-row-refused", [_explained(row) for row in report.broken]),
    )
    for code, rows in kinds:
        yield from (_say(code, **row) for row in rows[:_SHOWN])
        if len(rows) > _SHOWN:
            yield f"… {len(rows) - _SHOWN}"


def _explained(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"reason": sentence(row["code"], language(), **row["details"])}


def _say(about: str, **details: Any) -> str:
    details.pop("code", None)  # of the refusal inside the line, whose sentence is `reason`
    return sentence(
        about, language(), **{name: "–" if value in (None, "") else value for name, value in details.items()}
    )
