"""Lists that come in pages of 50, where the list is short enough for `start`."""

from collections.abc import Iterator, Mapping
from typing import Any

from integrations.bitrix24.client import Bitrix24


def all_pages(portal: Bitrix24, method: str, parameters: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the result of each page, following `next` for as long as it grows."""
    start = 0
    while True:
        answer = portal.call(method, {**parameters, "start": start})
        yield answer.result
        if answer.next is None or answer.next <= start:
            return
        start = answer.next
