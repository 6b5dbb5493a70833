"""The import from beginning to end: survey, then companies, people, tickets, equipment, links."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from database.engine import Database
from database.errors import DatabaseUnreachableError, DomainError, KnownError
from integrations.otrs.import_clients import bring_company
from integrations.otrs.import_contacts import bring_person
from integrations.otrs.import_context import ImportContext, read_context
from integrations.otrs.import_equipment import bring_item
from integrations.otrs.import_links import bring_links
from integrations.otrs.import_report import ImportReport, Tally
from integrations.otrs.import_survey import Wanted, closed_there, plan, survey
from integrations.otrs.import_tickets import BroughtTicket, bring_ticket
from integrations.otrs.records import Link
from integrations.otrs.source import OtrsSource
from integrations.otrs.tickets import OPEN

Progress = Callable[[int, int, str], None]
Brought = TypeVar("Brought")
P = ParamSpec("P")

# Refusals that the next row would meet as well: the run ends, and what was brought stays.
_STOPPING = {
    "no-right", "role-wanted", "disk-full", "data-disk-full", "read-only", "wrong-password", "sign-in-refused",
    "too-many-connections", "otrs-connection-lost", "otrs-timeout", "otrs-no-right",
}  # fmt: skip


class _CancelledError(Exception):
    pass


def _silent(_done: int, _total: int, _what: str) -> None:
    """Tell nobody."""


def import_open(
    database: Database,
    source: OtrsSource,
    *,
    dry_run: bool = False,
    system: str | None = None,
    retry_files: bool = False,
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Bring companies, their people, open tickets with thread, files and links, and equipment; return what was done.

    May be run again at any time, also after a stop in the middle: nothing comes twice, and what somebody edited in
    Vetka stays. A row that cannot be brought goes to the report. Nobody is notified, no clock starts.

    dry_run: only look; nothing is written. system: the source's name in our ledger, else its own fingerprint.
    retry_files: look again for files missed in an earlier run, as when the article directory was not given.
    progress: called with rows done, rows in all and the kind of the row (company, person, ticket, equipment, links).
    cancelled: asked before every row; the rows brought so far stay, the report says so.
    Raises DomainError `role-wanted` for anybody but an administrator, SourceError, DatabaseUnreachableError.
    """
    database.ask(_require_administrator)
    context = database.ask(read_context, source, system, retry_files=retry_files)
    report = _empty_report(context, dry_run=dry_run)
    wanted = survey(context, report)
    if dry_run:
        database.ask(plan, context, report, wanted)
        database.ask(closed_there, context, wanted.tickets, report)
        return report
    run = _Run(database, context, report, wanted, progress, cancelled)
    try:
        run.everything()
    except _CancelledError:
        report.cancelled = True
    return report


class _Run:
    """One run with its counters; each row is a transaction of its own."""

    def __init__(
        self, database: Database, context: ImportContext, report: ImportReport, wanted: Wanted,
        progress: Progress, cancelled: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._database = database
        self._context = context
        self._report = report
        self._wanted = wanted
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0

    def everything(self) -> None:
        """Bring all, in the order in which one refers to the other."""
        system, report = self._context.system, self._report
        for company in self._wanted.companies:
            outcome = self._bring("company", company.key, bring_company, system, company)
            if outcome is not None:
                report.companies.count(outcome)
        for person in self._wanted.people:
            outcomes = self._bring("person", person.login, bring_person, system, person)
            for one in outcomes or ():
                report.people.count(one)
        links = self._tickets()
        self._equipment()
        for ticket_id, its_links in links.items():
            self._links(ticket_id, its_links)
        self._database.ask(closed_there, self._context, self._wanted.tickets, report)

    def _tickets(self) -> dict[int, tuple[Link, ...]]:
        links: dict[int, tuple[Link, ...]] = {}
        for ticket in self._context.source.tickets(OPEN):
            links[ticket.id] = ticket.links
            brought = self._bring("ticket", ticket.number, bring_ticket, self._context, ticket)
            if brought is not None:
                self._count_ticket(brought)
        return links

    def _count_ticket(self, brought: BroughtTicket) -> None:
        report, articles = self._report, brought.articles
        report.tickets.count(brought.outcome)
        report.articles.new += articles.articles
        report.articles.same += articles.known
        report.files += articles.files
        report.files_bytes += articles.bytes
        report.lost_files += articles.lost
        if brought.moved is not None:
            report.moved_there.append(brought.moved)

    def _equipment(self) -> None:
        for item in self._context.source.equipment():
            brought = self._bring("equipment", item.number, bring_item, self._context.system, item)
            if brought is not None:
                outcome, doubt = brought
                self._report.equipment.count(outcome)
                self._report.doubtful += [doubt] if doubt else []

    def _links(self, ticket_id: int, links: tuple[Link, ...]) -> None:
        if links:
            counted = self._bring(
                "links", str(ticket_id), lambda s: bring_links(s, self._context.system, ticket_id, links)
            )
            if counted is not None:
                tally: Tally = self._report.links
                tally.new += counted[0]
                tally.same += counted[1]

    def _bring(
        self,
        kind: str,
        source_id: str,
        action: Callable[Concatenate[Session, P], Brought],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Brought | None:
        """Run one row's transaction; a row that is refused goes to the report, and the run goes on."""
        if self._cancelled():
            raise _CancelledError
        brought: Brought | None = None
        try:
            brought = self._database.act(action, *args, **kwargs)
        except DatabaseUnreachableError:
            raise
        except KnownError as error:
            if error.code in _STOPPING:
                raise
            self._broken(kind, source_id, error.code, error.details)
        except (SQLAlchemyError, LookupError, ValueError) as error:
            reason = str(error).strip().splitlines()
            self._broken(
                kind, source_id, "import-row-broken", {"reason": reason[0] if reason else type(error).__name__}
            )
        self._done += 1
        self._progress(self._done, max(self._wanted.rows, self._done), kind)
        return brought

    def _broken(self, kind: str, source_id: str, code: str, details: dict[str, object]) -> None:
        self._report.broken.append({"kind": kind, "id": source_id, "code": code, "details": details})


def _require_administrator(session: Session) -> None:
    if not session.execute(text("SELECT api.holds('vetka_admin')")).scalar_one():
        raise DomainError("role-wanted", roles="vetka_admin")


def _empty_report(context: ImportContext, *, dry_run: bool) -> ImportReport:
    zone, schema = context.source.zone, context.source.schema
    return ImportReport(
        system=context.system,
        product=f"{schema.product}, {schema.server}",
        dry_run=dry_run,
        zone=zone.zone,
        zone_origin=zone.origin,
        zone_agreeing=zone.agreeing,
        zone_total=zone.total,
        zone_convincing=zone.is_convincing,
    )
