"""The papers of the day: the offer the client approves, the sheet an engineer carries, the receipt of a device."""

from functools import partial
from pathlib import Path
from time import perf_counter

from demo.cast import Player
from printing.paper.making import make, save


def make_paper(who: Player, form: str, ticket_id: int, folder: Path | None) -> tuple[str, float]:
    """Make a paper as this person, save it where there is a folder, and return its title and when it was begun."""
    started = perf_counter()
    made = who.database.act(partial(make, form_code=form, ticket_id=ticket_id))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        save(folder / f"{form}-{made.number.replace('/', '-')}.pdf", made.pdf)
    return made.title, started
