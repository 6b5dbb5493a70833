"""One person's open window with everything living behind it: the feed, the server's clock, search and stray scans."""

from functools import partial
from threading import Event, Thread

from PySide6.QtCore import QObject, Slot
from sqlalchemy import URL
from sqlalchemy.orm import Session

from database.engine import Database
from database.errors import DatabaseUnreachableError
from database.feed import listen
from desktop.shell.command_list import Command
from desktop.shell.desk import Desk
from desktop.shell.feed import Feed
from desktop.shell.pages import PageEntry
from desktop.shell.person import Person as DeskPerson
from desktop.shell.window import MainWindow
from desktop.views.clients import CLIENTS
from desktop.views.equipment import EQUIPMENT
from desktop.views.exchange import EXCHANGE
from desktop.views.receiving import RECEIVING
from desktop.views.settings import SETTINGS
from desktop.views.ticket_view import open_ticket
from desktop.views.tickets import MY_WORK, TICKETS
from domain.equipment.scans import ScanResult, find_by_scan
from domain.people.queries import Person, me
from domain.people.roles import role_word
from domain.search import Hit, search_everything, server_time
from printing.paper.scans import PaperScan, find_paper
from resources.sentences import sentence

PAGES: list[PageEntry] = [MY_WORK, TICKETS, RECEIVING, EQUIPMENT, CLIENTS, EXCHANGE, SETTINGS]
_RETRY_SECONDS = 2.0


def look_up(session: Session, scanned: str, language: str) -> tuple[ScanResult, PaperScan | None]:
    """Return what a scan means: a device first of all, else perhaps a paper."""
    result = find_by_scan(session, scanned, language=language)
    return result, None if result.devices else find_paper(session, scanned)


class FeedThread:
    """Listens on a connection of its own and comes back by itself after a loss."""

    def __init__(self, database: Database, feed: Feed) -> None:
        self._database = database
        self._feed = feed
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="vetka-feed", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End within half a second."""
        self._stopping.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                for changes in listen(self._database.url, self._stopping):
                    self._feed.report_connection(True)
                    for change in changes:
                        self._feed.announce(change.table, change.ids)
            except DatabaseUnreachableError:
                self._feed.report_connection(False)
                self._stopping.wait(_RETRY_SECONDS)


class Office(QObject):
    """Opens the window of the person whose address this is, and closes everything with it."""

    def __init__(self, desk: Desk, url: URL) -> None:
        """Connect at once; raises KnownError for a wrong password, a silent server or a login that is no person."""
        super().__init__(desk)
        self.database = Database(url)
        person: Person = self.database.ask(me)
        desk.clock.set(self.database.ask(server_time))
        known = DeskPerson(person.name, person.login, frozenset(role_word(role) for role in person.roles))
        self.window: MainWindow = desk.open_window(known, self.database, PAGES)
        self._desk = desk
        self._feed = FeedThread(self.database, desk.feed)
        self.window.search_wanted.connect(self._search)
        desk.scanner.unclaimed.connect(self._take_scan)

    def start(self) -> None:
        """Begin to hear of changes."""
        self._feed.start()

    def leave(self) -> None:
        """Sign out: stop listening and close the connections; the desk stays for the next person."""
        self._feed.stop()
        self._desk.scanner.unclaimed.disconnect(self._take_scan)
        self.window.deleteLater()
        self._desk.background.wait()
        self.database.close()

    def close(self) -> None:
        """Stop listening, end the work under way, close all connections."""
        self._feed.stop()
        self._desk.close()
        self.database.close()

    @Slot(str)
    def _search(self, wanted: str) -> None:
        work = partial(self.database.ask, search_everything, wanted, self.window.context.language)
        self._desk.background.run(self, work, partial(self._show_hits, wanted), key="search")

    def _show_hits(self, wanted: str, hits: list[Hit]) -> None:
        self.window.show_hits(wanted, [self._command(hit) for hit in hits])

    def _command(self, hit: Hit) -> Command:
        page, row_id, number, title, detail = hit
        if page == "tickets":
            return Command(title, partial(open_ticket, self.window.context, row_id, number), detail, icon="ticket")
        icon = "monitor" if page == "equipment" else "building-2"
        return Command(title, partial(self.window.context.navigator.go, page, row_id), detail, icon=icon)

    @Slot(str)
    def _take_scan(self, scanned: str) -> None:
        """A scan that no page wanted: a device's code opens its card, a paper's code its ticket."""
        work = partial(self.database.ask, look_up, scanned, self.window.context.language)
        self._desk.background.run(self, work, partial(self._found, scanned), key="scan")

    def _found(self, scanned: str, found: tuple[ScanResult, PaperScan | None]) -> None:
        result, read = found
        scanner = self._desk.scanner
        if result.device is not None:
            scanner.accept()
            self.window.context.navigator.go("equipment", result.device.id)
        elif read is not None:
            self._found_paper(read)
        else:
            scanner.refuse(self._words("scan-unknown", scanned=scanned))

    def _found_paper(self, read: PaperScan) -> None:
        scanner, paper = self._desk.scanner, read.paper
        if paper is None:
            scanner.refuse(self._words("scan-paper-preview" if read.preview else "scan-paper-unknown"))
            return
        open_ticket(self.window.context, paper.ticket_id, paper.ticket_number)
        if read.sealed:
            scanner.accept(paper.title)
        else:
            scanner.attend(self._words("scan-paper-other-seal", number=paper.number))

    def _words(self, code: str, **details: object) -> str:
        return sentence(code, self.window.context.language, **details)
