"""Links between tickets, and from tickets to equipment and other objects."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from integrations.otrs.connection import Row, SourceDatabase, marks
from integrations.otrs.records import Link
from integrations.otrs.schema import Schema
from integrations.otrs.values import number, text

_TICKET, _EQUIPMENT = "Ticket", "ITSMConfigItem"
_RELATIONS = """
    SELECT so.name AS source_object, r.source_key, ob.name AS target_object, r.target_key, lt.name AS type
    FROM link_relation r
    JOIN link_object so ON so.id = r.source_object_id
    JOIN link_object ob ON ob.id = r.target_object_id
    JOIN link_type lt ON lt.id = r.type_id
    JOIN link_state ls ON ls.id = r.state_id
    WHERE ls.name = 'Valid' AND"""
_EQUIPMENT_NAMES = """
    SELECT c.id, c.configitem_number AS number, v.name
    FROM configitem c LEFT JOIN configitem_version v ON v.id = c.last_version_id WHERE c.id IN"""

_Known = dict[tuple[str, str], tuple[str, str]]


def read_links(database: SourceDatabase, schema: Schema, ticket_ids: Sequence[int]) -> dict[int, tuple[Link, ...]]:
    """Return the links of these tickets by ticket id; a link between two of them appears at both."""
    if not schema.has("links") or not ticket_ids:
        return {}
    keys = [str(ticket_id) for ticket_id in ticket_ids]
    wanted = marks(keys)
    as_source = database.rows(f"{_RELATIONS} so.name = '{_TICKET}' AND r.source_key IN ({wanted})", keys)
    as_target = database.rows(f"{_RELATIONS} ob.name = '{_TICKET}' AND r.target_key IN ({wanted})", keys)
    known = _names(database, schema, [*as_source, *as_target])
    links: dict[int, list[Link]] = defaultdict(list)
    for row in as_source:
        links[number(row["source_key"])].append(_link(row, "source", known))
    for row in as_target:
        links[number(row["target_key"])].append(_link(row, "target", known))
    return {ticket_id: tuple(sorted(found, key=_order)) for ticket_id, found in links.items()}


def _link(row: Row, this_end: Literal["source", "target"], known: _Known) -> Link:
    other = "target" if this_end == "source" else "source"
    kind, key = text(row[f"{other}_object"]), text(row[f"{other}_key"])
    shown_number, name = known.get((kind, key), ("", ""))
    return Link(type=text(row["type"]), this_end=this_end, object=kind, key=key, number=shown_number, name=name)


def _order(link: Link) -> tuple[str, str, int, str]:
    return link.object, link.type, number(link.key), link.this_end


def _names(database: SourceDatabase, schema: Schema, rows: Iterable[Row]) -> _Known:
    """Return number and name of every ticket and piece of equipment at the ends of these links."""
    keys: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for end in ("source", "target"):
            keys[text(row[f"{end}_object"])].add(number(row[f"{end}_key"]))
    known = _named(database, _TICKET, "SELECT id, tn AS number, title AS name FROM ticket WHERE id IN", keys[_TICKET])
    if schema.has("equipment"):
        known |= _named(database, _EQUIPMENT, _EQUIPMENT_NAMES, keys[_EQUIPMENT])
    return known


def _named(database: SourceDatabase, kind: str, query: str, ids: set[int]) -> _Known:
    if not ids:
        return {}
    rows = database.rows(f"{query} ({marks(list(ids))})", sorted(ids))
    return {(kind, str(row["id"])): (text(row["number"]), text(row["name"])) for row in rows}
