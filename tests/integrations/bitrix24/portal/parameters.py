"""Parameters of a call out of a JSON body, a form or a query with PHP's brackets."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

_KEYS = re.compile(r"\[([^\[\]]*)\]")


def read_parameters(query: str, body: bytes, content_type: str) -> dict[str, Any]:
    """All parameters; those of the body win."""
    given = from_query(query)
    if not body:
        return given
    if content_type.partition(";")[0].strip().lower() == "application/json":
        try:
            read = json.loads(body)
        except ValueError:
            return given
        return given | (read if isinstance(read, dict) else {})
    return given | from_query(body.decode("utf-8", "replace"))


def from_query(query: str) -> dict[str, Any]:
    """`filter[>ID]=5&select[]=ID` as {"filter": {">ID": "5"}, "select": ["ID"]}."""
    return from_pairs(parse_qsl(query, keep_blank_values=True))


def from_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, bracket, _ = name.partition("[")
        _put(tree, [head, *(_KEYS.findall(name) if bracket else [])], value)
    return {key: _lists(value) for key, value in tree.items()}


def _put(tree: dict[str, Any], keys: list[str], value: str) -> None:
    key = keys[0] or str(len(tree))
    if len(keys) == 1:
        tree[key] = value
        return
    inner = tree.get(key)
    if not isinstance(inner, dict):
        inner = tree[key] = {}
    _put(inner, keys[1:], value)


def _lists(value: Any) -> Any:
    """Objects whose keys are 0, 1, 2 are lists."""
    if not isinstance(value, dict):
        return value
    held = {key: _lists(item) for key, item in value.items()}
    return list(held.values()) if list(held) == [str(number) for number in range(len(held))] else held
