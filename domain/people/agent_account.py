"""The agent's own account on this computer's private server: a login with the role `agent` and a random password."""

import os
import secrets
from pathlib import Path

from sqlalchemy import URL, select, text
from sqlalchemy.orm import Session

from database.engine import Database
from domain.people.actions import add_person, change_password
from domain.people.tables import Person

LOGIN = "vetka.agent"
_NAME = "Агент"


def ensure_agent(owner: URL, file: Path) -> tuple[str, str]:
    """Return login and password of this computer's agent, made at the first time.

    owner: the superuser's address of the private server. file: where the password is kept, for the owner of the
    computer alone. A lost file gets a new password; another program's agent keeps working until it connects anew.
    """
    kept = file.read_text(encoding="ascii").strip() if file.exists() else ""
    password = kept or secrets.token_urlsafe(24)
    database = Database(owner, application="vetka agent account")
    try:
        database.act(_settle, owner, password, renew=not kept)
    finally:
        database.close()
    if not kept:
        _write(file, password)
    return LOGIN, password


def is_agent(session: Session) -> bool:
    """Tell whether the one who signed in has the role `agent`."""
    held: bool = session.execute(text("SELECT api.holds('vetka_agent')")).scalar_one()
    return held


def _settle(session: Session, owner: URL, password: str, *, renew: bool) -> None:
    if session.scalar(select(Person.id).where(Person.login == LOGIN)) is None:
        add_person(session, owner, LOGIN, _NAME, password, ["agent"])
    elif renew:
        change_password(session, owner, LOGIN, password)


def _write(file: Path, text: str) -> None:
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as handle:
        handle.write(text)
    draft.replace(file)
