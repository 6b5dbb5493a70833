"""`vetka run`: opens the desktop; where there is no display it plays the day instead."""

import os
import sys
from pathlib import Path

import typer
from PySide6.QtWidgets import QApplication
from sqlalchemy import URL

from commands.frame import Choice, fill_embedded, language
from database import address, schema
from database.embedded import EmbeddedServer
from database.engine import Database
from database.folders import Folders, home
from demo.company import load
from demo.day import play
from demo.sizes import Size
from demo.staff import password
from demo.words import read
from desktop.program import Program
from domain.clients.pages import ClientFilter
from domain.clients.pages import page as clients_page
from domain.settings.installation import is_demo
from resources.sentences import sentence

app = typer.Typer()
OUT = Path("out")


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@app.command()
def run(ctx: typer.Context) -> None:
    """Open Vetka. With no address: on this computer's own server, at first with the small demo company."""
    choice: Choice = ctx.obj
    if choice.database:
        raise typer.Exit(_open(address.parse(choice.database), None))
    server = EmbeddedServer(home())
    owner = prepared(server.start())
    try:
        if has_display():
            raise typer.Exit(_open(owner, server))
        play(owner, OUT, told=lambda step: typer.echo(f"{step.milliseconds:7.0f} ms  {step.code:<8} {step.what}"))
        typer.echo(sentence("day-done", language(), out=OUT))
    finally:
        server.stop()


def prepared(superuser: URL) -> URL:
    """Fill this computer's server at its first start: schema, workflow and the small demo company."""
    owner = superuser.set(database="vetka")
    fresh = fill_embedded(owner)
    schema.require_current(owner)
    database = Database(owner)
    try:
        if fresh and not database.ask(clients_page, ClientFilter(), limit=1):
            load(database, Size.SMALL)
    finally:
        database.close()
    return owner


def _open(url: URL, server: EmbeddedServer | None) -> int:
    application = QApplication(sys.argv[:1])
    program = Program(
        application, Folders(home()).home, url, embedded=server is not None, demo=_demo_sign_in(url, server)
    )
    program.start()
    code = application.exec()
    program.close()
    return code


def _demo_sign_in(url: URL, server: EmbeddedServer | None) -> tuple[str, str] | None:
    """Return a login and the password to be told where this computer holds the demo company."""
    if server is None:
        return None
    database = Database(url)
    try:
        return (read("staff")["people"][0]["login"], password()) if database.ask(is_demo) else None
    finally:
        database.close()
