"""`make screenshots`: the pages of the running program with the demo company, Russian, both lights, two sizes.

Usage: python -m tools.screenshots FOLDER. Uses a throw-away home, so that nobody's data is seen.
"""

import os
import sys
import tempfile
from pathlib import Path

from database import address
from database.embedded import EmbeddedServer
from database.engine import Database
from demo.company import load
from demo.screens import LARGE, SMALL, Screens, application
from demo.sizes import Size
from demo.staff import password
from desktop.shell.theme import Light
from domain.people.queries import people
from domain.settings.installation import install
from tools.partner_state import exchange

_PAGES = {
    "vetka_dispatcher": ("my_work", "tickets", "equipment", "clients"),
    "vetka_warehouse": ("receiving",),
    "vetka_admin": ("exchange", "settings"),
}
_LEAVES = ("bitrix24_settings", "mail_settings", "notice_templates")


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
            for role, pages in _PAGES.items():
                login = next(one.login for one in staff if role in one.roles)
                for pixels, place in ((SMALL, folder), (LARGE, folder / "1080p")):
                    screens = Screens(app, Path(home) / "desk", address.with_login(url, login, password()), size=pixels)
                    for made in screens.both_lights(pages, place):
                        sys.stdout.write(f"{made}\n")
                    if role == "vetka_admin":
                        _take_parts(screens, place, with_deal)
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


if __name__ == "__main__":
    main()
