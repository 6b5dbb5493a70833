"""Articles of OTRS become the thread of a ticket, with their files."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from domain.files.tables import MAX_BYTES, StoredFile
from domain.files.tables import Attachment as FileOfTicket
from integrations.otrs.import_context import ImportContext
from integrations.otrs.import_ledger import Known, Ledger
from integrations.otrs.import_words import author_of, body_of
from integrations.otrs.records import Article, Attachment, Ticket

KIND = "article"
_COMPLETE, _NO_FILES = "files", "no-files"
_COMMENT_KINDS = {"client_message": "from_client", "answer": "to_client", "internal": "internal", "notice": "system"}
_COMMENT = text("SELECT api.import_comment(:ticket, :kind, :subject, :body, :author, CAST(:author_id AS bigint), :at)")


@dataclass(slots=True)
class Brought:
    """What came with one ticket: new articles, those known before, files with their bytes, files that are lost."""

    articles: int = 0
    known: int = 0
    files: int = 0
    bytes: int = 0
    lost: list[dict[str, Any]] = field(default_factory=list)


def bring_articles(session: Session, context: ImportContext, ticket: Ticket, ticket_id: int) -> Brought:
    """Add the articles that are not in Vetka yet, in their order, and their files, one file in memory at a time."""
    ledger, brought = Ledger(session, context.system), Brought()
    comments: dict[int, int] = {}
    for article in ticket.articles:
        known = ledger.find(KIND, article.id)
        if known is None:
            comments[article.id] = _add_comment(session, context, ticket, article, ticket_id)
            brought.articles += 1
        else:
            brought.known += 1
            if context.retry_files and known.digest != _COMPLETE and _belongs(session, known, ticket_id):
                comments[article.id] = known.our_id
    waiting = [article for article in ticket.articles if article.id in comments]
    complete = _add_files(session, context, ticket, waiting, ticket_id, comments, brought)
    for article_id, comment_id in comments.items():
        ledger.note(KIND, article_id, comment_id, digest=_COMPLETE if article_id in complete else _NO_FILES)
    return brought


def lost_file(ticket: Ticket, file: Attachment) -> dict[str, Any] | None:
    """Return the line of the report on a file that cannot be brought, None for a good one."""
    fault = file.fault or ("too-large" if len(file.content) > MAX_BYTES else "")
    if not fault:
        return None
    return {"number": ticket.number, "article": file.article_id, "name": file.filename, "fault": fault}


def _belongs(session: Session, known: Known, ticket_id: int) -> bool:
    """Say whether the letter is in this ticket: after a merge in OTRS it may be in another one of ours."""
    found = session.execute(text("SELECT ticket_id FROM ticket_comment WHERE id = :id"), {"id": known.our_id})
    return bool(found.scalar_one_or_none() == ticket_id)


def _add_comment(session: Session, context: ImportContext, ticket: Ticket, article: Article, ticket_id: int) -> int:
    author, author_id = author_of(article, context.colleagues, context.agents)
    moment = article.created_at or article.incoming_at or ticket.created_at or datetime.now(UTC)
    values = {
        "ticket": ticket_id, "kind": _COMMENT_KINDS[article.kind], "subject": article.subject,
        "body": body_of(article), "author": author, "author_id": author_id, "at": moment,
    }  # fmt: skip
    return int(session.execute(_COMMENT, values).scalar_one())


def _add_files(
    session: Session, context: ImportContext, ticket: Ticket, articles: Sequence[Article],
    ticket_id: int, comments: dict[int, int], brought: Brought,
) -> set[int]:  # fmt: skip
    """Add the files of these articles; return the articles that have files, all of them whole."""
    seen, broken = set[int](), set[int]()
    already = _names(session, list(comments.values()))
    positions = Counter({comment_id: len(names) for comment_id, names in already.items()})
    for file in context.source.attachments(articles) if articles else ():
        lost = lost_file(ticket, file)
        if lost is not None:
            brought.lost.append(lost)
            broken.add(file.article_id)
            continue
        seen.add(file.article_id)
        comment_id = comments[file.article_id]
        if file.role == "plain_text_part" or file.filename in already.get(comment_id, ()):
            continue
        positions[comment_id] += 1
        _attach(session, file, ticket_id, comment_id, position=positions[comment_id])
        brought.files += 1
        brought.bytes += len(file.content)
    return seen - broken


def _names(session: Session, comment_ids: list[int]) -> dict[int, list[str]]:
    """Return the names of the files that letters have already."""
    names: dict[int, list[str]] = defaultdict(list)
    wanted = select(FileOfTicket.comment_id, FileOfTicket.name).where(FileOfTicket.comment_id.in_(comment_ids))
    for comment_id, name in session.execute(wanted):
        if comment_id is not None:
            names[comment_id].append(name)
    return names


def _attach(session: Session, file: Attachment, ticket_id: int, comment_id: int, *, position: int) -> None:
    kind = file.role if file.role in ("inline_image", "html_body") else "file"
    row = insert(FileOfTicket).values(
        ticket_id=ticket_id, comment_id=comment_id, position=position, file_id=_stored(session, file),
        name=file.filename, content_type=file.content_type or "application/octet-stream",
        content_id=file.content_id or None, kind=kind,
    )  # fmt: skip
    session.execute(row)


def _stored(session: Session, file: Attachment) -> int:
    """Return the id of the bytes, stored once however many letters carry them."""
    wanted = select(StoredFile.id).where(StoredFile.sha256 == file.sha256)
    known = session.scalar(wanted)
    if known is None:
        row = insert(StoredFile).values(sha256=file.sha256, size=len(file.content), content=file.content)
        session.execute(row.on_conflict_do_nothing(index_elements=[StoredFile.sha256]))
        known = session.scalar(wanted)
    if known is None:
        raise LookupError(file.sha256)
    return known
