"""Custom fields of deals, of which the administrator chooses one for the ticket's number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.deal_dialects import ITEMS, PLAIN
from integrations.bitrix24.errors import MethodMissingError
from integrations.bitrix24.values import keyed, text


@dataclass(frozen=True)
class CustomField:
    """A custom field. name: `UF_CRM_…`; label: what people read; kind: the portal's word, such as `string`."""

    name: str
    label: str
    kind: str


def read_custom_fields(portal: Bitrix24) -> tuple[CustomField, ...]:
    """Return the custom fields of deals by label."""
    try:
        described = keyed(portal.call(ITEMS.method("fields"), ITEMS.always).result).get("fields")
    except MethodMissingError:
        described = portal.call(PLAIN.method("fields")).result
    found = [_field(name, keyed(held)) for name, held in keyed(described).items() if name.startswith("UF_CRM_")]
    return tuple(sorted(found, key=lambda custom: (custom.label.casefold(), custom.name)))


def _field(name: str, held: Mapping[str, Any]) -> CustomField:
    label = text(held.get("formLabel")) or text(held.get("listLabel")) or text(held.get("title")) or name
    return CustomField(name, label, text(held.get("type")))
