"""`crm.item.*` for deals and companies, and `crm.deal.*` beside it in the older shape."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from tests.integrations.bitrix24.portal.deal_shapes import ATTRIBUTES, KINDS, SETTABLE, camel, item_fields, plain_fields
from tests.integrations.bitrix24.portal.fields import Field, as_strings, needed, read_value, typed
from tests.integrations.bitrix24.portal.lists import ListRules, page_of
from tests.integrations.bitrix24.portal.methods import Given, Result, method
from tests.integrations.bitrix24.portal.records import Deal
from tests.integrations.bitrix24.portal.refusal import RefusalError

_NO_RIGHT = ("ACCESS_DENIED", "Доступ запрещён.<br>")
_COMPANY_FIELDS = {"id": Field("id", "id", attrgetter("id")), "title": Field("title", "text", attrgetter("title"))}
_OLD_COMPANY_FIELDS = {"ID": Field("ID", "id", attrgetter("id")), "TITLE": Field("TITLE", "text", attrgetter("title"))}


# crm.item.*


@method("crm.item.add")
def item_add(given: Given) -> Result:
    _only_deals(given)
    return Result({"item": _item(_add(given), given)})


@method("crm.item.update")
def item_update(given: Given) -> Result:
    _only_deals(given)
    return Result({"item": _item(_update(_item_deal(given), given, can_change_pipeline=True), given)})


@method("crm.item.get")
def item_get(given: Given) -> Result:
    _only_deals(given)
    return Result({"item": _item(_item_deal(given), given)})


@method("crm.item.list")
def item_list(given: Given) -> Result:
    kind = needed(given.params, "entityTypeId")
    if kind == 4:
        page = page_of(given.state.companies.values(), given.params, ListRules(_COMPANY_FIELDS, strict=True))
        items = [{"id": company.id, "title": company.title} for company in page.rows]
        return Result({"items": items}, page.total, page.next)
    _only_deals(given)
    fields = _item_fields(given)
    rules = ListRules(
        fields,
        strict=True,
        unfilterable=frozenset(given.access.unfilterable),
        ignored=frozenset(given.access.ignored_filters),
    )
    page = page_of(_visible(given), given.params, rules)
    chosen = _chosen(fields, given.params)
    items = [
        {name: typed(field.kind, field.get(deal), given.manners.zone) for name, field in chosen} for deal in page.rows
    ]
    return Result({"items": items}, page.total, page.next)


@method("crm.item.fields")
def item_fields_method(given: Given) -> Result:
    _only_deals(given)
    labels = {key: label for name, label in given.state.custom_fields.items() for key in (name, camel(name))}
    described = {
        name: {"type": _type(field), "title": labels.get(name, name), "isRequired": False, "isDynamic": name in labels}
        for name, field in _item_fields(given).items()
    }
    return Result({"fields": described})


@method("crm.item.productrow.set")
def item_productrow_set(given: Given) -> Result:
    if given.params.get("ownerType") != "D":
        raise RefusalError("INVALID_ARG_VALUE", "ownerType")
    deal = given.state.deals.get(needed(given.params, "ownerId"))
    if deal is None:
        raise RefusalError("OWNER_NOT_FOUND", "Owner was not found")
    _check_right(deal, given)
    deal.goods = list(given.params.get("productRows") or [])
    return Result({"productRows": deal.goods})


# crm.deal.*


@method("crm.deal.add")
def deal_add(given: Given) -> Result:
    return Result(_add(given).id)


@method("crm.deal.update")
def deal_update(given: Given) -> Result:
    _update(_plain_deal(given), given, can_change_pipeline=False)
    return Result(True)


@method("crm.deal.get")
def deal_get(given: Given) -> Result:
    return Result(_plain(_plain_deal(given), given))


@method("crm.deal.list")
def deal_list(given: Given) -> Result:
    fields = plain_fields(given.state.custom_fields)
    page = page_of(_visible(given), given.params, ListRules(fields, ignored=frozenset(given.access.ignored_filters)))
    chosen = [(name, field) for name, field in _chosen(fields, given.params) if name != "CONTACT_IDS"]
    found = [
        {name: as_strings(field.kind, field.get(deal), given.manners.zone) for name, field in chosen}
        for deal in page.rows
    ]
    return Result(found, page.total, page.next)


@method("crm.deal.fields")
def deal_fields(given: Given) -> Result:
    labels = given.state.custom_fields
    described: dict[str, dict[str, Any]] = {
        name: {"type": _type(field), "title": name} for name, field in plain_fields(labels).items()
    }
    for name, label in labels.items():
        described[name] |= {"listLabel": label, "formLabel": label}
    return Result(described)


@method("crm.deal.productrows.set")
def deal_productrows_set(given: Given) -> Result:
    _plain_deal(given).goods = list(given.params.get("rows") or [])
    return Result(True)


@method("crm.company.list")
def company_list(given: Given) -> Result:
    page = page_of(given.state.companies.values(), given.params, ListRules(_OLD_COMPANY_FIELDS))
    return Result([{"ID": str(row.id), "TITLE": row.title} for row in page.rows], page.total, page.next)


# What both do


def _type(field: Field) -> str:
    return {"text": "string", "id": "integer", "number": "integer", "link": "integer"}.get(field.kind, field.kind)


def _only_deals(given: Given) -> None:
    if needed(given.params, "entityTypeId") != 2:
        raise RefusalError("NOT_FOUND", "SPA not found")


def _item_fields(given: Given) -> dict[str, Field]:
    original = str(given.params.get("useOriginalUfNames", "N")).upper() == "Y"
    return item_fields(given.state.custom_fields, original_names=original)


def _chosen(fields: Mapping[str, Field], params: Mapping[str, Any]) -> list[tuple[str, Field]]:
    wanted = params.get("select") or ["*"]
    return [(name, field) for name, field in fields.items() if "*" in wanted or name in wanted]


def _item(deal: Deal, given: Given) -> dict[str, Any]:
    return {name: typed(field.kind, field.get(deal), given.manners.zone) for name, field in _item_fields(given).items()}


def _plain(deal: Deal, given: Given) -> dict[str, Any]:
    fields = plain_fields(given.state.custom_fields)
    return {name: as_strings(field.kind, field.get(deal), given.manners.zone) for name, field in fields.items()}


def _visible(given: Given) -> list[Deal]:
    return [deal for deal in given.state.deals.values() if given.access.sees(deal)]


def _check_right(deal: Deal, given: Given) -> None:
    if not given.access.sees(deal):
        raise RefusalError(*_NO_RIGHT)


def _item_deal(given: Given) -> Deal:
    deal = given.state.deals.get(needed(given.params, "id"))
    if deal is None:
        raise RefusalError("NOT_FOUND", "Элемент не найден")
    _check_right(deal, given)
    return deal


def _plain_deal(given: Given) -> Deal:
    deal = given.state.deals.get(needed(given.params, "id"))
    if deal is None:
        raise RefusalError("", "Not found")
    _check_right(deal, given)
    return deal


def _add(given: Given) -> Deal:
    values, custom = _values(given)
    pipeline_id = values.pop("pipeline_id", None) or 0
    if pipeline_id in given.access.hidden_pipelines:
        raise RefusalError(*_NO_RIGHT)
    stages = given.state.stages_of(pipeline_id)
    if not stages:
        raise RefusalError("CRM_FIELD_ERROR_VALUE_NOT_VALID", "Invalid value of field Pipeline")
    stage_id = values.pop("stage_id", None) or stages[0].status_id
    if stage_id not in {stage.status_id for stage in stages}:
        raise RefusalError("CRM_FIELD_ERROR_VALUE_NOT_VALID", "Invalid value of field Stage")
    return given.state.add_deal(given.user_id, pipeline_id, stage_id, custom=custom, **values)


def _update(deal: Deal, given: Given, *, can_change_pipeline: bool) -> Deal:
    values, custom = _values(given)
    pipeline_id, stage_id = values.pop("pipeline_id", None), values.pop("stage_id", None)
    if can_change_pipeline and pipeline_id not in (None, deal.pipeline_id) and stage_id is None:
        stage_id = given.state.stages_of(pipeline_id)[0].status_id
    if stage_id is not None:
        stage = given.state.stage(stage_id)
        if stage is None or stage.pipeline_id not in (deal.pipeline_id, pipeline_id):
            raise RefusalError("CRM_FIELD_ERROR_VALUE_NOT_VALID", "Invalid value of field Stage")
        given.state.move(deal, stage_id, given.user_id)
    for attribute, value in values.items():
        setattr(deal, attribute, value)
    deal.custom |= custom
    deal.updated = given.state.now()
    return deal


def _values(given: Given) -> tuple[dict[str, Any], dict[str, Any]]:
    """Attributes to set and custom fields; what the portal does not know is ignored."""
    given_fields = given.params.get("fields")
    if not isinstance(given_fields, dict):
        raise RefusalError("100", "Could not find value for parameter {fields}")
    values: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    originals = {name: name for name in given.state.custom_fields}
    originals |= {camel(name): name for name in given.state.custom_fields}
    for name, value in given_fields.items():
        if name in originals:
            custom[originals[name]] = value
        elif ATTRIBUTES.get(name) in SETTABLE:
            try:
                read = read_value(KINDS[name], value)
            except (TypeError, ValueError):
                raise RefusalError("CRM_FIELD_ERROR_VALUE_NOT_VALID", f"Invalid value of field {name}") from None
            if read is not None:
                values[ATTRIBUTES[name]] = read
    return values, custom
