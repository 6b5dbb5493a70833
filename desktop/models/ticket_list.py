"""The list of tickets: its columns, and how its pages are read."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from desktop.models.keyset_list import Column, KeysetList
from desktop.shell.background import Background
from desktop.shell.formats import Formats
from desktop.shell.theme import Meaning
from domain.tickets.pages import TicketFilter, TicketRow, page
from domain.tickets.queries import my_work


def _tr(text: str) -> str:
    return QCoreApplication.translate("TicketList", text)


def columns(formats: Formats, holder_name: Any, priority_name: Any) -> list[Column[TicketRow]]:
    """Return the columns of every list of tickets."""
    return [
        Column("number", _tr("№"), lambda row: str(row.number), 60, right=True, sort="number"),
        Column("title", _tr("Ticket"), lambda row: row.title, 184, sort="title"),
        Column("holder", _tr("Whose move"), lambda row: _whose(row, holder_name), 124, chip=_meaning),
        Column("age", _tr("Age"), lambda row: formats.age(row.status_since), 70, right=True, sort="since"),
        Column("status", _tr("Status"), lambda row: row.status_name, 118),
        Column("client", _tr("Client"), lambda row: row.client, 150),
        Column("priority", _tr("Priority"), lambda row: priority_name(row.priority), 96, sort="priority", chip=_urgent),
        Column(
            "registered",
            _tr("Registered"),
            lambda row: formats.date_time(row.registered_at),
            128,
            right=True,
            muted=True,
        ),
    ]


def _whose(row: TicketRow, holder_name: Any) -> str:
    return row.engineer if row.holder == "engineer" and row.engineer else holder_name(row.holder)


class TicketList(KeysetList[TicketRow]):
    """Tickets in a window that follows the scroll bar, or the short list of one's own work."""

    def __init__(
        self,
        background: Background,
        database: Any,
        listed: list[Column[TicketRow]],
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(background, listed, parent)
        self._database = database
        self._language = language

    def filter(self, wanted: TicketFilter) -> None:
        """Show what a filter finds, from the start."""
        self.show(partial(_read_page, self._database, wanted, self._language))

    def show_my_work(self) -> None:
        """Show the tickets whose move is the person's, the most urgent first; at most 500, in one piece."""
        self.show(partial(_read_my_work, self._database, self._language))


def _meaning(row: TicketRow) -> Meaning:
    if row.closed:
        return Meaning.DONE
    if row.late:
        return Meaning.LATE
    return Meaning.WAITING if row.holder in ("client", "supplier") else Meaning.NEUTRAL


def _urgent(row: TicketRow) -> Meaning | None:
    return Meaning.LATE if row.priority == 1 else None


def _read_page(
    database: Any, wanted: TicketFilter, language: str, after: Any, *, backwards: bool, limit: int
) -> list[TicketRow]:
    found: list[TicketRow] = database.ask(
        page, wanted, after=after, backwards=backwards, limit=limit, language=language
    )
    return found


def _read_my_work(database: Any, language: str, after: Any, *, backwards: bool, limit: int) -> list[TicketRow]:
    if after is not None or backwards:
        return []
    found: list[TicketRow] = database.ask(my_work, language=language, limit=max(limit, 500))
    return found
