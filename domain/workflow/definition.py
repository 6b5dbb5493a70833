"""A workflow as written down (`resources/workflow/*.json`), and what must hold before it may be published."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from database.errors import DomainError
from domain.workflow.tables import HOLDERS, PHASES

FORMAT = 1
DEAL_EFFECT = "bitrix24.deal"


class WorkflowRefusedError(DomainError):
    """The workflow cannot be published; `problems` is a list of (code, subject)."""

    code = "workflow-refused"

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__(problems="; ".join(f"{code}: {subject}" for code, subject in problems))


@dataclass(frozen=True, slots=True)
class StatusDefinition:
    """A stop: its branch, whose move it is, and in which phase of a ticket's life."""

    code: str
    branch: str
    holder: str
    phase: str
    entry: bool
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransitionDefinition:
    """A move. `target` is None for a return to where the branch was entered from."""

    code: str
    source: str
    target: str | None
    kind: str
    event: str | None
    roles: dict[str, str]


@dataclass(frozen=True, slots=True)
class WorkflowDefinition:
    """A whole workflow, read but not yet judged; `raw` is what is published."""

    raw: dict[str, Any]
    statuses: dict[str, StatusDefinition] = field(default_factory=dict)
    transitions: tuple[TransitionDefinition, ...] = ()
    doubled: tuple[str, ...] = ()

    def ways_from(self, status: str) -> Iterator[TransitionDefinition]:
        """Give the transitions that leave a status."""
        return (one for one in self.transitions if one.source == status)


def read(raw: dict[str, Any]) -> WorkflowDefinition:
    """Read a definition. Raises WorkflowRefusedError where it has not the form of one."""
    if raw.get("format") != FORMAT or not isinstance(raw.get("branches"), list):
        raise WorkflowRefusedError([("format", str(raw.get("format")))])
    try:
        listed = [
            StatusDefinition(
                one["code"], branch["code"], one["holder"], one["phase"], bool(one.get("entry")),
                tuple(effect["kind"] for effect in one.get("effects", [])),
            )
            for branch in raw["branches"]
            for one in branch["statuses"]
        ]  # fmt: skip
        transitions = tuple(_transition(one) for branch in raw["branches"] for one in branch["transitions"])
    except (KeyError, TypeError) as error:
        raise WorkflowRefusedError([("missing-key", str(error))]) from error
    codes = [one.code for one in listed] + [f"→{one.code}" for one in transitions]
    return WorkflowDefinition(
        raw,
        {one.code: one for one in listed},
        transitions,
        tuple(sorted({code for code in codes if codes.count(code) > 1})),
    )


def _transition(one: dict[str, Any]) -> TransitionDefinition:
    target = one.get("to")
    kind = one.get("kind") or ("return" if target is None else "step")
    return TransitionDefinition(one["code"], one["from"], target, kind, one.get("automatic"), one.get("roles", {}))


def check(workflow: WorkflowDefinition) -> None:
    """Raise WorkflowRefusedError with every problem found, so that all are shown at once.

    Every status is reachable from the first one, from every status a way leads to a closed one, every branch can
    return or close, nothing loops by itself.
    """
    problems = [*_form_problems(workflow)]
    if not problems:
        problems = [*_reach_problems(workflow), *_loop_problems(workflow)]
    if problems:
        raise WorkflowRefusedError(problems)


def _form_problems(workflow: WorkflowDefinition) -> Iterator[tuple[str, str]]:
    for code in workflow.doubled:
        yield "doubled-code", code
    yield from _status_problems(workflow)
    for one in workflow.transitions:
        yield from ((code, f"{one.code}: {one.source}→{one.target}") for code in _transition_problems(workflow, one))


def _status_problems(workflow: WorkflowDefinition) -> Iterator[tuple[str, str]]:
    for status in workflow.statuses.values():
        if status.holder not in HOLDERS:
            yield "unknown-holder", f"{status.code}: {status.holder}"
        if status.phase not in PHASES:
            yield "unknown-phase", f"{status.code}: {status.phase}"
        if DEAL_EFFECT in status.effects and status.branch == "main":
            yield "deal-needs-branch", status.code  # a deal belongs to a stay on a branch
    for branch in workflow.raw["branches"]:
        if sum(bool(one.get("entry")) for one in branch["statuses"]) != 1:
            yield "one-entry-wanted", branch["code"]
    if not any(status.branch == "main" and status.entry for status in workflow.statuses.values()):
        yield "no-main-branch", "main"


def _transition_problems(workflow: WorkflowDefinition, one: TransitionDefinition) -> Iterator[str]:
    if any(end is not None and end not in workflow.statuses for end in (one.source, one.target)):
        yield "unknown-status"
    if (one.event is None) == (not one.roles):
        yield "roles-or-event-wanted"
    if one.kind == "return" and _branch_of(workflow, one.source) == "main":
        yield "main-cannot-return"
    if one.kind == "enter" and one.target is not None and not _is_entry(workflow, one.target):
        yield "enter-not-at-entry"
    if one.kind == "step" and _leaves_for_other_branch(workflow, one):
        yield "step-into-other-branch"


def _branch_of(workflow: WorkflowDefinition, status: str) -> str | None:
    found = workflow.statuses.get(status)
    return found.branch if found else None


def _is_entry(workflow: WorkflowDefinition, status: str) -> bool:
    found = workflow.statuses.get(status)
    return found is not None and found.entry


def _leaves_for_other_branch(workflow: WorkflowDefinition, one: TransitionDefinition) -> bool:
    """A step stays on its branch or ends on the main line; a foreign branch is entered, which keeps the way back."""
    if one.target is None or one.target not in workflow.statuses:
        return False
    return _branch_of(workflow, one.target) not in (_branch_of(workflow, one.source), "main")


def _reach_problems(workflow: WorkflowDefinition) -> Iterator[tuple[str, str]]:
    first = next(one.code for one in workflow.statuses.values() if one.branch == "main" and one.entry)
    forward = {code: {t.target for t in workflow.ways_from(code) if t.target} for code in workflow.statuses}
    reachable = _reached([first], forward)
    for code in workflow.statuses:
        if code not in reachable:
            yield "unreachable", code
    # Backwards from the ends: a closed status, or a return, which leads to a status judged by itself.
    backward: dict[str, set[str | None]] = {code: set() for code in workflow.statuses}
    for one in workflow.transitions:
        if one.target:
            backward[one.target].add(one.source)
    ends = [code for code, status in workflow.statuses.items() if status.phase == "closed"]
    ends += [one.source for one in workflow.transitions if one.kind == "return"]
    ending = _reached(ends, backward)
    for code in workflow.statuses:
        if code not in ending:
            yield "no-way-to-an-end", code


def _reached(start: Iterable[str], ways: Mapping[str, AbstractSet[str | None]]) -> set[str]:
    seen = set(start)
    waiting = deque(seen)
    while waiting:
        for code in ways[waiting.popleft()]:
            if code is not None and code not in seen:
                seen.add(code)
                waiting.append(code)
    return seen


def _loop_problems(workflow: WorkflowDefinition) -> Iterator[tuple[str, str]]:
    """Find circles of transitions that follow by themselves on entering a status."""
    automatic = {one.source: one.target for one in workflow.transitions if one.event == "status.entered" and one.target}
    for start in automatic:
        step: str | None = start
        for _ in range(len(automatic) + 1):
            step = automatic.get(step) if step else None
            if step == start:
                yield "automatic-loop", start
                break
