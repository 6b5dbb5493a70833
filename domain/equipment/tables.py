"""The device register: a minimal card per device, numbered for ever."""

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, BytesOrdered, Id, Named, ServerTime, Versioned

OWNERS = ("client", "ours")
SERVICE_STATES = ("in_service", "in_repair", "written_off")
SIZE_CLASSES = ("small", "medium", "large")


class DeviceType(Named, Versioned, Base):
    """A kind of device (computer, printer, switch); its size class proposes the label."""

    __tablename__ = "device_type"
    __table_args__ = (CheckConstraint("size_class IN ('small', 'medium', 'large')", name="size_class"),)
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name_en: Mapped[str] = mapped_column(server_default="")
    name_kk: Mapped[str] = mapped_column(server_default="")
    size_class: Mapped[str] = mapped_column(server_default="medium")
    active: Mapped[bool] = mapped_column(server_default="true")


class Device(Versioned, Base):
    """A device in care. `number` and `check_character` are given by the database and never freed."""

    __tablename__ = "device"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 9999999", name="number_range"),
        CheckConstraint("owner IN ('client', 'ours')", name="owner"),
        CheckConstraint("service_state IN ('in_service', 'in_repair', 'written_off')", name="service_state"),
        UniqueConstraint("client_id", "serial_key"),
        Index("ix_device_client_id_number", "client_id", "number"),
        Index("ix_device_serial_key", "serial_key"),
        Index("ix_device_search_key_trgm", "search_key", postgresql_using="gin",
              postgresql_ops={"search_key": "gin_trgm_ops"}),
    )  # fmt: skip
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(FetchedValue(), unique=True)
    check_character: Mapped[str] = mapped_column(FetchedValue())
    type_id: Mapped[int] = mapped_column(ForeignKey("device_type.id"), index=True)
    model: Mapped[str] = mapped_column(server_default="")
    serial: Mapped[str] = mapped_column(server_default="")
    serial_key: Mapped[BytesOrdered | None]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True)
    room: Mapped[str] = mapped_column(server_default="")
    owner: Mapped[str] = mapped_column(server_default="client")
    service_state: Mapped[str] = mapped_column(server_default="in_service")
    note: Mapped[str] = mapped_column(server_default="")
    search_key: Mapped[BytesOrdered] = mapped_column(server_default="")
    created_at: Mapped[ServerTime]


class DeviceCode(Base):
    """A further code that opens the card: an old inventory number, a maker's tag, a number of an earlier system."""

    __tablename__ = "device_code"
    __table_args__ = (UniqueConstraint("device_id", "code_key"),)
    id: Mapped[Id]
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    source: Mapped[str]
    code: Mapped[str]
    code_key: Mapped[BytesOrdered] = mapped_column(index=True)


class DeviceAttribute(Base):
    """One attribute that somebody uses (memory, disk, address): name and value as text."""

    __tablename__ = "device_attribute"
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    position: Mapped[int] = mapped_column(SmallInteger, server_default="0")
