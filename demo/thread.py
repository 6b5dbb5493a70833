"""Writes the thread of a ticket: what clients, dispatchers, engineers and the buyer said on it."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from demo.cases import Case
from demo.copying import Copying
from demo.needs import Wanted
from demo.tickets import Ticket
from demo.words import read
from demo.working_time import MINUTE, WORKDAY, WorkingTime

TABLES = ("ticket_comment",)

_SAID_BY_THE_BUYER = (  # with which move, in which words, to whom
    ("send_offer", "offer", "to_client"),
    ("send_invoice", "invoice", "to_client"),
    ("order", "order", "internal"),
)
_ASKS, _NOTES, _ANSWERS, _THANKS = 0.16, 0.42, 0.38, 0.2  # how often each is said


class _Said(NamedTuple):
    at: int
    kind: str
    body: str
    author: str
    author_id: int | None = None


class Thread:
    """Writes comments. What was said with a move stands here as well as in the history, as `actions.move` does it."""

    def __init__(self, copying: Copying, time: WorkingTime, random: Random) -> None:
        self._time, self._random = time, random
        self._words: dict[str, list[str]] = read("routes")["thread"]
        self._comment = copying.into("ticket_comment", "ticket_id", "kind", "body", "author", "author_id", "at")

    def write(self, ticket: Ticket, wanted: Wanted | None) -> None:
        """Write what was said on a ticket, in the order in which it was said."""
        said = [*self._moves(ticket), *self._talk(ticket)]
        if wanted:
            said.extend(self._purchase(ticket, wanted))
        said.sort(key=_at)
        for one in said:
            self._comment.add(ticket.number, one.kind, one.body, one.author, one.author_id, self._time.stamp(one.at))

    def _moves(self, ticket: Ticket) -> Iterator[_Said]:
        case = ticket.case
        for leg, at, reason, hand in zip(case.way.legs, case.times, ticket.reasons, ticket.hands, strict=True):
            if reason and not leg.automatic and leg.transition is not None:
                yield _Said(at, "internal", reason, hand.login, hand.id)

    def _purchase(self, ticket: Ticket, wanted: Wanted) -> Iterator[_Said]:
        case = ticket.case
        for code, name, kind in _SAID_BY_THE_BUYER:
            place = case.way.place_of(code)
            if place is None:
                continue
            at, hand = case.times[place], ticket.hands[place]
            expected = self._time.day(at + self._random.randint(2, 7) * WORKDAY)
            body = self._random.choice(self._words[name]).format(
                sum=f"{wanted.total:,}".replace(",", " "),
                goods=wanted.words,
                invoice=f"{ticket.number}/{1 + place % 3}",
                expected=f"{expected:%d.%m}",
            )
            yield _Said(at, kind, body, hand.login, hand.id)

    def _talk(self, ticket: Ticket) -> Iterator[_Said]:
        random, case, request = self._random, ticket.case, ticket.case.request
        subject, client = request.subject, request.contact.name.full
        if random.random() < _ASKS:
            yield _Said(self._within(case, 0.1), "from_client", random.choice(self._words["from_client"]), client)
        if subject.replies and random.random() < _ANSWERS:
            dispatcher = ticket.dispatcher
            words = random.choice(subject.replies)
            yield _Said(self._within(case, 0.2), "to_client", words, dispatcher.login, dispatcher.id)
        engineer = case.engineers[1]
        if any(leg.to_engineer for leg in case.way.legs) and random.random() < _NOTES:
            words = request.fill(random.choice(subject.notes))
            yield _Said(self._within(case, 0.35), "internal", words, engineer.login, engineer.id)
        if case.way.closed and random.random() < _THANKS:
            at = max(case.since - MINUTE, case.registered)
            yield _Said(at, "from_client", random.choice(self._words["thanks"]), client)

    def _within(self, case: Case, share: float) -> int:
        """Return a time between the registration and the last leg, or before now where nothing happened yet."""
        lasted = (case.since - case.registered) or (self._time.now - case.registered) // 2
        return case.registered + int(lasted * share * (0.5 + self._random.random()))


def _at(said: _Said) -> int:
    return said.at
