"""Papers for several tickets, each made and kept by itself, so that nobody's ticket waits for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from database.engine import Database
from database.errors import DatabaseUnreachableError, KnownError
from printing.paper.making import MadePaper, gathered, make

GoOn = Callable[[int, int], bool]
"""Told how many papers are made, and which ticket is next (its place in the batch); False ends the batch there."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A ticket for which no paper could be made."""

    ticket_id: int
    reason: KnownError


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a batch. made: kept for good, in the order of the tickets; fewer than those after a stop.

    fault: what stopped it after the check; None where all were made, or somebody stopped it.
    """

    made: tuple[MadePaper, ...]
    fault: Refused | None = None


class PapersRefusedError(Exception):
    """The check before a batch found tickets whose paper could not be made; nothing was made."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__(", ".join(f"{one.ticket_id}: {one.reason}" for one in refused))
        self.refused = tuple(refused)


def make_all(
    database: Database,
    form_code: str,
    tickets: Sequence[int],
    given: Any = None,
    language: str = "ru",
    *,
    go_on: GoOn = lambda _made, _place: True,
) -> Batch:
    """Make a paper of a form for each ticket, in this order.

    First every ticket is read as its paper would be; where some are refused, none is made and all of them are named.
    Then each paper is made in a transaction of its own, and stays made whatever becomes of the next one.
    Raises PapersRefusedError, or the KnownError itself where it is the same for every ticket: a missing right say.
    """
    refused = []
    for place, ticket in enumerate(tickets):
        if not go_on(0, place):
            return Batch(())
        reason = _refusal(partial(database.ask, gathered, form_code, ticket, given, language))
        if reason is not None:
            refused.append(Refused(ticket, reason))
    _raise(refused, len(tickets))
    made: list[MadePaper] = []
    for place, ticket in enumerate(tickets):
        if not go_on(len(made), place):
            break
        try:
            made.append(database.act(make, form_code, ticket, given, language))
        except KnownError as error:
            if not made:  # nothing to tell but the reason
                raise
            return Batch(tuple(made), Refused(ticket, error))
    return Batch(tuple(made))


def _refusal(read: Callable[[], Any]) -> KnownError | None:
    try:
        read()
    except DatabaseUnreachableError:
        raise
    except KnownError as error:
        return error
    return None


def _raise(refused: list[Refused], tickets: int) -> None:
    reasons = [(one.reason.code, one.reason.details) for one in refused]
    if refused and len(refused) == tickets and all(reason == reasons[0] for reason in reasons):
        raise refused[0].reason
    if refused:
        raise PapersRefusedError(refused)
