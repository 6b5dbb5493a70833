"""Printers, label templates, print jobs as rows (each sticker queued, sent, printed), and the papers handed out."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from database.base import Base, BytesOrdered, Id, Named, ServerTime, Versioned


class Printer(Named, Versioned, Base):
    """A label printer: its address says transport, language and dots; the rest is fitted by hand."""

    __tablename__ = "printer"
    __table_args__ = (CheckConstraint("darkness BETWEEN 0 AND 30", name="darkness_range"),)
    id: Mapped[Id]
    url: Mapped[str]
    offset_x: Mapped[int] = mapped_column(Integer, server_default="0")
    offset_y: Mapped[int] = mapped_column(Integer, server_default="0")
    darkness: Mapped[int | None] = mapped_column(Integer)
    template_code: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default="true")


class LabelTemplate(Base):
    """A published version of a template; never changed, so that a reprint a year later is identical."""

    __tablename__ = "label_template"
    __table_args__ = (UniqueConstraint("code", "version_number"),)
    id: Mapped[Id]
    code: Mapped[str]
    version_number: Mapped[int] = mapped_column(Integer)
    definition: Mapped[dict[str, Any]]
    published_at: Mapped[ServerTime]
    published_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class PrintJob(Versioned, Base):
    """A tape of stickers for one printer. Written only by `api` functions."""

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'printing', 'paused', 'done', 'cancelled')", name="state"),
        Index("ix_print_job_open", "id", postgresql_where=text("state NOT IN ('done', 'cancelled')")),
    )
    id: Mapped[Id]
    printer_url: Mapped[str]
    template_id: Mapped[int] = mapped_column(ForeignKey("label_template.id"))
    state: Mapped[str] = mapped_column(server_default="queued")
    fault: Mapped[str | None]
    title: Mapped[str] = mapped_column(server_default="")
    total: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[ServerTime]
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))
    finished_at: Mapped[datetime | None]


class Sticker(Base):
    """One sticker with a seal that is new for ever.

    State: queued → sent → printed; doubtful where the connection broke between; spoiled where a person said so;
    cancelled where it never went out.
    """

    __tablename__ = "sticker"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sent', 'printed', 'doubtful', 'spoiled', 'cancelled')", name="state"),
        Index("uq_sticker_live", "job_id", "position", unique=True,
              postgresql_where=text("state IN ('queued', 'sent', 'printed')")),
        Index("ix_sticker_device_id", "device_id", "id"),
    )  # fmt: skip
    id: Mapped[Id]
    job_id: Mapped[int] = mapped_column(ForeignKey("print_job.id"))
    position: Mapped[int] = mapped_column(Integer)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    seal: Mapped[BytesOrdered]
    payload: Mapped[BytesOrdered] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(server_default="queued")
    confirmed: Mapped[bool] = mapped_column(server_default="false")
    reason: Mapped[str] = mapped_column(server_default="")
    sent_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]


class FormText(Versioned, Base):
    """The company's own words of a form, over those that Vetka brings (`resources/forms`)."""

    __tablename__ = "form_text"
    __table_args__ = (UniqueConstraint("form", "language"),)
    id: Mapped[Id]
    form: Mapped[str]
    language: Mapped[str]
    texts: Mapped[dict[str, Any]]


class Paper(Base):
    """A paper that was made for a ticket. Never changed; everybody may know of it and open its ticket by a scan.

    `payload` is in its QR code.
    """

    __tablename__ = "paper"
    __table_args__ = (
        Index("ix_paper_ticket_id", "ticket_id", "id"),
        UniqueConstraint("form", "number"),
    )
    id: Mapped[int] = mapped_column(FetchedValue(), primary_key=True, autoincrement=False)
    form: Mapped[str]
    number: Mapped[str]
    payload: Mapped[BytesOrdered] = mapped_column(unique=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    title: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str] = mapped_column(server_default="ru")
    made_at: Mapped[ServerTime]
    made_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class PaperContent(Base):
    """What stands on a paper: its PDF and the data it was made from, with their SHA-256. Row security hides prices."""

    __tablename__ = "paper_content"
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, autoincrement=False)
    data: Mapped[dict[str, Any]]
    data_sha256: Mapped[str]
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    pdf_sha256: Mapped[str]
    size: Mapped[int]
