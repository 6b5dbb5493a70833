"""Branches, statuses and transitions: the company's ways, kept as data, and the stays of tickets on branches."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, Id, ServerTime, Versioned

HOLDERS = ("engineer", "dispatcher", "procurement", "warehouse", "bookkeeper", "client", "supplier")
PHASES = ("new", "active", "waiting", "done", "closed")


class WorkflowVersion(Base):
    """One publication of the workflow, with the definition that was published."""

    __tablename__ = "workflow_version"
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    published_at: Mapped[ServerTime]
    published_by: Mapped[str] = mapped_column(server_default=text("session_user"))
    definition: Mapped[dict[str, Any]]


class Branch(Versioned, Base):
    """A way that a ticket leaves the main line on; `main` itself is a branch too."""

    __tablename__ = "branch"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name_ru: Mapped[str]
    name_en: Mapped[str]
    name_kk: Mapped[str] = mapped_column(server_default="")
    colour: Mapped[str] = mapped_column(server_default="grey")
    ticket_types: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    position: Mapped[int] = mapped_column(Integer)
    retired: Mapped[bool] = mapped_column(server_default="false")


class Status(Versioned, Base):
    """A stop on a branch. `holder` says whose move it is; `clock_runs` whether the client's clock counts.

    `effects` happen whenever a ticket enters it, whichever way: a deal is opened, the client is told.
    """

    __tablename__ = "status"
    __table_args__ = (
        CheckConstraint(
            "holder IN ('engineer', 'dispatcher', 'procurement', 'warehouse', 'bookkeeper', 'client', 'supplier')",
            name="holder",
        ),
        CheckConstraint("phase IN ('new', 'active', 'waiting', 'done', 'closed')", name="phase"),
        CheckConstraint("target_minutes > 0", name="target_above_zero"),
    )
    id: Mapped[Id]
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ru: Mapped[str]
    name_en: Mapped[str]
    name_kk: Mapped[str] = mapped_column(server_default="")
    client_name_ru: Mapped[str] = mapped_column(server_default="")
    holder: Mapped[str]
    phase: Mapped[str]
    clock_runs: Mapped[bool] = mapped_column(server_default="true")
    on_round_sheet: Mapped[bool] = mapped_column(server_default="false")
    target_minutes: Mapped[int | None] = mapped_column(Integer)
    effects: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    is_entry: Mapped[bool] = mapped_column(server_default="false")
    position: Mapped[int] = mapped_column(Integer)
    retired: Mapped[bool] = mapped_column(server_default="false")


class Transition(Versioned, Base):
    """A move from one status to another, or a return (`to_status_id` empty) to where the branch was entered from.

    `requirements` and `effects` are lists of `{"kind": …}` objects; their kinds are rows of `workflow_kind`.
    `trigger_event` names what makes an automatic transition happen (`stock.received`).
    """

    __tablename__ = "transition"
    __table_args__ = (
        CheckConstraint("kind IN ('step', 'enter', 'return')", name="kind"),
        CheckConstraint("(kind = 'return') = (to_status_id IS NULL)", name="return_has_no_target"),
        CheckConstraint("automatic = (trigger_event IS NOT NULL)", name="automatic_has_event"),
        Index("uq_transition_code", "code", unique=True),
    )
    id: Mapped[Id]
    code: Mapped[str]
    from_status_id: Mapped[int] = mapped_column(ForeignKey("status.id"), index=True)
    to_status_id: Mapped[int | None] = mapped_column(ForeignKey("status.id"), index=True)
    kind: Mapped[str]
    name_ru: Mapped[str]
    name_en: Mapped[str]
    name_kk: Mapped[str] = mapped_column(server_default="")
    automatic: Mapped[bool] = mapped_column(server_default="false")
    trigger_event: Mapped[str | None]
    outcome: Mapped[str | None]
    requirements: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    effects: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    position: Mapped[int] = mapped_column(Integer)
    retired: Mapped[bool] = mapped_column(server_default="false")


class TransitionRole(Base):
    """Who may press a transition: a group role and whether only own tickets, also a deputy's, or any."""

    __tablename__ = "transition_role"
    __table_args__ = (CheckConstraint("scope IN ('own', 'deputy', 'any')", name="scope"),)
    transition_id: Mapped[int] = mapped_column(ForeignKey("transition.id"), primary_key=True)
    role: Mapped[str] = mapped_column(ForeignKey("allowed_role.role"), primary_key=True)
    scope: Mapped[str] = mapped_column(server_default="any")


class WorkflowKind(Base):
    """The kinds of requirements and effects this program can carry out; any other is refused at publishing."""

    __tablename__ = "workflow_kind"
    __table_args__ = (CheckConstraint("part IN ('requirement', 'effect', 'entry_effect', 'event')", name="part"),)
    part: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class BranchVisit(Base):
    """One stay of a ticket on a branch. The open visits of a ticket are a stack, numbered by `depth` from 1."""

    __tablename__ = "branch_visit"
    __table_args__ = (
        UniqueConstraint("ticket_id", "entered_at", "depth"),
        CheckConstraint("(left_at IS NULL) = (outcome IS NULL)", name="left_with_outcome"),
        Index(
            "uq_branch_visit_open", "ticket_id", "depth", unique=True, postgresql_where=text("left_at IS NULL")
        ),
    )  # fmt: skip
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    depth: Mapped[int] = mapped_column(Integer)
    from_status_id: Mapped[int] = mapped_column(ForeignKey("status.id"))
    engineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[ServerTime]
    entered_by: Mapped[str] = mapped_column(server_default=text("session_user"))
    left_at: Mapped[datetime | None]
    left_by: Mapped[str | None]
    outcome: Mapped[str | None]
