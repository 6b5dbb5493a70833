"""What the agent reads before it speaks with a partner, and what it notes afterwards. Deals are those of branch visits.

Everything is asked for anew when a job begins: its arguments are ids only, and the world may have moved on since.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import extract, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from domain.clients.tables import Client
from domain.exchange.tables import IntegrationSecret, Partner, PartnerComment, PartnerCursor, PartnerDeal, PartnerStage
from domain.people.tables import Person
from domain.procurement.tables import PurchaseLine, PurchaseLineCost
from domain.settings.installation import installation_id
from domain.stock.tables import Product
from domain.tickets.tables import Ticket, TicketComment
from domain.workflow.tables import BranchVisit

_STILL_READ = timedelta(days=1)  # comments of a closed deal are read for so long


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a partner: its settings, and the secret (None: not given yet)."""

    active: bool
    settings: dict[str, Any]
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of the purchase: price of one unit for the client, None where it has none yet."""

    name: str
    quantity: Decimal
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class DealToOpen:
    """A deal as the agent opens it. `attempt_age`: seconds since an attempt began that has no answer, else None.

    `originator` and `origin` are the key by which the partner finds it again: this installation, and the visit with its
    time, since a database taken back to an older copy gives the numbers of visits again.
    """

    id: int
    remote_id: str | None
    state: str
    originator: str
    origin: str
    number: int
    title: str
    description: str
    client: str
    client_bin: str | None
    engineer: str
    attempt_age: float | None
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True)
class CommentToSend:
    """A comment on its way out. `attempt_age` as at DealToOpen, `digest` of what that attempt sent."""

    id: int
    state: str
    deal_id: int
    deal_remote_id: str | None
    deal_state: str
    author: str
    body: str
    digest: str
    attempt_age: float | None


@dataclass(frozen=True, slots=True)
class LinkedDeal:
    """A deal that both sides know."""

    id: int
    remote_id: str
    state: str
    stage: str
    last_comment_id: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """A step of a deal, as `api.record_stages` takes it. `position` orders the steps: the partner's own id."""

    remote_id: str
    position: int
    stage: str
    name: str
    colour: str
    semantic: str
    at: datetime


def access(session: Session, system: str) -> Access:
    """Return how to reach a partner; only the agent's role may ask for the secret."""
    query = (
        select(Partner.active, Partner.settings, IntegrationSecret.value)
        .outerjoin(IntegrationSecret, IntegrationSecret.system == Partner.system)
        .where(Partner.system == system)
    )
    return Access(*session.execute(query).one())


def keep_moved_secret(session: Session, system: str, secret: str, shown: str) -> None:
    """Keep the new address of a partner that was renamed."""
    call = text("SELECT api.secret_moved(:system, :secret, :shown)")
    session.execute(call, {"system": system, "secret": secret, "shown": shown})


def cursor(session: Session, system: str, name: str) -> str | None:
    """Return how far something was read, None where it never was."""
    query = select(PartnerCursor.value).where(PartnerCursor.system == system, PartnerCursor.name == name)
    return session.scalar(query)


def begin_cursor(session: Session, system: str, name: str, value: str) -> None:
    """Note where reading begins, unless it has begun already."""
    new = insert(PartnerCursor).values(system=system, name=name, value=value)
    session.execute(new.on_conflict_do_nothing(index_elements=["system", "name"]))


def keep_cursor(session: Session, system: str, name: str, value: str) -> None:
    """Note how far something was read."""
    new = insert(PartnerCursor).values(system=system, name=name, value=value)
    renewed = {"value": new.excluded.value, "at": func.now()}
    session.execute(new.on_conflict_do_update(index_elements=["system", "name"], set_=renewed))


# Deals ----------------------------------------------------------------------------------------------------------------


def deal_to_open(session: Session, deal_id: int) -> DealToOpen | None:
    """Return what the agent needs to open a deal, None where there is none of that id."""
    age = extract("epoch", func.clock_timestamp() - PartnerDeal.attempt_began_at)
    query = (
        select(PartnerDeal.id, PartnerDeal.remote_id, PartnerDeal.state, PartnerDeal.visit_id, BranchVisit.entered_at,
               Ticket.number,
               Ticket.title, Ticket.description, Ticket.client_text, Client.name.label("client"),
               Client.bin.label("client_bin"), Person.name.label("engineer"), age.label("age"),
               Ticket.id.label("ticket"))
        .join(Ticket, Ticket.id == PartnerDeal.ticket_id)
        .join(BranchVisit, BranchVisit.id == PartnerDeal.visit_id)
        .outerjoin(Client, Client.id == Ticket.client_id)
        .outerjoin(Person, Person.id == BranchVisit.engineer_id)
        .where(PartnerDeal.id == deal_id)
    )  # fmt: skip
    one = session.execute(query).one_or_none()
    if one is None:
        return None
    return DealToOpen(
        id=one.id, remote_id=one.remote_id, state=one.state, originator=f"vetka:{installation_id(session)}",
        origin=f"{one.visit_id}-{one.entered_at:%Y%m%d%H%M%S}", number=one.number, title=one.title,
        description=one.description, client=one.client or one.client_text, client_bin=one.client_bin,
        engineer=one.engineer or "", attempt_age=None if one.age is None else float(one.age),
        goods=_goods(session, one.ticket),
    )  # fmt: skip


def _goods(session: Session, ticket_id: int) -> tuple[Goods, ...]:
    query = (
        select(func.coalesce(func.nullif(PurchaseLine.description, ""), Product.name), PurchaseLine.quantity,
               PurchaseLineCost.price)
        .outerjoin(Product, Product.id == PurchaseLine.product_id)
        .outerjoin(PurchaseLineCost, PurchaseLineCost.purchase_line_id == PurchaseLine.id)
        .where(PurchaseLine.ticket_id == ticket_id, ~PurchaseLine.cancelled)
        .order_by(PurchaseLine.position, PurchaseLine.id)
    )  # fmt: skip
    return tuple(Goods(*one) for one in session.execute(query))


def note_deal_attempt(session: Session, deal_id: int, *, began: bool) -> None:
    """Note that an attempt to create the deal begins now, or that it certainly made nothing."""
    session.execute(text("SELECT api.note_deal_attempt(:deal, :began)"), {"deal": deal_id, "began": began})


def adopt_deal(session: Session, deal_id: int, remote_id: str, url: str, doubles: Sequence[str] = ()) -> None:
    """Keep the partner's id of a deal; `doubles` are ids of further deals with the same key."""
    call = text("SELECT api.adopt_deal(:deal, :remote, :url, CAST(:doubles AS jsonb))")
    values = {"deal": deal_id, "remote": remote_id, "url": url, "doubles": json.dumps(list(doubles))}
    session.execute(call, values)


def linked_deals(session: Session, system: str, remote_ids: Iterable[int] | None = None) -> list[LinkedDeal]:
    """Return the deals that both sides know: those with these ids, or those still of interest."""
    query = select(
        PartnerDeal.id, PartnerDeal.remote_id, PartnerDeal.state, PartnerDeal.stage, PartnerDeal.last_comment_id
    ).where(PartnerDeal.system == system, PartnerDeal.remote_id.is_not(None))
    if remote_ids is not None:
        query = query.where(PartnerDeal.remote_id.in_([str(one) for one in remote_ids]))
    else:
        of_interest = PartnerDeal.closed_at.is_(None) | (PartnerDeal.closed_at > datetime.now(UTC) - _STILL_READ)
        query = query.where(of_interest)
    return [LinkedDeal(**one._mapping) for one in session.execute(query.order_by(PartnerDeal.id))]


def linked_deal(session: Session, deal_id: int) -> LinkedDeal | None:
    """Return one deal by our id, None where the partner's is not known yet."""
    query = select(
        PartnerDeal.id, PartnerDeal.remote_id, PartnerDeal.state, PartnerDeal.stage, PartnerDeal.last_comment_id
    ).where(PartnerDeal.id == deal_id, PartnerDeal.remote_id.is_not(None))
    one = session.execute(query).one_or_none()
    return None if one is None else LinkedDeal(**one._mapping)


def record_stages(session: Session, deal_id: int, steps: Sequence[StageRow]) -> int:
    """Note steps of a deal, each once; returns how many were new."""
    rows = json.dumps([{**asdict(step), "at": step.at.isoformat()} for step in steps], ensure_ascii=False)
    call = text("SELECT api.record_stages(:deal, CAST(:rows AS jsonb))")
    counted: int = session.execute(call, {"deal": deal_id, "rows": rows}).scalar_one()
    return counted


def unsettled_deals(session: Session, system: str) -> list[int]:
    """Return the deals whose newest step was noted and not yet carried out."""
    newest = select(func.max(PartnerStage.position)).where(PartnerStage.deal_id == PartnerDeal.id).scalar_subquery()
    query = select(PartnerDeal.id).where(PartnerDeal.system == system, PartnerDeal.settled_position < newest)
    return list(session.scalars(query.order_by(PartnerDeal.id)))


def settle_deal(session: Session, deal_id: int) -> str:
    """Carry out what the newest step of a deal means for its ticket; returns what was done."""
    done: str = session.execute(text("SELECT api.settle_deal(:deal)"), {"deal": deal_id}).scalar_one()
    return done


def note_deal_missing(session: Session, deal_id: int) -> None:
    """Note that the partner does not show a linked deal any more; its ticket is told once."""
    session.execute(text("SELECT api.note_deal_missing(:deal)"), {"deal": deal_id})


# Comments -------------------------------------------------------------------------------------------------------------


def comment_to_send(session: Session, mirror_id: int) -> CommentToSend | None:
    """Return a comment on its way out, None where there is none of that id."""
    age = extract("epoch", func.clock_timestamp() - PartnerComment.attempt_began_at)
    query = (
        select(PartnerComment.id, PartnerComment.state, PartnerComment.deal_id, PartnerDeal.remote_id,
               PartnerDeal.state.label("deal_state"), func.coalesce(Person.name, TicketComment.author),
               TicketComment.body, PartnerComment.digest, age)
        .join(PartnerDeal, PartnerDeal.id == PartnerComment.deal_id)
        .join(TicketComment, TicketComment.id == PartnerComment.comment_id)
        .outerjoin(Person, Person.id == TicketComment.author_id)
        .where(PartnerComment.id == mirror_id)
    )  # fmt: skip
    one = session.execute(query).one_or_none()
    return None if one is None else CommentToSend(*one[:-1], None if one[-1] is None else float(one[-1]))


def note_comment_attempt(session: Session, mirror_id: int, digest: str | None) -> None:
    """Note that a comment is being sent, with the hash of its plain text; None: the attempt certainly made nothing."""
    session.execute(text("SELECT api.note_comment_attempt(:mirror, :digest)"), {"mirror": mirror_id, "digest": digest})


def adopt_comment(session: Session, mirror_id: int, remote_id: str) -> None:
    """Keep the partner's id of a comment that arrived there."""
    session.execute(text("SELECT api.adopt_comment(:mirror, :remote)"), {"mirror": mirror_id, "remote": remote_id})


def mirror_comment_in(
    session: Session, deal_id: int, *, remote_id: int, author: str, body: str, digest: str, at: datetime
) -> str:
    """Bring in a comment read at the partner: `new`, `known`, `edited`, or `ours`: our own unanswered one was found."""
    call = text("SELECT api.mirror_comment_in(:deal, :remote, :place, :author, :body, :digest, :at)")
    values: Mapping[str, Any] = {
        "deal": deal_id, "remote": str(remote_id), "place": remote_id, "author": author, "body": body, "digest": digest,
        "at": at,
    }  # fmt: skip
    done: str = session.execute(call, values).scalar_one()
    return done


def mirrored_digests(session: Session, deal_ids: Iterable[int]) -> dict[str, str]:
    """Return the partner's id → hash of the last known text, for comments of these deals that stand on both sides."""
    query = select(PartnerComment.remote_id, PartnerComment.digest).where(
        PartnerComment.deal_id.in_(list(deal_ids)), PartnerComment.remote_id.is_not(None)
    )
    return {str(remote_id): digest for remote_id, digest in session.execute(query)}
