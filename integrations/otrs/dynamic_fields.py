"""Dynamic fields: what the office added to tickets, articles, companies and people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from integrations.otrs.connection import Row, SourceDatabase, marks
from integrations.otrs.records import FieldValue
from integrations.otrs.schema import Schema
from integrations.otrs.values import flag, local_moment, number, text
from integrations.otrs.yaml_text import parse_yaml
from integrations.otrs.zone import to_utc

# Fields by which the product and its add-ons keep their own books.
_MACHINERY = ("ProcessManagement", "TicketCalendar", "ITSM")


@dataclass(frozen=True, slots=True)
class _Field:
    id: int
    name: str
    label: str
    field_type: str
    labels: Mapping[str, str]  # of a drop-down's keys

    def native(self, row: Row, zone: ZoneInfo) -> str | bool | date | datetime | None:
        """Return the value of one row, None where it holds nothing."""
        if self.field_type == "Checkbox":
            return None if row["value_int"] is None else flag(row["value_int"])
        if self.field_type in {"Date", "DateTime"}:
            moment = local_moment(row["value_date"])
            return moment.date() if moment and self.field_type == "Date" else to_utc(moment, zone)
        stored = text(row["value_text"])
        return stored or (None if row["value_int"] is None else str(row["value_int"]))

    def value(self, rows: Iterable[Row], zone: ZoneInfo) -> FieldValue | None:
        """Gather the rows of one object; a multiselect has several."""
        natives = tuple(native for row in rows if (native := self.native(row, zone)) is not None)
        if not natives:
            return None
        shown = tuple(self.labels.get(native, native) if isinstance(native, str) else str(native) for native in natives)
        return FieldValue(self.name, self.label, self.field_type, natives, shown)


class DynamicFields:
    """The fields that the office uses, and their values for any objects."""

    def __init__(self, database: SourceDatabase, schema: Schema, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone
        self._with_names = schema.has("object_names")
        self._fields = _read_fields(database) if schema.has("dynamic_fields") else {}

    def of_objects(self, object_type: str, ids: Sequence[int]) -> dict[int, tuple[FieldValue, ...]]:
        """Return the values of tickets or articles by their id, in the order of the office's forms."""
        fields = self._fields.get(object_type)
        if not fields or not ids:
            return {}
        rows = self._database.rows(
            f"""
            SELECT object_id, field_id, value_text, value_date, value_int FROM dynamic_field_value
            WHERE field_id IN ({marks(list(fields))}) AND object_id IN ({marks(ids)}) ORDER BY id""",
            [*fields, *ids],
        )
        return self._gathered(fields, rows)

    def of_named(self, object_type: str) -> dict[str, tuple[FieldValue, ...]]:
        """Return the values of companies (CustomerCompany) or people (CustomerUser) by key or login."""
        fields = self._fields.get(object_type)
        if not fields or not self._with_names:
            return {}
        rows = self._database.rows(
            f"""
            SELECT n.object_name, v.object_id, v.field_id, v.value_text, v.value_date, v.value_int
            FROM dynamic_field_value v JOIN dynamic_field_obj_id_name n ON n.object_id = v.object_id
            WHERE n.object_type = %s AND v.field_id IN ({marks(list(fields))}) ORDER BY v.id""",
            [object_type, *fields],
        )
        names = {number(row["object_id"]): text(row["object_name"]) for row in rows}
        return {names[object_id]: values for object_id, values in self._gathered(fields, rows).items()}

    def _gathered(self, fields: Mapping[int, _Field], rows: Sequence[Row]) -> dict[int, tuple[FieldValue, ...]]:
        cells: dict[int, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            cells[number(row["object_id"])][number(row["field_id"])].append(row)
        gathered = {}
        for object_id, by_field in cells.items():
            values = [field.value(by_field[key], self._zone) for key, field in fields.items() if key in by_field]
            gathered[object_id] = tuple(value for value in values if value is not None)
        return gathered


class NamedFields:
    """Values of companies and people, read once when first asked for."""

    def __init__(self, fields: DynamicFields) -> None:
        self._fields = fields
        self._read: dict[str, dict[str, tuple[FieldValue, ...]]] = {}

    def of(self, object_type: str, name: str) -> tuple[FieldValue, ...]:
        """Return the values of one company by key or one person by login."""
        if object_type not in self._read:
            self._read[object_type] = self._fields.of_named(object_type)
        return self._read[object_type].get(name, ())


def _read_fields(database: SourceDatabase) -> dict[str, dict[int, _Field]]:
    rows = database.rows("""
        SELECT id, name, label, field_type, object_type, config FROM dynamic_field
        WHERE internal_field = 0 AND valid_id = 1 ORDER BY field_order, id""")
    fields: dict[str, dict[int, _Field]] = defaultdict(dict)
    for row in rows:
        name = text(row["name"])
        if not name.startswith(_MACHINERY):
            field = _Field(number(row["id"]), name, text(row["label"]), text(row["field_type"]), _labels(row["config"]))
            fields[text(row["object_type"])][field.id] = field
    return fields


def _labels(config: object) -> dict[str, str]:
    parsed = parse_yaml(text(config))
    possible = parsed.get("PossibleValues") if isinstance(parsed, dict) else None
    if not isinstance(possible, dict):
        return {}
    return {str(key): label for key, label in possible.items() if isinstance(label, str)}
