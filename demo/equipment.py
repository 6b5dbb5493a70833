"""The device register of the demo company: what stands at the clients, since when, and in which state."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from database.text_keys import search_key, serial_key
from demo.clients import Clients, DemoClient, onboarding_ends
from demo.copying import Copying
from demo.draw import Pool
from demo.serials import Serials
from demo.words import read
from demo.working_time import WorkingTime

TABLES = ("device", "device_code", "device_attribute")

_ENTERED_AT_FIRST = 0.7  # share of a client's devices that were there at the first inventory
_OURS = 0.02
_WITHOUT_SERIAL = 0.04
_WITH_OLD_NUMBER = 0.25
_KEPT = 0.6  # a client keeps at least this share of its devices: no more than the rest is written off
_CHECK_CHARACTERS = text("""
    SELECT api.check_character(label_prefix, number) FROM company, generate_series(1, :count) AS number
     ORDER BY number""")


@dataclass(slots=True)
class DemoDevice:
    """A device; `id` is its number, too. `entered` in working seconds."""

    id: int
    client: DemoClient
    kind: Mapping[str, Any]
    model: str
    pattern: str
    site: int
    room: str
    entered: int
    state: str = "in_service"


class Register:
    """All devices, found by client and type."""

    def __init__(self, devices: list[DemoDevice]) -> None:
        """`devices`: in the order in which they were entered, which is that of their numbers."""
        self.all = devices
        self._standing: dict[tuple[int, str], list[DemoDevice]] = {}
        self._left_to_write_off: dict[int, int] = {}
        for device in devices:
            self._standing.setdefault((device.client.id, device.kind["code"]), []).append(device)
        for client in {device.client.id: device.client for device in devices}.values():
            self._left_to_write_off[client.id] = int(client.devices * (1 - _KEPT))

    def draw(self, random: Random, client: DemoClient, types: list[str], at: int) -> DemoDevice | None:
        """Return a device of one of the types that stood at a client at a time, or None where there was none."""
        groups = [group for kind in types if (group := self._standing.get((client.id, kind)))]
        if not groups:
            return None
        group = random.choice(groups)
        there = bisect_right(group, at, key=_entered)
        return group[int(random.random() * there)] if there else None

    def write_off(self, device: DemoDevice) -> bool:
        """Take a device out of those that tickets are about; False where the client has to keep its devices."""
        if self._left_to_write_off[device.client.id] == 0:
            return False
        self._left_to_write_off[device.client.id] -= 1
        self._standing[device.client.id, device.kind["code"]].remove(device)
        return True


def _entered(device: DemoDevice) -> int:
    return device.entered


def equip(time: WorkingTime, random: Random, clients: Clients) -> Register:
    """Give every client its devices. Rows are written by `write`, once their states are known."""
    words = read("equipment")
    devices: list[DemoDevice] = []
    for client in clients.all:
        mix = client.trade["equipment"]
        kinds = Pool((kind, kind["share"] * mix.get(kind["code"], 1)) for kind in words["types"])
        for _ in range(client.devices):
            kind = kinds.draw(random)
            model, pattern = random.choice(kind["models"])
            room = _room(random, words, technical=kind["technical"])
            site = random.choice(client.sites)
            devices.append(DemoDevice(0, client, kind, model, pattern, site, room, _entry(random, time, client)))
    devices.sort(key=_entered)
    for number, device in enumerate(devices, start=1):
        device.id = number
    return Register(devices)


def _entry(random: Random, time: WorkingTime, client: DemoClient) -> int:
    """Return when a device was entered: at the first inventory, or some day since."""
    inventory = min(onboarding_ends(client), time.now)
    if random.random() < _ENTERED_AT_FIRST:
        return random.randint(client.joined, inventory)
    return random.randint(inventory, time.now)


def _room(random: Random, words: Mapping[str, Any], *, technical: bool) -> str:
    if technical and random.random() < 0.7:
        return str(random.choice(words["technical_rooms"]))
    pattern: str = random.choice(words["rooms"])
    return pattern.format(random.randrange(1, 5) * 100 + random.randrange(1, 30))


@dataclass(frozen=True, slots=True)
class Numbering:
    """What only the database knows of devices: check characters by number, from 1 on, and the ids of types by code."""

    checks: list[str]
    type_ids: dict[str, int]


def numbering(session: Session, count: int) -> Numbering:
    """Ask the database for the check characters of so many numbers, and for its types."""
    checks = list(session.scalars(_CHECK_CHARACTERS, {"count": count}))
    types = session.execute(text("SELECT code, id FROM device_type"))
    return Numbering(checks, {row.code: row.id for row in types})


def write(copying: Copying, time: WorkingTime, random: Random, register: Register, numbers: Numbering) -> None:
    """Write the rows of all devices, with old inventory numbers and the attributes that somebody uses."""
    writer = _Writer(copying, time, random, numbers.type_ids)
    for device, check in zip(register.all, numbers.checks, strict=True):
        writer.write(device, check)


class _Writer:
    def __init__(self, copying: Copying, time: WorkingTime, random: Random, type_ids: dict[str, int]) -> None:
        self._time, self._random, self._type_ids = time, random, type_ids
        self._words, self._serials = read("equipment"), Serials(random)
        self._device = copying.into(
            "device", "id", "number", "check_character", "type_id", "model", "serial", "serial_key", "client_id",
            "site_id", "room", "owner", "service_state", "search_key", "created_at", "version",
        )  # fmt: skip
        self._code = copying.into("device_code", "device_id", "source", "code", "code_key")
        self._attribute = copying.into("device_attribute", "device_id", "name", "value", "position")

    def write(self, device: DemoDevice, check: str) -> None:
        random = self._random
        serial, key = self._serials.draw("" if random.random() < _WITHOUT_SERIAL else device.pattern)
        old_number = f"ИНВ-{device.id + 1200:06}" if random.random() < _WITH_OLD_NUMBER else None
        self._device.add(
            device.id, device.id, check, self._type_ids[device.kind["code"]], device.model, serial, key or None,
            device.client.id, device.site, device.room,
            "ours" if random.random() < _OURS else "client", device.state,
            search_key(device.model, serial, device.room, old_number), self._time.stamp(device.entered),
            1 if device.state == "in_service" else 2,
        )  # fmt: skip
        if old_number:
            self._code.add(device.id, "Инвентарный номер клиента", old_number, serial_key(old_number))
        for position, (name, value) in enumerate(self._attributes(device)):
            self._attribute.add(device.id, name, value, position)

    def _attributes(self, device: DemoDevice) -> list[tuple[str, str]]:
        choice, words = self._random.choice, self._words
        address = f"192.168.{device.client.id % 200}.{10 + device.id % 240}"
        match device.kind.get("attributes"):
            case "computer":
                return [
                    ("Процессор", choice(words["processors"])), ("Память", choice(words["memory"])),
                    ("Диск", choice(words["disks"])), ("Система", choice(words["systems"])),
                ]  # fmt: skip
            case "server":
                return [
                    ("Память", choice(words["server_memory"])), ("Система", choice(words["server_systems"])),
                    ("IP-адрес", address),
                ]  # fmt: skip
            case "address":
                return [("IP-адрес", address)]
        return []
