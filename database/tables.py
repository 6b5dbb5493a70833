"""Tables of the database layer itself: operations already done, and who changed what."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, Id, ServerTime


class Operation(Base):
    """A user action that was carried out; a repeat with the same id returns `result` and does nothing."""

    __tablename__ = "operation"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    action: Mapped[str]
    result: Mapped[dict[str, Any] | None]
    at: Mapped[ServerTime]


class AuditLog(Base):
    """Every change of what people edit, written by trigger and by nothing else; partitions come with size."""

    __tablename__ = "audit_log"
    __table_args__ = (
        CheckConstraint("operation IN ('INSERT', 'UPDATE', 'DELETE')", name="operation"),
        Index("ix_audit_log_table_name_row_id", "table_name", "row_id", "id"),
    )
    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    table_name: Mapped[str]
    row_id: Mapped[str]
    operation: Mapped[str]
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]
