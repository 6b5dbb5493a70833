"""Deals of the portal: added, read and found again by the key that we gave them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from integrations.bitrix24.client import BATCH, Bitrix24
from integrations.bitrix24.deal_dialects import ITEMS, PLAIN, Dialect
from integrations.bitrix24.errors import MethodMissingError, RefusedError
from integrations.bitrix24.values import Semantic, decimal, identity, moment, needed_id, semantic, text, yes

T = TypeVar("T")
PIECES = 796
"""Code of the unit "piece"."""


@dataclass(frozen=True)
class Deal:
    """A deal as the portal has it; all times are in UTC.

    pipeline_id: 0 is the default pipeline. stage_id: with the pipeline's prefix, such as `C9:NEW`. custom: values of
    those custom fields that were asked for.
    """

    id: int
    title: str
    pipeline_id: int
    stage_id: str
    semantic: Semantic
    closed: bool
    amount: Decimal
    currency: str
    responsible_id: int | None
    company_id: int | None
    originator_id: str
    origin_id: str
    created_at: datetime | None
    updated_at: datetime | None
    moved_at: datetime | None
    moved_by_id: int | None
    last_activity_at: datetime | None
    custom: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class NewDeal:
    """A deal to add. `originator_id` and `origin_id` are the key by which it is found again.

    amount: in `currency`. comments: BB code. custom: values by the name of the custom field, `UF_CRM_…`.
    What is None or empty is left to the portal: the first stage, the webhook's employee as the responsible person.
    """

    title: str
    originator_id: str
    origin_id: str
    pipeline_id: int
    stage_id: str = ""
    company_id: int | None = None
    contact_ids: tuple[int, ...] = ()
    responsible_id: int | None = None
    amount: Decimal | None = None
    currency: str = "KZT"
    comments: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Good:
    """A row of goods. price: of one unit, in the deal's currency. tax_rate: percent, None where no tax is known."""

    name: str
    price: Decimal
    quantity: Decimal
    tax_rate: Decimal | None = None
    tax_included: bool = True
    measure_code: int = PIECES


class Deals:
    """The deals behind one webhook, through `crm.item.*`, or `crm.deal.*` where an old portal knows no other.

    Which of the two it is shows the first call; the object remembers it.
    """

    def __init__(self, portal: Bitrix24) -> None:
        self._portal = portal
        self._dialect = ITEMS

    def add(self, deal: NewDeal) -> int:
        """Add a deal and return its id. After an OutcomeUnknownError, look with `find` before adding again."""

        def send(dialect: Dialect) -> int:
            answer = self._portal.call(
                dialect.method("add"), {**dialect.always, "fields": dialect.fields(_new_fields(deal))}
            )
            return dialect.added_id(answer.result)

        return self._speak(send)

    def get(self, deal_id: int) -> Deal:
        """Return one deal; raises NotFoundError."""

        def send(dialect: Dialect) -> Deal:
            answer = self._portal.call(dialect.method("get"), {**dialect.always, "id": deal_id})
            return _read_deal(dialect.one(answer.result), dialect)

        return self._speak(send)

    def update(self, deal_id: int, *, stage_id: str = "", custom: Mapping[str, str] | None = None) -> None:
        """Move a deal to a stage, set custom fields; the same call may be repeated."""
        values = {**({"stage": stage_id} if stage_id else {}), **(custom or {})}

        def send(dialect: Dialect) -> None:
            fields = dialect.fields(values)
            self._portal.call(dialect.method("update"), {**dialect.always, "id": deal_id, "fields": fields})

        self._speak(send)

    def find(self, originator_id: str, origin_id: str) -> tuple[Deal, ...]:
        """Return the deals with this key by id, normally one or none.

        Raises RefusedError `bitrix24-origin-not-searchable` where the portal does not filter by the two fields.
        """
        if not originator_id or not origin_id:
            raise ValueError("both halves of the key are needed")
        listed = self._list({"=originator": originator_id, "=origin": origin_id})
        key = (originator_id, origin_id)
        return _only(listed, lambda deal: (deal.originator_id, deal.origin_id) == key, "bitrix24-origin-not-searchable")

    def origin_is_searchable(self) -> bool:
        """Say whether `find` can be trusted on this portal; asked once when the portal is set up."""
        return self._is_searchable(partial(self.find, "vetka:set-up", "0"))

    def _is_searchable(self, look: Callable[[], tuple[Deal, ...]]) -> bool:
        try:
            look()
        except MethodMissingError:
            raise
        except RefusedError as refusal:
            if refusal.code == "bitrix24-refused" or refusal.code.endswith("-not-searchable"):
                return False
            raise
        return True

    def find_by_field(self, name: str, value: str) -> tuple[Deal, ...]:
        """Return the deals whose custom field `UF_CRM_…` has this value, by id.

        Raises RefusedError `bitrix24-field-not-searchable` where the portal does not filter by it.
        """
        if not value:
            raise ValueError("a value is needed")
        listed = self._list({f"={name}": value}, (name,))
        return _only(listed, lambda deal: deal.custom[name] == value, "bitrix24-field-not-searchable")

    def field_is_searchable(self, name: str) -> bool:
        """Say whether `find_by_field` can be trusted on this portal."""
        return self._is_searchable(partial(self.find_by_field, name, "vetka:set-up"))

    def by_ids(self, deal_ids: Iterable[int]) -> dict[int, Deal]:
        """Return the deals that are there and visible, asked for in chunks of 50."""
        wanted = sorted(set(deal_ids))
        chunks = (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
        return {deal.id: deal for chunk in chunks for deal in self._list({"@id": chunk}) if deal.id in set(chunk)}

    def set_goods(self, deal_id: int, goods: Iterable[Good]) -> None:
        """Replace all rows of goods of a deal; the same call may be repeated."""
        listed = [_product_row(good) for good in goods]
        self._speak(lambda dialect: self._portal.call(*dialect.product_rows(deal_id, listed)))

    def _list(self, conditions: Mapping[str, Any], custom: tuple[str, ...] = ()) -> Iterator[Deal]:
        """Yield all deals that meet the conditions by id; conditions are our field names behind a filter's prefix.

        custom: custom fields to read beside the usual ones.
        """
        last = 0
        while True:
            page = self._speak(partial(self._page, conditions, last, custom))
            yield from page
            if len(page) < BATCH or page[-1].id <= last:
                return
            last = page[-1].id

    def _page(self, conditions: Mapping[str, Any], after: int, custom: tuple[str, ...], dialect: Dialect) -> list[Deal]:
        wanted = {**conditions, ">id": after}
        prefixed = {key: key.lstrip("=!@%<>") for key in wanted}
        names = {key: key.removesuffix(name) + dialect.names.get(name, name) for key, name in prefixed.items()}
        answer = self._portal.call(
            dialect.method("list"),
            {
                **dialect.always,
                "select": [*dialect.select(), *custom],
                "filter": {names[key]: value for key, value in wanted.items()},
                "order": {dialect.names["id"]: "ASC"},
                "start": -1,
            },
        )
        return [_read_deal(row, dialect, custom) for row in dialect.many(answer.result)]

    def _speak(self, send: Callable[[Dialect], T]) -> T:
        """Send by the dialect that the portal knows; nothing was carried out where the method is missing."""
        try:
            return send(self._dialect)
        except MethodMissingError:
            if self._dialect is PLAIN:
                raise
        self._dialect = PLAIN
        return send(self._dialect)


def _only(listed: Iterable[Deal], is_meant: Callable[[Deal], bool], sentence: str) -> tuple[Deal, ...]:
    """Return the deals; raises RefusedError at the first that was not meant: the filter counted for nothing."""
    found: list[Deal] = []
    for deal in listed:
        if not is_meant(deal):
            raise RefusedError("FILTER_IGNORED", sentence=sentence)
        found.append(deal)
    return tuple(found)


def _new_fields(deal: NewDeal) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": deal.title,
        "pipeline": deal.pipeline_id,
        "stage": deal.stage_id,
        "company": deal.company_id,
        "contacts": list(deal.contact_ids),
        "responsible": deal.responsible_id,
        "amount": None if deal.amount is None else str(deal.amount),
        "amount_is_ours": "Y" if deal.amount is not None else None,
        "currency": deal.currency,
        "comments": deal.comments,
        "originator": deal.originator_id,
        "origin": deal.origin_id,
        **deal.custom,
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _product_row(good: Good) -> dict[str, Any]:
    row = {
        "productName": good.name,
        "price": str(good.price),
        "quantity": str(good.quantity),
        "measureCode": good.measure_code,
    }
    if good.tax_rate is None:
        return row
    return {**row, "taxRate": str(good.tax_rate), "taxIncluded": "Y" if good.tax_included else "N"}


def _read_deal(row: Mapping[str, Any], dialect: Dialect, custom: tuple[str, ...] = ()) -> Deal:
    said = {name: row.get(theirs) for name, theirs in dialect.names.items()}
    return Deal(
        id=needed_id(said["id"]),
        title=text(said["title"]),
        pipeline_id=needed_id(said["pipeline"]),
        stage_id=text(said["stage"]),
        semantic=semantic(said["semantic"]),
        closed=yes(said["closed"]),
        amount=decimal(said["amount"]) or Decimal(0),
        currency=text(said["currency"]),
        responsible_id=identity(said["responsible"]),
        company_id=identity(said["company"]),
        originator_id=text(said["originator"]),
        origin_id=text(said["origin"]),
        created_at=moment(said["created"]),
        updated_at=moment(said["updated"]),
        moved_at=moment(said["moved"]),
        moved_by_id=identity(said["moved_by"]),
        last_activity_at=moment(said["last_activity"]),
        custom={name: text(row.get(name)) for name in custom},
    )
