"""Looking before copying: what there is to bring, what cannot be mapped, what is lost. Writes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session

from integrations.otrs import import_articles, import_clients, import_contacts, import_equipment, import_tickets
from integrations.otrs.import_context import ImportContext
from integrations.otrs.import_ledger import Known, Ledger, outcome_of
from integrations.otrs.import_report import ImportReport, Tally
from integrations.otrs.records import Article, Company, Equipment, Person, Ticket, same_login
from integrations.otrs.tickets import OPEN, Scope

_VERSIONS = {
    "client": text("SELECT id, version FROM client"),
    "contact": text("SELECT id, version FROM contact"),
    "ticket": text("SELECT id, version FROM ticket WHERE origin = 'import'"),
    "device": text("SELECT id, version FROM device"),
}


@dataclass(slots=True)
class Wanted:
    """What the open tickets and the equipment call for; companies and people are brought if valid or named here."""

    tickets: set[int] = field(default_factory=set)
    linked: int = 0
    companies: list[Company] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    equipment: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows a run goes through, for its progress."""
        return len(self.tickets) + len(self.companies) + len(self.people) + self.equipment + self.linked


def survey(context: ImportContext, report: ImportReport) -> Wanted:
    """Read all open tickets once, write into the report what does not depend on Vetka, return what is to be brought."""
    wanted, named_companies, named_people = Wanted(), set[str](), set[str]()
    states: Counter[tuple[str, str]] = Counter()
    letters = traces = 0
    companies = list(context.source.companies())
    keys = {company.key for company in companies}
    for ticket in context.source.tickets(OPEN):
        wanted.tickets.add(ticket.id)
        wanted.linked += bool(ticket.links)
        states[ticket.state, ticket.state_type] += 1
        report.queues[ticket.queue] = report.queues.get(ticket.queue, 0) + 1
        report.longest_text = max([report.longest_text, *(len(article.body) for article in ticket.articles)])
        named_companies.add(ticket.company_key)
        named_people.add(same_login(ticket.person_login))
        _note_strangers(context, report, ticket, keys)
        storage = context.source.survey_files(ticket.articles)
        letters += storage.letters
        traces += storage.in_database + storage.on_disk
    for item in context.source.equipment():
        wanted.equipment += 1
        named_companies.add(item.company_key)
    wanted.companies = [one for one in companies if one.valid or one.key in named_companies]
    brought = {company.key for company in wanted.companies}
    for person in context.people.values():
        if person.valid or same_login(person.login) in named_people:
            wanted.people.append(person)
            if brought.isdisjoint(person.company_keys):
                report.people_without_company.append(person.login)
    report.files_out_of_reach = letters > 0 and not traces
    report.states = list(_states(context, states))
    return wanted


def plan(session: Session, context: ImportContext, report: ImportReport, wanted: Wanted) -> None:
    """Count what a run would do, by the same marks by which it decides, and read every file to see that it is whole."""
    ledger = Ledger(session, context.system)
    _plan(session, "client", ledger.all(import_clients.KIND), report.companies,
          ((one.key, import_clients.digest(one)) for one in wanted.companies))  # fmt: skip
    brought = {company.key for company in wanted.companies}
    _plan(session, "contact", ledger.all(import_contacts.KIND), report.people,
          _contacts(wanted.people, brought))  # fmt: skip
    _plan(session, "device", ledger.all(import_equipment.KIND), report.equipment, _items(context.source.equipment()))
    articles = ledger.all(import_articles.KIND)
    digests = []
    for ticket in context.source.tickets(OPEN):
        digests.append((str(ticket.id), import_tickets.digest(context, ticket)))
        new = [article for article in ticket.articles if str(article.id) not in articles]
        report.articles.new += len(new)
        report.articles.same += len(ticket.articles) - len(new)
        _weigh(context, report, ticket, new)
    _plan(session, "ticket", ledger.all(import_tickets.KIND), report.tickets, digests)


def closed_there(session: Session, context: ImportContext, seen: set[int], report: ImportReport) -> None:
    """Write into the report the tickets that are open here and no longer there; nothing is closed silently."""
    rows = session.execute(
        text(
            "SELECT i.source_id, t.number, n.number AS theirs FROM imported_row i JOIN ticket t ON t.id = i.our_id"
            "  JOIN ticket_number n ON n.ticket_id = t.id AND n.system = i.system"
            " WHERE i.system = :system AND i.kind = 'ticket' AND t.closed_at IS NULL"
        ),
        {"system": context.system},
    )
    missing = {row.theirs: (int(row.source_id), row.number) for row in rows if int(row.source_id) not in seen}
    if not missing:
        return
    scope = Scope(state_types=None, numbers=tuple(missing))
    found = {ticket.id: ticket for ticket in context.source.tickets(scope)}
    for number, (source_id, ours) in missing.items():
        ticket = found.get(source_id)
        if ticket is None or ticket.number == number:
            report.closed_there.append({
                "number": number, "our_number": ours, "state": ticket.state if ticket else None,
                "merged_into": ticket.merged_into if ticket else None,
            })  # fmt: skip


def _note_strangers(context: ImportContext, report: ImportReport, ticket: Ticket, companies: set[str]) -> None:
    person = context.person(ticket.person_login)
    if ticket.company_key not in companies or (ticket.person_login and person is None):
        report.unknown_clients.append({
            "number": ticket.number, "company": ticket.company_key, "person": ticket.person_login,
            "company_known": ticket.company_key in companies, "person_known": person is not None,
        })  # fmt: skip
    colleague = context.colleagues.get(ticket.owner_id)
    owner = context.agents.get(ticket.owner_id)
    if owner is not None and not owner.is_nobody and (colleague is None or not colleague.works):
        report.unmatched_agents[owner.login] = report.unmatched_agents.get(owner.login, 0) + 1


def _states(context: ImportContext, states: Counter[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for (name, kind), tickets in sorted(states.items()):
        proposed = import_tickets.proposed_status(name, kind, has_engineer=True)
        status = context.status(proposed.status)
        why = proposed.why if status == proposed.status else "missing"
        yield {"state": name, "type": kind, "status": status, "why": why, "tickets": tickets}


def _plan(session: Session, table: str, known: dict[str, Known], tally: Tally, rows: Iterable[tuple[str, str]]) -> None:
    versions: dict[int, int] = {row.id: row.version for row in session.execute(_VERSIONS[table])}
    for source_id, said in rows:
        before = known.get(source_id)
        tally.count(outcome_of(before, said, versions.get(before.our_id) if before else None))


def _contacts(people: Iterable[Person], brought: set[str]) -> Iterator[tuple[str, str]]:
    for person in people:
        for key in dict.fromkeys(person.company_keys):
            if key in brought:
                yield import_contacts.source_id(person, key), import_contacts.digest(person)


def _items(items: Iterable[Equipment]) -> Iterator[tuple[str, str]]:
    return ((str(item.id), import_equipment.digest(item)) for item in items)


def _weigh(context: ImportContext, report: ImportReport, ticket: Ticket, articles: list[Article]) -> None:
    for file in context.source.attachments(articles) if articles else ():
        lost = import_articles.lost_file(ticket, file)
        if lost is not None:
            report.lost_files.append(lost)
        elif file.role != "plain_text_part":
            report.files += 1
            report.files_bytes += file.size
