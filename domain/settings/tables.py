"""What the company says of itself, and the marks of this database."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, ServerTime, Versioned


class Company(Versioned, Base):
    """The company's own details, one row; they stand on labels and papers."""

    __tablename__ = "company"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, server_default="1")
    name: Mapped[str] = mapped_column(server_default="")
    bin: Mapped[str | None]
    address: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    label_prefix: Mapped[str] = mapped_column(server_default="VT")
    time_zone: Mapped[str] = mapped_column(server_default="Asia/Almaty")
    vat_payer: Mapped[bool] = mapped_column(server_default="true")
    bank: Mapped[str] = mapped_column(server_default="")
    iban: Mapped[str] = mapped_column(server_default="")
    bic: Mapped[str] = mapped_column(server_default="")
    kbe: Mapped[str] = mapped_column(server_default="")
    director: Mapped[str] = mapped_column(server_default="")
    director_post: Mapped[str] = mapped_column(server_default="")
    hours: Mapped[str] = mapped_column(server_default="")
    logo_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))


class Installation(Base):
    """Marks of this database: what it is (`demo`), when it was made."""

    __tablename__ = "installation"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    at: Mapped[ServerTime]
