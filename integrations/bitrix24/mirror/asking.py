"""What a person asks for: a look at one deal now, and a test of the portal with everything that it offers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from database.errors import KnownError
from domain.exchange.actions import report_check, report_fault
from domain.exchange.mirroring import access, linked_deal
from domain.exchange.queries import partner, stage_meanings
from domain.exchange.tables import BITRIX24
from integrations.agent.office import Office
from integrations.bitrix24.address import WebhookAddress
from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.deal_fields import read_custom_fields
from integrations.bitrix24.deals import Deals
from integrations.bitrix24.mirror.access import keep_address, open_portal
from integrations.bitrix24.mirror.comments import read_comments
from integrations.bitrix24.mirror.rests import KeptRests, reopen
from integrations.bitrix24.mirror.stages import keep_stages, read_all_stages, read_deal_stages
from integrations.bitrix24.people import read_active, read_employee
from integrations.bitrix24.transport import Timeouts

Check = dict[str, Any]
_READ = 15.0  # seconds: somebody waits for the answer


def read_now(office: Office, deal_id: int) -> None:
    """Read the stages and comments of one deal because somebody asked."""
    linked = office.database.ask(linked_deal, deal_id)
    if linked is None:
        return
    with open_portal(office) as (portal, _):
        read_deal_stages(office, portal, deal_id, int(linked.remote_id))
        read_comments(office, portal, [linked])


def check_portal(office: Office) -> None:
    """Test address, rights and settings one by one, and keep what the portal offers for the settings page.

    Works while the portal is still switched off. A check that fails is told with its reason; the others go on.
    """
    way = office.database.ask(access, BITRIX24)
    if way.secret is None:
        checks = [_failed("bitrix24-check-address", "bitrix24-address-wanted", {})]
        office.database.act(report_check, BITRIX24, checks, {})
        return
    address = WebhookAddress.parse(way.secret)
    timeouts = Timeouts(read=min(office.read_timeout, _READ))
    told = partial(keep_address, office.database, address)
    with Bitrix24(address, office.pace(BITRIX24), timeouts=timeouts, moved=told, rests=KeptRests(office)) as portal:
        testing = _Testing(portal)
        testing.run(way.settings, office.database.ask(stage_meanings, BITRIX24))
    stages = testing.found.pop("stages", {})
    found = {**office.database.ask(partner, BITRIX24).found, **testing.found, "portal": portal.address.portal}
    if (found.get("moved") or {}).get("to") != portal.address.portal:
        found.pop("moved", None)  # an administrator has given another address since
    office.database.act(report_check, BITRIX24, testing.checks, found)
    if stages:
        office.database.act(reopen)
        office.database.act(keep_stages, stages)
    if all(one["ok"] for one in testing.checks):
        office.database.act(report_fault, BITRIX24, "")


class _Testing:
    """The checks in order; what a later one needs is in `found`."""

    def __init__(self, portal: Bitrix24) -> None:
        self._portal = portal
        self.checks: list[Check] = []
        self.found: dict[str, Any] = {}

    def run(self, settings: dict[str, Any], meanings: dict[str, str]) -> None:
        if not self._check("bitrix24-check-address", self._employee):
            return  # nothing else would be answered
        self._check("bitrix24-check-pipelines", self._pipelines)
        self._check("bitrix24-check-fields", self._fields)
        self._check("bitrix24-check-deals", lambda: self._search(str(settings.get("ticket_field") or "")))
        self._check("bitrix24-check-people", self._people)
        if "stages" in self.found:
            self._check("bitrix24-check-pipeline-chosen", lambda: self._chosen(settings))
            self._check("bitrix24-check-stages-mapped", lambda: self._mapped(meanings))

    def _check(self, code: str, test: Callable[[], dict[str, Any]]) -> bool:
        try:
            details = test()
        except KnownError as error:
            self.checks.append(_failed(code, error.code, error.details))
            return False
        self.checks.append({"code": code, "ok": True, "details": details})
        return True

    def _employee(self) -> dict[str, Any]:
        employee = read_employee(self._portal)
        self.found["employee"] = {"id": employee.id, "name": employee.name}
        return {"name": employee.name}

    def _pipelines(self) -> dict[str, Any]:
        pipelines, stages = read_all_stages(self._portal)
        self.found |= {"pipelines": pipelines, "stages": stages}
        return {"count": len(pipelines)}

    def _fields(self) -> dict[str, Any]:
        fields = [one for one in read_custom_fields(self._portal) if one.kind == "string"]
        self.found["fields"] = [{"name": one.name, "caption": one.label} for one in fields]
        return {"count": len(fields)}

    def _search(self, field: str) -> dict[str, Any]:
        deals = Deals(self._portal)
        if deals.origin_is_searchable():
            return {}
        if not field:
            raise KnownError("bitrix24-origin-not-searchable")
        if not deals.field_is_searchable(field):
            raise KnownError("bitrix24-field-not-searchable", field=field)
        captions = {one["name"]: one["caption"] for one in self.found.get("fields", ())}
        return {"hint": "bitrix24-searches-by-field", "field": captions.get(field, field)}

    def _people(self) -> dict[str, Any]:
        people = read_active(self._portal)
        self.found["people"] = [{"id": number, "name": name} for number, name in people]
        return {"count": len(people)}

    def _chosen(self, settings: dict[str, Any]) -> dict[str, Any]:
        chosen = int(settings.get("pipeline") or 0)
        name = next((one["name"] for one in self.found["pipelines"] if one["id"] == chosen), None)
        if name is None:
            raise KnownError("bitrix24-pipeline-gone", pipeline=chosen)
        return {"name": name}

    def _mapped(self, meanings: dict[str, str]) -> dict[str, Any]:
        there = {stage.id for listed in self.found["stages"].values() for stage in listed}
        gone = sorted(set(meanings) - there)
        if gone:
            raise KnownError("bitrix24-stages-gone", stages=", ".join(gone))
        return {"count": len(meanings)}


def _failed(check: str, code: str, details: dict[str, Any]) -> Check:
    return {
        "code": check,
        "ok": False,
        "reason": code,
        "details": {name: str(value) for name, value in details.items()},
    }
