"""The facts beside the fixtures, and what we read put into the same words."""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from integrations.otrs.records import Article, Attachment, FieldValue, Link, Person, Ticket

# Written by the product in the storage zone and again in UTC: the second says it all.
_LOCAL_TIMES = {"create_local", "created_local", "changed_local"}
_NOT_READ = {"history_count"}


@dataclass(frozen=True)
class Expected:
    """Facts computed by the product's own programming interface."""

    facts: dict[str, Any]
    tickets: dict[str, dict[str, Any]]

    @classmethod
    def load(cls, folder: Path, name: str) -> "Expected":
        facts = json.loads((folder / f"{name}.facts.json").read_text(encoding="utf-8"))
        with gzip.open(folder / f"{name}.tickets.jsonl.gz", "rt", encoding="utf-8") as lines:
            tickets = [_without(json.loads(line), _LOCAL_TIMES | _NOT_READ) for line in lines]
        return cls(facts, {ticket["number"]: ticket for ticket in tickets})


def described(ticket: Ticket, files: Iterable[Attachment]) -> dict[str, Any]:
    """Put a ticket that was read into the words of the facts."""
    by_article: dict[int, list[Attachment]] = defaultdict(list)
    for file in files:
        by_article[file.article_id].append(file)
    described_ticket = {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "title": ticket.title,
        "state": ticket.state,
        "state_type": ticket.state_type,
        "open": ticket.is_open,
        "queue": ticket.queue,
        "type": ticket.type,
        "service": ticket.service,
        "priority": ticket.priority,
        "lock": "lock" if ticket.locked else "unlock",
        "owner": ticket.owner,
        "responsible": ticket.responsible,
        "customer_id": ticket.company_key,
        "customer_user": ticket.person_login,
        "created_utc": utc(ticket.created_at),
        "pending_until_utc": utc(ticket.pending_until),
        "archived": ticket.archived,
        "accounted_time": float(ticket.accounted_time),
        "dynamic_fields": {field.name: _field(field) for field in ticket.fields},
        "links": sorted((_link(link) for link in ticket.links), key=_order),
        "article_count": len(ticket.articles),
        "articles": [_article(article, by_article[article.id]) for article in ticket.articles],
    }
    return described_ticket | ({"merged_into": ticket.merged_into} if ticket.merged_into else {})


def comparable(fact: dict[str, Any]) -> dict[str, Any]:
    """Put a ticket of the facts into one order of links and files, which have none; NULL and empty are the same."""
    articles = [
        article | {"attachments": sorted(article["attachments"], key=lambda file: file["filename"])}
        for article in fact["articles"]
    ]
    unnamed = {key: fact[key] or "" for key in ("customer_id", "customer_user", "service")}
    return fact | unnamed | {"links": sorted(fact["links"], key=_order), "articles": articles}


def utc(moment: datetime | None) -> str | None:
    """Write a moment as the facts do."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def mended(text: str) -> str:
    """Undo the double encoding of people's texts in the facts files."""
    return text.encode("latin-1").decode("utf-8")


def person_facts(person: Person) -> dict[str, Any]:
    """Put a person into the words of the facts."""
    return {
        "login": person.login,
        "email": person.email,
        "first": person.first_name,
        "last": person.last_name,
        "customer_id": person.company_keys[0],
        "all_customer_ids": sorted(person.company_keys),
        "phone": person.phone,
        "phone_e164": person.phone_e164,
        "mobile": person.mobile,
        "mobile_e164": person.mobile_e164,
        "valid": person.valid,
    }


def _article(article: Article, files: Iterable[Attachment]) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "channel": article.channel,
        "sender_type": article.sender_type,
        "visible_for_customer": article.visible_for_customer,
        "from": article.sender,
        "to": article.to,
        "cc": article.cc,
        "subject": article.subject,
        "content_type": article.content_type,
        "create_utc": utc(article.created_at),
        "incoming_utc": utc(article.incoming_at),
        "body_sha256": hashlib.sha256(article.body.encode()).hexdigest(),
        "body_chars": len(article.body),
        "body_start": article.body[:120],
        "attachments": [
            {
                "filename": file.filename,
                "content_type": file.content_type,
                "content_id": file.content_id,
                "disposition": file.disposition,
                "role": file.role,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in files
        ],
    }


def _field(field: FieldValue) -> Any:
    values = [_field_value(value) for value in field.values]
    return values if field.field_type == "Multiselect" else values[0]


def _field_value(value: object) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.isoformat()} 00:00:00"
    return value


def _link(link: Link) -> dict[str, Any]:
    # The product names the other end, and calls it the source where the type has no direction.
    direction = "Target" if link.is_pointed and link.this_end == "source" else "Source"
    described_link = {"object": link.object, "type": link.type, "direction": direction}
    if link.object == "ITSMConfigItem":
        return described_link | {"config_item_number": link.number, "name": link.name}
    return described_link | {"number": link.number}


def _order(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _without(value: Any, keys: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner, keys) for key, inner in value.items() if key not in keys}
    return [_without(inner, keys) for inner in value] if isinstance(value, list) else value
