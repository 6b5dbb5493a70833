"""Names of device types in the language of the screen."""

from sqlalchemy import ColumnElement, func

from domain.equipment.tables import DeviceType


def type_named(language: str) -> ColumnElement[str]:
    """Return the column with a type's name in a language; Russian where the name was not translated."""
    column = {"en": DeviceType.name_en, "kk": DeviceType.name_kk}.get(language, DeviceType.name)
    return func.coalesce(func.nullif(column, ""), DeviceType.name)
