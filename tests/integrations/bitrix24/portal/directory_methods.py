"""Pipelines, stages, people, companies' details: what is looked up."""

from operator import attrgetter
from typing import Any

from tests.integrations.bitrix24.portal.fields import Field, needed
from tests.integrations.bitrix24.portal.lists import ListRules, page_of
from tests.integrations.bitrix24.portal.methods import Given, Result, method
from tests.integrations.bitrix24.portal.records import Pipeline, Stage, User
from tests.integrations.bitrix24.portal.refusal import RefusalError

_STAGE_FIELDS = {
    "ID": Field("ID", "id", attrgetter("id")),
    "ENTITY_ID": Field("ENTITY_ID", "text", attrgetter("place")),
    "STATUS_ID": Field("STATUS_ID", "text", attrgetter("status_id")),
    "NAME": Field("NAME", "text", attrgetter("name")),
    "SORT": Field("SORT", "number", attrgetter("sort")),
}
_REQUISITE_FIELDS = {
    "ID": Field("ID", "id", attrgetter("id")),
    "ENTITY_TYPE_ID": Field("ENTITY_TYPE_ID", "number", attrgetter("owner_type")),
    "ENTITY_ID": Field("ENTITY_ID", "id", attrgetter("owner_id")),
    "NAME": Field("NAME", "text", attrgetter("name")),
    "RQ_BIN": Field("RQ_BIN", "text", attrgetter("bin")),
}
_USER_FIELDS = {"ID": Field("ID", "id", attrgetter("id")), "ACTIVE": Field("ACTIVE", "flag", attrgetter("active"))}


@method("crm.category.list")
def category_list(given: Given) -> Result:
    if needed(given.params, "entityTypeId") != 2:
        raise RefusalError("NOT_FOUND", "Entity type is not supported")
    hidden = given.access.hidden_pipelines
    listed = [_category(line) for line in given.state.pipelines.values() if line.id not in hidden]
    return Result({"categories": listed}, len(listed))


@method("crm.status.list")
def status_list(given: Given) -> Result:
    page = page_of(given.state.stages, given.params, ListRules(_STAGE_FIELDS))
    return Result([_status(stage) for stage in page.rows], page.total, page.next)


@method("crm.requisite.list")
def requisite_list(given: Given) -> Result:
    page = page_of(given.state.requisites.values(), given.params, ListRules(_REQUISITE_FIELDS))
    wanted = given.params.get("select") or list(_REQUISITE_FIELDS)
    found = [
        {name: str(field.get(row)) for name, field in _REQUISITE_FIELDS.items() if name in wanted or "*" in wanted}
        for row in page.rows
    ]
    return Result(found, page.total, page.next)


@method("user.get", frozenset({"user", "user_basic"}))
def user_get(given: Given) -> Result:
    conditions = given.params.get("FILTER") or given.params.get("filter") or {}
    page = page_of(given.state.users.values(), {"filter": conditions, **_start(given)}, ListRules(_USER_FIELDS))
    return Result([_user(user) for user in page.rows], page.total, page.next)


@method("profile", frozenset())
def profile(given: Given) -> Result:
    user = given.state.users[given.user_id]
    return Result(
        {"ID": str(user.id), "ADMIN": user.is_admin, "NAME": user.name, "LAST_NAME": user.last_name, "TIME_ZONE": ""}
    )


def _start(given: Given) -> dict[str, Any]:
    return {"start": given.params.get("start", 0)}


def _category(pipeline: Pipeline) -> dict[str, Any]:
    row = {
        "id": pipeline.id,
        "name": pipeline.name,
        "sort": pipeline.sort,
        "entityTypeId": 2,
        "isDefault": "Y" if pipeline.is_default else "N",
    }
    return row if pipeline.is_default else row | {"originId": "", "originatorId": ""}


def _status(stage: Stage) -> dict[str, Any]:
    return {
        "ID": str(stage.id),
        "ENTITY_ID": stage.place,
        "STATUS_ID": stage.status_id,
        "NAME": stage.name,
        "NAME_INIT": stage.name if stage.system else "",
        "SORT": str(stage.sort),
        "SYSTEM": "Y" if stage.system else "N",
        "CATEGORY_ID": str(stage.pipeline_id) if stage.pipeline_id else None,
        "COLOR": stage.colour,
        "SEMANTICS": None if stage.semantic == "P" else stage.semantic,
        "EXTRA": {"SEMANTICS": stage.in_words, "COLOR": stage.colour},
    }


def _user(user: User) -> dict[str, Any]:
    return {
        "ID": str(user.id),
        "ACTIVE": user.active,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "EMAIL": user.email,
    }
