"""The list of clients: its columns, and how its pages are read."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from desktop.models.keyset_list import Column, KeysetList
from desktop.shell.background import Background
from domain.clients.pages import ClientFilter, ClientRow, page


def _tr(text: str) -> str:
    return QCoreApplication.translate("ClientList", text)


def columns() -> list[Column[ClientRow]]:
    """Return the columns of the list of clients."""
    return [
        Column("name", _tr("Client"), lambda row: row.name, 236),
        Column("code", _tr("Code"), lambda row: row.code, 100, muted=True),
        Column("bin", _tr("BIN"), lambda row: row.bin or "", 116),
        Column("tickets", _tr("Tickets"), lambda row: str(row.open_tickets or ""), 76, right=True),
        Column("devices", _tr("Devices"), lambda row: str(row.devices or ""), 88, right=True),
    ]


class ClientList(KeysetList[ClientRow]):
    """Clients by name."""

    def __init__(
        self, background: Background, database: Any, listed: list[Column[ClientRow]], parent: QObject | None = None
    ) -> None:
        super().__init__(background, listed, parent)
        self._database = database

    def filter(self, wanted: ClientFilter) -> None:
        """Show what a filter finds, from the start."""
        self.show(partial(_read_page, self._database, wanted))


def _read_page(database: Any, wanted: ClientFilter, after: Any, *, backwards: bool, limit: int) -> list[ClientRow]:
    found: list[ClientRow] = database.ask(page, wanted, after=after, backwards=backwards, limit=limit)
    return found
