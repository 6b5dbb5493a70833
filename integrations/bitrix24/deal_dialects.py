"""The two families of methods for deals, `crm.item.*` and the older `crm.deal.*`: the same thing under other names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.errors import OutcomeUnknownError
from integrations.bitrix24.values import keyed, needed_id, rows

DEAL_TYPE = 2
"""`entityTypeId` of deals."""

_ITEM_NAMES = {
    "id": "id",
    "title": "title",
    "pipeline": "categoryId",
    "stage": "stageId",
    "semantic": "stageSemanticId",
    "closed": "closed",
    "amount": "opportunity",
    "amount_is_ours": "isManualOpportunity",
    "currency": "currencyId",
    "responsible": "assignedById",
    "company": "companyId",
    "contacts": "contactIds",
    "comments": "comments",
    "originator": "originatorId",
    "origin": "originId",
    "created": "createdTime",
    "updated": "updatedTime",
    "moved": "movedTime",
    "moved_by": "movedBy",
    "last_activity": "lastActivityTime",
}
_PLAIN_NAMES = {
    "id": "ID",
    "title": "TITLE",
    "pipeline": "CATEGORY_ID",
    "stage": "STAGE_ID",
    "semantic": "STAGE_SEMANTIC_ID",
    "closed": "CLOSED",
    "amount": "OPPORTUNITY",
    "amount_is_ours": "IS_MANUAL_OPPORTUNITY",
    "currency": "CURRENCY_ID",
    "responsible": "ASSIGNED_BY_ID",
    "company": "COMPANY_ID",
    "contacts": "CONTACT_IDS",
    "comments": "COMMENTS",
    "originator": "ORIGINATOR_ID",
    "origin": "ORIGIN_ID",
    "created": "DATE_CREATE",
    "updated": "DATE_MODIFY",
    "moved": "MOVED_TIME",
    "moved_by": "MOVED_BY_ID",
    "last_activity": "LAST_ACTIVITY_TIME",
}
READ = tuple(name for name in _ITEM_NAMES if name not in ("amount_is_ours", "contacts", "comments"))
"""Our names of the fields that are read of a deal."""


@dataclass(frozen=True)
class Dialect:
    """One family of methods. `names` gives its field names by ours; custom fields (`UF_CRM_…`) keep their own."""

    family: str
    names: Mapping[str, str]
    always: Mapping[str, Any]
    is_item: bool

    def method(self, verb: str) -> str:
        """Return the name of a method: `add`, `get`, `update`, `list` or `fields`."""
        return f"{self.family}.{verb}"

    def fields(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return our names and values under the family's names."""
        return {self.names.get(name, name): value for name, value in values.items()}

    def select(self) -> list[str]:
        """Return the names of the fields to read."""
        return [self.names[name] for name in READ]

    def added_id(self, result: Any) -> int:
        """Return the id of a new deal from the result of `add`."""
        return needed_id(self.one(result).get("id") if self.is_item else result)

    def one(self, result: Any) -> dict[str, Any]:
        """Return the deal from the result of `get`."""
        row = keyed(result).get("item") if self.is_item else result
        if not isinstance(row, Mapping):
            raise OutcomeUnknownError("shape")
        return keyed(row)

    def many(self, result: Any) -> list[dict[str, Any]]:
        """Return the rows from the result of `list`."""
        return rows(keyed(result).get("items", []) if self.is_item else result)

    def product_rows(self, deal_id: int, goods: Iterable[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
        """Return method and parameters that replace all rows of goods; the goods come under the names of `crm.item`."""
        if self.is_item:
            return "crm.item.productrow.set", {"ownerType": "D", "ownerId": deal_id, "productRows": list(goods)}
        upper = [{_PRODUCT_NAMES[name]: value for name, value in row.items()} for row in goods]
        return "crm.deal.productrows.set", {"id": deal_id, "rows": upper}


_PRODUCT_NAMES = {
    "productName": "PRODUCT_NAME",
    "price": "PRICE",
    "quantity": "QUANTITY",
    "measureCode": "MEASURE_CODE",
    "taxRate": "TAX_RATE",
    "taxIncluded": "TAX_INCLUDED",
}
ITEMS = Dialect("crm.item", _ITEM_NAMES, {"entityTypeId": DEAL_TYPE, "useOriginalUfNames": "Y"}, is_item=True)
PLAIN = Dialect("crm.deal", _PLAIN_NAMES, {}, is_item=False)
