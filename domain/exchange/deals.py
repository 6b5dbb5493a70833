"""The deals of a ticket at a partner, with the steps that each has made there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.exchange.tables import PartnerDeal, PartnerStage
from domain.workflow.names import named
from domain.workflow.tables import Status

DEAL = "bitrix24.deal"
"""The effect of a status whose entering makes a deal."""


@dataclass(frozen=True, slots=True)
class DealStep:
    """A stage that a deal has reached. Colour is `#rrggbb` or "", semantic P in progress, S success, F failure."""

    name: str
    colour: str
    semantic: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TicketDeal:
    """The deal of a visit to a branch. State: wanted (not made yet), given_up (skipped before
    it was made), open, won, lost, missing.

    `stage_at` is when its stage was reached by the portal's clock, `read_at` when we last heard of it. `url` opens it.
    """

    id: int
    visit_id: int
    state: str
    remote_id: str | None
    url: str
    stage_name: str
    colour: str
    semantic: str
    stage_at: datetime | None
    read_at: datetime | None
    steps: tuple[DealStep, ...]


def deals_of_ticket(session: Session, ticket_id: int) -> tuple[TicketDeal, ...]:
    """Return the deals of a ticket, one for each visit to the branch, the oldest first."""
    steps: dict[int, list[DealStep]] = {}
    stages = (
        select(PartnerStage)
        .join(PartnerDeal, PartnerDeal.id == PartnerStage.deal_id)
        .where(PartnerDeal.ticket_id == ticket_id)
        .order_by(PartnerStage.deal_id, PartnerStage.position)
    )
    for one in session.scalars(stages):
        steps.setdefault(one.deal_id, []).append(DealStep(one.name, one.colour, one.semantic, one.at))
    deals = select(PartnerDeal).where(PartnerDeal.ticket_id == ticket_id).order_by(PartnerDeal.id)
    return tuple(_told(one, tuple(steps.get(one.id, ()))) for one in session.scalars(deals))


def deal_of_ticket(session: Session, ticket_id: int) -> TicketDeal | None:
    """Return the newest deal of a ticket, or None where it never had one."""
    return next(reversed(deals_of_ticket(session, ticket_id)), None)


def _told(deal: PartnerDeal, steps: tuple[DealStep, ...]) -> TicketDeal:
    return TicketDeal(
        deal.id, deal.visit_id, deal.state, deal.remote_id, deal.url, deal.stage_name, deal.stage_colour, deal.semantic,
        deal.stage_at, deal.read_at, steps,
    )  # fmt: skip


def statuses_of_deals(session: Session, *, language: str = "ru") -> list[tuple[str, str]]:
    """Return (code, name) of the statuses that a stage of a deal may stand for: those of the branches with deals."""
    branches = select(Status.branch_id).where(Status.effects.contains([{"kind": DEAL}]), ~Status.retired)
    query = (
        select(Status.code, named(Status, language))
        .where(Status.branch_id.in_(branches), ~Status.retired)
        .order_by(Status.branch_id, Status.position)
    )
    return [(code, name) for code, name in session.execute(query)]
