"""The servers that were signed in to from this PC, and by whom."""

import json
from dataclasses import dataclass
from typing import Protocol

from desktop.shell.settings import Setting, Settings

EMBEDDED = ""
"""Stands for the server that Vetka runs on this computer itself."""
_SERVERS = Setting("sign_in/servers", "[]")
_LAST = Setting("sign_in/last", EMBEDDED)


class Passwords(Protocol):
    """A key ring; every method may fail silently where the system has none."""

    def get(self, server: str, login: str) -> str | None:
        """Return the kept password."""

    def keep(self, server: str, login: str, password: str) -> None:
        """Keep a password."""

    def forget(self, server: str, login: str) -> None:
        """Forget it, if there is one."""


@dataclass(frozen=True)
class KnownServer:
    """An address (`EMBEDDED` for this computer) and the login used there last."""

    address: str
    login: str = ""


class ServerList:
    """Servers in the order of their last use; this computer is always among them, and so is the one `given`."""

    def __init__(self, settings: Settings, given: str = "") -> None:
        self._settings = settings
        self._given = given

    def all(self) -> list[KnownServer]:
        """Return this computer, the given server and every remembered one; damaged settings count as none."""
        try:
            stored = json.loads(self._settings.get(_SERVERS))
            known = [KnownServer(str(one["address"]), str(one["login"])) for one in stored]
        except (ValueError, TypeError, KeyError):
            known = []
        embedded = next((one for one in known if one.address == EMBEDDED), KnownServer(EMBEDDED))
        others = [one for one in known if one.address != EMBEDDED]
        if self._given and all(one.address != self._given for one in others):
            others.insert(0, KnownServer(self._given))
        return [embedded, *others]

    @property
    def last(self) -> str:
        """The address to begin with: the given one, else the one signed in to last."""
        return self._given or self._settings.get(_LAST)

    def remember(self, address: str, login: str) -> None:
        """Put a server and its login first; called after a sign-in that succeeded."""
        self._store([KnownServer(address, login), *(one for one in self.all() if one.address != address)])
        self._settings.set(_LAST, address)

    def forget(self, address: str) -> None:
        """Take a server off the list."""
        self._store([one for one in self.all() if one.address != address])
        if self._settings.get(_LAST) == address:
            self._settings.set(_LAST, EMBEDDED)

    def _store(self, servers: list[KnownServer]) -> None:
        self._settings.set(_SERVERS, json.dumps([vars(one) for one in servers], ensure_ascii=False))
