"""Who plays the day: the demo company's people, or players made for an imported database and retired at its end."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import URL

from database import address
from database.engine import Database
from demo.staff import password
from domain.people.actions import add_person, retire_person
from domain.people.queries import people
from domain.settings.installation import is_demo

ROLES = ("vetka_dispatcher", "vetka_engineer", "vetka_procurement", "vetka_warehouse")
_PLAYERS = {
    "vetka_dispatcher": ("day.dispatcher", "Диспетчер дня"),
    "vetka_engineer": ("day.engineer", "Инженер дня"),
    "vetka_procurement": ("day.buyer", "Закупщик дня"),
    "vetka_warehouse": ("day.clerk", "Кладовщик дня"),
}


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody with a connection of their own: id, login, name, and the database as they see it."""

    id: int
    login: str
    name: str
    database: Database
    url: URL


Cast = dict[str, Player]
"""Group role → who plays it."""


@contextmanager
def cast(owner: URL) -> Iterator[Cast]:
    """Give a player for each of `ROLES`, each signed in by name; `owner` is the database owner's address."""
    database = Database(owner, application="vetka day")
    players: Cast = {}
    made: list[str] = []
    try:
        key = password() if database.ask(is_demo) else secrets.token_urlsafe(18)
        if not database.ask(is_demo):
            made = _make_players(database, owner, key)
        for role in ROLES:
            who = next(one for one in database.ask(people) if role in one.roles and (not made or one.login in made))
            url = address.with_login(owner, who.login, key)
            players[role] = Player(who.id, who.login, who.name, Database(url, application="vetka day"), url)
        yield players
    finally:
        for player in players.values():
            player.database.close()
        for login in made:
            database.act(retire_person, login)
        database.close()


def _make_players(database: Database, owner: URL, key: str) -> list[str]:
    known = {one.login for one in database.ask(partial(people, retired=True))}
    made = []
    for role, (wanted, name) in _PLAYERS.items():
        # A day that was played before left its people retired: they stay in history.
        login = next(one for one in (f"{wanted}{'x' * times}" for times in range(40)) if one not in known)
        database.act(partial(add_person, url=owner, login=login, name=name, password=key, roles=[role]))
        made.append(login)
    return made
