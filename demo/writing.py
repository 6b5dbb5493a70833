"""What people write: what a ticket is about, and the words of clients, engineers and dispatchers on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from random import Random
from typing import Any

from demo.clients import DemoClient, DemoContact
from demo.draw import Pool
from demo.equipment import DemoDevice, Register
from demo.ways import Way
from demo.words import read

_MODEL = "{model}"
_USUAL_WEIGHT_OF_A_TRADE = 1.6  # what only a trade knows comes up oftener there than its bare weight


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that requests are about, with all that is written of it; lists as in the page `subjects`."""

    code: str
    types: Sequence[str]
    weight: float
    devices: list[str]
    titles: Sequence[str]
    descriptions: Sequence[str]
    notes: Sequence[str]
    replies: Sequence[str]
    questions: Sequence[str]
    solutions: Sequence[str]
    goods: Sequence[str]
    trades: Sequence[str] = ()
    plain_titles: Sequence[str] = ()
    """Titles that name no model."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a ticket says: `device` is the one it is about, if any."""

    subject: Subject
    title: str
    description: str
    contact: DemoContact
    device: DemoDevice | None
    room: str

    @property
    def site(self) -> int:
        """Where it is: where the device stands, else where the contact sits."""
        return self.device.site if self.device else self.contact.site

    def fill(self, text: str) -> str:
        """Return a text of the subject with what this request knows in its blanks."""
        if "{" not in text:
            return text
        model = self.device.model if self.device else ""
        return text.replace(_MODEL, model).replace("{room}", self.room).replace("{who}", self.contact.name.short)


class Writing:
    """Draws what a request is about, fit for its type and for the client's trade."""

    def __init__(self, random: Random, register: Register) -> None:
        """`register`: where the devices of a client are found."""
        self._random, self._register = random, register
        self._subjects = [_subject(one) for one in read("subjects")]
        self._pools: dict[tuple[str, str, bool, bool], Pool[Subject]] = {}

    def request(self, kind: str, way: Way, client: DemoClient, at: int) -> Request:
        """Return a request of a ticket type by one of a client's people at a time, fit for the way it will take."""
        random = self._random
        subject = self._pool(kind, client.trade["code"], way).draw(random)
        device = self._register.draw(random, client, subject.devices, at) if subject.devices else None
        contact = random.choice(client.contacts)
        room = device.room if device else f"каб. {random.randrange(101, 430)}"
        title = random.choice(subject.titles if device else subject.plain_titles)
        blank = Request(subject, "", "", contact, device, room)
        description = random.choice(subject.descriptions)
        return Request(subject, blank.fill(title), blank.fill(description), contact, device, room)

    def _pool(self, kind: str, trade: str, way: Way) -> Pool[Subject]:
        key = kind, trade, way.buys, way.repairs
        known = self._pools.get(key)
        if known is None:
            known = Pool((one, _weight(one)) for one in self._subjects if _fits(one, *key))
            self._pools[key] = known
        return known


def _fits(subject: Subject, kind: str, trade: str, buys: bool, repairs: bool) -> bool:
    return (
        kind in subject.types
        and (not subject.trades or trade in subject.trades)
        and (bool(subject.goods) or not buys)
        and ("repair_intake" in subject.types or not repairs)
    )


def _weight(subject: Subject) -> float:
    return subject.weight * (_USUAL_WEIGHT_OF_A_TRADE if subject.trades else 1)


def _subject(words: Mapping[str, Any]) -> Subject:
    plain = [title for title in words["titles"] if _MODEL not in title]
    known = {one.name for one in fields(Subject)}
    return Subject(**{name: value for name, value in words.items() if name in known}, plain_titles=plain)
