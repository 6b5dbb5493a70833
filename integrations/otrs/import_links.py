"""Links between tickets, and of tickets to equipment, once both ends are in Vetka."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from integrations.otrs import import_equipment, import_tickets
from integrations.otrs.import_ledger import Ledger
from integrations.otrs.records import Link

KIND = "link"
_OURS = {"ParentChild": "parent", "DependsOn": "depends_on"}
_LINK = text(
    "INSERT INTO ticket_link (from_ticket_id, to_ticket_id, kind) VALUES (:a, :b, :kind) ON CONFLICT DO NOTHING"
)
_DEVICE = text("INSERT INTO ticket_device (ticket_id, device_id) VALUES (:a, :b) ON CONFLICT DO NOTHING")


def bring_links(session: Session, system: str, ticket_id: int, links: Sequence[Link]) -> tuple[int, int]:
    """Link a ticket as in OTRS; return how many links are new and how many were brought before.

    ticket_id: of OTRS. A link that somebody removed in Vetka stays removed.
    """
    ledger, new, same = Ledger(session, system), 0, 0
    here = ledger.find(import_tickets.KIND, ticket_id)
    for link in links if here else ():
        kind = import_tickets.KIND if link.object == "Ticket" else import_equipment.KIND
        there = ledger.find(kind, link.key) if link.object in ("Ticket", "ITSMConfigItem") else None
        if here is None or there is None or (link.object == "Ticket" and link.key == str(ticket_id)):
            continue
        if ledger.find(KIND, _source_id(ticket_id, link)) is not None:
            same += 1
            continue
        _write(session, link, here.our_id, there.our_id)
        ledger.note(KIND, _source_id(ticket_id, link), here.our_id)
        new += 1
    return new, same


def _write(session: Session, link: Link, here: int, there: int) -> None:
    if link.object == "ITSMConfigItem":
        session.execute(_DEVICE, {"a": here, "b": there})
        return
    kind = _OURS.get(link.type, "related")
    turned = link.this_end == "target" if link.is_pointed else here > there
    first, second = (there, here) if turned else (here, there)
    session.execute(_LINK, {"a": first, "b": second, "kind": kind})


def _source_id(ticket_id: int, link: Link) -> str:
    """Return the key of a link, the same seen from both of its tickets."""
    if link.object != "Ticket":
        return f"{link.type}:{ticket_id}:{link.object}:{link.key}"
    ends = [str(ticket_id), link.key]
    ordered = (ends if link.this_end == "source" else ends[::-1]) if link.is_pointed else sorted(ends)
    return ":".join([link.type, *ordered])
