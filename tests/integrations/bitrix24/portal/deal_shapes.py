"""A deal in its two shapes."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from tests.integrations.bitrix24.portal.fields import Field
from tests.integrations.bitrix24.portal.records import Deal

# name in crm.item, name in crm.deal, kind, attribute
_FIELDS = (
    ("id", "ID", "id", "id"),
    ("title", "TITLE", "text", "title"),
    ("categoryId", "CATEGORY_ID", "number", "pipeline_id"),
    ("stageId", "STAGE_ID", "text", "stage_id"),
    ("stageSemanticId", "STAGE_SEMANTIC_ID", "text", "semantic"),
    ("closed", "CLOSED", "flag", "closed"),
    ("opportunity", "OPPORTUNITY", "money", "opportunity"),
    ("isManualOpportunity", "IS_MANUAL_OPPORTUNITY", "flag", "is_manual"),
    ("currencyId", "CURRENCY_ID", "text", "currency"),
    ("assignedById", "ASSIGNED_BY_ID", "id", "responsible_id"),
    ("createdBy", "CREATED_BY_ID", "id", "created_by"),
    ("companyId", "COMPANY_ID", "link", "company_id"),
    ("contactIds", "CONTACT_IDS", "ids", "contact_ids"),
    ("comments", "COMMENTS", "text", "comments"),
    ("originatorId", "ORIGINATOR_ID", "text", "originator_id"),
    ("originId", "ORIGIN_ID", "text", "origin_id"),
    ("createdTime", "DATE_CREATE", "moment", "created"),
    ("updatedTime", "DATE_MODIFY", "moment", "updated"),
    ("movedTime", "MOVED_TIME", "moment", "moved"),
    ("movedBy", "MOVED_BY_ID", "id", "moved_by"),
    ("lastActivityTime", "LAST_ACTIVITY_TIME", "moment", "last_activity"),
    ("closedate", "CLOSEDATE", "moment", "close_date"),
)
SETTABLE = frozenset(
    {
        "title",
        "pipeline_id",
        "stage_id",
        "opportunity",
        "is_manual",
        "currency",
        "responsible_id",
        "company_id",
        "contact_ids",
        "comments",
        "originator_id",
        "origin_id",
    }
)
ATTRIBUTES = {name: attribute for item, plain, _, attribute in _FIELDS for name in (item, plain)}
KINDS = {name: kind for item, plain, kind, _ in _FIELDS for name in (item, plain)}


def _custom(name: str) -> Callable[[Deal], Any]:
    return lambda deal: deal.custom.get(name)


def camel(name: str) -> str:
    """A custom field's name as `crm.item` writes it unless asked for the original: UF_CRM_1_A becomes ufCrm1A."""
    first, *others = name.lower().split("_")
    return first + "".join(part.capitalize() for part in others)


def item_fields(custom: dict[str, str], *, original_names: bool) -> dict[str, Field]:
    fields = {item: Field(item, kind, attrgetter(attribute)) for item, _, kind, attribute in _FIELDS}
    for name in custom:
        written = name if original_names else camel(name)
        fields[written] = Field(written, "text", _custom(name))
    return fields


def plain_fields(custom: dict[str, str]) -> dict[str, Field]:
    fields = {plain: Field(plain, kind, attrgetter(attribute)) for _, plain, kind, attribute in _FIELDS}
    return fields | {name: Field(name, "text", _custom(name)) for name in custom}
