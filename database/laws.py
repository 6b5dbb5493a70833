"""Laws that must hold on any database of ours, and how one is checked; the laws themselves stand with their tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Law:
    """What a check found: how many rows it looked at, how many break the law, and the first few of those."""

    code: str
    sentence: str
    checked: int
    violations: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the line that `vetka db verify` prints."""
        if not self.violations:
            return f"ok      {self.code}: {self.sentence} ({self.checked} checked)"
        more = ", …" if self.violations > len(self.examples) else ""
        return (
            f"BROKEN  {self.code}: {self.sentence} "
            f"({self.violations} of {self.checked}: {', '.join(self.examples)}{more})"
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A law in SQL: `counted` is a FROM clause whose rows are checked, `broken` selects one text for each violation."""

    code: str
    sentence: str
    counted: str
    broken: str


def check(session: Session, rules: Iterable[Rule]) -> list[Law]:
    """Check rules one after the other; whoever may read the tables may ask."""
    return [_check(session, rule) for rule in rules]


def _check(session: Session, rule: Rule) -> Law:
    checked = session.execute(text(f"SELECT count(*) FROM {rule.counted}")).scalar_one()
    faults = session.execute(
        text(f"SELECT count(*) OVER (), fault FROM ({rule.broken}) AS broken (fault) ORDER BY fault LIMIT {EXAMPLES}")
    ).all()
    violations = faults[0][0] if faults else 0
    return Law(rule.code, rule.sentence, checked, violations, tuple(str(fault) for _, fault in faults))
