"""`vetka agent`: what must not depend on an open window – deliveries, polls, wake-ups, backups."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import psutil
import typer
from sqlalchemy import URL

from commands.frame import DATABASE_NAME, Choice, fill_embedded, password_of
from database import address, schema
from database.embedded import EmbeddedServer
from database.engine import Database
from database.errors import KnownError
from database.folders import Folders, home
from domain.people.agent_account import ensure_agent, is_agent
from integrations.agent.office import BackupPlan, Office
from integrations.agent.run import Agent

app = typer.Typer()


@app.command()
def agent(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then leave.")] = False,
    backups: Annotated[
        Path | None, typer.Option(envvar="VETKA_BACKUP_DIR", help="Folder of the nightly backups.")
    ] = None,
    backup_url: Annotated[
        str | None,
        typer.Option(envvar="VETKA_BACKUP_URL", help="Address of vetka_backup, who may read everything."),
    ] = None,
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="Leave when standard input is closed.")
    ] = False,
) -> None:
    """Run the agent: on this computer's own server, or on an office server with `--as LOGIN` of role `agent`."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    with _addresses(ctx.obj) as (url, reads_all):
        plan = BackupPlan(backups or Folders(home()).backups, address.parse(backup_url) if backup_url else reads_all)
        database = Database(url, application="vetka agent")
        try:
            if not database.ask(is_agent):
                raise KnownError("agent-role-wanted")
            _work(Agent(Office(database, plan)), once=once, with_parent=with_parent)
        finally:
            database.close()


def _work(working: Agent, *, once: bool, with_parent: bool) -> None:
    if once:
        working.run_once()
        return
    signal.signal(signal.SIGTERM, lambda *_: working.stop())
    signal.signal(signal.SIGINT, lambda *_: working.stop())
    if with_parent:
        psutil.Process().nice(
            getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)
        )  # Windows, else Unix: windows go first
        threading.Thread(target=_stop_with_parent, args=(working,), name="vetka-parent", daemon=True).start()
    working.run()


def _stop_with_parent(working: Agent) -> None:
    """The window that started us holds the other end of standard input; it closes when that process is gone."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    working.stop()


@contextmanager
def _addresses(choice: Choice) -> Iterator[tuple[URL, URL | None]]:
    """Give the agent's address, and where it is known that of somebody who may read everything."""
    if choice.database:
        url = address.parse(choice.database)
        if choice.login is None and url.username is None:
            raise KnownError("agent-login-wanted")
        person = address.with_login(url, choice.login, password_of(choice)) if choice.login else url
        schema.require_current(person)
        yield person, None
        return
    with EmbeddedServer(home()) as superuser:
        owner = superuser.set(database=DATABASE_NAME)
        fill_embedded(owner)
        schema.require_current(owner)
        login, password = ensure_agent(owner, Folders(home()).agent_password_file)
        yield address.with_login(owner, login, password), owner
