"""What tickets need bought, and the orders to suppliers that bring it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, Id, Money, Named, Quantity, ServerTime, Versioned


class Supplier(Named, Versioned, Base):
    """Who sells to us."""

    __tablename__ = "supplier"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    bin: Mapped[str | None]
    phone: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default="true")


class PurchaseLine(Versioned, Base):
    """A thing that a ticket needs: a product or free text. A line no longer wanted is cancelled, not deleted.

    `variant`: which alternative of the offer it belongs to; those not chosen by the client are cancelled.
    """

    __tablename__ = "purchase_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_above_zero"),
        CheckConstraint("description <> '' OR product_id IS NOT NULL", name="says_what"),
        CheckConstraint("variant BETWEEN 1 AND 3", name="variant_range"),
        Index("ix_purchase_line_ticket_id_position", "ticket_id", "position"),
    )
    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    position: Mapped[int] = mapped_column(Integer, server_default="1")
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    description: Mapped[str] = mapped_column(server_default="")
    quantity: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(server_default="шт")
    variant: Mapped[int] = mapped_column(Integer, server_default="1")
    cancelled: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[ServerTime]
    created_by: Mapped[str] = mapped_column(server_default=text("session_user"))


class PurchaseLineCost(Versioned, Base):
    """What a line costs us and the client: a table of its own, because engineers must not read it."""

    __tablename__ = "purchase_line_cost"
    __table_args__ = (CheckConstraint("cost >= 0 AND price >= 0", name="not_negative"),)
    purchase_line_id: Mapped[int] = mapped_column(ForeignKey("purchase_line.id"), primary_key=True)
    cost: Mapped[Money]
    price: Mapped[Money]
    currency: Mapped[str] = mapped_column(server_default="KZT")


class PurchaseOrder(Versioned, Base):
    """An order to one supplier, serving lines of many tickets."""

    __tablename__ = "purchase_order"
    __table_args__ = (CheckConstraint("state IN ('ordered', 'received', 'cancelled')", name="state"),)
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(FetchedValue(), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    state: Mapped[str] = mapped_column(server_default="ordered")
    ordered_at: Mapped[ServerTime]
    ordered_by: Mapped[str] = mapped_column(server_default=text("session_user"))
    closed_at: Mapped[datetime | None] = mapped_column(FetchedValue())


class PurchaseOrderLine(Versioned, Base):
    """A line of an order; `received` is changed only by posting and never passes `ordered + tolerance`."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        CheckConstraint("ordered > 0", name="ordered_above_zero"),
        CheckConstraint("received >= 0 AND received <= ordered + tolerance", name="received_within"),
        CheckConstraint("tolerance >= 0 AND cancelled >= 0", name="not_negative"),
        Index("ix_purchase_order_line_open", "product_id", postgresql_where=text("received + cancelled < ordered")),
    )
    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    purchase_line_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_line.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    ordered: Mapped[Quantity]
    received: Mapped[Quantity] = mapped_column(server_default="0")
    cancelled: Mapped[Quantity] = mapped_column(server_default="0")
    tolerance: Mapped[Quantity] = mapped_column(server_default="0")
    expected_on: Mapped[date | None]
