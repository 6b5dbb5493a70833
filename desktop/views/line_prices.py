"""Storing typed costs and prices, of one line one after another, each on the version that the one before made."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.shell.pages import PageContext
from domain.procurement.actions import set_cost

Amounts = tuple[Decimal, Decimal]


@dataclass(slots=True)
class _Line:
    """A line whose cost and price are being stored; `next`: what was typed since."""

    ticket: int
    next: Amounts | None = None


class LinePrices(QObject):
    """Stores cost and price of lines; what is typed while a line is being stored waits for the answer."""

    stored = Signal(int, int, object, object, int)
    """Ticket, line, cost and price of one unit (Decimal), and the version they now have."""
    refused = Signal(int, object)
    """Ticket and error; what waited for the same line is not sent."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._under_way: dict[int, _Line] = {}

    def store(self, ticket: int, line_id: int, amounts: Amounts, version: int | None) -> None:
        """Store cost and price of a line; `version`: what they were typed over, None where there was none."""
        if (line := self._under_way.get(line_id)) is not None:
            line.next = amounts
            return
        self._under_way[line_id] = _Line(ticket)
        self._send(line_id, amounts, version)

    def _send(self, line_id: int, amounts: Amounts, version: int | None) -> None:
        cost, price = amounts
        action = partial(set_cost, line_id=line_id, cost=cost, price=price, expected_version=version)
        work = partial(self._context.database.act, action)
        self._context.background.run(
            self, work, partial(self._stored, line_id, amounts), partial(self._refused, line_id)
        )

    def _stored(self, line_id: int, amounts: Amounts, version: int) -> None:
        line = self._under_way[line_id]
        following, line.next = line.next, None
        if following is None:
            del self._under_way[line_id]
        else:
            self._send(line_id, following, version)
        self.stored.emit(line.ticket, line_id, *amounts, version)

    def _refused(self, line_id: int, error: Exception) -> None:
        self.refused.emit(self._under_way.pop(line_id).ticket, error)
