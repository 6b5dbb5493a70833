"""What came from other systems, so that a second run brings nothing twice."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, BytesOrdered, Id, ServerTime


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
