"""Comments in the timeline of deals."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integrations.bitrix24.bb_code import plain_text
from integrations.bitrix24.client import BATCH, Bitrix24, Command
from integrations.bitrix24.errors import Bitrix24Error, OutcomeUnknownError
from integrations.bitrix24.paging import all_pages
from integrations.bitrix24.values import identity, keyed, needed_id, needed_moment, rows, text, whole

_DEAL = "deal"


@dataclass(frozen=True)
class CommentFile:
    """A file at a comment. size: bytes. address: a signed link, to be fetched with GET soon."""

    id: int
    name: str
    size: int
    address: str


@dataclass(frozen=True)
class Comment:
    """A comment of a deal. text: without BB code. at: when it was written, UTC; editing does not change it."""

    id: int
    deal_id: int
    author_id: int | None
    at: datetime
    text: str
    files: tuple[CommentFile, ...] = ()


@dataclass(frozen=True)
class NewestComments:
    """The newest page of each deal, newest first, and the deals of which it could not be read."""

    pages: Mapping[int, tuple[Comment, ...]]
    failures: Mapping[int, Bitrix24Error]


def add_comment(portal: Bitrix24, deal_id: int, text: str) -> int:
    """Write a comment as the webhook's employee and return its id, by which our own echo is recognised.

    text: BB code, not empty. Raises NotFoundError when the deal is gone; after an OutcomeUnknownError, look among the
    newest comments before writing it again.
    """
    fields = {"ENTITY_ID": deal_id, "ENTITY_TYPE": _DEAL, "COMMENT": text}
    return needed_id(portal.call("crm.timeline.comment.add", {"fields": fields}).result)


def newest_comments(portal: Bitrix24, deal_ids: Iterable[int]) -> NewestComments:
    """Return up to 50 newest comments of each deal, 50 deals a request.

    Raises the error of a whole request; what fails for one deal is among the failures.
    """
    wanted = sorted(set(deal_ids))
    pages: dict[int, tuple[Comment, ...]] = {}
    failures: dict[int, Bitrix24Error] = {}
    for start in range(0, len(wanted), BATCH):
        chunk = wanted[start : start + BATCH]
        parts = portal.batch({f"deal{deal_id}": _newest(deal_id) for deal_id in chunk})
        for deal_id in chunk:
            key = f"deal{deal_id}"
            try:
                if key in parts.errors:
                    raise parts.errors[key]
                if key not in parts.answers:
                    raise OutcomeUnknownError("shape")
                pages[deal_id] = _page(parts.answers[key].result, deal_id)
            except Bitrix24Error as error:
                failures[deal_id] = error
    return NewestComments(pages, failures)


def comments_of(portal: Bitrix24, deal_id: int) -> Iterator[Comment]:
    """Yield the comments of one deal, newest first, page after page as far as the caller reads."""
    method, parameters = _newest(deal_id)
    for result in all_pages(portal, method, parameters):
        yield from _page(result, deal_id)


def _newest(deal_id: int) -> Command:
    parameters = {"filter": {"ENTITY_ID": deal_id, "ENTITY_TYPE": _DEAL}, "order": {"ID": "DESC"}}
    return "crm.timeline.comment.list", parameters


def _page(result: Any, deal_id: int) -> tuple[Comment, ...]:
    return tuple(_comment(row, deal_id) for row in rows(result))


def _comment(row: Mapping[str, Any], deal_id: int) -> Comment:
    return Comment(
        id=needed_id(row.get("ID")),
        deal_id=deal_id,
        author_id=identity(row.get("AUTHOR_ID")),
        at=needed_moment(row.get("CREATED")),
        text=plain_text(text(row.get("COMMENT"))),
        files=tuple(_file(held) for held in keyed(row.get("FILES")).values() if isinstance(held, Mapping)),
    )


def _file(held: Mapping[str, Any]) -> CommentFile:
    return CommentFile(
        id=whole(held.get("id")) or 0,
        name=text(held.get("name")),
        size=whole(held.get("size")) or 0,
        address=text(held.get("urlDownload")),
    )
