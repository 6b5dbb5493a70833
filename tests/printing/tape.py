"""A tape of tiny labels and its ledger: what the sender reported, held against what came out on paper."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from PIL import Image

from labels.encoders import PrintSettings, encoder
from printing.thermal.address import PrinterAddress
from printing.thermal.events import Doubtful, Event, Finished, Paused, Printed, Sent, Stopped
from printing.thermal.sender import EncodedLabel

WIDTH, HEIGHT = 64, 40
SIZE = (WIDTH, HEIGHT)
SETTINGS = PrintSettings(Decimal(8), Decimal(5), 203)

Print = tuple[int, int]
"""Position and attempt: two stickers of one device with different seals."""


def picture(position: int, attempt: int) -> Image.Image:
    head = position.to_bytes(3, "big") + attempt.to_bytes(1, "big") + b"\xa5\x0f\r\n"
    return Image.frombytes("1", SIZE, head * HEIGHT)


def seen(stickers: Sequence[Image.Image]) -> list[Print]:
    """What stands on paper; every row must say the same. A label fed blank after a break is no sticker."""
    result = []
    for sticker in stickers:
        rows = sticker.tobytes()
        if rows == b"\xff" * len(rows):
            continue
        assert sticker.size == SIZE
        assert rows == rows[:8] * HEIGHT, "a torn sticker"
        result.append((int.from_bytes(rows[:3], "big"), rows[3]))
    return result


class Tape:
    """As the database would: a state a row, doubtful ones are handed out again with a new seal."""

    def __init__(self, address: PrinterAddress, length: int) -> None:
        self.encoder = encoder(address.language, SETTINGS)
        self.left = list(range(1, length + 1))
        self.length = length
        self.attempts: Counter[int] = Counter()
        self.states: dict[Print, str] = {}
        self.confirmed: list[bool] = []
        self.events: list[Event] = []
        self.batches: list[int] = []

    def take(self, count: int) -> list[EncodedLabel]:
        positions, self.left = self.left[:count], self.left[count:]
        self.attempts.update(positions)
        if positions:
            self.batches.append(len(positions))
        return [EncodedLabel(place, self.encoder.label(picture(place, self.attempts[place]))) for place in positions]

    def note(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Sent):
            assert not any(self.state(place) in ("sent", "printed") for place in event.positions)
            self._set(event.positions, "sent")
        elif isinstance(event, Printed):
            assert all(self.state(place) == "sent" for place in event.positions)
            self._set(event.positions, "printed")
            self.confirmed += [event.confirmed] * len(event.positions)
        elif isinstance(event, Doubtful):
            self.doubt(event.positions)

    def doubt(self, positions: Sequence[int]) -> None:
        assert all(self.state(place) == "sent" for place in positions)
        self._set(positions, "doubtful")
        self.left = sorted({*self.left, *positions})

    def doubt_what_was_sent(self) -> None:
        """What a new program does with rows that a dead one left behind."""
        self.doubt([place for (place, attempt), state in self.states.items()
                    if state == "sent" and attempt == self.attempts[place]])  # fmt: skip

    def state(self, position: int) -> str:
        return self.states.get((position, self.attempts[position]), "queued")

    def _set(self, positions: Sequence[int], state: str) -> None:
        for place in positions:
            self.states[place, self.attempts[place]] = state

    def kinds(self) -> list[str]:
        return [type(event).__name__ for event in self.events]

    def pauses(self) -> list[str]:
        return [event.state.code for event in self.events if isinstance(event, Paused)]

    @property
    def end(self) -> Finished | Stopped:
        assert isinstance(self.events[-1], Finished | Stopped)
        return self.events[-1]

    def check(self, paper: Sequence[Image.Image], *, whole: bool = True) -> None:
        """Each sticker at least once on paper, and none there twice that is not known to be doubtful."""
        prints = seen(paper)
        counted = Counter(prints)
        assert all(times == 1 for times in counted.values()), f"silently doubled: {counted.most_common(1)}"
        for one in prints:
            assert self.states.get(one) in ("printed", "sent", "doubtful"), f"{one} was never sent"
        for (place, attempt), state in self.states.items():
            assert state != "printed" or (place, attempt) in counted, f"{place}/{attempt} is missing"
        if whole:
            for place in range(1, self.length + 1):
                assert self.state(place) == "printed"
                assert {one for one in prints if one[0] == place} - {(place, self.attempts[place])} <= {
                    one for one, state in self.states.items() if state == "doubtful"
                }
