"""Writes cases as tickets: the ticket itself, its history, its stays on branches, devices and signed papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from demo.cases import Case
from demo.copying import Copying
from demo.draw import Pool
from demo.scans import Scans
from demo.staff import Colleague, Staff
from demo.ways import ENGINEER, Leg
from demo.words import read
from demo.working_time import WORKDAY, WorkingTime
from domain.tickets.actions import keys_of

TABLES = ("ticket", "ticket_history", "branch_visit", "ticket_device", "attachment")

_HOUR = 3600
_DUE = {1: 4 * _HOUR, 2: 9 * _HOUR, 3: 3 * WORKDAY, 4: 8 * WORKDAY}  # working seconds by priority
_ROUND_DUE = 5 * WORKDAY
_PRIORITIES = Pool({1: 0.03, 2: 0.15, 3: 0.72, 4: 0.10})
_ORIGINS = Pool({"phone": 0.58, "email": 0.26, "whatsapp": 0.16})


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case with its number, which is its id, too, and with those who made each leg."""

    number: int
    case: Case
    dispatcher: Colleague
    hands: tuple[Colleague, ...]
    reasons: tuple[str, ...]


class Hands:
    """Says who makes a leg and why."""

    def __init__(self, random: Random, staff: Staff) -> None:
        self._random, self._staff = random, staff
        self._reasons: Mapping[str, Any] = read("routes")["reasons"]
        self._usual = {role: staff.of(role) for one in staff.all for role in one.roles}
        self._dispatchers = [one for one in staff.of("vetka_dispatcher") if "vetka_lead" not in one.roles]

    def ticket(self, number: int, case: Case, arrivals: Mapping[int, str]) -> Ticket:
        """Return a case as a ticket. arrivals: what came, by the place of the leg that it set off."""
        dispatcher = self._random.choice(self._dispatchers)
        hands: list[Colleague] = []
        for leg in case.way.legs:
            hands.append(self._hand(leg, case, dispatcher, hands))
        reasons = [arrivals.get(at) or self._reason(leg, case) for at, leg in enumerate(case.way.legs)]
        return Ticket(number, case, dispatcher, tuple(hands), tuple(reasons))

    def _hand(self, leg: Leg, case: Case, dispatcher: Colleague, before: list[Colleague]) -> Colleague:
        if leg.role == ENGINEER:
            return case.engineers[leg.from_engineer] or dispatcher
        if leg.role == "vetka_dispatcher":
            return dispatcher
        return self._random.choice(self._usual[leg.role]) if leg.role else before[-1]

    def _reason(self, leg: Leg, case: Case) -> str:
        words = self._reasons.get(leg.code)
        if words is None:
            return ""
        said = getattr(case.request.subject, words) if isinstance(words, str) else words
        return case.request.fill(self._random.choice(said)) if said else ""


class TicketWriter:
    """Writes the rows of tickets."""

    def __init__(self, copying: Copying, time: WorkingTime, random: Random, scans: Scans) -> None:
        self._time, self._random, self._scans = time, random, scans
        self._ticket = copying.into(
            "ticket", "id", "number", "type", "title", "title_key", "search_key", "description", "client_id", "site_id",
            "contact_id", "priority", "status_id", "status_since", "engineer_id", "due_at", "postponed_until",
            "registered_at", "registered_by", "closed_at", "origin", "version",
        )  # fmt: skip
        self._history = copying.into(
            "ticket_history", "ticket_id", "at", "login", "kind", "from_status_id", "to_status_id", "transition_id",
            "from_engineer_id", "to_engineer_id", "reason", "origin",
        )  # fmt: skip
        self._visit = copying.into(
            "branch_visit", "ticket_id", "branch_id", "depth", "from_status_id", "engineer_id", "entered_at",
            "entered_by", "left_at", "left_by", "outcome",
        )  # fmt: skip
        self._device = copying.into("ticket_device", "ticket_id", "device_id")
        self._attachment = copying.into(
            "attachment", "ticket_id", "file_id", "name", "content_type", "kind", "added_at"
        )

    def write(self, ticket: Ticket) -> None:
        """Write one ticket with everything that happened to it."""
        self._write_ticket(ticket)
        self._write_history(ticket)
        self._write_stays(ticket)
        if ticket.case.request.device:
            self._device.add(ticket.number, ticket.case.request.device.id)

    def _write_ticket(self, ticket: Ticket) -> None:
        case, way, stamp = ticket.case, ticket.case.way, self._time.stamp
        request = case.request
        keys = keys_of(request.title, request.description)
        priority = _PRIORITIES.draw(self._random)
        since = stamp(case.since)
        self._ticket.add(
            ticket.number, ticket.number, case.kind, request.title, keys["title_key"], keys["search_key"],
            request.description, case.client.id, request.site, request.contact.id, priority, way.status, since,
            _id(case.engineers[way.engineer]), self._due(case, priority), self._postponed_until(case),
            stamp(case.registered), ticket.dispatcher.login, since if way.closed else None,
            "schedule" if case.kind == "planned_round" else _ORIGINS.draw(self._random), 1 + len(way.legs),
        )  # fmt: skip

    def _due(self, case: Case, priority: int) -> str:
        return self._time.stamp(case.registered + (_ROUND_DUE if case.kind == "planned_round" else _DUE[priority]))

    def _postponed_until(self, case: Case) -> str | None:
        if not case.way.legs or not case.way.legs[-1].postpones:
            return None
        return self._time.stamp((self._time.today + self._random.randrange(1, 15)) * WORKDAY)

    def _write_history(self, ticket: Ticket) -> None:
        case, number, stamp, add = ticket.case, ticket.number, self._time.stamp, self._history.add
        add(number, stamp(case.registered), ticket.dispatcher.login, "registered", None, case.way.first_status, None,
            None, None, "", "person")  # fmt: skip
        for leg, at, hand, reason in zip(case.way.legs, case.times, ticket.hands, ticket.reasons, strict=True):
            since = stamp(at)
            if leg.attachment:
                self._attachment.add(number, *self._scans.one_of(leg.attachment, self._random), leg.attachment, since)
            add(number, since, hand.login, leg.history, leg.from_status, leg.to_status, leg.transition,
                _id(case.engineers[leg.from_engineer]), _id(case.engineers[leg.to_engineer]),
                f"{leg.why} {reason}".strip(), "automatic" if leg.automatic else "person")  # fmt: skip

    def _write_stays(self, ticket: Ticket) -> None:
        case, stamp = ticket.case, self._time.stamp
        for stay in case.way.stays:
            self._visit.add(
                ticket.number, stay.branch, stay.depth, stay.from_status, _id(case.engineers[stay.engineer]),
                stamp(case.times[stay.entered]), ticket.hands[stay.entered].login,
                stamp(case.times[stay.left]) if stay.left is not None else None,
                ticket.hands[stay.left].login if stay.left is not None else None, stay.outcome,
            )  # fmt: skip


def _id(colleague: Colleague | None) -> int | None:
    return colleague.id if colleague else None
