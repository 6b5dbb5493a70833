"""Comments in the timeline of deals, and the history of their stages."""

from operator import attrgetter
from typing import Any

from tests.integrations.bitrix24.portal.fields import Field, needed, typed
from tests.integrations.bitrix24.portal.lists import ListRules, page_of
from tests.integrations.bitrix24.portal.methods import Given, Result, method
from tests.integrations.bitrix24.portal.records import Comment, Step
from tests.integrations.bitrix24.portal.refusal import RefusalError

_COMMENT_FIELDS = {
    "ID": Field("ID", "id", attrgetter("id")),
    "CREATED": Field("CREATED", "moment", attrgetter("created")),
    "AUTHOR_ID": Field("AUTHOR_ID", "id", attrgetter("author_id")),
    "ENTITY_ID": Field("ENTITY_ID", "id", attrgetter("deal_id")),
}
_SORTABLE = frozenset({"ID", "CREATED", "AUTHOR_ID"})
_STEP_FIELDS = {
    "ID": Field("ID", "id", attrgetter("id")),
    "TYPE_ID": Field("TYPE_ID", "number", attrgetter("type_id")),
    "OWNER_ID": Field("OWNER_ID", "id", attrgetter("deal_id")),
    "CREATED_TIME": Field("CREATED_TIME", "moment", attrgetter("at")),
    "CATEGORY_ID": Field("CATEGORY_ID", "number", attrgetter("pipeline_id")),
    "STAGE_ID": Field("STAGE_ID", "text", attrgetter("stage_id")),
    "STAGE_SEMANTIC_ID": Field("STAGE_SEMANTIC_ID", "text", attrgetter("semantic")),
}


@method("crm.timeline.comment.add")
def comment_add(given: Given) -> Result:
    fields = given.params.get("fields")
    if not isinstance(fields, dict) or not fields.get("ENTITY_ID"):
        raise RefusalError("100", "Could not find value for parameter {fields}")
    if fields.get("ENTITY_TYPE") != "deal":
        raise RefusalError("INVALID_ARG_VALUE", "ENTITY_TYPE")
    deal = given.state.deals.get(needed(fields, "ENTITY_ID"))
    if deal is None:
        raise RefusalError("OWNER_NOT_FOUND", "Owner was not found")
    if not given.access.sees(deal):
        raise RefusalError("ACCESS_DENIED", "Access denied.")
    text = str(fields.get("COMMENT") or "").strip()
    if not text:
        raise RefusalError("INVALID_ARG_VALUE", "Empty comment message.")
    files = [(str(name), len(body) * 3 // 4) for name, body in fields.get("FILES") or []]
    return Result(given.state.add_comment(deal.id, given.user_id, text, files).id)


@method("crm.timeline.comment.list")
def comment_list(given: Given) -> Result:
    conditions = given.params.get("filter")
    if not isinstance(conditions, dict) or {"ENTITY_ID", "ENTITY_TYPE"} - conditions.keys():
        raise RefusalError("INVALID_ARG_VALUE", "Required filter fields: ENTITY_ID, ENTITY_TYPE")
    deal = given.state.deals.get(needed(conditions, "ENTITY_ID"))
    if deal is not None and not given.access.sees(deal):
        raise RefusalError("", "Access denied.")
    is_deal = conditions["ENTITY_TYPE"] == "deal"
    comments = given.state.comments.values() if is_deal else ()
    page = page_of(comments, given.params, ListRules(_COMMENT_FIELDS, sortable=_SORTABLE))
    return Result([_comment(row, given) for row in page.rows], page.total, page.next)


@method("crm.timeline.comment.get")
def comment_get(given: Given) -> Result:
    return Result(_comment(_found(given), given))


@method("crm.timeline.comment.update")
def comment_update(given: Given) -> Result:
    comment = _found(given)
    fields = given.params.get("fields")
    if not isinstance(fields, dict):
        raise RefusalError("100", "Could not find value for parameter {fields}")
    comment.text = str(fields.get("COMMENT") or comment.text)
    return Result(comment.id)


@method("crm.timeline.comment.delete")
def comment_delete(given: Given) -> Result:
    del given.state.comments[_found(given).id]
    return Result(True)


@method("crm.stagehistory.list")
def stagehistory_list(given: Given) -> Result:
    if needed(given.params, "entityTypeId") != 2:
        raise RefusalError("NOT_FOUND", "Entity type is not supported")
    state = given.state
    steps = [step for step in state.history if given.access.sees(state.deals[step.deal_id])]
    page = page_of(steps, given.params, ListRules(_STEP_FIELDS))
    wanted = given.params.get("select") or list(_STEP_FIELDS)
    items = [_step(step, wanted, given) for step in page.rows]
    return Result({"items": items}, page.total, page.next)


def _found(given: Given) -> Comment:
    comment = given.state.comments.get(needed(given.params, "id"))
    if comment is None:
        raise RefusalError("NOT_FOUND", "Comment was not found")
    if not given.access.sees(given.state.deals[comment.deal_id]):
        raise RefusalError("ACCESS_DENIED", "Access denied.")
    return comment


def _comment(comment: Comment, given: Given) -> dict[str, Any]:
    author = given.state.users.get(comment.author_id)
    files = {
        str(number): file
        | {
            "authorId": comment.author_id,
            "authorName": f"{author.name} {author.last_name}" if author else "",
            "urlDownload": f"https://portal.example/disk/downloadFile/{number}/?&ncc=1&filename={file['name']}",
        }
        for number, file in comment.files.items()
    }
    return {
        "ID": str(comment.id),
        "ENTITY_ID": str(comment.deal_id),
        "ENTITY_TYPE": "deal",
        "CREATED": typed("moment", comment.created, given.manners.zone),
        "COMMENT": comment.text,
        "AUTHOR_ID": str(comment.author_id),
        "FILES": given.manners.object(files),
    }


def _step(step: Step, wanted: list[str], given: Given) -> dict[str, Any]:
    return {
        name: typed(field.kind, field.get(step), given.manners.history_zone)
        for name, field in _STEP_FIELDS.items()
        if name in wanted or "*" in wanted
    }
