"""Comments both ways. Our own echo is known by its id, never by its author: the manager may own the webhook.

An own comment without an answer is found again by the hash of its plain text; a poll that meets it first links it.
"""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

from domain.exchange.mirroring import (
    CommentToSend,
    LinkedDeal,
    adopt_comment,
    comment_to_send,
    linked_deals,
    mirror_comment_in,
    mirrored_digests,
    note_comment_attempt,
)
from domain.exchange.tables import BITRIX24
from integrations.agent.office import Office
from integrations.agent.outcomes import GiveUpError, TryAgainError
from integrations.bitrix24.bb_code import bb_escape, plain_text
from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.comments import Comment, add_comment, comments_of, newest_comments
from integrations.bitrix24.errors import Bitrix24Error, NotFoundError, PortalClosedError
from integrations.bitrix24.mirror.access import open_portal
from integrations.bitrix24.mirror.chunks import each_chunk
from integrations.bitrix24.mirror.stages import is_active
from integrations.bitrix24.people import read_names

_MARGIN = 1.0


def digest_of(text: str) -> str:
    """Return the hash of a comment's plain text, as `Comment.text` is; blanks at line ends and the like left out."""
    plain = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return sha256(plain.encode()).hexdigest()


def send_comment(office: Office, mirror_id: int) -> None:
    """Write a ticket's comment into its deal, once. Raises GiveUpError where the deal is gone or was never opened."""
    sent = office.database.ask(comment_to_send, mirror_id)
    if sent is None or sent.state == "mirrored":
        return
    if sent.deal_state == "given_up":
        return  # the words stay here: somebody has decided that there is no deal
    if sent.deal_remote_id is None:
        raise GiveUpError("bitrix24-deal-not-opened")
    deal = int(sent.deal_remote_id)
    with open_portal(office) as (portal, _):
        if sent.attempt_age is not None:
            found = _own_unanswered(office, portal, sent, deal)
            if found is not None:
                office.database.act(adopt_comment, mirror_id, str(found))
                return
            rest = office.patience.unknown - sent.attempt_age
            if rest > 0:
                again = rest + _MARGIN * min(1.0, rest)
                raise TryAgainError("bitrix24-outcome-unknown", seconds=again, counted=False, reason="")
        text = bb_escape(f"{sent.author}: {sent.body}")
        office.database.act(note_comment_attempt, mirror_id, digest_of(plain_text(text)))
        try:
            made = add_comment(portal, deal, text)
        except Bitrix24Error as error:
            if error.nothing_done:
                office.database.act(note_comment_attempt, mirror_id, None)
            raise
        office.database.act(adopt_comment, mirror_id, str(made))


def _own_unanswered(office: Office, portal: Bitrix24, sent: CommentToSend, deal: int) -> int | None:
    """Return the id of the comment that an unanswered attempt made, None where there is none."""
    known = office.database.ask(mirrored_digests, [sent.deal_id])
    ids = [
        one.id for one in comments_of(portal, deal) if str(one.id) not in known and digest_of(one.text) == sent.digest
    ]
    return min(ids, default=None)


def poll_comments(office: Office) -> None:
    """Bring in what was written in the timelines of our deals: those that are open, and those closed today."""
    if not office.database.ask(is_active):
        return
    with open_portal(office) as (portal, _):
        each_chunk(office.database.ask(linked_deals, BITRIX24), partial(read_comments, office, portal))


def read_comments(office: Office, portal: Bitrix24, linked: Sequence[LinkedDeal]) -> None:
    """Bring in the comments of these deals. One deal's refusal does not keep the others waiting."""
    by_remote = {int(one.remote_id): one for one in linked if one.state != "missing"}
    newest = newest_comments(portal, by_remote)
    known = office.database.ask(mirrored_digests, [one.id for one in by_remote.values()])
    fresh: list[tuple[LinkedDeal, Comment]] = []
    for remote_id, page in newest.pages.items():
        deal = by_remote[remote_id]
        listed = page if _reaches_down(page, deal) else tuple(comments_of(portal, remote_id))
        fresh += [(deal, one) for one in listed if known.get(str(one.id)) != digest_of(one.text)]
    names = _names(portal, {one.author_id for _, one in fresh if one.author_id is not None})
    for deal, comment in sorted(fresh, key=lambda pair: pair[1].id):
        office.database.act(
            mirror_comment_in, deal.id, remote_id=comment.id, author=_author(comment, names), body=_body(comment),
            digest=digest_of(comment.text), at=comment.at,
        )  # fmt: skip
    for failure in newest.failures.values():  # a deal that is gone is told by the sweep
        if not isinstance(failure, NotFoundError):
            raise failure


def _reaches_down(page: tuple[Comment, ...], deal: LinkedDeal) -> bool:
    """Tell whether the newest page reaches what was read before, or the deal's first comment."""
    return len(page) < 50 or min(one.id for one in page) <= deal.last_comment_id


def _names(portal: Bitrix24, authors: set[int]) -> dict[int, str]:
    """Return the authors' names; none where the webhook may not read people."""
    if not authors:
        return {}
    try:
        return read_names(portal, authors)
    except PortalClosedError:
        return {}


def _author(comment: Comment, names: dict[int, str]) -> str:
    return names.get(comment.author_id or 0) or f"Битрикс24 #{comment.author_id or '?'}"


def _body(comment: Comment) -> str:
    lines = [comment.text, *(f"[{one.name}]" for one in comment.files)]
    return "\n".join(line for line in lines if line) or "–"
