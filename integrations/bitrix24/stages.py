"""Pipelines of deals and the stages of each, as the portal's people named and coloured them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.deal_dialects import DEAL_TYPE
from integrations.bitrix24.paging import all_pages
from integrations.bitrix24.values import Semantic, keyed, needed_id, rows, semantic, text, whole, yes

_IN_WORDS: Mapping[str, Semantic] = {"process": "P", "success": "S", "failure": "F", "apology": "F"}


@dataclass(frozen=True)
class Pipeline:
    """A pipeline that the webhook's employee may read; 0 is the one that every portal has."""

    id: int
    name: str
    sort: int
    is_default: bool


@dataclass(frozen=True)
class Stage:
    """A stage. `id` stays when people rename it; outside pipeline 0 it has the pipeline's prefix, such as `C9:NEW`.

    colour: `#rrggbb`, or "" when the portal gives none. semantic: P in progress, S success, F failure.
    """

    id: str
    pipeline_id: int
    name: str
    colour: str
    semantic: Semantic
    sort: int


def read_pipelines(portal: Bitrix24) -> tuple[Pipeline, ...]:
    """Return the pipelines in the portal's order."""
    pages = all_pages(portal, "crm.category.list", {"entityTypeId": DEAL_TYPE})
    listed = [_pipeline(row) for result in pages for row in rows(keyed(result).get("categories", []))]
    return tuple(sorted(listed, key=lambda pipeline: (pipeline.sort, pipeline.id)))


def read_stages(portal: Bitrix24, pipeline_id: int) -> tuple[Stage, ...]:
    """Return the stages of one pipeline in the portal's order; none for an unknown pipeline."""
    place = f"DEAL_STAGE_{pipeline_id}" if pipeline_id else "DEAL_STAGE"
    pages = all_pages(portal, "crm.status.list", {"filter": {"ENTITY_ID": place}, "order": {"SORT": "ASC"}})
    listed = [_stage(row, pipeline_id) for result in pages for row in rows(result) if row.get("ENTITY_ID") == place]
    return tuple(sorted(listed, key=lambda stage: stage.sort))


def _pipeline(row: Mapping[str, Any]) -> Pipeline:
    return Pipeline(
        needed_id(row.get("id")), text(row.get("name")), whole(row.get("sort")) or 0, yes(row.get("isDefault"))
    )


def _stage(row: Mapping[str, Any], pipeline_id: int) -> Stage:
    extra = keyed(row.get("EXTRA"))
    in_words = _IN_WORDS.get(text(extra.get("SEMANTICS")).lower(), "P")
    said = text(row.get("SEMANTICS"))
    return Stage(
        id=text(row.get("STATUS_ID")),
        pipeline_id=pipeline_id,
        name=text(row.get("NAME")) or text(row.get("NAME_INIT")),
        colour=_colour(row.get("COLOR")) or _colour(extra.get("COLOR")),
        semantic=semantic(said) if said else in_words,
        sort=whole(row.get("SORT")) or 0,
    )


def _colour(value: Any) -> str:
    """Return `#rrggbb` in small letters; portals also write three digits, leave the # out, or nothing at all."""
    digits = text(value).strip().lower().removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}" if re.fullmatch(r"[0-9a-f]{6}", digits) else ""
