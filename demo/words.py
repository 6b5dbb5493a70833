"""The words that the demo company is made of, as they lie in `resources/demo`."""

import json
from typing import Any

import resources


def read(name: str) -> Any:
    """Return one page of words, such as `names`, `subjects` or `routes`."""
    return json.loads(resources.read_text("demo", f"{name}.json"))
