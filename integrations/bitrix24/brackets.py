"""Parameters as PHP reads them from a query: `fields[TITLE]=…&select[0]=ID`. The parts of a batch are written so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode


def php_query(parameters: Mapping[str, Any]) -> str:
    """Return the parameters as one query, URL-encoded once.

    Truth values become 1 and 0; None, empty lists and empty objects cannot be said in a query and are left out.

    >>> php_query({"filter": {">ID": 5}, "select": ["ID"]})
    'filter%5B%3EID%5D=5&select%5B0%5D=ID'
    """
    return urlencode([pair for key, value in parameters.items() for pair in _pairs(key, value)])


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _pairs(f"{name}[{key}]", held)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for position, held in enumerate(value):
            yield from _pairs(f"{name}[{position}]", held)
    elif isinstance(value, bool):
        yield name, "1" if value else "0"
    elif value is not None:
        yield name, str(value)
