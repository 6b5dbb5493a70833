"""The list of devices: its columns, and how its pages are read."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from desktop.models.keyset_list import Column, KeysetList
from desktop.shell.background import Background
from desktop.shell.theme import Meaning
from domain.equipment.pages import DeviceFilter, DeviceRow, page


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeviceList", text)


def columns(state_name: Any, sticker_name: Any) -> list[Column[DeviceRow]]:
    """Return the columns of the register."""
    return [
        Column("number", _tr("ID"), lambda row: row.readable, 132),
        Column("type", _tr("Type"), lambda row: row.type, 130),
        Column("model", _tr("Model"), lambda row: row.model, 190),
        Column("serial", _tr("Serial number"), lambda row: row.serial, 140),
        Column("client", _tr("Client"), lambda row: row.client, 180),
        Column("place", _tr("Place"), lambda row: " · ".join(filter(None, (row.site, row.room))), 150),
        Column("state", _tr("State"), lambda row: state_name(row.service_state), 104, chip=_state_meaning),
        Column("sticker", _tr("Label"), lambda row: sticker_name(row.sticker) if row.sticker else "–", 104, muted=True),
    ]


def _state_meaning(row: DeviceRow) -> Meaning | None:
    return {"in_repair": Meaning.WAITING, "written_off": Meaning.LATE}.get(row.service_state)


class DeviceList(KeysetList[DeviceRow]):
    """The register in a window that follows the scroll bar."""

    def __init__(
        self,
        background: Background,
        database: Any,
        listed: list[Column[DeviceRow]],
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(background, listed, parent)
        self._database = database
        self._language = language

    def filter(self, wanted: DeviceFilter) -> None:
        """Show what a filter finds, from the start."""
        self.show(partial(_read_page, self._database, wanted, self._language))


def _read_page(
    database: Any, wanted: DeviceFilter, language: str, after: Any, *, backwards: bool, limit: int
) -> list[DeviceRow]:
    found: list[DeviceRow] = database.ask(
        page, wanted, after=after, backwards=backwards, limit=limit, language=language
    )
    return found
