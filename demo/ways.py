"""The ways that tickets take, walked once through the workflow as it stands in the database.

A way is a list of legs, each along a transition that exists. Engineers are places: 0 is nobody, 1 the first who was
given the ticket, 2 the second. What `private.follow` of the guards does to a ticket is done here to a way, so that
a million tickets need only times, names and words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DomainError
from demo.working_time import MINUTE
from domain.workflow.tables import Branch, Status, Transition, TransitionRole

REASSIGN = "reassign"
"""Stands in a route for a change of the engineer without a change of the status."""
ENGINEER = "vetka_engineer"

_NOBODY = 0
_USUAL_HANDS = ("vetka_bookkeeper", "vetka_procurement", "vetka_warehouse", "vetka_dispatcher", ENGINEER)
"""Who moves a ticket on that is with the client or the supplier: the first of these who may."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One change on a way. `pause`: working seconds before it, usually; `role`: who makes it ("" for the same as
    before); `attachment`: the kind of file it asks for."""

    code: str
    history: str
    from_status: int
    to_status: int
    transition: int | None
    from_engineer: int
    to_engineer: int
    automatic: bool
    role: str
    pause: int
    attachment: str | None = None
    device_state: str | None = None
    postpones: bool = False
    why: str = ""
    """Why a return did not lead to an engineer, as the guards say it."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay on a branch, from one leg of the way to another, or still open."""

    branch: int
    depth: int
    from_status: int
    engineer: int
    entered: int
    left: int | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A walked way; `first_status` is where every ticket begins, `status` where this one ends."""

    code: str
    first_status: int
    status: int
    closed: bool
    engineer: int
    legs: tuple[Leg, ...]
    stays: tuple[Stay, ...]

    @property
    def buys(self) -> bool:
        """Whether something is bought on this way."""
        return any(leg.code.startswith("to_procurement") for leg in self.legs)

    @property
    def repairs(self) -> bool:
        """Whether a device is taken for repair on this way."""
        return any(leg.device_state == "in_repair" for leg in self.legs)

    def place_of(self, code: str) -> int | None:
        """Return the place of the last leg along a transition, or None where the way does not take it."""
        return max((at for at, leg in enumerate(self.legs) if leg.code == code), default=None)


class Workflow:
    """The branches, statuses and transitions of a database, by code and id."""

    def __init__(self, session: Session) -> None:
        """Read the workflow. Raises DomainError `workflow-not-published` where there is none."""
        self._statuses = {status.id: status for status in session.scalars(select(Status))}
        self._branches = {branch.id: branch.code for branch in session.scalars(select(Branch))}
        self._transitions = {one.code: one for one in session.scalars(select(Transition)) if not one.retired}
        self._roles: dict[int, dict[str, str]] = {}
        for one in session.scalars(select(TransitionRole).order_by(TransitionRole.role)):
            self._roles.setdefault(one.transition_id, {})[one.role] = one.scope
        first = [one.id for one in self._statuses.values() if self.on_main(one.id) and one.is_entry]
        if not first:
            raise DomainError("workflow-not-published")
        self.first_status = first[0]

    def on_main(self, status: int) -> bool:
        """Whether a status is on the main line."""
        return self._branches[self._statuses[status].branch_id] == "main"

    def status(self, status: int) -> Status:
        """Return a status by its id."""
        return self._statuses[status]

    def transition(self, code: str, from_status: int) -> Transition:
        """Return a transition that leaves a status. Raises DomainError `demo-way-missing` where there is none."""
        found = self._transitions.get(code)
        if found is None or found.from_status_id != from_status:
            raise DomainError("demo-way-missing", transition=code, status=self._statuses[from_status].code)
        return found

    def role(self, transition: Transition) -> str:
        """Return who usually makes a transition: the holder of the status, else whoever has it in hand."""
        may = self._roles.get(transition.id, {})
        holder = f"vetka_{self._statuses[transition.from_status_id].holder}"
        if holder in may:
            return holder
        return next((role for role in _USUAL_HANDS if role in may), "vetka_lead")


def walk(workflow: Workflow, code: str, steps: str, until: str | None = None) -> Way:
    """Walk a route and return the way.

    steps: transitions with the working minutes before each: `assign 12, solve 75`.
    until: stop behind the last leg of this code; "" stops at once, None goes to the end.
    Raises DomainError `demo-way-missing` where the workflow has no such way.
    """
    walker = _Walker(workflow)
    planned = [(step.split()[0], int(step.split()[1])) for step in steps.split(", ")]
    if until is not None:
        planned = planned[: max((at + 1 for at, step in enumerate(planned) if step[0] == until), default=0)]
    for step, minutes in planned:
        walker.step(step, minutes * MINUTE)
    return walker.way(code)


class _Walker:
    """Where a ticket is on its way."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._status, self._engineer, self._engineers = workflow.first_status, _NOBODY, 0
        self._legs: list[Leg] = []
        self._stays: list[Stay] = []

    def way(self, code: str) -> Way:
        closed = self._workflow.status(self._status).phase == "closed"
        first = self._workflow.first_status
        return Way(code, first, self._status, closed, self._engineer, tuple(self._legs), tuple(self._stays))

    def step(self, code: str, pause: int) -> None:
        if code == REASSIGN:
            self._reassign(pause)
            return
        transition = self._workflow.transition(code, self._status)
        was, why = (self._status, self._engineer), ""
        if transition.kind == "return":
            why = self._return(transition)
        else:
            self._go(transition)
        effects = {one["kind"]: one for one in transition.effects}
        if "assign" in effects:
            self._engineer = self._next_engineer()
        if "release" in effects:
            self._engineer = _NOBODY
        self._legs.append(self._leg(transition, was, pause, effects, why))

    def _leg(
        self, transition: Transition, was: tuple[int, int], pause: int, effects: Mapping[str, Any], why: str
    ) -> Leg:
        from_status, from_engineer = was
        attachment = next((one["of"] for one in transition.requirements if one["kind"] == "attachment"), None)
        return Leg(
            code=transition.code,
            history="returned" if transition.kind == "return" else "moved",
            from_status=from_status,
            to_status=self._status,
            transition=transition.id,
            from_engineer=from_engineer,
            to_engineer=self._engineer,
            automatic=transition.automatic,
            role=self._role(transition, from_engineer),
            pause=pause,
            attachment=attachment,
            device_state=effects["device_state"]["to"] if "device_state" in effects else None,
            postpones="postpone" in effects,
            why=why,
        )

    def _role(self, transition: Transition, engineer: int) -> str:
        if transition.automatic:
            return "vetka_warehouse" if (transition.trigger_event or "").startswith("stock.") else ""
        role = self._workflow.role(transition)
        return "vetka_dispatcher" if role == ENGINEER and engineer == _NOBODY else role

    def _reassign(self, pause: int) -> None:
        was, self._engineer = self._engineer, self._next_engineer()
        status = self._status
        self._legs.append(
            Leg(REASSIGN, "assigned", status, status, None, was, self._engineer, False, "vetka_dispatcher", pause)
        )

    def _next_engineer(self) -> int:
        self._engineers = min(self._engineers + 1, 2)
        return self._engineers

    def _go(self, transition: Transition) -> None:
        if transition.to_status_id is None:
            raise AssertionError(f"{transition.code} leads nowhere")
        target = self._workflow.status(transition.to_status_id)
        if transition.kind == "enter":
            depth = 1 + sum(stay.left is None for stay in self._stays)
            stay = Stay(target.branch_id, depth, self._status, self._engineer, len(self._legs))
            self._stays.append(stay)
            if target.holder != "engineer":
                self._engineer = _NOBODY
        else:
            self._leave(self._depth_of(target.branch_id), transition.outcome or "left")
        self._status = target.id

    def _return(self, transition: Transition) -> str:
        """Go back to where the branch was entered from, or to the queue; return why it was the queue."""
        open_stays = [stay for stay in self._stays if stay.left is None]
        if not open_stays:
            raise DomainError("demo-way-missing", transition=transition.code, status="")
        stay = open_stays[-1]
        self._leave(stay.depth - 1, transition.outcome or "return")
        back = self._workflow.status(stay.from_status)
        if back.holder == "engineer" and stay.engineer != _NOBODY:
            self._status, self._engineer = back.id, stay.engineer
            return ""
        self._status, self._engineer = self._workflow.first_status, _NOBODY
        self._leave(0, "to-dispatcher")
        return "return-no-engineer" if back.holder == "engineer" else "return-no-engineer-status"

    def _leave(self, down_to: int, outcome: str) -> None:
        here = len(self._legs)
        self._stays = [
            replace(stay, left=here, outcome=outcome) if stay.left is None and stay.depth > down_to else stay
            for stay in self._stays
        ]

    def _depth_of(self, branch: int) -> int:
        return max((stay.depth for stay in self._stays if stay.left is None and stay.branch == branch), default=0)
