"""Merged tickets: which ticket now holds the contents of which."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from integrations.otrs.connection import SourceDatabase
from integrations.otrs.records import Merged
from integrations.otrs.schema import Schema
from integrations.otrs.values import number, text

# %%merged number%%merged id%%main number%%main id
_MERGED = re.compile(r"%%(?P<number>[^%]*)%%(?P<id>\d+)%%(?P<main_number>[^%]*)%%(?P<main_id>\d+)")
_BATCH = 5000


class Merges:
    """All merges of the source; chains are followed to their end, loops are broken."""

    def __init__(self, tickets: Iterable[Merged], mains: Mapping[int, int]) -> None:
        """tickets: those merged into another; mains: merged id → id of the ticket it was merged into."""
        self._mains = dict(mains)
        self._known_as: dict[int, list[Merged]] = defaultdict(list)
        for ticket in tickets:
            if ticket.id in self._mains:
                self._known_as[self.last_of(ticket.id)].append(ticket)

    def main_of(self, ticket_id: int) -> int | None:
        """Return the ticket this one was merged into, which may itself have been merged later."""
        return self._mains.get(ticket_id)

    def last_of(self, ticket_id: int) -> int:
        """Return the ticket at the end of the chain, where the contents are; of a loop, where it was entered."""
        seen = {ticket_id}
        current = ticket_id
        while (following := self._mains.get(current)) is not None:
            if following in seen:
                return ticket_id
            seen.add(following)
            current = following
        return current

    def known_as(self, ticket_id: int) -> tuple[Merged, ...]:
        """Return the tickets whose contents this one holds, the oldest first."""
        return tuple(ticket for ticket in self._known_as.get(ticket_id, ()) if ticket.id != ticket_id)


def read_merges(database: SourceDatabase, schema: Schema) -> Merges:
    """Find the merges by the history; by the link main → merged where the history tells nothing."""
    rows = database.rows("""
        SELECT t.id, t.tn, t.title FROM ticket t
        JOIN ticket_state s ON s.id = t.ticket_state_id
        JOIN ticket_state_type st ON st.id = s.type_id
        WHERE st.name = 'merged' ORDER BY t.id""")
    tickets = [Merged(number(row["id"]), text(row["tn"]), text(row["title"])) for row in rows]
    merged = {ticket.id for ticket in tickets}
    mains = _by_links(database) if schema.has("links") else {}
    mains |= _by_history(database) if schema.has("history") else {}
    return Merges(tickets, {key: main for key, main in mains.items() if key in merged and main != key})


def _by_history(database: SourceDatabase) -> dict[int, int]:
    query = """
        SELECT h.id, h.ticket_id, h.name FROM ticket_history h
        JOIN ticket_history_type ht ON ht.id = h.history_type_id
        WHERE h.id > %s AND ht.name = 'Merged' ORDER BY h.id LIMIT %s"""
    mains = {}
    for batch in database.batches(query, "id", 0, _BATCH):
        for row in batch:
            found = _MERGED.match(text(row["name"]))
            if found and int(found["id"]) == number(row["ticket_id"]):
                mains[int(found["id"])] = int(found["main_id"])
    return mains


def _by_links(database: SourceDatabase) -> dict[int, int]:
    rows = database.rows("""
        SELECT r.source_key, r.target_key FROM link_relation r
        JOIN link_object so ON so.id = r.source_object_id
        JOIN link_object ob ON ob.id = r.target_object_id
        JOIN link_type lt ON lt.id = r.type_id
        JOIN link_state ls ON ls.id = r.state_id
        WHERE so.name = 'Ticket' AND ob.name = 'Ticket' AND lt.name = 'ParentChild' AND ls.name = 'Valid'
        ORDER BY r.create_time""")
    return {number(row["target_key"]): number(row["source_key"]) for row in rows}
