"""Files of tickets, each content stored once."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from database.base import Base, Id, ServerTime

MAX_BYTES = 25 * 1024 * 1024
KINDS = ("file", "signed_sheet", "invoice", "act", "inline_image", "html_body")


class StoredFile(Base):
    """Bytes, known by their SHA-256; the same picture in five hundred letters is one row."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_form"),)
    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class Attachment(Base):
    """A file on a ticket, usually of one comment, under the name it came with."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        UniqueConstraint("comment_id", "position"),
    )
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_comment.id"))
    position: Mapped[int | None]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str]
    content_type: Mapped[str] = mapped_column(server_default="application/octet-stream")
    content_id: Mapped[str | None]
    kind: Mapped[str] = mapped_column(server_default="file")
    added_at: Mapped[ServerTime]
