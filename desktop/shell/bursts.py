"""Telling a hand scanner from a person by the speed of the keys; no Qt here, so that recorded streams can be tested."""

from dataclasses import dataclass, field

from desktop.shell.scan_keys import Kind, Stroke, decode

GAP_MS = 35
"""Keys of a scanner follow each other faster; two keys of a person rarely do, five never."""
CERTAIN_GAP_MS = 500
"""After the scanner's own prefix there is no doubt, and slow wireless scanners get time."""
LEAST_WITH_SUFFIX = 4
LEAST_WITHOUT_SUFFIX = 6


@dataclass(frozen=True)
class Verdict:
    """What one key press (or a pause) decided.

    code: a whole scan, or None.
    release: how many of the strokes held back so far turned out to be a person's and go on to the focused field.
    hold: whether this stroke is held back; else it goes on, after the released ones.
    """

    code: str | None = None
    release: int = 0
    hold: bool = False


@dataclass
class BurstReader:
    """Reads key presses one by one and says which of them were a scan.

    suffix: "any" (Enter, Tab or none), "enter", "tab" or "none"; a suffix the scanner does not send is a person's key.
    """

    gap_ms: int = GAP_MS
    suffix: str = "any"
    _held: list[Stroke] = field(default_factory=list)
    _certain: bool = False
    _last_at: int = 0

    @property
    def holding(self) -> bool:
        """Whether strokes are held back; then `pause` is to be called after `patience_ms` without a key."""
        return bool(self._held) or self._certain

    @property
    def patience_ms(self) -> int:
        """How long to wait for the next key."""
        return CERTAIN_GAP_MS if self._certain else self.gap_ms

    def take(self, stroke: Stroke) -> Verdict:
        """Judge one key press. After a pause longer than `patience_ms` call `pause` first."""
        if stroke.kind is Kind.PREFIX:
            released = self._give_up()
            self._certain, self._last_at = True, stroke.at
            return Verdict(release=released, hold=True)
        if stroke.kind is Kind.CARRIER:
            self._last_at = stroke.at
            return Verdict()
        if stroke.kind is Kind.CHARACTER:
            self._held.append(stroke)
            self._last_at = stroke.at
            return Verdict(hold=True)
        if stroke.kind is Kind.SUFFIX and self._is_suffix(stroke) and self._complete(LEAST_WITH_SUFFIX):
            return Verdict(code=self._finish(), hold=True)
        return Verdict(release=self._give_up())

    def late(self, stroke: Stroke) -> bool:
        """Tell whether the pause before this stroke was too long for it to belong to what is held."""
        return self.holding and stroke.at - self._last_at > self.patience_ms

    def pause(self) -> Verdict:
        """Judge what is held now that no key followed: a scan without suffix, or a person."""
        if self.suffix in {"any", "none"} and self._complete(LEAST_WITHOUT_SUFFIX):
            return Verdict(code=self._finish())
        return Verdict(release=self._give_up())

    def _is_suffix(self, stroke: Stroke) -> bool:
        return self.suffix == "any" or self.suffix == {"\n": "enter", "\t": "tab"}[stroke.text]

    def _complete(self, least: int) -> bool:
        return len(self._held) >= (1 if self._certain else least)

    def _finish(self) -> str:
        code = decode(self._held)
        self._forget()
        return code

    def _give_up(self) -> int:
        held = len(self._held)
        self._forget()
        return held

    def _forget(self) -> None:
        self._held = []
        self._certain = False
