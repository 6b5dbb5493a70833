"""Every step of every deal, also those between two looks, oldest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from integrations.bitrix24.client import BATCH, Bitrix24
from integrations.bitrix24.deal_dialects import DEAL_TYPE
from integrations.bitrix24.values import Semantic, keyed, needed_id, needed_moment, rows, semantic, text, whole

_FIELDS = ["ID", "TYPE_ID", "OWNER_ID", "CREATED_TIME", "CATEGORY_ID", "STAGE_ID", "STAGE_SEMANTIC_ID"]


class StepKind(IntEnum):
    """What happened to the deal."""

    OTHER = 0
    CREATED = 1
    MOVED = 2
    CLOSED = 3
    CHANGED_PIPELINE = 5


_KINDS = {kind.value: kind for kind in StepKind}


@dataclass(frozen=True)
class StageStep:
    """One row of the history: the deal came to this stage at that moment, which is in UTC."""

    id: int
    kind: StepKind
    deal_id: int
    at: datetime
    pipeline_id: int
    stage_id: str
    semantic: Semantic


def steps_above(portal: Bitrix24, cursor: int) -> Iterator[list[StageStep]]:
    """Yield pages of at most 50 steps with ids above the cursor, of all deals; the last id read is the next cursor."""
    return _pages(portal, {}, cursor)


def steps_of(portal: Bitrix24, deal_id: int) -> list[StageStep]:
    """Return all steps of one deal."""
    return [step for page in _pages(portal, {"OWNER_ID": deal_id}, 0) for step in page if step.deal_id == deal_id]


def last_step_id(portal: Bitrix24) -> int:
    """Return the id of the newest step on the portal, 0 when there is none: where a new reader begins."""
    newest = _page(portal, {}, "DESC")
    return max((step.id for step in newest), default=0)


def _pages(portal: Bitrix24, conditions: Mapping[str, Any], cursor: int) -> Iterator[list[StageStep]]:
    while True:
        listed = _page(portal, {**conditions, ">ID": cursor}, "ASC")
        fresh = [step for step in listed if step.id > cursor]
        if fresh:
            yield fresh
            cursor = fresh[-1].id
        if len(listed) < BATCH or not fresh:
            return


def _page(portal: Bitrix24, conditions: Mapping[str, Any], order: str) -> list[StageStep]:
    answer = portal.call(
        "crm.stagehistory.list",
        {
            "entityTypeId": DEAL_TYPE,
            "filter": conditions,
            "order": {"ID": order},
            "select": _FIELDS,
            "start": -1,
        },
    )
    return [_step(row) for row in rows(keyed(answer.result).get("items", []))]


def _step(row: Mapping[str, Any]) -> StageStep:
    return StageStep(
        id=needed_id(row.get("ID")),
        kind=_KINDS.get(whole(row.get("TYPE_ID")) or 0, StepKind.OTHER),
        deal_id=needed_id(row.get("OWNER_ID")),
        at=needed_moment(row.get("CREATED_TIME")),
        pipeline_id=whole(row.get("CATEGORY_ID")) or 0,
        stage_id=text(row.get("STAGE_ID")),
        semantic=semantic(row.get("STAGE_SEMANTIC_ID")),
    )
