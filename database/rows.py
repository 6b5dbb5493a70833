"""Rows taken for editing, and rows read page by page."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, tuple_
from sqlalchemy.orm import Session

from database.base import Versioned
from database.errors import ConflictError, DomainError

Table = TypeVar("Table", bound=Versioned)


def locked(
    session: Session, table: type[Table], row_id: int | str, *, expected_version: int | None, unknown: str
) -> Table:
    """Return a row, locked against other editors until the transaction ends, as it is now.

    expected_version: the one from which the form was filled; None takes any.
    unknown: code of the refusal where there is no such row.
    Raises ConflictError where somebody saved meanwhile, and DomainError `no-right` where the person may not edit.
    """
    row = session.get(table, row_id, with_for_update={"key_share": True}, populate_existing=True)
    if row is None:
        raise DomainError(unknown, id=row_id)
    if expected_version is not None and row.version != expected_version:
        name = str(table.__dict__.get("__tablename__", table.__name__))
        raise ConflictError(table=name, id=row_id, expected=expected_version, actual=row.version)
    return row


def read_page(
    session: Session,
    wanted: Select[Any],
    keys: Sequence[ColumnElement[Any] | Any],
    *,
    after: Sequence[Any] | None,
    backwards: bool,
    limit: int | None,
) -> list[Row[Any]]:
    """Return up to `limit` rows behind the place `after`, or with `backwards` the rows before it; None: the first ones.

    Always in the order of `keys`: columns that are indexed together, the last of them unique; `after` is their values.
    """
    place = tuple_(*keys)
    if after is not None:
        wanted = wanted.where(place < tuple_(*after) if backwards else place > tuple_(*after))
    order = [key.desc() for key in keys] if backwards else list(keys)
    rows = session.execute(wanted.order_by(*order).limit(limit)).all()
    return list(reversed(rows)) if backwards else list(rows)
