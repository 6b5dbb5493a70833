"""Brings the steps of deals through their stages onto the tickets. The portal's history holds every one of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DatabaseUnreachableError, KnownError
from domain.exchange.actions import report_found
from domain.exchange.mirroring import (
    LinkedDeal,
    StageRow,
    begin_cursor,
    cursor,
    keep_cursor,
    linked_deals,
    note_deal_missing,
    record_stages,
    settle_deal,
    unsettled_deals,
)
from domain.exchange.tables import BITRIX24, Partner, PartnerReport
from integrations.agent.office import Office
from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.deals import Deals
from integrations.bitrix24.mirror.access import open_portal
from integrations.bitrix24.mirror.chunks import each_chunk
from integrations.bitrix24.stage_history import StageStep, last_step_id, steps_above, steps_of
from integrations.bitrix24.stages import Stage, read_pipelines, read_stages

_CURSOR = "stages"
_READ_AGAIN = 50  # ids below the cursor: rows become visible in the order of their ids only as far as is known
_NAMES_HOLD = timedelta(hours=1)

Named = dict[str, Stage]


def poll_stages(office: Office) -> None:
    """Read every step that is new on the portal, note those of our deals, then carry out what the newest ones mean."""
    if not office.database.ask(is_active):
        return
    with open_portal(office) as (portal, _):
        kept = begin_reading(office, portal)
        names = StageNames(office, portal)
        for page in steps_above(portal, max(kept - _READ_AGAIN, 0)):
            _note(office, names, page)
            office.database.act(keep_cursor, BITRIX24, _CURSOR, str(max(page[-1].id, kept)))
    settle_all(office)


def begin_reading(office: Office, portal: Bitrix24) -> int:
    """Return the id of the last step that was read. Before the first deal of ours is made, that is the portal's last.

    What happened there before concerns us not; what happens to a deal of ours from its first moment on does.
    """
    kept = office.database.ask(cursor, BITRIX24, _CURSOR)
    if kept is None:
        office.database.act(begin_cursor, BITRIX24, _CURSOR, str(last_step_id(portal)))
        kept = office.database.ask(cursor, BITRIX24, _CURSOR)
    return int(kept or 0)


def read_deal_stages(office: Office, portal: Bitrix24, deal_id: int, remote_id: int) -> None:
    """Read the whole way of one deal and carry out what its newest step means."""
    names = StageNames(office, portal)
    steps = steps_of(portal, remote_id)
    if steps:
        office.database.act(record_stages, deal_id, [_row(step, names) for step in steps])
        office.database.act(settle_deal, deal_id)


def check_truth(office: Office) -> None:
    """Compare every linked deal with the portal: what was missed is read again, what is gone is told to its ticket."""
    if not office.database.ask(is_active):
        return
    with open_portal(office) as (portal, _):
        linked = office.database.ask(linked_deals, BITRIX24)
        each_chunk(linked, partial(_compare, office, portal))


def _compare(office: Office, portal: Bitrix24, linked: Sequence[LinkedDeal]) -> None:
    there = Deals(portal).by_ids(int(one.remote_id) for one in linked)
    for one in linked:
        deal = there.get(int(one.remote_id))
        if deal is None:
            office.database.act(note_deal_missing, one.id)
        elif deal.stage_id != one.stage or one.state == "missing":
            read_deal_stages(office, portal, one.id, deal.id)


def settle_all(office: Office) -> None:
    """Carry out what the newest noted step of each deal means; a kill between noting and this is made good here.

    A ticket that somebody else holds just now does not keep the others waiting: it is settled in the next round.
    """
    busy: KnownError | None = None
    for deal_id in office.database.ask(unsettled_deals, BITRIX24):
        try:
            office.database.act(settle_deal, deal_id)
        except DatabaseUnreachableError:
            raise
        except KnownError as error:
            busy = error
    if busy is not None:
        raise busy


def is_active(session: Session) -> bool:
    """Tell whether the portal is switched on."""
    return session.execute(select(Partner.active).where(Partner.system == BITRIX24)).scalar_one()


def _note(office: Office, names: "StageNames", page: list[StageStep]) -> None:
    ours = {
        int(one.remote_id): one.id for one in office.database.ask(linked_deals, BITRIX24, {s.deal_id for s in page})
    }
    by_deal: dict[int, list[StageStep]] = defaultdict(list)
    for step in page:
        if step.deal_id in ours:
            by_deal[ours[step.deal_id]].append(step)
    for deal_id, steps in by_deal.items():
        office.database.act(record_stages, deal_id, [_row(step, names) for step in steps])


def _row(step: StageStep, names: "StageNames") -> StageRow:
    stage = names.of(step)
    name, colour = (stage.name, stage.colour) if stage else (step.stage_id, "")
    return StageRow(str(step.id), step.id, step.stage_id, name, colour, step.semantic, step.at)


class StageNames:
    """Names and colours of stages: as last read, read again after an hour or where an unknown stage turns up."""

    def __init__(self, office: Office, portal: Bitrix24) -> None:
        self._office, self._portal = office, portal
        self._read: set[int] = set()
        found = office.database.ask(_found)
        self._old = _is_old(found.get("stages_at"))
        self._known: Named = {
            row["id"]: Stage(row["id"], int(pipeline), row["name"], row["colour"], row["semantic"], row["sort"])
            for pipeline, listed in found.get("stages", {}).items()
            for row in listed
        }

    def of(self, step: StageStep) -> Stage | None:
        """Return the stage of a step; None where the portal has deleted it meanwhile."""
        if (self._old or step.stage_id not in self._known) and step.pipeline_id not in self._read:
            self._read.add(step.pipeline_id)
            fresh = read_stages(self._portal, step.pipeline_id)
            self._known |= {stage.id: stage for stage in fresh}
            self._office.database.act(keep_stages, {step.pipeline_id: fresh})
        return self._known.get(step.stage_id)


def read_all_stages(portal: Bitrix24) -> tuple[list[dict[str, Any]], dict[int, tuple[Stage, ...]]]:
    """Return the pipelines as the settings page shows them, and the stages of each."""
    pipelines = read_pipelines(portal)
    return (
        [{"id": one.id, "name": one.name} for one in pipelines],
        {one.id: read_stages(portal, one.id) for one in pipelines},
    )


def keep_stages(session: Session, stages: Mapping[int, Iterable[Stage]]) -> None:
    """Keep the stages of some pipelines among what was found at the portal."""
    found = dict(_found(session))
    listed = dict(found.get("stages", {}))
    for pipeline, rows in stages.items():
        listed[str(pipeline)] = [
            {"id": one.id, "name": one.name, "colour": one.colour, "semantic": one.semantic, "sort": one.sort}
            for one in rows
        ]
    report_found(session, BITRIX24, {**found, "stages": listed, "stages_at": datetime.now(UTC).isoformat()})


def _found(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = session.execute(
        select(PartnerReport.found).where(PartnerReport.system == BITRIX24)
    ).scalar_one()
    return found


def _is_old(read_at: str | None) -> bool:
    return read_at is None or datetime.now(UTC) - datetime.fromisoformat(read_at) > _NAMES_HOLD
