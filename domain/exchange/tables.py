"""Partners – other systems we speak with – and what came from or went to them, so that nothing happens twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, BytesOrdered, Id, ServerTime, Versioned

BITRIX24 = "bitrix24"
MAIL = "mail"
BACKUP = "backup"
SYSTEMS = (BITRIX24, MAIL, BACKUP)
DEAL_STATES = ("wanted", "given_up", "open", "won", "lost", "missing")
SEMANTICS = ("P", "S", "F")  # in progress, success, failure, as the portal names them


class ImportedRow(Base):
    """A row of another system and the row of ours made from it. `digest` is the hash of what was last read there."""

    __tablename__ = "imported_row"
    __table_args__ = (
        Index("uq_imported_row_source", "system", "kind", "source_id", unique=True),
        Index("ix_imported_row_our", "kind", "our_id"),
    )
    id: Mapped[Id]
    system: Mapped[str]
    kind: Mapped[str]
    source_id: Mapped[BytesOrdered]
    our_id: Mapped[int]
    our_version: Mapped[int | None]
    digest: Mapped[str] = mapped_column(server_default="")
    at: Mapped[ServerTime]


class Partner(Versioned, Base):
    """Another system as an administrator set it up. `settings` hold no secret: that is a row of `IntegrationSecret`."""

    __tablename__ = "partner"
    __table_args__ = (CheckConstraint(f"system IN {SYSTEMS}", name="system"),)
    system: Mapped[str] = mapped_column(primary_key=True)
    active: Mapped[bool] = mapped_column(server_default="false")
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class IntegrationSecret(Base):
    """A password or a secret address. Only the agent's role reads it; administrators write it unread."""

    __tablename__ = "integration_secret"
    system: Mapped[str] = mapped_column(ForeignKey("partner.system"), primary_key=True)
    value: Mapped[str]
    hint: Mapped[str] = mapped_column(server_default="")
    changed_at: Mapped[ServerTime]
    changed_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class PartnerReport(Base):
    """What the agent last found at a partner: `checks` of a test, `found` (pipelines, stages, people), a fault.

    A fault is the code of a sentence with its details; empty where the last call went well.
    """

    __tablename__ = "partner_report"
    system: Mapped[str] = mapped_column(ForeignKey("partner.system"), primary_key=True)
    checked_at: Mapped[datetime | None]
    checks: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    found: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    fault: Mapped[str] = mapped_column(server_default="")
    fault_details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    fault_since: Mapped[datetime | None]
    spoken_at: Mapped[datetime | None]


class PartnerCursor(Base):
    """How far the agent has read something at a partner."""

    __tablename__ = "partner_cursor"
    system: Mapped[str] = mapped_column(ForeignKey("partner.system"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    at: Mapped[ServerTime]


class PartnerPace(Base):
    """When the next call to a partner may leave: one pace for all agents, because the limit is the office's."""

    __tablename__ = "partner_pace"
    system: Mapped[str] = mapped_column(ForeignKey("partner.system"), primary_key=True)
    next_at: Mapped[ServerTime]


class StageMeaning(Versioned, Base):
    """Which status of the branch a stage of the portal stands for; a stage without a row is only shown."""

    __tablename__ = "stage_meaning"
    system: Mapped[str] = mapped_column(ForeignKey("partner.system"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))


class PartnerDeal(Versioned, Base):
    """The one deal of a branch visit. Written by `api` functions alone.

    `remote_id` is the partner's id once known; `attempt_began_at` stands while an attempt to create it has no answer;
    `settled_position` is the last step whose meaning was carried out;
    `doubles` are ids of further deals that were found for the same visit.
    """

    __tablename__ = "partner_deal"
    __table_args__ = (
        UniqueConstraint("system", "visit_id"),
        UniqueConstraint("system", "remote_id"),
        CheckConstraint(f"state IN {DEAL_STATES}", name="state"),
        CheckConstraint(f"semantic IN {SEMANTICS}", name="semantic"),
        CheckConstraint("state IN ('wanted', 'given_up') OR remote_id IS NOT NULL", name="known_unless_wanted"),
        Index("ix_partner_deal_ticket_id", "ticket_id", "id"),
    )
    id: Mapped[Id]
    system: Mapped[str] = mapped_column(ForeignKey("partner.system"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("branch_visit.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    state: Mapped[str] = mapped_column(server_default="wanted")
    remote_id: Mapped[BytesOrdered | None]
    url: Mapped[str] = mapped_column(server_default="")
    stage: Mapped[str] = mapped_column(server_default="")
    stage_name: Mapped[str] = mapped_column(server_default="")
    stage_colour: Mapped[str] = mapped_column(server_default="")
    semantic: Mapped[str] = mapped_column(server_default="P")
    stage_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    attempt_began_at: Mapped[datetime | None]
    last_comment_id: Mapped[int] = mapped_column(server_default="0")
    settled_position: Mapped[int] = mapped_column(server_default="0")
    doubles: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    created_at: Mapped[ServerTime]
    closed_at: Mapped[datetime | None]


class PartnerStage(Base):
    """One step of a deal through its stages, as the portal's own history tells it; never changed."""

    __tablename__ = "partner_stage"
    __table_args__ = (
        UniqueConstraint("system", "remote_id"),
        Index("ix_partner_stage_deal_id", "deal_id", "position"),
    )
    id: Mapped[Id]
    deal_id: Mapped[int] = mapped_column(ForeignKey("partner_deal.id"))
    system: Mapped[str]
    remote_id: Mapped[BytesOrdered]
    position: Mapped[int]
    stage: Mapped[str]
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(server_default="")
    semantic: Mapped[str] = mapped_column(server_default="P")
    at: Mapped[datetime]
    read_at: Mapped[ServerTime]


class PartnerComment(Base):
    """A comment that stands on both sides, or is on its way out. Written by `api` functions alone.

    State: `wanted` (queued), `sending` (an attempt has no answer yet), `mirrored`. `digest` is the hash of the plain
    text last seen there, by which an edit is noticed and an unanswered attempt is found again.
    """

    __tablename__ = "partner_comment"
    __table_args__ = (
        UniqueConstraint("system", "remote_id"),
        UniqueConstraint("system", "comment_id"),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        CheckConstraint("state IN ('wanted', 'sending', 'mirrored')", name="state"),
        CheckConstraint("(state = 'mirrored') = (remote_id IS NOT NULL)", name="mirrored_is_known"),
        Index("ix_partner_comment_deal_id", "deal_id"),
    )
    id: Mapped[Id]
    system: Mapped[str]
    deal_id: Mapped[int] = mapped_column(ForeignKey("partner_deal.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("ticket_comment.id"))
    direction: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="wanted")
    remote_id: Mapped[BytesOrdered | None]
    digest: Mapped[str] = mapped_column(server_default="")
    attempt_began_at: Mapped[datetime | None]
    at: Mapped[ServerTime]


class JobReport(Base):
    """What came of the attempts of a job of the agent: the last refusal, in the form of a sentence.

    `parked` marks one that failed for good: it keeps its place in the order until a person retries or skips it.
    `attempts` counts failures in a row; waiting for a partner is none.
    """

    __tablename__ = "job_report"
    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    task: Mapped[str]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    code: Mapped[str] = mapped_column(server_default="")
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    parked: Mapped[bool] = mapped_column(server_default="false")
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    at: Mapped[ServerTime]
    settled_by: Mapped[str | None]
    settled_how: Mapped[str | None]


class BackupRun(Base):
    """A nightly backup: where it lies, and whether it was restored elsewhere and every law held there."""

    __tablename__ = "backup_run"
    __table_args__ = (CheckConstraint("state IN ('running', 'verified', 'broken', 'failed')", name="state"),)
    id: Mapped[Id]
    state: Mapped[str] = mapped_column(server_default="running")
    file: Mapped[str] = mapped_column(server_default="")
    computer: Mapped[str] = mapped_column(server_default="")
    size: Mapped[int | None]
    laws: Mapped[int | None] = mapped_column(Integer)
    broken: Mapped[int | None] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(server_default="")
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    began_at: Mapped[ServerTime]
    ended_at: Mapped[datetime | None]
