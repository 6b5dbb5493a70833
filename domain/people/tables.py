"""The people who sign in. Each is also a login role of the server; the groups they belong to are roles, not rows."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base, Id, Named, ServerTime, Versioned


class Person(Named, Versioned, Base):
    """A colleague. `login` is the name of the login role; written only by `api` functions."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("login ~ '^[a-z][a-z0-9_.-]{1,40}$'", name="login_form"),)
    id: Mapped[Id]
    login: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    phone: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default="true")
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[ServerTime]


class AllowedRole(Base):
    """The group roles that may be given to people; nothing outside this list is ever granted."""

    __tablename__ = "allowed_role"
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class PersonRole(Base):
    """Which groups a person is in: a readable copy of the server's memberships, kept by the same `api` functions."""

    __tablename__ = "person_role"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(ForeignKey("allowed_role.role"), primary_key=True)


class Preference(Base):
    """What the program remembers for a person (column widths, saved filters); each sees only the own ones."""

    __tablename__ = "preference"
    login: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
