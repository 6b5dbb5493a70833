"""The clients of the demo company with sites, contracts and the people who call, taken on one by one over ten years."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Any

from database.text_keys import search_key, sort_key
from demo.copying import Copying
from demo.draw import Pool, shares
from demo.names import Name, People, company_bin, host
from demo.words import read
from demo.working_time import WORKDAY, WorkingTime
from domain.clients.codes import client_code
from domain.clients.phones import last_digits, normalise

TABLES = ("client", "site", "contact", "contact_phone", "contract")

_AT_THE_START = 0.35  # share of the clients who were there ten years ago
_LATEST = 0.97  # the last one was taken on this far through the ten years

_DEVICES_A_ROUND, _MOST_ROUNDS = 20, 4  # a month, by the contract


@dataclass(frozen=True, slots=True)
class DemoContact:
    """A person at a client."""

    id: int
    name: Name
    site: int


@dataclass(slots=True)
class DemoClient:
    """A client: `joined` in working seconds, `devices` how many stand there in the end."""

    id: int
    name: str
    code: str
    trade: Mapping[str, Any]
    town: Mapping[str, Any]
    joined: int
    devices: int
    engineer: int
    """The place of the usual engineer among those who stay."""
    sites: list[int] = field(default_factory=list)
    contacts: list[DemoContact] = field(default_factory=list)


class Clients:
    """All clients, to be drawn in proportion to the devices that they have in care."""

    def __init__(self, clients: Iterable[DemoClient]) -> None:
        """`clients`: at least one from the first day on."""
        self.all = sorted(clients, key=lambda client: client.joined)
        self._joined = [client.joined for client in self.all]
        self._devices = list(accumulate(client.devices for client in self.all))

    def weight(self, at: int) -> int:
        """Return how many devices are in care at a time: so much work there is."""
        return self._devices[bisect_right(self._joined, at) - 1]

    def draw(self, random: Random, at: int) -> DemoClient:
        """Return one of the clients who are there at a time."""
        served = bisect_right(self._joined, at)
        return self.all[bisect_right(self._devices, random.random() * self._devices[served - 1], 0, served - 1)]


def take_on(copying: Copying, time: WorkingTime, random: Random, people: People, count: int, devices: int) -> Clients:
    """Make so many clients, who have so many devices together, and their rows."""
    words = read("companies")
    trades, towns = (Pool((one, one["share"]) for one in words[kind]) for kind in ("trades", "cities"))
    chosen = [trades.draw(random) for _ in range(count)]
    sizes = [trade["size"] * random.lognormvariate(0, 0.55) for trade in chosen]
    fleets = [1 + part for part in shares(devices - count, sizes)]
    codes: set[str] = set()
    clients = []
    for at, (trade, fleet, joined) in enumerate(zip(chosen, fleets, _joinings(random, time, count), strict=True)):
        name = _new_name(random, words, trade, codes)
        codes.add(client_code(name))
        client = DemoClient(at + 1, name, client_code(name), trade, towns.draw(random), joined, fleet, at)
        clients.append(client)
    writer = _Writer(copying, time, random, people, words)
    for client in clients:
        writer.write(client)
    return Clients(clients)


def _joinings(random: Random, time: WorkingTime, count: int) -> list[int]:
    """Return when the clients were taken on, the first ones on the first day."""
    from_the_start = max(round(count * _AT_THE_START), 1)
    later = sorted(int(random.random() * _LATEST * time.now) for _ in range(count - from_the_start))
    return [0] * from_the_start + later


def _new_name(random: Random, words: Mapping[str, Any], trade: Mapping[str, Any], codes: set[str]) -> str:
    while True:
        form, pattern = random.choice(trade["forms"]), random.choice(trade["names"])
        name = f"{form} «{pattern.format(random.choice(words['brands']))}»"
        if client_code(name) not in codes:
            return name


class _Writer:
    """Writes a client's rows."""

    def __init__(
        self, copying: Copying, time: WorkingTime, random: Random, people: People, words: Mapping[str, Any]
    ) -> None:
        self._time, self._random, self._people, self._words = time, random, people, words
        keys = ("name", "sort_key", "search_key")
        self._client = copying.into("client", "id", *keys, "code", "bin", "email", "note", "created_at")
        self._site = copying.into("site", "id", *keys, "client_id", "address")
        self._contact = copying.into("contact", "id", *keys, "client_id", "site_id", "post", "email")
        self._phone = copying.into("contact_phone", "contact_id", "typed", "e164", "tail")
        self._contract = copying.into("contract", "id", "client_id", "number", "signed_on", "rounds_per_month")
        self._sites = self._contacts = 0

    def write(self, client: DemoClient) -> None:
        """Write one client with sites and contacts."""
        random = self._random
        founded = self._time.day(client.joined).year - random.randrange(1, 12)
        number = company_bin(random, founded, person=client.name.startswith("ИП"))
        email = f"info@{host(client.code)}"
        self._client.add(
            client.id, client.name, sort_key(client.name), search_key(client.name, client.code, number, email),
            client.code, number, email, random.choice(self._words["notes"]) if random.random() < 0.25 else "",
            self._time.stamp(client.joined),
        )  # fmt: skip
        signed = self._time.day(client.joined)
        rounds = min(1 + client.devices // _DEVICES_A_ROUND, _MOST_ROUNDS)
        self._contract.add(client.id, client.id, f"{client.id:03}/{signed.year}", signed.isoformat(), rounds)
        self._add_sites(client)
        self._add_contacts(client)

    def _add_sites(self, client: DemoClient) -> None:
        wanted = min(1 + client.devices // 30, len(client.trade["sites"]) + 1)
        names = ["Головной офис", *client.trade["sites"][: wanted - 1]]
        for pattern in names:
            self._sites += 1
            street = self._random.choice(client.town["streets"])
            house = self._random.randrange(1, 190)
            name = pattern.format(street=street.split(" ", 1)[1])
            office = f", офис {self._random.randrange(1, 60)}" if self._random.random() < 0.5 else ""
            address = f"г. {client.town['name']}, {street}, {house}{office}"
            self._site.add(self._sites, name, sort_key(name), search_key(name, address), client.id, address)
            client.sites.append(self._sites)

    def _add_contacts(self, client: DemoClient) -> None:
        posts = [*client.trade["posts"], *self._words["posts"]]
        self._random.shuffle(posts)
        known: set[str] = set()
        for post in posts[: min(2 + client.devices // 10, len(posts))]:
            name = self._people.person()
            if name.mailbox in known:
                continue
            known.add(name.mailbox)
            self._contacts += 1
            site = self._random.choice(client.sites)
            email = f"{name.mailbox}@{host(client.code)}"
            self._contact.add(
                self._contacts, name.full, sort_key(name.full), search_key(name.full, email), client.id, site, post,
                email if self._random.random() < 0.8 else None,
            )  # fmt: skip
            self._add_phones(client)
            client.contacts.append(DemoContact(self._contacts, name, site))

    def _add_phones(self, client: DemoClient) -> None:
        typed = [self._people.mobile()]
        if self._random.random() < 0.35:
            typed.append(self._people.landline(client.town["code"]))
        for text in typed:
            e164 = normalise(text)
            self._phone.add(self._contacts, text, e164, last_digits(e164 or text)[::-1])


def onboarding_ends(client: DemoClient) -> int:
    """Return when the first inventory of a client is over: some days after it was taken on."""
    return client.joined + (2 + client.devices // 40) * WORKDAY
