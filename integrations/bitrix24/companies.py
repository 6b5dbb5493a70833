"""Companies of the portal, found for a client of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.errors import MethodMissingError
from integrations.bitrix24.paging import all_pages
from integrations.bitrix24.values import keyed, needed_id, rows, text, whole

COMPANY_TYPE = 4
"""`entityTypeId` of companies."""


@dataclass(frozen=True)
class Company:
    """A company of the portal's CRM."""

    id: int
    title: str


def companies_by_bin(portal: Bitrix24, bin_number: str) -> tuple[int, ...]:
    """Return the ids of the companies whose details have this BIN, by id: normally one or none."""
    if not bin_number:
        raise ValueError("a BIN is needed")
    conditions = {"=RQ_BIN": bin_number, "ENTITY_TYPE_ID": COMPANY_TYPE}
    pages = all_pages(portal, "crm.requisite.list", {"filter": conditions, "select": ["ID", "ENTITY_ID", "RQ_BIN"]})
    found = [row for result in pages for row in rows(result) if text(row.get("RQ_BIN")) == bin_number]
    return tuple(sorted({company_id for row in found if (company_id := whole(row.get("ENTITY_ID")))}))


def companies_by_title(portal: Bitrix24, part: str) -> tuple[Company, ...]:
    """Return up to 50 companies with these words in their title, for a person to choose from."""
    if not part.strip():
        raise ValueError("words of the title are needed")
    try:
        answer = portal.call(
            "crm.item.list",
            {
                "entityTypeId": COMPANY_TYPE,
                "filter": {"%title": part},
                "select": ["id", "title"],
                "order": {"id": "ASC"},
            },
        )
    except MethodMissingError:
        answer = portal.call(
            "crm.company.list",
            {"filter": {"%TITLE": part}, "select": ["ID", "TITLE"], "order": {"ID": "ASC"}},
        )
        return tuple(_company(row, "ID", "TITLE") for row in rows(answer.result))
    return tuple(_company(row, "id", "title") for row in rows(keyed(answer.result).get("items", [])))


def _company(row: Mapping[str, Any], id_name: str, title_name: str) -> Company:
    return Company(needed_id(row.get(id_name)), text(row.get(title_name)))
