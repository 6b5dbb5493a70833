"""`vetka demo day`: the line of the day with pictures of what people saw, labels, papers, and a table of the times."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PIL import Image
from sqlalchemy import URL

from demo.cast import cast
from demo.line import Day, Step, default_printer, scenes
from demo.screens import Screens, application
from domain.printouts.queries import label_fields, stickers, template_of_job
from printing.jobs import LabelDrawer
from printing.thermal.address import parse_address

_SEEN = {
    "call": ("vetka_dispatcher", "tickets"),
    "need": ("vetka_procurement", "my_work"),
    "buy": ("vetka_warehouse", "receiving"),
    "receive": ("vetka_engineer", "my_work"),
    "labels": ("vetka_warehouse", "equipment"),
    "close": ("vetka_dispatcher", "my_work"),
}
"""Whose screen is looked at after a scene, and which page of it."""
_PICTURES = 6

Told = Callable[[Step], None]


def play(owner: URL, out: Path, *, printer: str | None = None, told: Told | None = None) -> list[Step]:
    """Play the day on this owner's database and leave pictures, labels, papers and a summary in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with application() as app, cast(owner) as players:
        day = Day(players, printer or default_printer(out), papers=out / "papers")
        shown = 0
        for number, code in enumerate(scenes(day), 1):
            for step in day.steps[shown:]:
                if told is not None:
                    told(step)
            shown = len(day.steps)
            role, page = _SEEN[code]
            screens = Screens(app, out / ".desk" / players[role].login, players[role].url)
            try:
                argument = day.ticket if page in ("tickets", "my_work") else None
                screens.take(page, out / f"{number}-{code}-{page.replace('_', '-')}.png", argument=argument)
            finally:
                screens.close()
        save_labels(day, out / "labels")
    write_summary(day.steps, out)
    return day.steps


def save_labels(day: Day, folder: Path) -> None:
    """Write the first stickers of the tape as pictures, dot for dot what the printer got."""
    folder.mkdir(parents=True, exist_ok=True)
    database = day.clerk.database
    template = database.ask(template_of_job, day.job)
    drawer = LabelDrawer(template, parse_address(day.printer).dpi)
    printed = [one for one in database.ask(stickers, day.job) if one.state == "printed"][:_PICTURES]
    fields = database.ask(label_fields, [one.device_id for one in printed])
    for one in printed:
        picture: Image.Image = drawer.draw(fields[one.device_id], one.payload).picture
        picture.save(folder / f"{one.payload}.png")


def write_summary(steps: list[Step], out: Path) -> None:
    """Write what happened and how long each step took, for people and for scripts."""
    rows = "\n".join(f"| {step.code} | {step.who} | {step.what} | {step.milliseconds:.0f} |" for step in steps)
    table = f"| step | who | what | ms |\n|---|---|---|---:|\n{rows}\n"
    (out / "summary.md").write_text(table, encoding="utf-8")
    plain = json.dumps([asdict(step) for step in steps], ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(plain + "\n", encoding="utf-8")
