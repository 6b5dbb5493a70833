"""What an import did, or would do: counts, and everything a person has to look at."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["new", "changed", "same", "kept"]


@dataclass(slots=True)
class Tally:
    """Rows by what became of them; `kept` were changed on both sides, so that ours stay as they are."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0

    def count(self, outcome: Outcome) -> None:
        """Count one row."""
        setattr(self, outcome, getattr(self, outcome) + 1)


@dataclass(slots=True)
class ImportReport:
    """The result of a run or of a dry run; plain values, no words of any language.

    states: one dict a state with open tickets (state, type, status, why, tickets); `why` "unknown" wants a look,
        and so does "missing": the company's own workflow has not the status proposed.
    unmatched_agents: owners that are nobody in Vetka, with their open tickets; these go to the dispatcher.
    unknown_clients: tickets whose company or person is not in OTRS' own lists; their texts are kept.
    lost_files: number, article, name, fault (no-content, broken-base64, unreadable, too-large).
    closed_there: tickets open here and closed, merged or gone in OTRS; moved_there: another state in OTRS meanwhile.
    doubtful: kind, id and what was decided without certainty. broken: kind, id, code, details; the run went on.
    """

    system: str
    product: str
    dry_run: bool
    zone: str
    zone_origin: str
    zone_agreeing: int
    zone_total: int
    zone_convincing: bool
    companies: Tally = field(default_factory=Tally)
    people: Tally = field(default_factory=Tally)
    tickets: Tally = field(default_factory=Tally)
    articles: Tally = field(default_factory=Tally)
    equipment: Tally = field(default_factory=Tally)
    links: Tally = field(default_factory=Tally)
    files: int = 0
    files_bytes: int = 0
    longest_text: int = 0
    files_out_of_reach: bool = False
    queues: dict[str, int] = field(default_factory=dict)
    states: list[dict[str, Any]] = field(default_factory=list)
    unmatched_agents: dict[str, int] = field(default_factory=dict)
    unknown_clients: list[dict[str, Any]] = field(default_factory=list)
    people_without_company: list[str] = field(default_factory=list)
    lost_files: list[dict[str, Any]] = field(default_factory=list)
    closed_there: list[dict[str, Any]] = field(default_factory=list)
    moved_there: list[dict[str, Any]] = field(default_factory=list)
    doubtful: list[dict[str, Any]] = field(default_factory=list)
    broken: list[dict[str, Any]] = field(default_factory=list)
    cancelled: bool = False

    @property
    def unmapped_states(self) -> list[str]:
        """Return the names of states for which there is no status of ours."""
        return [state["state"] for state in self.states if state["why"] in ("unknown", "missing")]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values for JSON."""
        return asdict(self) | {"unmapped_states": self.unmapped_states}
