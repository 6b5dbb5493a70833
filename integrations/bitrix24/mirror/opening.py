"""Opens the deal of a branch visit: exactly one, whatever the network does.

An attempt is noted before the request leaves, and the note is committed. Where no answer came, the next attempt looks
for the deal by the key that only this visit has; while the first request may still be running there, it waits.
"""

from functools import partial
from typing import Any

from domain.exchange.mirroring import DealToOpen, adopt_deal, deal_to_open, note_deal_attempt
from integrations.agent.office import Office
from integrations.agent.outcomes import TryAgainError
from integrations.bitrix24.bb_code import bb_escape
from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.companies import companies_by_bin
from integrations.bitrix24.deals import Deal, Deals, Good, NewDeal
from integrations.bitrix24.errors import Bitrix24Error, RefusedError
from integrations.bitrix24.mirror.access import Pace, open_portal
from integrations.bitrix24.mirror.stages import begin_reading, read_deal_stages

_TITLE = "№ {number} · {client}: {title}"
_LONGEST_TITLE = 250
_MARGIN = 1.0  # seconds beyond the time in which an unanswered request may still be carried out


def open_deal(office: Office, deal_id: int) -> None:
    """Open the deal of a visit, or find the one that an unanswered attempt made; then bring its stages in."""
    wanted = office.database.ask(deal_to_open, deal_id)
    if wanted is None:
        return
    pace = Pace(office)
    with open_portal(office, pace) as (portal, settings):
        deals = Deals(portal)
        begin_reading(office, portal)  # before the deal is there, so that none of its steps is passed over
        if wanted.remote_id is None:
            found = _found(office, deals, wanted, settings) or (
                _create(office, deals, pace, wanted, _new_deal(portal, wanted, settings)),
            )
            remote_id, *doubles = sorted(found)
            url = f"{portal.address.scheme}://{portal.address.portal}/crm/deal/details/{remote_id}/"
            office.database.act(adopt_deal, deal_id, str(remote_id), url, [str(one) for one in doubles])
        else:
            remote_id = int(wanted.remote_id)
        goods = [Good(one.name, one.price, one.quantity) for one in wanted.goods if one.price is not None]
        if goods:
            deals.set_goods(remote_id, goods)
        read_deal_stages(office, portal, deal_id, remote_id)


def _found(office: Office, deals: Deals, wanted: DealToOpen, settings: dict[str, Any]) -> tuple[int, ...]:
    """Look for what an unanswered attempt made. Raises TryAgainError while that attempt may still be under way."""
    if wanted.attempt_age is None:
        return ()
    found = tuple(deal.id for deal in _with_key(deals, wanted, settings))
    rest = office.patience.unknown - wanted.attempt_age
    if not found and rest > 0:
        raise TryAgainError(
            "bitrix24-outcome-unknown", seconds=rest + _MARGIN * min(1.0, rest), counted=False, reason=""
        )
    return found


def _with_key(deals: Deals, wanted: DealToOpen, settings: dict[str, Any]) -> tuple[Deal, ...]:
    try:
        return deals.find(wanted.originator, wanted.origin)
    except RefusedError:
        if not settings.get("ticket_field"):
            raise
        return deals.find_by_field(str(settings["ticket_field"]), _field_value(wanted))


def _field_value(wanted: DealToOpen) -> str:
    return f"{wanted.number}-{wanted.origin}"


def _new_deal(portal: Bitrix24, wanted: DealToOpen, settings: dict[str, Any]) -> NewDeal:
    companies = companies_by_bin(portal, wanted.client_bin) if wanted.client_bin else ()
    words = {"number": wanted.number, "client": wanted.client or "–", "title": wanted.title}
    amounts = [one.price * one.quantity for one in wanted.goods if one.price is not None]
    return NewDeal(
        title=_filled(str(settings.get("title") or _TITLE), words)[:_LONGEST_TITLE],
        originator_id=wanted.originator,
        origin_id=wanted.origin,
        pipeline_id=int(settings.get("pipeline") or 0),
        company_id=companies[0] if len(companies) == 1 else None,
        responsible_id=settings.get("responsible"),
        amount=sum(amounts[1:], amounts[0]) if amounts else None,
        comments=bb_escape(_description(wanted)),
        custom={str(settings["ticket_field"]): _field_value(wanted)} if settings.get("ticket_field") else {},
    )


def _create(office: Office, deals: Deals, pace: Pace, wanted: DealToOpen, new: NewDeal) -> int:
    """Send the request. The attempt is noted when its turn has come, right before it leaves, not before the waiting."""
    try:
        with pace.noting(partial(office.database.act, note_deal_attempt, wanted.id, began=True)):
            return deals.add(new)
    except Bitrix24Error as error:
        if error.nothing_done:
            office.database.act(note_deal_attempt, wanted.id, began=False)
        raise


def _filled(template: str, words: dict[str, Any]) -> str:
    for name, value in words.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def _description(wanted: DealToOpen) -> str:
    """Return what the deal's people must know: the request, what is needed, and whose ticket it is."""
    lines = [wanted.description.strip(), *(f"• {one.name} × {one.quantity.normalize():f}" for one in wanted.goods)]
    if wanted.engineer:
        lines.append(f"Инженер: {wanted.engineer}")
    return "\n".join(line for line in lines if line)
