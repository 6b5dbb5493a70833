"""Names of branches, statuses and transitions in the language of the screen."""

from typing import Any

from sqlalchemy import ColumnElement, func

from domain.workflow.tables import Branch, Status, Transition


def named(table: type[Branch] | type[Status] | type[Transition], language: str) -> ColumnElement[str]:
    """Return the column with the name in a language; Russian where a name was not translated."""
    column: Any = {"en": table.name_en, "kk": table.name_kk}.get(language, table.name_ru)
    return func.coalesce(func.nullif(column, ""), table.name_ru)
