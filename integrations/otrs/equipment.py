"""Equipment of the ITSM add-on: configuration items in their last version, with every attribute."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integrations.otrs.connection import Row, SourceDatabase, marks
from integrations.otrs.records import Attribute, Equipment
from integrations.otrs.schema import Schema
from integrations.otrs.values import number, text
from integrations.otrs.yaml_text import parse_yaml

_BATCH = 200
_ITEMS = """
    SELECT c.id, c.configitem_number, c.class_id, c.last_version_id, c.cur_depl_state_id, c.cur_inci_state_id,
        v.name, v.definition_id
    FROM configitem c LEFT JOIN configitem_version v ON v.id = c.last_version_id
    WHERE c.id > %s ORDER BY c.id LIMIT %s"""
# [1]{'Version'}[1]{'HardDisk'}[2]{'Capacity'}[1]{'Content'}: each step of the tree with its number behind it.
_STEP = re.compile(r"\{'(?P<key>[^']*)'\}(?:\[(?P<number>\d+)\])?")
_ROOT, _LEAF = "Version", "Content"

_Path = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Input:
    """How the class describes an attribute; `order` is its place in the form."""

    order: int
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    names: Mapping[int, str]
    definitions: Mapping[int, Mapping[tuple[str, ...], _Input]]


def read_equipment(database: SourceDatabase, schema: Schema) -> Iterator[Equipment]:
    """Yield every configuration item by id; nothing where the add-on is not installed."""
    if not schema.has("equipment"):
        return
    catalogue = _Catalogue(_names(database), _definitions(database))
    for batch in database.batches(_ITEMS, "id", 0, _BATCH):
        contents = _contents(database, batch)
        for row in batch:
            yield _equipment(row, contents.get(number(row["last_version_id"]), {}), catalogue)


def count_equipment(database: SourceDatabase, schema: Schema) -> int:
    """Return the number of configuration items."""
    return (
        number(database.rows("SELECT COUNT(*) AS items FROM configitem")[0]["items"]) if schema.has("equipment") else 0
    )


def _equipment(row: Row, contents: Mapping[_Path, str], catalogue: _Catalogue) -> Equipment:
    inputs = catalogue.definitions.get(number(row["definition_id"]), {})
    unknown = _Input(order=len(inputs), label="", kind="")

    def order(path: _Path) -> tuple[Any, ...]:
        return tuple((inputs.get(_keys(path[: depth + 1]), unknown).order, *path[depth]) for depth in range(len(path)))

    attributes = tuple(
        _attribute(path, contents[path], inputs.get(_keys(path)), catalogue.names)
        for path in sorted(contents, key=order)
    )
    return Equipment(
        id=number(row["id"]),
        number=text(row["configitem_number"]),
        class_name=catalogue.names.get(number(row["class_id"]), ""),
        name=text(row["name"]),
        deployment_state=catalogue.names.get(number(row["cur_depl_state_id"]), ""),
        incident_state=catalogue.names.get(number(row["cur_inci_state_id"]), ""),
        company_key=_first(attributes, kind="CustomerCompany", path="CustomerID"),
        person_login=_first(attributes, kind="Customer", path="Owner"),
        attributes=attributes,
    )


def _attribute(path: _Path, stored: str, described: _Input | None, names: Mapping[int, str]) -> Attribute:
    kind = described.kind if described else ""
    value = names.get(number(stored), stored) if kind == "GeneralCatalog" else stored
    return Attribute(_shown(path), described.label if described else path[-1][0], kind, value, stored)


def _first(attributes: Sequence[Attribute], kind: str, path: str) -> str:
    """Return the first attribute of a kind; by its usual name where the class's definition cannot be read."""
    of_kind = (attribute.stored for attribute in attributes if attribute.kind == kind)
    named = (attribute.stored for attribute in attributes if not attribute.kind and attribute.path == path)
    return next(of_kind, None) or next(named, "")


def _keys(path: _Path) -> tuple[str, ...]:
    return tuple(key for key, _ in path)


def _shown(path: _Path) -> str:
    return ".".join(key if place == 1 else f"{key}[{place}]" for key, place in path)


def _contents(database: SourceDatabase, items: Sequence[Row]) -> dict[int, dict[_Path, str]]:
    """Return the attribute values of the last versions of these items, by version id."""
    versions = [str(row["last_version_id"]) for row in items if row["last_version_id"] is not None]
    types = sorted({f"ITSM::ConfigItem::{row['class_id']}" for row in items})
    if not versions:
        return {}
    rows = database.rows(
        f"""
        SELECT xml_key, xml_content_key, xml_content_value FROM xml_storage
        WHERE xml_type IN ({marks(types)}) AND xml_key IN ({marks(versions)})""",
        [*types, *versions],
    )
    contents: dict[int, dict[_Path, str]] = defaultdict(dict)
    for row in rows:
        path, value = _path(text(row["xml_content_key"])), text(row["xml_content_value"])
        if path and value:
            contents[number(row["xml_key"])][path] = value
    return contents


def _path(content_key: str) -> _Path:
    """Return the path of an attribute's content, empty for everything else that is kept beside it."""
    steps = [(step["key"], int(step["number"] or 1)) for step in _STEP.finditer(content_key)]
    if len(steps) < 3 or steps[0][0] != _ROOT or steps[-1][0] != _LEAF:
        return ()
    return tuple(steps[1:-1])


def _names(database: SourceDatabase) -> dict[int, str]:
    rows = database.rows("SELECT id, name FROM general_catalog")
    return {number(row["id"]): text(row["name"]) for row in rows}


def _definitions(database: SourceDatabase) -> dict[int, dict[tuple[str, ...], _Input]]:
    rows = database.rows("SELECT id, configitem_definition FROM configitem_definition")
    definitions = {}
    for row in rows:
        inputs: dict[tuple[str, ...], _Input] = {}
        _collect(parse_yaml(text(row["configitem_definition"])), (), inputs)
        definitions[number(row["id"])] = inputs
    return definitions


def _collect(described: Any, above: tuple[str, ...], inputs: dict[tuple[str, ...], _Input]) -> None:
    for attribute in described if isinstance(described, list) else ():
        if not isinstance(attribute, dict) or not isinstance(attribute.get("Key"), str):
            continue
        keys, entry = (*above, attribute["Key"]), attribute.get("Input")
        kind = entry.get("Type", "") if isinstance(entry, dict) else ""
        inputs[keys] = _Input(order=len(inputs), label=str(attribute.get("Name", keys[-1])), kind=str(kind))
        _collect(attribute.get("Sub"), keys, inputs)
