"""`make screenshots`: the pages of the running program with the demo company, Russian, both lights, two sizes.

Usage: python -m tools.screenshots FOLDER. Uses a throw-away home, so that nobody's data is seen.
"""

import os
import sys
import tempfile
from pathlib import Path

from sqlalchemy import URL

from database import address
from database.embedded import EmbeddedServer
from database.engine import Database
from demo.company import load
from demo.screens import LARGE, SMALL, Screens, application
from demo.sizes import Size
from demo.staff import password
from desktop.shell.theme import Light
from desktop.views.paper_preview import PaperFile, show_paper
from desktop.views.papers_action import chosen, open_papers
from domain.people.queries import people
from domain.printouts.papers import papers_of_ticket
from domain.settings.installation import install
from domain.tickets.pages import by_ids
from printing.paper.making import reprint
from tools.paper_state import PaperTickets, papers
from tools.partner_state import exchange

_WITH_PAPERS = "vetka_procurement"
_PAGES: dict[str, tuple[str, ...]] = {
    "vetka_dispatcher": ("my_work", "tickets", "equipment", "clients"),
    "vetka_warehouse": ("receiving",),
    _WITH_PAPERS: (),
    "vetka_admin": ("exchange", "settings"),
}
_LEAVES = ("bitrix24_settings", "mail_settings", "notice_templates", "company_details", "form_texts")


def main() -> None:
    """Make the pictures into the folder named on the command line; the large size into `1080p` below it."""
    folder = Path(sys.argv[1])
    size = Size(os.environ.get("VETKA_SCREENSHOT_SIZE", "reference"))
    with tempfile.TemporaryDirectory(prefix="vetka-screens-", ignore_cleanup_errors=True) as home, application() as app:
        server = EmbeddedServer(Path(home))
        url = install(server.start(), "vetka")
        database = Database(url)
        try:
            load(database, size)
            with_deal = exchange(database)
            staff = database.ask(people)
            with_papers = _papers(database, url, next(one.login for one in staff if _WITH_PAPERS in one.roles))
            for role, pages in _PAGES.items():
                login = next(one.login for one in staff if role in one.roles)
                for pixels, place in ((SMALL, folder), (LARGE, folder / "1080p")):
                    screens = Screens(app, Path(home) / "desk", address.with_login(url, login, password()), size=pixels)
                    for made in screens.both_lights(pages, place):
                        sys.stdout.write(f"{made}\n")
                    if role == "vetka_admin":
                        _take_parts(screens, place, with_deal)
                    if role == _WITH_PAPERS:
                        _take_papers(screens, place, with_papers)
                    screens.close()
        finally:
            database.close()
            server.stop()


def _take_parts(screens: Screens, folder: Path, with_deal: int) -> None:
    """Take the leaves of the settings, and a ticket whose deal is on its way."""
    for light in (Light.LIGHT, Light.DARK):
        for leaf in _LEAVES:
            screens.take("settings", folder / f"{leaf.replace('_', '-')}-{light}.png", argument=leaf, light=light)
        screens.take("tickets", folder / f"ticket-deal-{light}.png", argument=with_deal, light=light)


def _papers(database: Database, url: URL, buyer: str) -> PaperTickets:
    as_buyer = Database(address.with_login(url, buyer, password()))
    try:
        return papers(database, as_buyer)
    finally:
        as_buyer.close()


def _take_papers(screens: Screens, folder: Path, found: PaperTickets) -> None:
    """Take the page that makes papers, for an offer and for a round, and the preview of one that was made."""
    context, database = screens.window.context, screens.window.context.database
    for light in (Light.LIGHT, Light.DARK):
        for name, ticket in (("offer", found.offer), ("round", found.round)):
            if ticket is None:
                continue
            screens.take("tickets", folder / f"ticket-{name}-{light}.png", argument=ticket, light=light)
            row = database.ask(by_ids, [ticket])[0]
            open_papers(context, [chosen(row)])
            _take_front(screens, folder / f"papers-{name}-{light}.png")
        made = database.ask(papers_of_ticket, found.offer)[0]
        show_paper(context, f"paper:{made.id}", PaperFile(*database.ask(reprint, made.id)))
        _take_front(screens, folder / f"paper-preview-{light}.png")


def _take_front(screens: Screens, file: Path) -> None:
    """Write the picture of the item in front, and close it."""
    screens.settle()
    screens.window.grab().save(str(file))
    screens.window.workspace.close_front()


if __name__ == "__main__":
    main()
