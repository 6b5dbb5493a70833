"""What every table shares: naming, column types, the version counter, sorted and searchable names."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, FetchedValue, Identity, Integer, MetaData, Numeric, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from database.text_keys import search_key, sort_key

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(BigInteger, Identity(always=False), primary_key=True)]
ServerTime = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Quantity = Annotated[Decimal, mapped_column(Numeric(14, 3))]
Money = Annotated[Decimal, mapped_column(Numeric(16, 2))]
BytesOrdered = Annotated[str, mapped_column(Text(collation="C"))]


class Base(DeclarativeBase):
    """Base of all tables; names of constraints are fixed so that migrations can name what they drop."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        Decimal: Numeric(14, 3),
        datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


class Versioned:
    """Counts `version` up by trigger at every update, so that the second of two editors is noticed."""

    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), server_onupdate=FetchedValue())

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Tell the mapper that the database counts."""
        return {"version_id_col": cls.__dict__.get("version", cls.version), "version_id_generator": False}


class Named:
    """A name with the stored keys by which lists sort and search it; use `rename` to set it."""

    name: Mapped[str]
    sort_key: Mapped[BytesOrdered] = mapped_column(index=True)
    search_key: Mapped[BytesOrdered] = mapped_column(server_default=text("''"))

    def rename(self, name: str, *also_found_by: str | None) -> None:
        """Set the name and both keys; `also_found_by` are further texts that find this row."""
        self.name = name
        self.sort_key = sort_key(name)
        self.search_key = search_key(name, *also_found_by)
