"""Stock as a ledger: places, documents, append-only moves, and balances that only posting changes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, BytesOrdered, Id, Named, Quantity, ServerTime, Versioned

PLACE_KINDS = ("warehouse", "bag", "client", "supplier", "written_off", "count_difference", "in_transit")
PHYSICAL_KINDS = ("warehouse", "bag", "in_transit")


class Product(Named, Versioned, Base):
    """An article of the nomenclature; `unit` is what quantities count in."""

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_search_key_trgm", "search_key", postgresql_using="gin",
              postgresql_ops={"search_key": "gin_trgm_ops"}),
    )  # fmt: skip
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str] = mapped_column(server_default="шт")
    serial_tracked: Mapped[bool] = mapped_column(server_default="false")
    active: Mapped[bool] = mapped_column(server_default="true")


class ProductBarcode(Base):
    """A barcode that means a product: the maker's or a supplier's."""

    __tablename__ = "product_barcode"
    barcode: Mapped[BytesOrdered] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)


class StockPlace(Named, Versioned, Base):
    """Where goods are. Virtual places (supplier, written off, …) keep the sum over all places constant."""

    __tablename__ = "stock_place"
    __table_args__ = (
        CheckConstraint(f"kind IN {PLACE_KINDS}", name="kind"),
        CheckConstraint("(kind = 'bag') = (person_id IS NOT NULL)", name="bag_has_person"),
    )
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    active: Mapped[bool] = mapped_column(server_default="true")


class StockDocument(Versioned, Base):
    """A receipt (later: transfer, issue, …). Draft, then posted by `api.post_receipt`, which gives the number."""

    __tablename__ = "stock_document"
    __table_args__ = (
        CheckConstraint("kind IN ('receipt')", name="kind"),
        CheckConstraint("state IN ('draft', 'posted', 'cancelled')", name="state"),
        CheckConstraint("(state = 'posted') = (number IS NOT NULL)", name="number_when_posted"),
        UniqueConstraint("kind", "number"),
    )
    id: Mapped[Id]
    key: Mapped[uuid.UUID] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(server_default="receipt")
    state: Mapped[str] = mapped_column(server_default="draft")
    number: Mapped[int | None] = mapped_column(FetchedValue())
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    supplier_document: Mapped[str] = mapped_column(server_default="")
    to_place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"))
    note: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[ServerTime]
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))
    posted_at: Mapped[datetime | None] = mapped_column(FetchedValue())
    posted_by: Mapped[str | None] = mapped_column(FetchedValue())
    outcome: Mapped[dict[str, Any] | None] = mapped_column(FetchedValue())


class StockDocumentLine(Base):
    """A line of a document: so much of a product, for this order line; serials as typed or scanned."""

    __tablename__ = "stock_document_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
        CheckConstraint("entry IN ('scanned', 'typed')", name="entry"),
        UniqueConstraint("document_id", "order_line_id"),
    )
    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("stock_document.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("purchase_order_line.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[Quantity]
    serials: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    entry: Mapped[str] = mapped_column(server_default="typed")


class StockMove(Base):
    """One movement, append only: `quantity` of a product left one place and came to another."""

    __tablename__ = "stock_move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
        CheckConstraint("from_place_id <> to_place_id", name="two_places"),
        Index("ix_stock_move_product_id", "product_id", "id"),
    )
    id: Mapped[Id]
    document_line_id: Mapped[int] = mapped_column(ForeignKey("stock_document_line.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[Quantity]
    from_place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"))
    to_place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"))
    serial_unit_id: Mapped[int | None] = mapped_column(ForeignKey("serial_unit.id"))
    at: Mapped[ServerTime]
    login: Mapped[str] = mapped_column(server_default=text("session_user"))


class StockBalance(Base):
    """How much of a product is at a physical place; a cache of the moves that only posting changes."""

    __tablename__ = "stock_balance"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint("reserved >= 0 AND reserved <= quantity", name="reserved_within"),
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)
    quantity: Mapped[Quantity] = mapped_column(server_default="0")
    reserved: Mapped[Quantity] = mapped_column(server_default="0")


class SerialUnit(Base):
    """A piece with a serial number: exactly one, in exactly one place."""

    __tablename__ = "serial_unit"
    __table_args__ = (UniqueConstraint("product_id", "serial_key"),)
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    serial: Mapped[str]
    serial_key: Mapped[BytesOrdered]
    place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"))


class DocumentSeries(Base):
    """The last number given in a series of documents; advanced only by posting."""

    __tablename__ = "document_series"
    kind: Mapped[str] = mapped_column(primary_key=True)
    last_number: Mapped[int] = mapped_column(Integer, server_default="0")
