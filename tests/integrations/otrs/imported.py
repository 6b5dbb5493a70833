"""What an import left in Vetka, in the words of the facts, and everything it wrote, for comparing two runs."""

import hashlib
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.integrations.otrs.expected import utc

_TABLES = (
    "client", "site", "contact", "contact_phone", "device", "device_code", "device_attribute", "ticket",
    "ticket_number", "ticket_device", "ticket_link", "ticket_comment", "ticket_history", "branch_visit",
    "stored_file", "attachment", "imported_row", "audit_log",
)  # fmt: skip


def written(session: Session) -> dict[str, tuple[int, str]]:
    """Return the number of rows and a digest of every table an import writes."""
    found = {}
    for table in _TABLES:
        query = f"SELECT count(*), coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') FROM {table} r"
        count, digest = session.execute(text(query)).one()
        found[table] = (count, digest)
    return found


def content(session: Session) -> dict[str, Any]:
    """Return what was brought without our own ids, to compare databases filled in different ways."""
    queries = {
        "clients": "SELECT name, bin, note, active FROM client ORDER BY 1, 3",
        "contacts": "SELECT c.name, k.name, k.email, k.post FROM contact k JOIN client c ON c.id = k.client_id"
        " ORDER BY 1, 2, 3",
        "devices": "SELECT k.code, d.model, d.serial, d.service_state FROM device d"
        " JOIN device_code k ON k.device_id = d.id ORDER BY 1",
        "links": "SELECT a.number, b.number, l.kind FROM ticket_link l JOIN ticket_number a ON a.ticket_id ="
        " l.from_ticket_id JOIN ticket_number b ON b.ticket_id = l.to_ticket_id ORDER BY 1, 2, 3",
        "files": "SELECT f.sha256, count(*) FROM stored_file f JOIN attachment a ON a.file_id = f.id"
        " GROUP BY 1 ORDER BY 1",
        "ledger": "SELECT system, kind, source_id, digest FROM imported_row ORDER BY 1, 2, 3",
    }
    found: dict[str, Any] = {
        name: [tuple(row) for row in session.execute(text(query))] for name, query in queries.items()
    }
    found["tickets"] = tickets(session)
    return found


def tickets(session: Session) -> dict[str, dict[str, Any]]:
    """Return the imported tickets by their number in OTRS."""
    rows = session.execute(text(
        "SELECT t.id, t.title, t.description, t.priority, t.type, t.registered_at, t.registered_by, t.postponed_until,"
        "  t.client_text, s.code AS status, p.login AS engineer, c.source_id AS company, h.detail, k.name AS contact,"
        "  i.source_id"
        "  FROM ticket t JOIN imported_row i ON i.kind = 'ticket' AND i.our_id = t.id"
        "  JOIN status s ON s.id = t.status_id LEFT JOIN person p ON p.id = t.engineer_id"
        "  LEFT JOIN imported_row c ON c.kind = 'company' AND c.our_id = t.client_id"
        "  LEFT JOIN contact k ON k.id = t.contact_id"
        "  JOIN ticket_history h ON h.ticket_id = t.id AND h.kind = 'imported' ORDER BY t.id"
    )).mappings()  # fmt: skip
    return {row["detail"]["number"][1]: _ticket(session, dict(row)) for row in rows}


def _ticket(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    detail = {name: values[1] for name, values in row.pop("detail").items()}
    ticket_id = row.pop("id")
    row["registered_at"], row["postponed_until"] = utc(row["registered_at"]), utc(row["postponed_until"])
    comments = session.execute(
        text(
            "SELECT id, kind, subject, body, author, at, origin FROM ticket_comment"
            + " WHERE ticket_id = :id ORDER BY at, id"
        ),
        {"id": ticket_id},
    )
    numbers = session.execute(
        text("SELECT number FROM ticket_number WHERE ticket_id = :id ORDER BY number"), {"id": ticket_id}
    )
    devices = session.execute(
        text("SELECT c.code FROM ticket_device d JOIN device_code c ON c.device_id = d.device_id"
             " WHERE d.ticket_id = :id ORDER BY 1"), {"id": ticket_id},
    )  # fmt: skip
    return row | {
        "detail": detail,
        "articles": [_article(session, comment) for comment in comments.all()],
        "numbers": list(numbers.scalars()),
        "devices": list(devices.scalars()),
    }


def _article(session: Session, comment: Any) -> dict[str, Any]:
    files = session.execute(
        text("SELECT a.name, a.content_type, a.kind, f.size, f.sha256, f.content FROM attachment a"
             " JOIN stored_file f ON f.id = a.file_id WHERE a.comment_id = :id ORDER BY a.position"),
        {"id": comment.id},
    )  # fmt: skip
    return {
        "kind": comment.kind,
        "subject": comment.subject,
        "author": comment.author,
        "create_utc": utc(comment.at),
        "origin": comment.origin,
        "body_sha256": hashlib.sha256(comment.body.encode()).hexdigest(),
        "files": sorted(
            (file.name, file.content_type, file.kind, file.size, hashlib.sha256(file.content).hexdigest())
            for file in files
        ),
    }
